package dev.gauntlet.adapters.xgboost;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Gradient boosting of trees, trained by XGBoost on one thread, scored by our own kernel with the same bits. */
@AutoService(Trainer.class)
public record GradientBoosting(
        @Param(value = "trees", low = 1, high = 100_000) int rounds,

        @Param(value = "largest depth of a tree", low = 1, high = 30)
        int depth,

        @Param(value = "share of each tree's answer that is added", low = 1e-6, high = 1)
        double eta,

        @Param(value = "least summed curvature in a leaf", low = 0)
        double minChildWeight,

        @Param(value = "penalty on squared leaf outputs", low = 0)
        double lambda,

        @Param(value = "share of the rows each tree sees", low = 1e-6, high = 1)
        double subsample,

        @Param(value = "bins a feature's values are counted in to find splits", low = 2, high = 65_536)
        int bins)
        implements Trainer {
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

    /** Its own, then fewer splits, then more and smaller steps, then deeper trees. */
    @Override
    public List<GradientBoosting> settings() {
        return List.of(
                this,
                new GradientBoosting(rounds, Math.max(1, depth - 2), eta, minChildWeight, lambda, subsample, bins),
                new GradientBoosting(2 * rounds, depth, eta / 2, minChildWeight, lambda, 0.8 * subsample, bins),
                new GradientBoosting(rounds, Math.min(30, depth + 3), eta, minChildWeight, lambda, subsample, bins));
    }

    @Override
    public Model train(Dataset data, Run run) {
        Dataset labelled = data.select(
                IntStream.range(0, data.size()).filter(i -> data.label(i) >= 0).toArray());
        int malicious = labelled.maliciousRows().length;
        Require.that(
                malicious > 0 && malicious < labelled.size(),
                "training needs benign and malicious rows but has %d benign and %d malicious"
                        .formatted(labelled.size() - malicious, malicious));
        Encoding encoding = Encoding.forTrees(labelled);
        byte[] json = fit(encoding.encode(labelled.rows()), labelled, run);
        return new Model(id(), data.schema(), encoding, XGBoostJson.read(json));
    }

    private byte[] fit(Rows inputs, Dataset labelled, Run run) {
        float[] targets = new float[labelled.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = labelled.malicious(i) ? 1 : 0;
        }
        try {
            DMatrix matrix = new DMatrix(inputs.toFloats(), inputs.size(), inputs.width(), Float.NaN);
            try {
                matrix.setLabel(targets);
                Booster booster = XGBoost.train(matrix, settings(run), rounds, Map.of(), null, null);
                try {
                    return booster.toByteArray("json");
                } finally {
                    booster.dispose();
                }
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalArgumentException("XGBoost cannot train on these data: " + firstLine(e), e);
        }
    }

    private Map<String, Object> settings(Run run) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("objective", "binary:logistic");
        settings.put("base_score", 0.5);
        settings.put("tree_method", "hist");
        settings.put("nthread", 1);
        settings.put("verbosity", 0);
        settings.put("seed", run.rng().nextInt(Integer.MAX_VALUE));
        settings.put("max_depth", depth);
        settings.put("eta", eta);
        settings.put("min_child_weight", minChildWeight);
        settings.put("lambda", lambda);
        settings.put("subsample", subsample);
        settings.put("max_bin", bins);
        return settings;
    }

    private static String firstLine(XGBoostError e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
