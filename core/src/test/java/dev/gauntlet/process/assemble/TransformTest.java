package dev.gauntlet.process.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.RuleParser;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.Assembled.Dropped;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TransformTest {
    private static TableAssembly of(Transform transform) {
        return new TableAssembly(new Schema(transform.features()), List.of(transform));
    }

    private static double[] column(Assembled made, String name) {
        return made.rows().rows().column(made.rows().schema().column(name));
    }

    @Test
    void batchesThatFollowOneAnotherGiveTheRowsOfTheWhole() {
        Records records = new SimulatedNetwork(6_000).read(Run.seeded(2));
        Rows whole = FlowSchema.assembly().assemble(records).rows().rows();
        Assembly.Running running = FlowSchema.assembly().start();
        Rows joined = whole.slice(0, 0);
        for (int from = 0; from < records.size(); from += 701) {
            int[] batch =
                    IntStream.range(from, Math.min(from + 701, records.size())).toArray();
            joined =
                    joined.append(running.assemble(records.select(batch)).rows().rows());
        }
        assertThat(joined).isEqualTo(whole);
        Rows halfAlone = FlowSchema.assembly()
                .assemble(records.select(IntStream.range(3_000, records.size()).toArray()))
                .rows()
                .rows();
        assertThat(halfAlone).isNotEqualTo(whole.slice(3_000, whole.size()));
    }

    @Test
    void columnsDerivedOnceAreTakenAsTheyAre() {
        Records records = Records.of(List.of(
                Column.numbers("up", new double[] {1, 2}),
                Column.numbers("all", new double[] {4, 4}),
                Column.numbers("ratio", new double[] {0.125, 0.25})));
        TableAssembly assembly = of(new Ratio("up", "all", "ratio", 1));
        assertThat(column(assembly.assemble(records), "ratio")).containsExactly(0.125, 0.25);
        Records raw = Records.of(records.columns().subList(0, 2));
        assertThat(column(assembly.assemble(raw), "ratio")).containsExactly(0.25, 0.5);
    }

    @Test
    void recordsWithSomeOfTheDerivedColumnsAreRefused() {
        Records records =
                Records.of(List.of(Column.times("ts", new double[] {1}), Column.numbers("hour", new double[] {1})));
        assertThatThrownBy(() -> of(new TimeParts()).assemble(records))
                .hasMessageContaining("some but not all")
                .hasMessageContaining("weekday");
    }

    @Test
    void aRatioIsZeroOverZeroAndMissingOfWhatIsMissing() {
        Records records = Records.of(List.of(
                Column.numbers("up", new double[] {0, 3, Double.NaN, -1}),
                Column.numbers("all", new double[] {0, 4, 4, 2})));
        Assembled made = of(new Ratio("up", "all", "share", 1)).assemble(records);
        assertThat(column(made, "share")).containsExactly(0, 0.75, Double.NaN);
        assertThat(made.dropped()).containsExactly(new Dropped(3, "up is negative: -1.0"));
    }

    @Test
    void aMissingNumberIsFlagged() {
        Records records = Records.of(List.of(Column.texts("age", new String[] {"3", "-", "0", "x"})));
        Assembled made = of(new MissingFlag("age")).assemble(records);
        assertThat(column(made, "age-missing")).containsExactly(0, 1, 0);
        assertThat(made.dropped()).containsExactly(new Dropped(3, "age is not a number: \"x\""));
    }

    @Test
    void hoursAndDaysAreThoseOfUtcBeforeAndAfterTheEpoch() {
        // Thursday 1970-01-01 00:00, Monday 2024-03-04 23:59:59, Wednesday 1969-12-31 23:00.
        Records records = Records.of(List.of(Column.times("ts", new double[] {0, 1_709_596_799, -3_600, Double.NaN})));
        Assembled made = of(new TimeParts()).assemble(records);
        assertThat(column(made, "hour")).containsExactly(0, 23, 23);
        assertThat(column(made, "weekday")).containsExactly(3, 0, 2);
        assertThat(made.dropped()).containsExactly(new Dropped(3, "ts is missing"));
    }

    @Test
    void portsAreTheServiceTheyAreKnownFor() {
        Records records = Records.of(List.of(Column.numbers("port", new double[] {22, 8_443, 700, 2_000, 60_000})));
        Assembled made = of(new PortClass("port", "kind")).assemble(records);
        List<String> classes = made.rows().schema().feature(0).categories();
        assertThat(column(made, "kind"))
                .containsExactly(List.of("ssh", "web-alternative", "system", "registered", "dynamic").stream()
                        .mapToDouble(classes::indexOf)
                        .toArray());
    }

    @Test
    void suricatasFlowsBecomeConnections() {
        Records records = Records.of(List.of(
                Column.times("flow.start", new double[] {10, 20, 30}),
                Column.addresses("src_ip", new String[] {"a", "a", "a"}),
                Column.addresses("dest_ip", new String[] {"x", "x", "y"}),
                Column.numbers("dest_port", new double[] {443, 53, 22}),
                Column.texts("proto", new String[] {"TCP", "UDP", "TCP"}),
                Column.texts("app_proto", new String[] {"tls", "dns", "failed"}),
                Column.numbers("flow.bytes_toserver", new double[] {1_028, 74, 70}),
                Column.numbers("flow.bytes_toclient", new double[] {5_056, 100, 0}),
                Column.numbers("flow.pkts_toserver", new double[] {2, 1, 1}),
                Column.numbers("flow.pkts_toclient", new double[] {4, 1, 0}),
                Column.numbers("flow.age", new double[] {3, 0, 0}),
                Column.texts("flow.state", new String[] {"closed", "established", "new"})));
        TableAssembly assembly = FlowSchema.of(records.names()).orElseThrow();
        Assembled made = assembly.assemble(records);
        assertThat(column(made, "orig_bytes")).containsExactly(1_000, 60, 56);
        assertThat(column(made, "resp_bytes")).containsExactly(5_000, 86, 0);
        assertThat(column(made, "host_conns")).containsExactly(1, 2, 3);
        assertThat(column(made, "host_failed")).containsExactly(0, 0, 1);
        assertThat(column(made, "orig_mean_size")).containsExactly(500, 60, 56);
        assertThat(text(made, "service")).containsExactly("ssl", "dns", "-");
        assertThat(text(made, "conn_state")).containsExactly("SF", "SF", "S0");
        assertThat(text(made, "proto")).containsExactly("tcp", "udp", "tcp");
        assertThat(made.rows().schema().digest()).isEqualTo(FlowSchema.schema().digest());
    }

    private static List<String> text(Assembled made, String name) {
        Feature feature = made.rows().schema().feature(made.rows().schema().column(name));
        return IntStream.range(0, made.rows().size())
                .mapToObj(i -> feature.text(column(made, name)[i]))
                .toList();
    }

    @Test
    void otherColumnsAreNoConnections() {
        assertThat(FlowSchema.of(List.of("ts", "proto"))).isEqualTo(Optional.empty());
    }

    @Test
    void theNamesOfARuleAreItsFeatures() {
        assertThat(RuleParser.names("if a <= max(b, 2) then `c d` = a and min = 3"))
                .containsExactly("a", "b", "c d", "min");
        assertThat(RuleParser.parse("a <= 1", Map.of("a", 0)).holds(new double[] {1}))
                .isTrue();
    }
}
