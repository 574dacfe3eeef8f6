package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.List;

/** Many trees, each grown on a bootstrap sample with a random choice of features at every split; the mean decides. */
@AutoService(Trainer.class)
public record RandomForest(
        @Param(value = "how many trees", low = 1, high = 100_000)
        int trees,

        @Param(value = "the largest depth", zero = "unlimited", low = 0, high = 10_000)
        int depth,

        @Param(
                value = "the smallest number of training rows in a leaf, counting repeats in the " + "bootstrap",
                low = 1,
                high = 1e9)
        int minLeaf,

        @Param(
                value = "the share of the features considered at a split; sqrt is the square root of their number",
                zero = "sqrt",
                low = 0,
                high = 1)
        double features)
        implements Categorises {
    public RandomForest {
        Catalogue.check(RandomForest.class, trees, depth, minLeaf, features);
    }

    public RandomForest() {
        this(100, 0, 1, 0);
    }

    /** Its own, then with twice the features competing, then with larger leaves. */
    @Override
    public List<RandomForest> settings() {
        return List.of(
                this,
                new RandomForest(trees, depth, minLeaf, features == 0 ? 0.5 : Math.min(1, 2 * features)),
                new RandomForest(trees, depth, 5 * minLeaf, features));
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("minLeaf", 1, 20), Range.even("features", 0.05, 1));
    }

    @Override
    public Model train(Dataset data, Run run) {
        Dataset labelled = Labelled.bothClasses(data);
        Encoding encoding = Encoding.forTrees(labelled);
        Columns columns = Columns.ofTwo(encoding.encode(labelled.rows()), labelled);
        List<Tree> grown =
                run.child("trees").map(trees, (t, r) -> cart(columns, r.rng()).grow());
        TreeEnsemble kernel = TreeEnsemble.of(columns.width(), Precision.DOUBLE, Output.PROBABILITY_MEAN, 0, grown);
        return new Model(id(), data.schema(), encoding, kernel);
    }

    @Override
    public Model categorise(Dataset data, Run run) {
        Dataset labelled = Labelled.severalClasses(data);
        Encoding encoding = Encoding.forTrees(labelled);
        Columns columns = Columns.of(
                encoding.encode(labelled.rows()),
                labelled.labels(),
                data.labelNames().size());
        List<Grown> grown = run.child("trees").map(trees, (t, r) -> Grown.by(cart(columns, r.rng())));
        return new Model(id(), data.schema(), encoding, Grown.kernel(columns, grown));
    }

    private Cart cart(Columns columns, Rng rng) {
        Cart.Limits limits = new Cart.Limits(depth, minLeaf, competing(features, columns.width()));
        return new Cart(columns, bootstrap(columns.size(), rng), limits, rng);
    }

    /** How many of {@code width} features a share is; 0 stands for the square root of their number. */
    static int competing(double features, int width) {
        double wanted = features == 0 ? StrictMath.sqrt(width) : features * width;
        return Math.max(1, Math.min(width, (int) Math.rint(wanted)));
    }

    /** How often each of so many rows is drawn. */
    static int[] bootstrap(int size, Rng rng) {
        int[] counts = new int[size];
        for (int i = 0; i < size; i++) {
            counts[rng.nextInt(size)]++;
        }
        return counts;
    }

    @Override
    public String summary() {
        return "The mean of many trees trained on bootstrap samples with random features at every split.";
    }

    @Override
    public String source() {
        return "Breiman: Random Forests, Machine Learning 45, 2001";
    }
}
