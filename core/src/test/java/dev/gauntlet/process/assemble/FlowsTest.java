package dev.gauntlet.process.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rule;
import dev.gauntlet.data.Schema;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FlowsTest {
    private static final Assembly ASSEMBLY = FlowSchema.assembly();

    /** Five records of host a: at 100, 0, 0, 600.5 and 3650 s; the fourth goes elsewhere and fails. */
    private static Records five(double[] origBytes) {
        return Records.of(List.of(
                        Column.times("ts", new double[] {100, 0, 0, 600.5, 3_650}),
                        Column.addresses("id.orig_h", new String[] {"a", "a", "a", "a", "a"}),
                        Column.addresses("id.resp_h", new String[] {"x", "x", "x", "y", "x"}),
                        Column.numbers("id.resp_p", new double[] {443, 443, 22, 80, 443}),
                        Column.texts("proto", new String[] {"tcp", "tcp", "tcp", "tcp", "unheard"}),
                        Column.texts("service", new String[] {"ssl", "ssl", "ssh", "-", "ssl"}),
                        Column.texts("conn_state", new String[] {"SF", "SF", "RSTO", "S0", "SF"}),
                        Column.numbers("duration", new double[] {1, 2, 3, Double.NaN, 5}),
                        Column.numbers("orig_bytes", origBytes),
                        Column.numbers("resp_bytes", new double[] {300, 0, 100, 0, 50}),
                        Column.numbers("orig_pkts", new double[] {2, 1, 1, 1, 1}),
                        Column.numbers("resp_pkts", new double[] {3, 0, 1, 0, 1})))
                .withRoles(Optional.of("ts"), Optional.of("id.orig_h"));
    }

    private static double[] feature(Dataset rows, String name) {
        return rows.rows().column(rows.schema().column(name));
    }

    @Test
    void windowsCountWhatCameBeforeAndTheRecordItself() {
        Dataset rows = ASSEMBLY.assemble(five(new double[] {100, 10, 20, 0, 7})).rows();
        assertThat(feature(rows, "host_conns")).containsExactly(3, 1, 2, 2, 1);
        assertThat(feature(rows, "host_distinct_dsts")).containsExactly(1, 1, 1, 2, 1);
        assertThat(feature(rows, "host_distinct_ports")).containsExactly(2, 1, 2, 2, 1);
        assertThat(feature(rows, "host_failed")).containsExactly(1, 0, 1, 1, 0);
        assertThat(feature(rows, "host_orig_bytes")).containsExactly(130, 10, 30, 100, 7);
        assertThat(feature(rows, "pair_conns")).containsExactly(3, 1, 2, 1, 2);
        assertThat(feature(rows, "pair_gap_mean")).containsExactly(50, 0, 0, 0, 3550);
        assertThat(feature(rows, "pair_gap_deviation")).containsExactly(50, 0, 0, 0, 0);
    }

    @Test
    void ratiosAndCodesAreThoseOfTheRecord() {
        Dataset rows = ASSEMBLY.assemble(five(new double[] {100, 10, 20, 0, 7})).rows();
        assertThat(feature(rows, "orig_mean_size")).containsExactly(50, 10, 20, 0, 7);
        assertThat(feature(rows, "resp_mean_size")).containsExactly(100, 0, 100, 0, 50);
        assertThat(feature(rows, "orig_share")[0]).isEqualTo(0.25);
        assertThat(feature(rows, "proto")).containsExactly(0, 0, 0, 0, -1);
        assertThat(feature(rows, "service")[3]).isEqualTo(FlowSchema.SERVICES.indexOf("-"));
        assertThat(feature(rows, "resp_port")[2]).isEqualTo(Ports.classes().indexOf("ssh"));
        assertThat(feature(rows, "hour")).containsExactly(0, 0, 0, 0, 1);
        assertThat(rows.time(3)).isEqualTo(600.5);
        assertThat(rows.source(0)).contains("a");
        assertThat(rows.labels()).containsOnly(-1);
    }

    @Test
    void recordsThatCannotBeUsedAreNamedAndCountInNoWindow() {
        Assembled made = ASSEMBLY.assemble(five(new double[] {100, Double.POSITIVE_INFINITY, -1, 0, 7}));
        assertThat(made.dropped())
                .containsExactly(
                        new Assembled.Dropped(1, "orig_bytes is infinite"),
                        new Assembled.Dropped(2, "orig_bytes is negative: -1.0"));
        assertThat(feature(made.rows(), "host_conns")).containsExactly(1, 2, 1);
        assertThat(made.rows().id(1)).isEqualTo(3);
    }

    @Test
    void everySimulatedRowObeysEveryRuleAndBound() {
        Assembled made = ASSEMBLY.assemble(new SimulatedNetwork(6_000).read(Run.seeded(4)));
        assertThat(made.dropped()).isEmpty();
        Schema schema = ASSEMBLY.schema();
        Dataset rows = made.rows();
        for (int i = 0; i < rows.size(); i++) {
            double[] row = rows.rows().row(i);
            for (int r = 0; r < schema.rules().size(); r++) {
                assertThat(schema.rules().get(r).violation(row))
                        .as(schema.ruleTexts().get(r))
                        .isZero();
            }
            for (int j = 0; j < row.length; j++) {
                assertThat(row[j])
                        .as(schema.feature(j).name())
                        .isBetween(schema.feature(j).low(), schema.feature(j).high());
            }
        }
    }

    @Test
    void everyRuleIsBrokenBySomeChangeOfOneFeature() {
        Dataset rows = ASSEMBLY.assemble(five(new double[] {100, 10, 20, 0, 7})).rows();
        List<Rule> rules = ASSEMBLY.schema().rules();
        for (int r = 0; r < rules.size(); r++) {
            assertThat(breakable(rules.get(r), rows))
                    .as(ASSEMBLY.schema().ruleTexts().get(r))
                    .isTrue();
        }
    }

    private static boolean breakable(Rule rule, Dataset rows) {
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.rows().width(); j++) {
                for (double value : new double[] {0, 1e5}) {
                    double[] row = rows.rows().row(i);
                    row[j] = value;
                    if (!rule.holds(row)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
