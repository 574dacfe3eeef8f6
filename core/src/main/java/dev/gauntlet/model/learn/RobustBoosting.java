package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Boosted trees that lower an upper bound on the exponential loss under attack: each row is weighted by the worst sum of leaves that an
 * attacker can reach, tree by tree, and each split counts rows that he can place on both sides on the worse one. The bound is a certificate: a
 * row whose worst sum has the right sign is classified rightly whatever he does within the distance.
 *
 * <p>He moves features only in directions that the schema permits; the splits of others are ordinary. A monotone detector needs no
 * distance: what one of its trees gives never falls with a permitted move, however far.
 */
@AutoService(Trainer.class)
public record RobustBoosting(
        @Param(value = "how many trees", low = 1, high = 100_000)
        int trees,

        @Param(value = "the largest depth", low = 1, high = 12)
        int depth,

        @Param(value = "what each tree's outputs are multiplied by", low = 1e-6, high = 1)
        double rate,

        @Param(value = "the smallest number of training rows that can be in a leaf", low = 1, high = 1e9)
        int minLeaf,

        @Param(value = "the largest move of a number that is withstood, in scales of the schema", low = 0, high = 1e6)
        double eps,

        @Param("whether harmless rows are moved as well as malicious ones")
        boolean harmless,

        @Param(
                "whether features that attackers move one way count that way only, and those that they move both ways not at all; "
                        + "then no move of theirs lowers the score")
        boolean monotone)
        implements Trainer {
    /** The exponential loss learns half the log-odds. */
    private static final double LOG_ODDS = 2;

    public RobustBoosting {
        Catalogue.check(RobustBoosting.class, trees, depth, rate, minLeaf, eps, harmless, monotone);
    }

    public RobustBoosting() {
        this(100, 4, 0.2, 5, 0.1, false, false);
    }

    /** Its own, then trees of half the depth and of twice the depth. */
    @Override
    public List<RobustBoosting> settings() {
        return List.of(this, withDepth(Math.max(1, depth / 2)), withDepth(Math.min(12, 2 * depth)));
    }

    private RobustBoosting withDepth(int other) {
        return new RobustBoosting(trees, other, rate, minLeaf, eps, harmless, monotone);
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("rate", 0.01, 0.5), Range.factors("minLeaf", 1, 50));
    }

    /** Whether a monotone detector has a feature to use: one that attackers do not move both ways. */
    public static boolean hasMonotone(Schema schema) {
        return Ways.against(schema).columns().length > 0;
    }

    @Override
    public Model train(Dataset data, Run run) {
        Dataset labelled = Labelled.bothClasses(data);
        Encoding encoding = Encoding.forTrees(labelled);
        ReachableValues values = ReachableValues.of(labelled, encoding, eps, harmless);
        Ways ways = monotone ? Ways.against(data.schema()) : Ways.free(values.width);
        Require.that(
                ways.columns().length > 0,
                "attackers move every feature both ways, and none is left for a monotone detector; state in the schema what they "
                        + "cannot move, or only one way");
        double[] sums = new double[values.size];
        double[] weight = new double[values.size];
        List<Tree> grown = new ArrayList<>();
        for (int t = 0; t < trees; t++) {
            double least = Arrays.stream(sums).min().orElse(0);
            for (int i = 0; i < weight.length; i++) {
                weight[i] = StrictMath.exp(least - sums[i]); // a common factor keeps them from vanishing together
            }
            BoostedTree tree = new BoostedTree(values, ways, weight, depth, minLeaf);
            double[] worst = tree.worst();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += rate * worst[i];
            }
            grown.add(tree.tree(LOG_ODDS * rate));
        }
        TreeEnsemble kernel = TreeEnsemble.of(encoding.width(), Precision.DOUBLE, Output.LOGIT_SUM, 0, grown);
        return new Model(id(), data.schema(), encoding, kernel);
    }

    @Override
    public String summary() {
        return "Boosted trees trained against the worst change that an attacker can make of each row.";
    }

    @Override
    public String source() {
        return "Andriushchenko, Hein, Provably Robust Boosted Decision Stumps and Trees against Adversarial Attacks, NeurIPS 2019; monotone: "
                + "Incer et al., Adversarially Robust Malware Detection Using Monotonic Classification, IWSPA 2018";
    }
}
