package dev.gauntlet.process.evaluate;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.DecisionTree;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.train.OperatingPoint;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Simple baselines that a detector should beat, each at the detector's own operating point: the majority class for
 * every row, the best rule on one feature, the best single split, and logistic regression.
 *
 * @param rule the rule in words, if there is one
 * @param prAuc 0 for the majority class, which does not rank rows
 */
public record Baseline(String id, String rule, Confusion confusion, double prAuc) {
    private static final int RULE_DEPTH = 3;

    /**
     * All baselines, measured on the test part.
     *
     * @param begun called with the name of each baseline before it is computed
     */
    public static List<Baseline> all(Split.Parts parts, OperatingPoint point, Run run, Consumer<String> begun) {
        begun.accept("baseline 1 of 3, rules on one feature");
        int feature = bestFeature(parts.train(), run.child("rule"));
        Dataset one = only(parts.train(), feature);
        Model rule = new Train(new DecisionTree(RULE_DEPTH, 5), point, Optional.empty())
                .apply(one, only(parts.validation(), feature), run.child("rule"));
        String name = "thresholds on " + parts.train().schema().feature(feature).name();
        Baseline best = of("one-rule", name, rule, only(parts.test(), feature));
        begun.accept("baseline 2 of 3, a single split");
        Model stump = new Train(new DecisionTree(1, 5), point, Optional.empty())
                .apply(parts.train(), parts.validation(), run.child("stump"));
        begun.accept("baseline 3 of 3, logistic regression");
        Model logistic = new Train(new LogisticRegression(), point, Optional.empty())
                .apply(parts.train(), parts.validation(), run.child("logistic"));
        return List.of(
                majority(parts),
                best,
                of("stump", "", stump, parts.test()),
                of("logistic-regression", "", logistic, parts.test()));
    }

    private static Baseline of(String id, String rule, Model model, Dataset test) {
        double prAuc = Ranking.of(model.malice(test.rows()), test.malice()).prAuc();
        return new Baseline(id, rule, Confusion.of(test.malice(), model.alarms(test.rows())), prAuc);
    }

    private static Baseline majority(Split.Parts parts) {
        boolean malicious =
                2 * parts.train().maliciousRows().length > parts.train().size();
        boolean[] said = new boolean[parts.test().size()];
        java.util.Arrays.fill(said, malicious);
        return new Baseline(
                "majority",
                malicious ? "everything is malicious" : "everything is benign",
                Confusion.of(parts.test().malice(), said),
                0);
    }

    /** The feature whose small tree ranks training rows best; the first of equals. */
    private static int bestFeature(Dataset train, Run run) {
        List<Double> areas = run.map(train.schema().width(), (j, r) -> {
            Dataset one = only(train, j);
            Model model = new DecisionTree(RULE_DEPTH, 5).train(one, r);
            return Ranking.of(model.malice(one.rows()), one.malice()).rocAuc();
        });
        return IntStream.range(0, areas.size())
                .reduce((a, b) -> areas.get(b) > areas.get(a) ? b : a)
                .orElse(0);
    }

    /** The same rows with every other column made constant. */
    private static Dataset only(Dataset data, int feature) {
        Rows rows = data.rows();
        double[] first = data.size() == 0 ? new double[data.schema().width()] : rows.row(0);
        return data.withRows(
                Rows.fill(data.size(), data.schema().width(), (i, j) -> j == feature ? rows.get(i, j) : first[j]));
    }
}
