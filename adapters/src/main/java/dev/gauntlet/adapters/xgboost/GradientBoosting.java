package dev.gauntlet.adapters.xgboost;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import java.util.List;
import java.util.Map;

/**
 * Gradient boosting of trees, trained by XGBoost on one thread and scored by our own kernel, bit for bit as XGBoost
 * would.
 */
@AutoService(Trainer.class)
public record GradientBoosting(
        @Param(value = "trees", low = 1, high = 100_000) int rounds,

        @Param(value = "largest depth of a tree", low = 1, high = 30)
        int depth,

        @Param(value = "learning rate: the share of each tree's output that is added", low = 1e-6, high = 1)
        double eta,

        @Param(value = "smallest sum of Hessians in a leaf (min_child_weight)", low = 0)
        double minChildWeight,

        @Param(value = "penalty on squared leaf outputs", low = 0)
        double lambda,

        @Param(value = "share of the rows used for each tree", low = 1e-6, high = 1)
        double subsample,

        @Param(value = "bins per feature for finding splits", low = 2, high = 65_536)
        int bins)
        implements Categorises, Predicts {
    public GradientBoosting {
        Catalogue.check(GradientBoosting.class, rounds, depth, eta, minChildWeight, lambda, subsample, bins);
    }

    public GradientBoosting() {
        this(100, 6, 0.3, 1, 1, 1, 64);
    }

    @Override
    public String summary() {
        return "Gradient boosting of decision trees by XGBoost.";
    }

    @Override
    public String source() {
        return "Chen, Guestrin, XGBoost: A Scalable Tree Boosting System, KDD 2016";
    }

    /** The given parameters, then fewer splits, then more and smaller steps, then deeper trees. */
    @Override
    public List<GradientBoosting> settings() {
        return List.of(
                this,
                new GradientBoosting(rounds, Math.max(1, depth - 2), eta, minChildWeight, lambda, subsample, bins),
                new GradientBoosting(2 * rounds, depth, eta / 2, minChildWeight, lambda, 0.8 * subsample, bins),
                new GradientBoosting(rounds, Math.min(30, depth + 3), eta, minChildWeight, lambda, subsample, bins));
    }

    @Override
    public List<Range> ranges() {
        return List.of(
                Range.factors("rounds", 50, 400),
                Range.even("depth", 3, 10),
                Range.factors("eta", 0.02, 0.5),
                Range.factors("minChildWeight", 1, 20),
                Range.factors("lambda", 0.1, 10),
                Range.even("subsample", 0.5, 1));
    }

    @Override
    public Model train(Dataset data, Run run) {
        return fit().detector(data, run);
    }

    @Override
    public Model categorise(Dataset data, Run run) {
        return fit().classes(data, run);
    }

    @Override
    public Model predict(Dataset data, double[] targets, Run run) {
        return fit().number(data, targets, run);
    }

    private Fit fit() {
        Map<String, Object> settings = Map.of(
                "max_depth", depth,
                "eta", eta,
                "min_child_weight", minChildWeight,
                "lambda", lambda,
                "subsample", subsample,
                "max_bin", bins);
        return new Fit(this, settings, rounds);
    }
}
