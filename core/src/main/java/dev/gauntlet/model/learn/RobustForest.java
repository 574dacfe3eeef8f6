package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.Arrays;
import java.util.List;

/**
 * A forest whose trees choose each split by the impurity that remains after an attacker has moved the rows near the threshold to the side
 * that is worse. He moves features only in directions that the schema permits; the splits of others are ordinary.
 */
@AutoService(Trainer.class)
public record RobustForest(
        @Param(
                value = "how many trees; a single one is trained on every row once, without a bootstrap",
                low = 1,
                high = 100_000)
        int trees,

        @Param(value = "the largest depth", low = 1, high = 64)
        int depth,

        @Param(
                value = "the smallest number of training rows in a leaf, counting repeats in the bootstrap",
                low = 1,
                high = 1e9)
        int minLeaf,

        @Param(
                value = "the share of the features considered at a split; sqrt is the square root of their number",
                zero = "sqrt",
                low = 0,
                high = 1)
        double features,

        @Param(value = "the largest move of a number that is withstood, in scales of the schema", low = 0, high = 1e6)
        double eps,

        @Param("whether harmless rows are moved as well as malicious ones")
        boolean harmless)
        implements Trainer {
    public RobustForest {
        Catalogue.check(RobustForest.class, trees, depth, minLeaf, features, eps, harmless);
    }

    public RobustForest() {
        this(100, 8, 1, 0, 0.1, false);
    }

    /** Its own, then with twice the features competing, then with larger leaves. */
    @Override
    public List<RobustForest> settings() {
        double more = features == 0 ? 0.5 : Math.min(1, 2 * features);
        return List.of(
                this,
                new RobustForest(trees, depth, minLeaf, more, eps, harmless),
                new RobustForest(trees, depth, 5 * minLeaf, features, eps, harmless));
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("minLeaf", 1, 20), Range.even("features", 0.05, 1));
    }

    @Override
    public Model train(Dataset data, Run run) {
        Dataset labelled = Labelled.bothClasses(data);
        Encoding encoding = Encoding.forTrees(labelled);
        ReachableValues values = ReachableValues.of(labelled, encoding, eps, harmless);
        int competing = RandomForest.competing(features, values.width);
        List<Tree> grown = run.child("trees").map(trees, (t, r) -> tree(values, competing, r.rng()));
        TreeEnsemble kernel = TreeEnsemble.of(values.width, Precision.DOUBLE, Output.PROBABILITY_MEAN, 0, grown);
        return new Model(id(), data.schema(), encoding, kernel);
    }

    private Tree tree(ReachableValues values, int competing, Rng rng) {
        int[] counts = trees == 1 ? once(values.size) : RandomForest.bootstrap(values.size, rng);
        return new RobustTree(values, counts, depth, minLeaf, competing, rng).grow();
    }

    private static int[] once(int size) {
        int[] counts = new int[size];
        Arrays.fill(counts, 1);
        return counts;
    }

    @Override
    public String summary() {
        return "A forest whose splits are chosen after an attacker has moved the rows near them.";
    }

    @Override
    public String source() {
        return "Vos, Verwer, Efficient Training of Robust Decision Trees Against Adversarial Examples, ICML 2021";
    }
}
