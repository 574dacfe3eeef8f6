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
 * A random forest grown by XGBoost: all trees in one round, each on its own sample of rows, with splits on binned
 * values.
 */
@AutoService(Trainer.class)
public record HistogramForest(
        @Param(value = "how many trees", low = 1, high = 100_000)
        int trees,

        @Param(value = "largest depth of a tree", low = 1, high = 30)
        int depth,

        @Param(value = "share of the rows used for each tree", low = 1e-6, high = 1)
        double subsample,

        @Param(value = "share of the features considered at a split", low = 1e-6, high = 1)
        double features,

        @Param(value = "penalty on squared leaf outputs", low = 0)
        double lambda,

        @Param(value = "bins per feature for finding splits", low = 2, high = 65_536)
        int bins)
        implements Categorises, Predicts {
    public HistogramForest {
        Catalogue.check(HistogramForest.class, trees, depth, subsample, features, lambda, bins);
    }

    public HistogramForest() {
        this(100, 12, 0.632, 0.5, 1e-5, 64);
    }

    @Override
    public String summary() {
        return "A random forest by XGBoost: its trees are trained in parallel on binned values.";
    }

    @Override
    public String source() {
        return "Breiman, Random Forests, Machine Learning 45, 2001; XGBoost documentation, Random Forests in XGBoost";
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.even("depth", 6, 20), Range.even("subsample", 0.4, 0.9), Range.even("features", 0.1, 1));
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
                "num_parallel_tree", trees,
                "eta", 1.0,
                "max_depth", depth,
                "subsample", subsample,
                "colsample_bynode", features,
                "lambda", lambda,
                "max_bin", bins);
        return new Fit(this, settings, 1);
    }
}
