package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.Arrays;
import java.util.List;

/** One classification tree: the model an analyst can read. */
@AutoService(Trainer.class)
public record DecisionTree(
        @Param(value = "the largest depth", zero = "unlimited", low = 0, high = 10_000)
        int depth,

        @Param(value = "the smallest number of training rows in a leaf", low = 1, high = 1e9)
        int minLeaf)
        implements Categorises {
    public DecisionTree {
        Catalogue.check(DecisionTree.class, depth, minLeaf);
    }

    public DecisionTree() {
        this(12, 5);
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.even("depth", 3, 20), Range.factors("minLeaf", 1, 50));
    }

    @Override
    public Model train(Dataset data, Run run) {
        Dataset labelled = Labelled.bothClasses(data);
        Encoding encoding = Encoding.forTrees(labelled);
        Columns columns = Columns.ofTwo(encoding.encode(labelled.rows()), labelled);
        TreeEnsemble kernel = TreeEnsemble.of(
                columns.width(),
                Precision.DOUBLE,
                Output.PROBABILITY_MEAN,
                0,
                List.of(cart(columns, run).grow()));
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
        return new Model(id(), data.schema(), encoding, Grown.kernel(columns, List.of(Grown.by(cart(columns, run)))));
    }

    private Cart cart(Columns columns, Run run) {
        int[] weights = new int[columns.size()];
        Arrays.fill(weights, 1);
        return new Cart(columns, weights, new Cart.Limits(depth, minLeaf, columns.width()), run.rng());
    }

    @Override
    public String summary() {
        return "One classification tree with exact splits by Gini impurity.";
    }

    @Override
    public String source() {
        return "Breiman, Friedman, Olshen, Stone: Classification and Regression Trees, 1984";
    }
}
