package dev.gauntlet.adapters.onnx;

import static dev.gauntlet.adapters.onnx.OnnxFiles.agrees;
import static dev.gauntlet.adapters.onnx.OnnxFiles.file;
import static dev.gauntlet.adapters.onnx.OnnxFiles.floatTensor;
import static dev.gauntlet.adapters.onnx.OnnxFiles.floats;
import static dev.gauntlet.adapters.onnx.OnnxFiles.longs;
import static dev.gauntlet.adapters.onnx.OnnxFiles.text;
import static dev.gauntlet.adapters.onnx.OnnxFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.Kernels;
import dev.gauntlet.model.kernel.MappedKernel;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pipelines put before a model: chosen columns, categories one-hot, rows divided by their sizes. */
final class ColumnOperatorsTest {
    private static final double[] WEIGHTS = {0.5, -1, 2, 0.25, 1.5};

    private static String named(Graph graph, String operator, String output, String input) {
        graph.raw(NodeProto.newBuilder()
                .setOpType(operator)
                .addInput(input)
                .addOutput(output)
                .build());
        return output;
    }

    private static String matrix(Graph graph, String rows, int inputs) {
        double[] weights = Arrays.copyOf(WEIGHTS, inputs);
        return graph.node("MatMul", rows, floatTensor(graph, weights, inputs, 1));
    }

    private static byte[] gives(int inputs, Consumer<Graph> nodes) {
        return file(Graph.FLOAT, inputs, List.of("score"), nodes);
    }

    private static void slopesAreTrue(ForeignModel model, Rows rows) {
        Model detector = model.over(model.inferred());
        Gradients gradients = detector.gradients().orElseThrow();
        Rows slopes = gradients.maliceGradient(rows);
        double step = 1e-5;
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.width(); j++) {
                int column = j;
                Rows one = rows.slice(i, i + 1);
                Rows up = Rows.fill(1, rows.width(), (n, k) -> one.get(0, k) + (k == column ? step : 0));
                Rows down = Rows.fill(1, rows.width(), (n, k) -> one.get(0, k) - (k == column ? step : 0));
                double slope = (detector.malice(up)[0] - detector.malice(down)[0]) / (2 * step);
                assertThat(slopes.get(i, j)).isCloseTo(slope, within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"L1", "L2", "MAX"})
    void rowsAreNormalisedAsInTheRuntime(String norm) {
        byte[] file = gives(
                3,
                graph -> named(
                        graph,
                        "Identity",
                        "score",
                        matrix(graph, graph.mlNode("Normalizer", List.of(text("norm", norm)), "x"), 3)));
        assertThat(agrees(file)).isLessThan(1e-5);
        ForeignModel model = OnnxModel.read(file).model();
        assertThat(model.kernel()).isInstanceOf(MappedKernel.class);
        assertThat(model.kernel().malice(Rows.of(new double[] {0, 0, 0}))).containsExactly(0);
        Rng rng = Seed.of(5).rng();
        slopesAreTrue(model, Rows.fill(20, 3, (i, j) -> 1 + rng.nextGaussian()));
        Model detector = model.over(model.inferred());
        Rows rows = Rows.fill(20, 3, (i, j) -> rng.nextGaussian());
        assertThat(Bundle.of(detector).model(detector.schema()).malice(rows)).containsExactly(detector.malice(rows));
        assertThat(model.withBenign("1").kernel().malice(rows)[3])
                .isEqualTo(-model.kernel().malice(rows)[3]);
    }

    /** Columns 0 and 2 scaled, column 1 one-hot, as a ColumnTransformer writes it. */
    private static String columns(Graph graph, int zeros, boolean cut) {
        String some = graph.mlNode("ArrayFeatureExtractor", List.of(), "x", graph.longs(2, 0));
        String scaled = graph.mlNode("Scaler", List.of(floats("offset", 1, 2), floats("scale", 0.5, 2)), some);
        String protocol = graph.node("Gather", List.of(Graph.attribute("axis", 1)), "x", graph.longs(1));
        String encoded = graph.mlNode(
                "OneHotEncoder",
                List.of(longs("cats_int64s", 6L, 0L, -3L), Graph.attribute("zeros", zeros)),
                cut ? graph.cast(protocol, Graph.LONG) : protocol);
        String flat = graph.node("Reshape", encoded, graph.longs(-1, 3));
        return graph.node("Concat", List.of(Graph.attribute("axis", 1)), scaled, flat);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "1, false"})
    void categoriesAreDistinguishedAsInTheRuntime(int zeros, boolean cut) {
        byte[] file =
                gives(3, graph -> named(graph, "Identity", "score", matrix(graph, columns(graph, zeros, cut), 5)));
        assertThat(agrees(file)).isLessThan(1e-5);
        ForeignModel model = OnnxModel.read(file).model();
        Rows rows = Rows.of(new double[][] {{4, 6, 3}, {4, 6.9, 3}, {4, 0.5, 3}, {4, -3.5, 3}, {4, 7, 3}, {4, -4, 3}});
        double numbers = 0.5 * (3 - 1) * 0.5 - (4 - 2) * 2;
        assertThat(model.kernel().malice(rows))
                .containsExactly(numbers + 2, numbers + 2, numbers + 0.25, numbers + 1.5, numbers, numbers);
        slopesAreTrue(model, rows.slice(1, 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void treesOverCategoriesBecomeTreesOverTheInputs(boolean doubles) {
        int type = doubles ? Graph.DOUBLE : Graph.FLOAT;
        byte[] file = file(type, 3, List.of("score"), graph -> {
            String numbers = graph.mlNode("ArrayFeatureExtractor", List.of(), "x", graph.longs(2, 0));
            String protocol = graph.mlNode("ArrayFeatureExtractor", List.of(), "x", graph.longs(1));
            String encoded = graph.mlNode("OneHotEncoder", List.of(longs("cats_int64s", 6L, 17L, 0L)), protocol);
            String flat = graph.node("Reshape", encoded, graph.longs(-1, 3));
            String all = graph.node(
                    "Concat",
                    List.of(Graph.attribute("axis", 1)),
                    numbers,
                    doubles ? graph.cast(flat, Graph.DOUBLE) : flat);
            String sum = graph.mlNode(
                    "TreeEnsembleRegressor",
                    List.of(
                            Graph.attribute("n_targets", 1),
                            longs("nodes_treeids", 0L, 0L, 0L, 0L, 0L),
                            longs("nodes_nodeids", 0L, 1L, 2L, 3L, 4L),
                            longs("nodes_featureids", 3L, 0L, 1L, 0L, 0L),
                            longs("nodes_truenodeids", 1L, 3L, 0L, 0L, 0L),
                            longs("nodes_falsenodeids", 2L, 4L, 0L, 0L, 0L),
                            floats("nodes_values", 0.5, 1.25, 0, 0, 0),
                            texts("nodes_modes", "BRANCH_LEQ", "BRANCH_LEQ", "LEAF", "LEAF", "LEAF"),
                            longs("target_treeids", 0L, 0L, 0L),
                            longs("target_nodeids", 2L, 3L, 4L),
                            longs("target_ids", 0L, 0L, 0L),
                            floats("target_weights", 8, 1, 2)),
                    all);
            named(graph, "Identity", "score", sum);
        });
        ForeignModel model = OnnxModel.read(file).model();
        assertThat(model.kernel()).isInstanceOf(TreeEnsemble.class);
        assertThat(model.kernel().malice(Rows.of(new double[][] {{0, 17, 1}, {0, 6, 1}, {0, 0, 2}, {9, 16.9, 1}})))
                .containsExactly(8, 1, 2, 1);
        if (!doubles) {
            assertThat(agrees(file)).isZero();
        }
    }

    /** A row seen plain and scaled: the forest stays over columns. */
    private static byte[] seenTwice(String norm) {
        return gives(2, graph -> {
            String scaled = graph.mlNode("Scaler", List.of(floats("offset", 1), floats("scale", 0.5)), "x");
            String both = graph.node("Concat", List.of(Graph.attribute("axis", 1)), "x", scaled);
            String rows = norm.equals("none") ? both : graph.mlNode("Normalizer", List.of(text("norm", norm)), both);
            String sum = graph.mlNode(
                    "TreeEnsembleRegressor",
                    List.of(
                            Graph.attribute("n_targets", 1),
                            longs("nodes_treeids", 0L, 0L, 0L),
                            longs("nodes_nodeids", 0L, 1L, 2L),
                            longs("nodes_featureids", 3L, 0L, 0L),
                            longs("nodes_truenodeids", 1L, 0L, 0L),
                            longs("nodes_falsenodeids", 2L, 0L, 0L),
                            floats("nodes_values", 0.25, 0, 0),
                            texts("nodes_modes", "BRANCH_LEQ", "LEAF", "LEAF"),
                            longs("target_treeids", 0L, 0L),
                            longs("target_nodeids", 1L, 2L),
                            longs("target_ids", 0L, 0L),
                            floats("target_weights", 1, 2)),
                    rows);
            named(graph, "Identity", "score", sum);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "MAX", "L1"})
    void treesOverColumnsThatSeeAnInputTwiceStayOverColumns(String norm) {
        byte[] file = seenTwice(norm);
        ForeignModel model = OnnxModel.read(file).model();
        assertThat(model.kernel()).isInstanceOf(MappedKernel.class);
        agrees(file);
        double[] above = model.kernel().malice(Rows.of(new double[][] {{1, 1.4}, {1, 9}}));
        assertThat(above).containsExactly(1, 2);
        Map<String, double[]> parameters = model.kernel().parameters();
        assertThatThrownBy(() -> Kernels.of("mapped-mapped-trees", parameters))
                .hasMessageContaining("a mapped model cannot contain another");
    }

    @Test
    void integersAreComparedWithTheRuntimeAsIntegers() {
        byte[] file = file(
                Graph.LONG,
                2,
                List.of("score"),
                graph -> named(
                        graph,
                        "Identity",
                        "score",
                        matrix(
                                graph,
                                graph.mlNode("Scaler", List.of(floats("offset", 1), floats("scale", 0.5)), "x"),
                                2)));
        assertThat(agrees(file)).isLessThan(1e-6);
    }

    @Test
    void operatorsAfterADivisionOrOnStringsAreNotConverted() {
        unconverted(
                graph -> graph.mlNode(
                        "Imputer",
                        List.of(floats("imputed_value_floats", 1), OnnxFiles.real("replaced_value_float", Double.NaN)),
                        graph.mlNode("Normalizer", List.of(), "x")),
                "Imputer_1",
                "normalised rows are changed again");
        unconverted(
                graph -> graph.mlNode("OneHotEncoder", List.of(texts("cats_strings", "tcp", "udp")), "x"),
                "OneHotEncoder_0",
                "its categories are strings");
        unconverted(
                graph -> graph.node("Add", graph.cast("x", Graph.LONG), graph.longs(1)),
                "Add_2",
                "it changes the output of a model");
        unconverted(
                graph -> graph.node("ArgMax", graph.cast("x", Graph.LONG)),
                "ArgMax_1",
                "it takes inputs that are truncated to whole numbers");
        assertThatThrownBy(() -> OnnxModel.read(file(
                        Graph.FLOAT,
                        3,
                        List.of("ArrayFeatureExtractor_1"),
                        graph -> graph.mlNode("ArrayFeatureExtractor", List.of(), "x", graph.longs(3)))))
                .hasMessageContaining("the list of columns contains 3, which is not in 0 to 2");
    }

    private static void unconverted(Consumer<Graph> nodes, String output, String message) {
        assertThatThrownBy(() -> OnnxModel.read(file(Graph.FLOAT, 3, List.of(output), nodes)))
                .isInstanceOf(Unconverted.class)
                .hasMessageContaining(message);
    }
}
