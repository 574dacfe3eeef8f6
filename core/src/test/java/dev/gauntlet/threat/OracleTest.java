package dev.gauntlet.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The detector behind these oracles calls a row as malicious as its first value says. */
final class OracleTest {
    private static final Screen OPEN = Screen.OPEN;

    private static Oracle oracle(Access access, Screen guard, int budget, int victims) {
        return new Oracle(rows -> rows.column(0), 0.5, access, guard, budget, victims);
    }

    private static Rows rows(double... values) {
        return Rows.fill(values.length, 1, (i, j) -> values[i]);
    }

    private static List<Boolean> answered(Oracle.Answers answers) {
        return IntStream.range(0, answers.size()).mapToObj(answers::answered).toList();
    }

    @Test
    void answersWithScoreAndAlarm() {
        Oracle.Answers answers = oracle(Access.PROBABILITY, OPEN, 9, 1).ask(new int[3], rows(0.2, 0.5, 0.9));
        assertThat(answers.size()).isEqualTo(3);
        assertThat(answers.score(0)).isEqualTo(0.2);
        assertThat(List.of(answers.alarm(0), answers.alarm(1), answers.alarm(2)))
                .containsExactly(false, true, true);
    }

    @Test
    void showsLabelsOnlyWhereNoMoreIsGranted() {
        Oracle.Answers answers = oracle(Access.LABEL, OPEN, 9, 1).ask(new int[2], rows(0.2, 0.7));
        assertThat(answers.score(0)).isZero();
        assertThat(answers.score(1)).isEqualTo(1);
    }

    @Test
    void stopsAtTheBudgetOfEachVictim() {
        Oracle oracle = oracle(Access.PROBABILITY, OPEN, 2, 2);
        Oracle.Answers answers = oracle.ask(new int[] {0, 0, 1, 0, 1}, rows(0.1, 0.2, 0.3, 0.4, 0.6));
        assertThat(answered(answers)).containsExactly(true, true, true, false, true);
        assertThat(answers.score(4)).isEqualTo(0.6);
        assertThat(oracle.spent(0)).isEqualTo(2);
        assertThat(oracle.left(0)).isZero();
        assertThat(oracle.asked()).isEqualTo(4);
    }

    @Test
    void aSpentVictimDoesNotLoseTheOthersAnswers() {
        Oracle oracle = oracle(Access.PROBABILITY, OPEN, 1, 3);
        oracle.ask(new int[] {1}, rows(0.9));
        Oracle.Answers answers = oracle.ask(new int[] {0, 1, 2}, rows(0.1, 0.2, 0.3));
        assertThat(answered(answers)).containsExactly(true, false, true);
        assertThat(answers.score(2)).isEqualTo(0.3);
        assertThat(answers.alarm(1)).isFalse();
    }

    @Test
    void scoreOfAnUnansweredQuestionIsRefused() {
        Oracle.Answers answers = oracle(Access.PROBABILITY, OPEN, 0, 1).ask(new int[1], rows(0.9));
        assertThatThrownBy(() -> answers.score(0)).hasMessage("query 0 was not answered");
    }

    @Test
    void askingInVainIsNotCounted() {
        List<Integer> seen = new ArrayList<>();
        Oracle oracle = new Oracle(
                rows -> {
                    seen.add(rows.size());
                    return rows.column(0);
                },
                0.5,
                Access.PROBABILITY,
                OPEN,
                1,
                1);
        oracle.ask(new int[2], rows(0.1, 0.2));
        oracle.ask(new int[2], rows(0.1, 0.2));
        assertThat(seen).containsExactly(1);
        assertThat(oracle.asked()).isEqualTo(1);
    }

    @Test
    void whatAGuardRefusesIsUnansweredButPaid() {
        Screen even = principal -> {
            int[] count = {0};
            return (rows, shown) -> IntStream.range(0, shown.length)
                    .mapToDouble(i -> count[0]++ % 2 == 0 ? shown[i] : Double.NaN)
                    .toArray();
        };
        Oracle oracle = oracle(Access.PROBABILITY, even, 9, 1);
        assertThat(answered(oracle.ask(new int[3], rows(0.9, 0.9, 0.9)))).containsExactly(true, false, true);
        assertThat(answered(oracle.ask(new int[2], rows(0.9, 0.9)))).containsExactly(false, true);
        assertThat(oracle.spent(0)).isEqualTo(5);
    }

    @Test
    void aGuardSeesOnlyWhatIsAnswered() {
        List<Integer> sizes = new ArrayList<>();
        Screen watching = principal -> (rows, shown) -> {
            sizes.add(shown.length);
            return shown;
        };
        oracle(Access.PROBABILITY, watching, 2, 1).ask(new int[] {0, 0, 0}, rows(0.1, 0.2, 0.3));
        assertThat(sizes).containsExactly(2);
    }

    /** Each victim is queried by a client of its own, whose session sees its rows and answers in their order. */
    @Test
    void eachVictimHasASessionOfItsOwn() {
        List<String> seen = new ArrayList<>();
        Screen watching = principal -> (rows, shown) -> {
            for (int i = 0; i < shown.length; i++) {
                seen.add(principal + " " + rows.get(i, 0) + " " + shown[i]);
            }
            double[] changed = shown.clone();
            changed[0] = principal.endsWith("1") ? 0.5 : changed[0];
            return changed;
        };
        Oracle oracle = oracle(Access.PROBABILITY, watching, 9, 2);
        Oracle.Answers answers = oracle.ask(new int[] {1, 0, 1}, rows(0.1, 0.2, 0.3));
        assertThat(seen).containsExactly("client 0 0.2 0.2", "client 1 0.1 0.1", "client 1 0.3 0.3");
        assertThat(answers.score(0)).isEqualTo(0.5);
        assertThat(answers.score(1)).isEqualTo(0.2);
        assertThat(answers.score(2)).isEqualTo(0.3);
    }

    @Test
    void screensStandOneBehindTheOther() {
        Screen half = principal -> (rows, shown) -> new double[] {shown[0] / 2};
        Screen less = principal -> (rows, shown) -> new double[] {shown[0] - 0.1};
        assertThat(Screen.of(List.of(half, less)).open("client").pass(rows(0.8), new double[] {0.8}))
                .containsExactly(0.8 / 2 - 0.1);
        assertThat(Screen.of(List.of())).isSameAs(Screen.OPEN);
    }

    @Test
    void eachRowNeedsItsVictim() {
        assertThatThrownBy(() -> oracle(Access.PROBABILITY, OPEN, 1, 1).ask(new int[1], rows(0.1, 0.2)))
                .hasMessage("victims must be 2 but is 1");
    }

    /** Answers two queries of each client, and remembers who sent which. */
    private static Screen two(List<String> heard) {
        return client -> {
            int[] count = {0};
            return (asked, shown) -> {
                for (int i = 0; i < shown.length; i++) {
                    heard.add(client + ": " + asked.get(i, 0));
                    shown[i] = count[0]++ < 2 ? shown[i] : Double.NaN;
                }
                return shown;
            };
        };
    }

    @Test
    void theClientsOfAVictimQueryInTurnAndNoneForTwoVictims() {
        List<String> heard = new ArrayList<>();
        Model model = Model.of("first", Toy.rows().schema(), row -> row[0] > 0.5 ? 1 : 0);
        double[][] sent = new double[8][model.schema().width()];
        for (int i = 0; i < sent.length; i++) {
            sent[i][0] = i;
        }
        Oracle oracle = Oracle.of(model, Access.LABEL, two(heard), 9, 2, 3, false);
        Oracle.Answers answers = oracle.ask(new int[] {0, 0, 0, 0, 1, 0, 0, 0}, Rows.of(sent));
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "client 0: 0.0",
                        "client 0: 3.0",
                        "client 0: 7.0",
                        "client 1: 1.0",
                        "client 1: 5.0",
                        "client 2: 2.0",
                        "client 2: 6.0",
                        "client 3: 4.0");
        assertThat(answered(answers)).containsExactly(true, true, true, true, true, true, true, false);
        Oracle alone = Oracle.of(model, Access.LABEL, two(new ArrayList<>()), 9, 1, 1, false);
        assertThat(answered(alone.ask(Rows.of(sent))))
                .containsExactly(true, true, false, false, false, false, false, false);
    }

    @Test
    void clientsThatSendNothingTakeNoMemory() {
        List<String> opened = new ArrayList<>();
        Screen counting = principal -> {
            opened.add(principal);
            return (asked, shown) -> shown;
        };
        int most = Integer.MAX_VALUE;
        Oracle oracle = Oracle.of(Toy.threshold(0), Access.LABEL, counting, 2, 300, most, false);
        oracle.ask(new int[] {0, 0, 299}, Rows.of(row(), row(), row()));
        assertThat(opened).containsExactly("client 0", "client 1", "client " + 299L * most);
    }

    private static double[] row() {
        return new double[Toy.threshold(0).schema().width()];
    }
}
