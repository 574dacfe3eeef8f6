package dev.gauntlet.process.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EditedLogTest {
    private static final Records ZEEK = new SimulatedNetwork(4_000).read(Run.seeded(5));
    private static final TableAssembly ASSEMBLY = FlowSchema.assembly();

    /** The same connections in Suricata's columns, with a few whose bytes cannot be read. */
    private static Records suricata() {
        int n = ZEEK.size();
        String[] up = IntStream.range(0, n)
                .mapToObj(
                        i -> i % 97 == 0 ? "broken" : ZEEK.column("orig_bytes").text(i))
                .toArray(String[]::new);
        return Records.of(List.of(
                        renamed("ts", "flow.start"),
                        renamed("id.orig_h", "src_ip"),
                        renamed("id.resp_h", "dest_ip"),
                        renamed("id.resp_p", "dest_port"),
                        renamed("proto", "proto"),
                        renamed("service", "app_proto"),
                        Column.texts("flow.bytes_toserver", up),
                        renamed("resp_bytes", "flow.bytes_toclient"),
                        renamed("orig_pkts", "flow.pkts_toserver"),
                        renamed("resp_pkts", "flow.pkts_toclient"),
                        renamed("duration", "flow.age"),
                        Column.texts(
                                "flow.state",
                                IntStream.range(0, n)
                                        .mapToObj(i -> i % 5 == 0 ? "new" : "closed")
                                        .toArray(String[]::new)),
                        renamed("label", "label")))
                .withRoles(Optional.of("flow.start"), Optional.of("src_ip"));
    }

    private static Column renamed(String from, String to) {
        Column column = ZEEK.column(from);
        int n = column.size();
        return column.kind().isNumeric()
                ? Column.of(to, column.kind(), n, column::number)
                : Column.texts(to, IntStream.range(0, n).mapToObj(column::text).toArray(String[]::new));
    }

    private static Column changed(Records some, String name, DoubleUnaryOperator change) {
        Column column = some.column(name);
        return Column.of(name, column.kind(), some.size(), i -> change.applyAsDouble(column.number(i)));
    }

    /** A few records, later, larger, to other hosts, and as many copies of others at the same times. */
    private static Records edits(Records log, String time, String target, String bytes, Rng rng) {
        int[] some = rng.sample(IntStream.range(0, log.size()).toArray(), 3);
        int[] models = rng.sample(IntStream.range(0, log.size()).toArray(), 3);
        Records own = log.select(some);
        double[] times = IntStream.range(0, 3)
                .mapToDouble(i -> own.column(time).number(i) + (rng.chance(0.3) ? 0 : 5_000 * rng.nextDouble() - 1_000))
                .toArray();
        Records late = own.with(Column.times(time, times));
        if (rng.chance(0.5)) {
            late = late.with(log.column(target).select(models));
        }
        String source = log.source().orElseThrow().name();
        Records added = log.select(models)
                .withIdsFrom(1L << 42)
                .with(own.column(source))
                .with(Column.times(time, times));
        Records all = late.append(added);
        return all.column(bytes).kind().isNumeric() ? all.with(changed(all, bytes, b -> b + 1_204)) : all;
    }

    private static void hasTheRowsOfTheWhole(TableAssembly assembly, EditedLog log, Records edits) {
        Map<Long, Integer> places = new HashMap<>();
        Dataset whole = assembly.assemble(log.edited(edits)).rows();
        IntStream.range(0, whole.size()).forEach(i -> places.put(whole.id(i), i));
        Dataset rows = log.rows(edits).rows();
        long[] ids = IntStream.range(0, edits.size())
                .mapToLong(edits::id)
                .filter(places::containsKey)
                .toArray();
        assertThat(IntStream.range(0, rows.size()).mapToLong(rows::id))
                .containsExactly(Arrays.stream(ids).boxed().toArray(Long[]::new));
        assertThat(rows.rows())
                .isEqualTo(whole.rows()
                        .select(Arrays.stream(ids).mapToInt(places::get).toArray()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsOfEditedConnectionsAreThoseOfTheWholeLog(boolean inOrder) {
        Records records = inOrder ? ZEEK : ZEEK.select(Run.seeded(3).rng().permutation(ZEEK.size()));
        EditedLog log = new EditedLog(ASSEMBLY, records);
        Rng rng = Run.seeded(1).rng();
        for (int trial = 0; trial < 40; trial++) {
            hasTheRowsOfTheWhole(ASSEMBLY, log, edits(records, "ts", "id.resp_h", "orig_bytes", rng));
        }
    }

    @Test
    void rowsOfEditedFlowsOfSuricataAreThoseOfTheWholeLog() {
        Records records = suricata();
        TableAssembly assembly = FlowSchema.of(records.names()).orElseThrow();
        EditedLog log = new EditedLog(assembly, records);
        Rng rng = Run.seeded(2).rng();
        for (int trial = 0; trial < 40; trial++) {
            hasTheRowsOfTheWhole(assembly, log, edits(records, "flow.start", "dest_ip", "flow.bytes_toclient", rng));
        }
    }

    @Test
    void recordsThatAreNotEditedHaveTheirRows() {
        EditedLog log = new EditedLog(ASSEMBLY, ZEEK);
        int[] some = IntStream.range(0, ZEEK.size()).filter(i -> i % 50 == 0).toArray();
        assertThat(log.rows(ZEEK.select(some)).rows().rows())
                .isEqualTo(ASSEMBLY.assemble(ZEEK).rows().rows().select(some));
        assertThat(log.place(ZEEK.id(7))).isEqualTo(7);
        assertThatThrownBy(() -> log.place(-3)).hasMessage("record must be one of the log but is -3");
    }

    @Test
    void anAddedConnectionChangesTheRowOfALaterOneOfItsHost() {
        EditedLog log = new EditedLog(ASSEMBLY, ZEEK);
        int last = ZEEK.size() - 1;
        double ts = ZEEK.column("ts").number(last);
        Records own = ZEEK.select(new int[] {last});
        Records added = own.withIdsFrom(1L << 42).with(Column.times("ts", new double[] {ts - 10}));
        Schema schema = ASSEMBLY.schema();
        int conns = schema.column("host_conns");
        double alone = log.rows(own).rows().rows().get(0, conns);
        assertThat(log.rows(own.append(added)).rows().rows().get(0, conns)).isEqualTo(alone + 1);
    }

    /** A transform that says nothing of the records its values depend on. */
    private record Silent() implements Transform {
        @Override
        public String id() {
            return "silent";
        }

        @Override
        public String summary() {
            return "";
        }

        @Override
        public String source() {
            return "";
        }

        @Override
        public List<Input> reads() {
            return List.of();
        }

        @Override
        public List<Feature> features() {
            return List.of();
        }

        @Override
        public Running start() {
            return records -> List.of();
        }
    }

    @Test
    void aTransformThatDoesNotSayWhatItLooksAtIsRefused() {
        TableAssembly silent = new TableAssembly(ASSEMBLY.schema(), List.of(new Silent()));
        assertThat(EditedLog.unfit(silent, ZEEK.names()))
                .contains("it is not known which earlier records the features of silent depend on");
        assertThatThrownBy(() -> new EditedLog(silent, ZEEK)).hasMessageContaining("silent");
        assertThat(EditedLog.unfit(ASSEMBLY, List.of("host_conns")))
                .contains("the records already have host_conns, which follows from other records");
        assertThat(EditedLog.unfit(ASSEMBLY, ZEEK.names())).isEmpty();
    }

    @Test
    void everyTransformHereSaysWhatItLooksAt() {
        assertThat(Catalogue.all(Transform.class))
                .allSatisfy(one -> assertThat(one.past()).as(one.id()).isPresent());
    }
}
