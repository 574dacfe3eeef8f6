package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.Agreement;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Kernel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import tools.jackson.databind.JsonNode;

/** XGBoost itself, asked about a file that was converted. */
public final class XGBoostRuntime {
    private XGBoostRuntime() {}

    /**
     * How far the margins of a conversion are from XGBoost's.
     *
     * @param content of a file that {@link XGBoostFile#read} has read
     * @throws IllegalArgumentException if XGBoost refuses the file, or is not there
     */
    public static Agreement agreement(byte[] content, ForeignModel model, Rows rows) {
        try {
            double[] said = margins(content, rows);
            Rows encoded = model.encoding().encode(rows);
            Kernel kernel = model.kernel();
            boolean isByClass = kernel.outputs() > 1 && said.length == rows.size() * kernel.outputs();
            Rows expected = isByClass ? kernel.scores(encoded) : Rows.of(rows.size(), 1, kernel.malice(encoded));
            return Agreement.of("XGBoost", expected, 0, said);
        } catch (LinkageError e) {
            throw new IllegalArgumentException("XGBoost's library does not load: " + first(e), e);
        } catch (XGBoostError | IOException e) {
            throw new IllegalArgumentException(
                    "XGBoost refuses the file: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"),
                    e);
        }
    }

    /** What it all began with. */
    private static String first(Throwable thrown) {
        Throwable first = thrown;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return String.valueOf(first.getMessage());
    }

    private static double[] margins(byte[] content, Rows rows) throws XGBoostError, IOException {
        DMatrix matrix = new DMatrix(rows.toFloats(), rows.size(), rows.width(), Float.NaN);
        try {
            JsonNode types = XGBoostFile.root(content).path("learner").path("feature_types");
            if (types.size() == rows.width()) {
                matrix.setFeatureTypes(
                        types.values().stream().map(type -> type.asString("q")).toArray(String[]::new));
            }
            Booster booster = XGBoost.loadModel(new ByteArrayInputStream(content));
            try {
                booster.setParam("nthread", 1);
                return Arrays.stream(booster.predict(matrix, true))
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
