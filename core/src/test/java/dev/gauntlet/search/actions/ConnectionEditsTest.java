package dev.gauntlet.search.actions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.EditedLog;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.process.assemble.TableAssembly;
import dev.gauntlet.search.actions.Action.Kind;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Five connections: 0 uploads to a public address over TLS, 1 is a refused one inside, 2 a harmless mail check of another host, 3
 * a look-up at the resolver inside, and 4 a login inside.
 */
final class ConnectionEditsTest {
    private static final TableAssembly ASSEMBLY = FlowSchema.assembly();
    private static final Actions.Limits LIMITS = new Actions.Limits(4, 10_000, 3_600, 10, 0);
    private static final Records LOG = Records.of(List.of(
                    Column.times("ts", new double[] {1_000, 1_010, 1_020, 1_030, 1_040}),
                    Column.addresses(
                            "id.orig_h", new String[] {"10.0.1.5", "10.0.1.5", "10.0.1.6", "10.0.1.5", "10.0.1.5"}),
                    Column.addresses(
                            "id.resp_h", new String[] {"203.0.113.9", "10.0.1.77", "10.0.0.4", "10.0.0.2", "10.0.0.7"}),
                    Column.numbers("id.resp_p", new double[] {443, 445, 993, 53, 22}),
                    Column.texts("proto", new String[] {"tcp", "tcp", "tcp", "udp", "tcp"}),
                    Column.texts("service", new String[] {"ssl", "-", "ssl", "dns", "ssh"}),
                    Column.texts("conn_state", new String[] {"SF", "REJ", "SF", "SF", "SF"}),
                    Column.numbers("duration", new double[] {4, 0.01, 2, 0.1, 3}),
                    Column.numbers("orig_bytes", new double[] {3_001, 0, 700, 60, 1_000}),
                    Column.numbers("resp_bytes", new double[] {500, 0, 900, 120, 1_400}),
                    Column.numbers("orig_pkts", new double[] {7, 1, 6, 1, 8}),
                    Column.numbers("resp_pkts", new double[] {5, 1, 5, 1, 8}),
                    Column.texts("label", new String[] {"exfil", "scan", "benign", "tunnel", "guess"})))
            .withRoles(Optional.of("ts"), Optional.of("id.orig_h"));
    private static final ConnectionLog CONNECTIONS =
            ConnectionLog.of(new EditedLog(ASSEMBLY, LOG), ConnectionFormat.ZEEK, ASSEMBLY.schema(), List.of(2L));

    private static ConnectionEdits edits(int record) {
        return new ConnectionEdits(CONNECTIONS, record, LIMITS);
    }

    private static Records edited(int record, Action... actions) {
        return edits(record).edited(new Actions(List.of(actions)), LOG);
    }

    private static List<String> texts(Records records, String column) {
        return IntStream.range(0, records.size())
                .mapToObj(records.column(column)::text)
                .toList();
    }

    private static double[] numbers(Records records, String column) {
        return IntStream.range(0, records.size())
                .mapToDouble(records.column(column)::number)
                .toArray();
    }

    private static Set<Kind> kinds(int record) {
        Set<Kind> kinds = new HashSet<>();
        edits(record)
                .after(Actions.NONE)
                .forEach(some -> kinds.add(some.each().get(0).kind()));
        return kinds;
    }

    @Test
    void paddingTakesPacketsThatAreAcknowledgedAndTime() {
        Records one = edited(0, new Action(Kind.PAD_SENT, 2_500, 0));
        assertThat(one.id(0)).isZero();
        assertThat(numbers(one, "orig_bytes")).containsExactly(5_501);
        // 3001 bytes fill three packets and 5501 bytes four: the first of them has room.
        assertThat(numbers(one, "orig_pkts")).containsExactly(8);
        assertThat(numbers(one, "resp_pkts")).containsExactly(5);
        assertThat(numbers(one, "duration")).containsExactly(4.002);
        Records more = edited(0, new Action(Kind.PAD_RECEIVED, 5_600, 0));
        assertThat(numbers(more, "resp_bytes")).containsExactly(6_100);
        assertThat(numbers(more, "resp_pkts")).containsExactly(9);
        assertThat(numbers(more, "orig_pkts")).containsExactly(9);
        assertThat(numbers(more, "orig_bytes")).containsExactly(3_001);
    }

    @Test
    void thePartsOfATransferCarryAllOfItsBytesOneAfterTheOther() {
        Records parts = edited(0, new Action(Kind.SPLIT, 3, 0));
        assertThat(numbers(parts, "orig_bytes")).containsExactly(1_001, 1_000, 1_000);
        assertThat(numbers(parts, "resp_bytes")).containsExactly(167, 167, 166);
        assertThat(numbers(parts, "orig_pkts")).containsExactly(3, 6, 6);
        assertThat(numbers(parts, "duration")).containsExactly(1.333333, 1.333333, 1.333333);
        assertThat(numbers(parts, "ts")).containsExactly(1_000, 1_002.333333, 1_004.666666);
        assertThat(texts(parts, "label")).containsOnly("exfil");
        assertThat(new HashSet<>(List.of(parts.id(0), parts.id(1), parts.id(2))))
                .hasSize(3)
                .contains(0L);
    }

    @Test
    void addedConnectionsAreThoseOfAHarmlessOneFromTheHostOfTheVictim() {
        Records all = edited(0, new Action(Kind.DELAY, 60, 0), new Action(Kind.ADD, 2, 0));
        assertThat(texts(all, "id.orig_h")).containsOnly("10.0.1.5");
        assertThat(texts(all, "id.resp_h")).containsExactly("203.0.113.9", "10.0.0.4", "10.0.0.4");
        assertThat(numbers(all, "ts")).containsExactly(1_060, 1_030, 1_000);
        assertThat(numbers(all, "orig_bytes")).containsExactly(3_001, 700, 700);
        assertThat(texts(all, "label")).containsExactly("exfil", "benign", "benign");
        Records same = edited(0, new Action(Kind.ADD_SAME, 1, 0));
        assertThat(texts(same, "id.resp_h")).containsOnly("203.0.113.9");
        assertThat(numbers(same, "orig_bytes")).containsExactly(3_001, 700);
    }

    @Test
    void theFarEndListensElsewhereIfItIsTheAttackers() {
        Records moved = edited(0, new Action(Kind.SERVICE, 1, 0));
        assertThat(numbers(moved, "id.resp_p")).containsExactly(993);
        assertThat(texts(moved, "service")).containsExactly("ssl");
        assertThat(numbers(edited(0, new Action(Kind.LENGTHEN, 20, 0)), "duration"))
                .containsExactly(24);
    }

    /** Zeek's logs have no value where a service, a duration or bytes are unset. */
    @Test
    void whatIsMissingStaysMissing() {
        Records unset = LOG.with(Column.texts("service", new String[] {"ssl", null, null, "dns", null}))
                .with(Column.numbers("duration", new double[] {4, Double.NaN, 2, 0.1, 3}))
                .with(Column.texts("orig_bytes", new String[] {"3001", "-", "700", "60", null}));
        ConnectionLog all =
                ConnectionLog.of(new EditedLog(ASSEMBLY, unset), ConnectionFormat.ZEEK, ASSEMBLY.schema(), List.of(2L));
        ConnectionEdits edits = new ConnectionEdits(all, 1, LIMITS);
        Actions some = new Actions(List.of(new Action(Kind.DELAY, 5, 0), new Action(Kind.ADD, 1, 0)));
        Records changed = edits.edited(some, unset);
        assertThat(changed.column("service").missing(0)).isTrue();
        assertThat(changed.column("service").missing(1)).isTrue();
        assertThat(texts(changed, "orig_bytes")).containsExactly("-", "700");
        assertThat(edits.sent(some))
                .hasValueSatisfying(sent -> assertThat(
                                sent.rows().get(0, ASSEMBLY.schema().column("service")))
                        .isZero());
    }

    @Test
    void onlyWhatIsInItsPowerIsPossible() {
        assertThat(kinds(0)).containsExactlyInAnyOrderElementsOf(EnumSet.range(Kind.SERVICE, Kind.ADD_SAME));
        assertThat(kinds(1)).containsExactlyInAnyOrder(Kind.DELAY, Kind.ADD);
        assertThat(kinds(4)).containsExactlyInAnyOrder(Kind.DELAY, Kind.ADD, Kind.PAD_SENT, Kind.SPLIT, Kind.LENGTHEN);
        ConnectionEdits few = new ConnectionEdits(CONNECTIONS, 0, new Actions.Limits(1, 400, 0, 0, 0));
        assertThat(few.after(Actions.NONE))
                .extracting(some -> some.each().get(0))
                .containsExactly(
                        new Action(Kind.PAD_SENT, 100, 0),
                        new Action(Kind.PAD_SENT, 400, 0),
                        new Action(Kind.PAD_RECEIVED, 100, 0),
                        new Action(Kind.PAD_RECEIVED, 400, 0),
                        new Action(Kind.SERVICE, 1, 0));
    }

    @Test
    void addressesForInsideUseAreNotTheAttackers() {
        assertThat(List.of("203.0.113.9", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"))
                .allMatch(Addresses::isPublic);
        assertThat(List.of(
                        "10.0.0.1",
                        "192.168.1.1",
                        "172.16.9.9",
                        "169.254.0.7",
                        "127.0.0.1",
                        "100.64.0.1",
                        "224.0.0.251",
                        "fe80::1",
                        "fd00::1",
                        "::1",
                        "server",
                        ""))
                .noneMatch(Addresses::isPublic);
    }

    @Test
    void effortCountsActionsBytesSecondsAndConnections() {
        Actions some = new Actions(List.of(
                new Action(Kind.ADD, 3, 0),
                new Action(Kind.SPLIT, 2, 0),
                new Action(Kind.DELAY, 60, 0),
                new Action(Kind.PAD_SENT, 400, 0),
                new Action(Kind.PAD_RECEIVED, 100, 0)));
        assertThat(some.effort()).isEqualTo(new Actions.Effort(5, 500, 60, 4, 0));
        assertThat(LIMITS.permit(some)).isFalse();
        assertThat(LIMITS.permit(some.without(new Action(Kind.DELAY, 60, 0)))).isTrue();
        assertThat(some.with(new Action(Kind.DELAY, 5, 0)).effort().seconds()).isEqualTo(5);
        assertThat(edits(0).texts(some))
                .containsExactly(
                        "padded 400 bytes sent",
                        "padded 100 bytes received",
                        "split into 2 connections",
                        "delayed by 60 s",
                        "added 3 connections to 10.0.0.4:993");
    }

    /** Whatever is done to connections of the simulated network: the rows are those of the whole log, and break no rule. */
    @Test
    void rowsOfRandomActionsAreThoseOfTheWholeLogAndKeepTheRules() {
        Records records = new SimulatedNetwork(3_000).read(Run.seeded(8));
        Column labels = records.column("label");
        int[] bad = IntStream.range(0, records.size())
                .filter(i -> !labels.text(i).equals("benign"))
                .toArray();
        List<Long> seen = IntStream.range(0, 800)
                .filter(i -> labels.text(i).equals("benign"))
                .mapToObj(records::id)
                .toList();
        EditedLog log = new EditedLog(ASSEMBLY, records);
        ConnectionLog all = ConnectionLog.of(log, ConnectionFormat.ZEEK, ASSEMBLY.schema(), seen);
        Rng rng = Run.seeded(9).rng();
        Set<Kind> done = new HashSet<>();
        for (int trial = 0; trial < 60; trial++) {
            ConnectionEdits edits = new ConnectionEdits(all, records.id(bad[rng.nextInt(bad.length)]), LIMITS);
            Actions some = edits.random(rng);
            some.each().forEach(one -> done.add(one.kind()));
            Records changed = edits.edited(some, records);
            Dataset whole = ASSEMBLY.assemble(log.edited(changed)).rows();
            Map<Long, Integer> places = new HashMap<>();
            IntStream.range(0, whole.size()).forEach(i -> places.put(whole.id(i), i));
            int[] own = IntStream.range(0, changed.size())
                    .map(i -> places.get(changed.id(i)))
                    .toArray();
            assertThat(edits.sent(some)).as(some.toString()).isPresent();
            assertThat(edits.sent(some).orElseThrow().rows())
                    .as(some.toString())
                    .isEqualTo(whole.rows().select(own));
            assertThat(Arrays.stream(own)
                            .mapToObj(i -> ASSEMBLY.schema().faults(whole.rows().row(i))))
                    .as(some.toString())
                    .allMatch(List::isEmpty);
        }
        assertThat(done).containsExactlyInAnyOrderElementsOf(EnumSet.range(Kind.SERVICE, Kind.ADD_SAME));
    }
}
