package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.Labelled;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trains with XGBoost on one thread, so that the same seed gives the same trees.
 *
 * @param settings the trainer's parameters; objective, seed and others are added
 */
record Fit(Trainer trainer, Map<String, Object> settings, int rounds) {
    Model detector(Dataset data, Run run) {
        Dataset labelled = Labelled.bothClasses(data);
        Encoding encoding = Encoding.forTrees(labelled);
        Map<String, Object> all = settings("binary:logistic", run);
        all.put("base_score", 0.5);
        byte[] json = json(encoding.encode(labelled.rows()), i -> labelled.malicious(i) ? 1 : 0, all);
        return new Model(trainer.id(), data.schema(), encoding, XGBoostJson.read(json));
    }

    Model classes(Dataset data, Run run) {
        Dataset labelled = Labelled.severalClasses(data);
        Encoding encoding = Encoding.forTrees(labelled);
        Map<String, Object> all = settings("multi:softprob", run);
        all.put("base_score", 0.5);
        all.put("num_class", data.labelNames().size());
        byte[] json = json(encoding.encode(labelled.rows()), labelled::label, all);
        return new Model(trainer.id(), data.schema(), encoding, XGBoostJson.readClasses(json));
    }

    /** A regression model; the base score is the mean. */
    Model number(Dataset data, double[] targets, Run run) {
        int[] known = Labelled.known(data, targets);
        double[] kept = new double[known.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = targets[known[i]];
        }
        Dataset rows = data.select(known);
        Encoding encoding = Encoding.forTrees(rows, kept);
        byte[] json = json(encoding.encode(rows.rows()), i -> kept[i], settings("reg:squarederror", run));
        return new Model(trainer.id(), data.schema(), encoding, XGBoostJson.readNumber(json));
    }

    private Map<String, Object> settings(String objective, Run run) {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.put("objective", objective);
        all.put("tree_method", "hist");
        all.put("nthread", 1);
        all.put("verbosity", 0);
        all.put("seed", run.rng().nextInt(Integer.MAX_VALUE));
        return all;
    }

    private byte[] json(Rows inputs, IntToDoubleFunction target, Map<String, Object> all) {
        float[] targets = new float[inputs.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) target.applyAsDouble(i);
        }
        try {
            DMatrix matrix = new DMatrix(inputs.toFloats(), inputs.size(), inputs.width(), Float.NaN);
            try {
                matrix.setLabel(targets);
                Booster booster = XGBoost.train(matrix, all, rounds, Map.of(), null, null);
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

    private static String firstLine(XGBoostError e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
