package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.Agreement;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Predictor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Compares converted files with XGBoost itself. */
public final class XGBoostRuntime {
    private XGBoostRuntime() {}

    /** The version of the library in use. */
    public static final String VERSION = "3.1.1";

    /**
     * Compares the margins of a conversion with XGBoost's.
     *
     * @param content the file, as read by {@link XGBoostFile#read}
     * @param rounds the rounds that were requested when the file was read
     * @throws IllegalArgumentException if XGBoost refuses the file
     * @throws LinkageError if the library of XGBoost is not available
     */
    public static Agreement agreement(byte[] content, ForeignModel model, Rows rows, Optional<Rounds> rounds) {
        double[] said;
        try {
            boolean moved = XGBoostLayout.isMoved(XGBoostFile.root(content));
            said = margins(content, moved ? XGBoostLayout.asked(content) : content, rows, rounds);
        } catch (XGBoostError | IOException e) {
            said = again(content, rows, rounds, e);
        }
        Rows encoded = model.encoding().encode(rows);
        Predictor kernel = model.kernel();
        boolean isByClass = kernel.outputs() > 1 && said.length == rows.size() * kernel.outputs();
        Rows expected = isByClass ? kernel.scores(encoded) : Rows.of(rows.size(), 1, kernel.malice(encoded));
        return Agreement.of("XGBoost", expected, 0, said);
    }

    /**
     * The margins of the same model in the layout of the library's version. Throws the first error if the library
     * refuses that too.
     */
    private static double[] again(byte[] content, Rows rows, Optional<Rounds> rounds, Exception first) {
        try {
            return margins(content, XGBoostLayout.asked(content), rows, rounds);
        } catch (XGBoostError | IOException e) {
            IllegalArgumentException refusal = new IllegalArgumentException(
                    "XGBoost %s refuses the file: %s"
                            .formatted(
                                    VERSION,
                                    String.valueOf(first.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("no reason given")),
                    first);
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    /** The message of the root cause. */
    public static String first(Throwable thrown) {
        Throwable first = thrown;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return String.valueOf(first.getMessage());
    }

    private static double[] margins(byte[] content, byte[] asked, Rows rows, Optional<Rounds> rounds)
            throws XGBoostError, IOException {
        XGBoostLearner learner = XGBoostLearner.of(XGBoostFile.root(content), rounds);
        DMatrix matrix = new DMatrix(rows.toFloats(), rows.size(), rows.width(), Float.NaN);
        try {
            Set<Integer> categories =
                    learner.facts(learner.splitByCategory()).codes().keySet();
            if (!categories.isEmpty()) {
                matrix.setFeatureTypes(IntStream.range(0, rows.width())
                        .mapToObj(j -> categories.contains(j) ? "c" : "q")
                        .toArray(String[]::new));
            }
            Booster booster = XGBoost.loadModel(new ByteArrayInputStream(asked));
            try {
                booster.setParam("nthread", 1);
                return Arrays.stream(booster.predict(matrix, true, learner.treeLimit()))
                        .flatMapToDouble(XGBoostRuntime::doubles)
                        .toArray();
            } finally {
                booster.dispose();
            }
        } finally {
            matrix.dispose();
        }
    }

    private static DoubleStream doubles(float[] floats) {
        return IntStream.range(0, floats.length).mapToDouble(k -> floats[k]);
    }
}
