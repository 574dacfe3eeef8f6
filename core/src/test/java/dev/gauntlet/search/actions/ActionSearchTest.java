package dev.gauntlet.search.actions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.EditedLog;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.process.assemble.TableAssembly;
import dev.gauntlet.search.Reply;
import dev.gauntlet.search.actions.Action.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** One upload, one harmless connection, and detectors whose score is a formula of the row; they alarm above 0. */
final class ActionSearchTest {
    private static final TableAssembly ASSEMBLY = FlowSchema.assembly();
    private static final int SENT = ASSEMBLY.schema().column("orig_bytes");
    private static final int DURATION = ASSEMBLY.schema().column("duration");
    private static final int CONNS = ASSEMBLY.schema().column("host_conns");

    private static final Records LOG = Records.of(List.of(
                    Column.times("ts", new double[] {5_000, 9_000}),
                    Column.addresses("id.orig_h", new String[] {"10.0.1.5", "10.0.1.6"}),
                    Column.addresses("id.resp_h", new String[] {"203.0.113.9", "10.0.0.4"}),
                    Column.numbers("id.resp_p", new double[] {443, 993}),
                    Column.texts("proto", new String[] {"tcp", "tcp"}),
                    Column.texts("service", new String[] {"ssl", "ssl"}),
                    Column.texts("conn_state", new String[] {"SF", "SF"}),
                    Column.numbers("duration", new double[] {4, 2}),
                    Column.numbers("orig_bytes", new double[] {3_000, 700}),
                    Column.numbers("resp_bytes", new double[] {500, 900}),
                    Column.numbers("orig_pkts", new double[] {7, 6}),
                    Column.numbers("resp_pkts", new double[] {5, 5})))
            .withRoles(Optional.of("ts"), Optional.of("id.orig_h"));
    private static final ConnectionEdits EDITS = new ConnectionEdits(
            ConnectionLog.of(new EditedLog(ASSEMBLY, LOG), ConnectionFormat.ZEEK, ASSEMBLY.schema(), List.of(1L)),
            0,
            new Actions.Limits(4, 50_000, 1_000, 10, 0));

    private static ActionSearch greedy() {
        return ActionSearch.beam(EDITS, -1, 1, Run.seeded(1).rng());
    }

    /** Answers so many questions, and says how many were asked. */
    private static int answered(ActionSearch search, ToDoubleFunction<double[]> score, boolean shown, int most) {
        int asked = 0;
        while (asked < most) {
            List<double[]> rows = search.propose();
            if (rows.isEmpty()) {
                break;
            }
            List<Reply> replies = new ArrayList<>();
            for (double[] row : rows) {
                double value = score.applyAsDouble(row);
                boolean passes = value <= 0;
                replies.add(
                        asked++ < most
                                ? new Reply(passes, passes ? 0 : 1, shown ? value : passes ? -21 : 21, new double[0])
                                : Reply.NONE);
            }
            search.hear(replies);
        }
        return asked;
    }

    /** Evades if it sends 20,000 bytes more and is open 100 seconds longer. */
    private static double both(double[] row) {
        return Math.max(0, 23_000 - row[SENT]) / 1_000 + Math.max(0, 104 - row[DURATION]);
    }

    @Test
    void scoresLeadToTheTwoActionsThatEvade() {
        ActionSearch search = greedy();
        answered(search, ActionSearchTest::both, true, 500);
        assertThat(search.found())
                .contains(
                        new Actions(List.of(new Action(Kind.PAD_SENT, 25_600, 0), new Action(Kind.LENGTHEN, 300, 0))));
    }

    @Test
    void labelsAloneLeadThereTooAndWhatIsNotNeededIsLeftOut() {
        ActionSearch search = ActionSearch.byLabel(EDITS, Run.seeded(1).rng());
        answered(search, ActionSearchTest::both, false, 2_000);
        assertThat(search.found())
                .contains(
                        new Actions(List.of(new Action(Kind.PAD_SENT, 25_600, 0), new Action(Kind.LENGTHEN, 300, 0))));
    }

    @Test
    void theRandomAttackerLeavesWhatEvadesAsItIs() {
        ActionSearch search = ActionSearch.random(EDITS, Run.seeded(3).rng());
        int asked = answered(search, row -> 3_050 - row[SENT], false, 500);
        assertThat(search.found().orElseThrow().each()).anyMatch(one -> one.kind() == Kind.PAD_SENT);
        assertThat(search.found().orElseThrow().each().size()).isGreaterThan(1);
        assertThat(asked).isLessThan(60);
    }

    @Test
    void actionsWhoseOtherConnectionsAlarmAreNotTaken() {
        // The victim passes once its host has had three connections; the harmless ones alarm.
        ToDoubleFunction<double[]> score = row -> row[SENT] == 3_000 ? 4 - row[CONNS] : 1;
        ActionSearch search = greedy();
        answered(search, score, true, 500);
        assertThat(search.found()).isEmpty();
        ActionSearch fair = greedy();
        answered(fair, row -> row[SENT] == 700 ? -1 : score.applyAsDouble(row), true, 500);
        assertThat(fair.found().orElseThrow().each())
                .allMatch(one -> one.kind() == Kind.ADD || one.kind() == Kind.ADD_SAME);
    }

    @Test
    void aDetectorThatNothingChangesEndsTheSearch() {
        ActionSearch search = greedy();
        assertThat(answered(search, row -> 1, true, 100_000)).isLessThan(20_000);
        assertThat(search.found()).isEmpty();
        assertThat(search.refused()).isZero();
    }

    @Test
    void whatWasNotAnsweredCountsForNothing() {
        ActionSearch search = greedy();
        search.propose();
        search.hear(java.util.Collections.nCopies(60, Reply.NONE));
        assertThat(search.found()).isEmpty();
    }
}
