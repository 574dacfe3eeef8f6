package dev.gauntlet.search;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Steps the searches of all victims together against one oracle, and checks what they offer.
 *
 * @param schema the referee of changed rows
 * @param budget how far and how dear a change may be; the oracle counts the queries
 * @param goal what an answer must be
 */
public record BatchedQueries(Schema schema, Budget budget, Goal goal) {
    /** Searches that propose one after the other; such groups do so in parallel. */
    private static final int GROUP = 25;

    /**
     * Runs every search until it proposes nothing more or its victim's budget is spent.
     *
     * @param searches one per victim, in the oracle's numbering
     * @param run in whose threads they look for proposals; no search may use what another one changes
     * @return what each came to
     */
    public List<Progress> run(List<? extends AttackSearch> searches, Dataset victims, Oracle oracle, Run run) {
        Require.same("searches", victims.size(), searches.size());
        List<Progress> progress = IntStream.range(0, searches.size())
                .mapToObj(v -> new Progress(schema, budget, victims.rows().row(v)))
                .toList();
        boolean[] over = new boolean[searches.size()];
        while (true) {
            int[] open = IntStream.range(0, over.length).filter(v -> !over[v]).toArray();
            List<List<double[]>> proposed = proposed(searches, oracle, open, run);
            List<double[]> rows = new ArrayList<>();
            int[] askers = new int[proposed.stream().mapToInt(List::size).sum()];
            for (int k = 0; k < open.length; k++) {
                over[open[k]] = proposed.get(k).isEmpty();
                Arrays.fill(askers, rows.size(), rows.size() + proposed.get(k).size(), open[k]);
                rows.addAll(proposed.get(k));
            }
            if (rows.isEmpty()) {
                break;
            }
            int[] before = IntStream.range(0, over.length).map(oracle::spent).toArray();
            List<Reply> replies = replies(
                    asked(oracle, askers, Rows.of(rows.toArray(double[][]::new)), searches), askers, victims, oracle);
            int from = 0;
            for (int k = 0; k < open.length; k++) {
                List<double[]> own = proposed.get(k);
                if (!own.isEmpty()) {
                    List<Reply> heard = replies.subList(from, from + own.size());
                    tell(searches.get(open[k]), own, heard, progress.get(open[k]), before[open[k]]);
                    from += own.size();
                }
            }
        }
        for (int v = 0; v < over.length; v++) {
            progress.get(v).claimed(searches.get(v).lowerBound());
        }
        return progress;
    }

    private static List<List<double[]>> proposed(
            List<? extends AttackSearch> searches, Oracle oracle, int[] open, Run run) {
        return run
                .map(
                        (open.length + GROUP - 1) / GROUP,
                        (group, r) -> Arrays.stream(open)
                                .skip((long) group * GROUP)
                                .limit(GROUP)
                                .mapToObj(v ->
                                        oracle.left(v) > 0 ? searches.get(v).propose() : List.<double[]>of())
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private Oracle.Answers asked(Oracle oracle, int[] askers, Rows rows, List<? extends AttackSearch> searches) {
        if (IntStream.of(askers).noneMatch(v -> searches.get(v).asksGradients())) {
            return oracle.ask(askers, rows);
        }
        return goal.direction() != 0 ? oracle.askGradients(askers, rows) : oracle.askClassGradients(askers, rows);
    }

    private List<Reply> replies(Oracle.Answers answers, int[] askers, Dataset victims, Oracle oracle) {
        boolean quantity = oracle.classes() == 0;
        return IntStream.range(0, askers.length)
                .mapToObj(i -> {
                    if (!answers.answered(i)) {
                        return Reply.NONE;
                    }
                    double answer = answers.answer(i);
                    return new Reply(
                            goal.reached(victims.truth(askers[i]), answer),
                            answer,
                            quantity ? answer : score(answers, i, victims.truth(askers[i])),
                            answers.hasGradients() ? gradient(answers, i, victims.truth(askers[i])) : new double[0]);
                })
                .toList();
    }

    /** What a search follows: the log-odds of malice or, where these do not tell, the margin of the goal. */
    private double score(Oracle.Answers answers, int question, double truth) {
        return goal.direction() != 0 ? answers.margin(question) : goal.margin(truth, answers.logits(question));
    }

    /** The gradient of that score. */
    private double[] gradient(Oracle.Answers answers, int question, double truth) {
        if (goal.direction() != 0) {
            return answers.gradient(question);
        }
        double[] logits = answers.logits(question);
        double[] gradient = answers.gradient(question, goal.best(truth, logits, true));
        double[] others = answers.gradient(question, goal.best(truth, logits, false));
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] -= others[j];
        }
        return gradient;
    }

    private static void tell(
            AttackSearch search, List<double[]> rows, List<Reply> replies, Progress progress, int before) {
        for (int i = 0; i < rows.size(); i++) {
            if (replies.get(i).reached()) {
                progress.reached(rows.get(i), before + i + 1);
            }
            if (replies.get(i).hasGradient()) {
                progress.followed(replies.get(i).gradient());
            }
        }
        search.hear(replies);
        search.offers().forEach(progress::offered);
    }
}
