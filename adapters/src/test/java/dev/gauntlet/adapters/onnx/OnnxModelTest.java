package dev.gauntlet.adapters.onnx;

import static dev.gauntlet.adapters.onnx.OnnxFiles.agrees;
import static dev.gauntlet.adapters.onnx.OnnxFiles.file;
import static dev.gauntlet.adapters.onnx.OnnxFiles.floatTensor;
import static dev.gauntlet.adapters.onnx.OnnxFiles.floats;
import static dev.gauntlet.adapters.onnx.OnnxFiles.longs;
import static dev.gauntlet.adapters.onnx.OnnxFiles.opset5;
import static dev.gauntlet.adapters.onnx.OnnxFiles.real;
import static dev.gauntlet.adapters.onnx.OnnxFiles.text;
import static dev.gauntlet.adapters.onnx.OnnxFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.gauntlet.adapters.PublicData;
import dev.gauntlet.adapters.foreign.Agreement;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.Probes;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Access;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX models of other programs, judged by their stored predictions and by ONNX Runtime. */
final class OnnxModelTest {
    @ParameterizedTest
    @CsvSource({
        "nsllog/dt, p_dt", "nsllog/rf, p_rf", "nsllog/lr, p_lr", "nsllog/mlp, p_mlp",
        "spambase/dt, p_dt", "spambase/rf, p_rf", "spambase/lr, p_lr", "spambase/mlp, p_mlp"
    })
    void aPublishedModelGivesItsStoredPredictionsAndThoseOfTheRuntime(String name, String column) throws IOException {
        byte[] file = PublicData.unpacked("reference/" + name + ".onnx");
        PublicData.Numbers stored = PublicData.numbers("reference/" + name.replaceAll("/.*", "/rows100.csv"));
        OnnxModel read = OnnxModel.read(file);
        ForeignModel model = read.model();
        Model detector = model.over(model.inferred());
        double[] probability = detector.probability(stored.first(model.kernel().inputs()));
        double[] expected = stored.column(column);
        assertThat(probability).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(probability[i]).as(name + " row " + i).isCloseTo(expected[i], within(1e-6));
        }
        Agreement check = read.agreement(new Probes(model).rows(2000, Seed.of(1).rng()));
        assertThat(check.apart()).isZero();
        assertThat(check.largest()).isLessThan(name.endsWith("mlp") ? 1e-4 : 1e-5);
    }

    /** Seven nodes with every mode; nodes 2, 4, 5 and 6 are leaves. */
    private static byte[] tree(String mode, int type, String operator, AttributeProto... more) {
        List<AttributeProto> attributes = new java.util.ArrayList<>(List.of(
                longs("nodes_treeids", 0L, 0L, 0L, 0L, 0L, 1L, 1L, 1L),
                longs("nodes_nodeids", 0L, 1L, 2L, 3L, 4L, 0L, 1L, 2L),
                longs("nodes_featureids", 0L, 1L, 0L, 0L, 0L, 1L, 0L, 0L),
                longs("nodes_truenodeids", 1L, 3L, 0L, 0L, 0L, 1L, 0L, 0L),
                longs("nodes_falsenodeids", 2L, 4L, 0L, 0L, 0L, 2L, 0L, 0L),
                longs("nodes_missing_value_tracks_true", 1L, 0L, 0L, 0L, 0L, 1L, 0L, 0L),
                floats("nodes_values", 0.1, -0.7, 0, 0, 0, 0.3, 0, 0),
                texts("nodes_modes", mode, mode, "LEAF", "LEAF", "LEAF", mode, "LEAF", "LEAF")));
        attributes.addAll(List.of(more));
        if (operator.equals("TreeEnsembleRegressor")) {
            attributes.add(Graph.attribute("n_targets", 1));
        }
        return file(type, 2, List.of(operator.endsWith("Classifier") ? "scores" : operator + "_0"), graph -> {
            if (operator.endsWith("Classifier")) {
                graph.raw(NodeProto.newBuilder()
                        .setOpType(operator)
                        .setDomain(Graph.ML)
                        .addInput("x")
                        .addOutput("label")
                        .addOutput("scores")
                        .addAllAttribute(attributes)
                        .build());
            } else {
                graph.mlNode(operator, attributes, "x");
            }
        });
    }

    private static AttributeProto[] weights(String what, double[] weights, Long... ids) {
        Long[] trees = {0L, 0L, 0L, 1L, 1L};
        Long[] nodes = {2L, 3L, 4L, 1L, 2L};
        return new AttributeProto[] {
            longs(what + "_treeids", trees),
            longs(what + "_nodeids", nodes),
            longs(what + "_ids", ids),
            floats(what + "_weights", weights)
        };
    }

    private static AttributeProto[] and(AttributeProto[] some, AttributeProto... more) {
        AttributeProto[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"})
    void everyNodeModeBranchesAsInTheRuntimeToTheLastBit(String mode) {
        double[] margins = {0.1, -2.3, 0.7, 1.9, -0.4};
        for (int type : new int[] {Graph.FLOAT, Graph.DOUBLE}) {
            AttributeProto[] targets = weights("target", margins, 0L, 0L, 0L, 0L, 0L);
            assertThat(agrees(tree(mode, type, "TreeEnsembleRegressor", and(targets, floats("base_values", 0.37)))))
                    .isLessThanOrEqualTo(type == Graph.FLOAT ? 0 : 1e-7);
            assertThat(agrees(tree(
                            mode,
                            type,
                            "TreeEnsembleClassifier",
                            and(
                                    weights("class", margins, 0L, 0L, 0L, 0L, 0L),
                                    texts("classlabels_strings", "good", "bad"),
                                    text("post_transform", "LOGISTIC")))))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void leavesMayContainProbabilitiesOrLogitsOfSeveralClasses() {
        AttributeProto[] shares = weights("class", new double[] {0.5, 0.25, 0.5, 0.5, 0.5}, 0L, 1L, 2L, 2L, 0L);
        AttributeProto[] logits = weights("class", new double[] {0.5, -0.25, 1.5, 2.5, -0.5}, 0L, 0L, 0L, 2L, 2L);
        AttributeProto names = texts("classlabels_strings", "benign", "scan", "theft");
        byte[] forest = tree("BRANCH_LEQ", Graph.FLOAT, "TreeEnsembleClassifier", and(shares, names));
        assertThat(agrees(forest)).isLessThan(1e-6);
        assertThat(OnnxModel.read(forest).model().labels()).containsExactly("benign", "scan", "theft");
        AttributeProto softmax = text("post_transform", "SOFTMAX");
        AttributeProto base = floats("base_values", 0.1, -0.3, 0.2);
        assertThat(agrees(tree("BRANCH_LT", Graph.FLOAT, "TreeEnsembleClassifier", and(logits, names, softmax, base))))
                .isLessThan(1e-6);
        AttributeProto two = texts("classlabels_strings", "benign", "scan");
        AttributeProto[] binary = weights("class", new double[] {0.5, 0.25, 0.5, 0.5, 0.1}, 1L, 1L, 1L, 1L, 1L);
        assertThat(agrees(tree("BRANCH_LEQ", Graph.FLOAT, "TreeEnsembleClassifier", and(binary, two))))
                .isLessThan(1e-6);
    }

    @Test
    void aPipelineOfImputerScalerLinearModelAndMapIsRead() {
        byte[] file = file(Graph.FLOAT, 2, List.of("map"), graph -> {
            String filled = graph.mlNode(
                    "Imputer",
                    List.of(floats("imputed_value_floats", 3, -1), real("replaced_value_float", Double.NaN)),
                    "x");
            String scaled = graph.mlNode("Scaler", List.of(floats("offset", 1, 2), floats("scale", 0.5, 4)), filled);
            graph.raw(NodeProto.newBuilder()
                    .setOpType("LinearClassifier")
                    .setDomain(Graph.ML)
                    .addInput(scaled)
                    .addOutput("label")
                    .addOutput("scores")
                    .addAllAttribute(List.of(
                            floats("coefficients", -0.5, 0.25, 0.5, -0.25),
                            floats("intercepts", -0.125, 0.125),
                            longs("classlabels_ints", 0L, 1L),
                            text("post_transform", "LOGISTIC")))
                    .build());
            graph.raw(NodeProto.newBuilder()
                    .setOpType("ZipMap")
                    .setDomain(Graph.ML)
                    .addInput("scores")
                    .addOutput("map")
                    .addAttribute(longs("classlabels_int64s", 0L, 1L))
                    .build());
        });
        assertThat(agrees(file)).isLessThan(1e-6);
        ForeignModel model = OnnxModel.read(file).model();
        // By hand: 0.125 + 0.5 * (4 - 1) / 2 - 0.25 * 4 * (1.5 - 2); the missing value counts as 3.
        Model detector = model.over(model.inferred());
        assertThat(detector.malice(Rows.of(new double[][] {{4, 1.5}, {Double.NaN, 1.5}})))
                .containsExactly(1.375, 1.125);
        assertThat(model.labels()).containsExactly("0", "1");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void oneAgainstTheRestIsReadBeforeAndAfterItIsDividedByItsSum(int classes) {
        for (String output : List.of("scores", "shares")) {
            byte[] file = file(Graph.FLOAT, 2, List.of("label", output), graph -> {
                graph.raw(NodeProto.newBuilder()
                        .setOpType("LinearClassifier")
                        .setDomain(Graph.ML)
                        .addInput("x")
                        .addOutput("label")
                        .addOutput("scores")
                        .addAllAttribute(List.of(
                                floats("coefficients", Arrays.copyOf(new double[] {1, -2, 0.5, 0, -1, 3}, 2 * classes)),
                                floats("intercepts", Arrays.copyOf(new double[] {0.25, -1, 0}, classes)),
                                longs("classlabels_ints", classes == 2 ? new Long[] {0L, 1L} : new Long[] {0L, 1L, 2L}),
                                text("post_transform", "LOGISTIC")))
                        .build());
                graph.raw(NodeProto.newBuilder()
                        .setOpType("Normalizer")
                        .setDomain(Graph.ML)
                        .addInput("scores")
                        .addOutput("shares")
                        .addAttribute(text("norm", "L1"))
                        .build());
            });
            assertThat(agrees(file)).as(output).isLessThan(1e-6);
            ForeignModel model = OnnxModel.read(file).model();
            assertThat(Access.offered(model.over(model.inferred()))).isEqualTo("labels, scores, gradients, parameters");
        }
    }

    @Test
    void networksWithOtherActivationsAndLeakyReluAreRead() {
        for (String bend : List.of("Relu", "Tanh", "Sigmoid", "LeakyRelu")) {
            byte[] file = file(Graph.FLOAT, 2, List.of("probabilities"), graph -> {
                String weights = floatTensor(graph, new double[] {0.5, -1, 2, 0.25, 1.5, -0.75}, 2, 3);
                String sums = graph.node(
                        "Add",
                        graph.node("MatMul", "x", weights),
                        floatTensor(graph, new double[] {0.1, 0.2, -0.3}, 3));
                String hidden = graph.node(bend, sums);
                String last = floatTensor(graph, new double[] {1, -2, 0.5}, 3, 1);
                String chance = graph.node("Sigmoid", graph.node("MatMul", hidden, last));
                String rest = graph.node("Sub", floatTensor(graph, new double[] {1}, 1), chance);
                graph.raw(NodeProto.newBuilder()
                        .setOpType("Concat")
                        .addInput(rest)
                        .addInput(chance)
                        .addOutput("probabilities")
                        .addAttribute(Graph.attribute("axis", 1))
                        .build());
            });
            assertThat(agrees(file)).as(bend).isLessThan(1e-6);
        }
    }

    @Test
    void aNetworkComputesInFloatsWhereItsNumbersAreFloats() {
        assertThat(form(Graph.FLOAT, 0.1f, false)).isEqualTo("float-network");
        assertThat(form(Graph.DOUBLE, 0.1f, false)).isEqualTo("network");
        // Two layers become one, whose weights are products.
        assertThat(form(Graph.FLOAT, 0.1f, true)).isEqualTo("network");
        assertThat(form(Graph.FLOAT, 0.25f, true)).isEqualTo("float-network");
    }

    private static String form(int type, float weight, boolean joined) {
        byte[] file = file(type, 2, List.of("chance"), graph -> {
            String sums = graph.node("MatMul", "x", tensor(graph, type, new double[] {weight, 1, 2, 0.5}, 2, 2));
            String next = joined
                    ? graph.node("MatMul", sums, tensor(graph, type, new double[] {weight, 0, 0, 1}, 2, 2))
                    : sums;
            String hidden = graph.node("Relu", next);
            graph.raw(NodeProto.newBuilder()
                    .setOpType("Sigmoid")
                    .addInput(graph.node("MatMul", hidden, tensor(graph, type, new double[] {1, -2}, 2, 1)))
                    .addOutput("chance")
                    .build());
        });
        assertThat(agrees(file)).isLessThan(1e-6);
        return OnnxModel.read(file).model().kernel().form();
    }

    private static String tensor(Graph graph, int type, double[] values, long... shape) {
        return type == Graph.FLOAT ? floatTensor(graph, values, shape) : graph.numbers(values, shape);
    }

    @Test
    void ourOwnTreesAreReadBack() {
        // ai.onnx.ml 5 in floats and in doubles: thresholds beside one another, a missing value, a tree of one leaf.
        for (boolean floats : new boolean[] {true, false}) {
            TreeGraph trees = new TreeGraph(java.util.Map.of(), floats).start(0, 0.75);
            byte[] file = opset5(file(
                    floats ? Graph.FLOAT : Graph.DOUBLE,
                    2,
                    List.of(floats ? "Cast_2" : "TreeEnsemble_0"),
                    graph -> trees.sums(graph, "x", 1)));
            assertThat(agrees(file)).isZero();
        }
    }

    @Test
    void whatCannotBeConvertedIsNamedByOperatorAndNode() throws IOException {
        unconverted(
                file(Graph.FLOAT, 2, List.of("Abs_0"), graph -> graph.node("Abs", "x")),
                "node \"Abs_0\" (Abs): this operator cannot be converted");
        unconverted(
                file(
                        Graph.FLOAT,
                        2,
                        List.of("MatMul_1"),
                        graph -> graph.node("MatMul", "x", floatTensor(graph, new double[0], 0, 1 << 27))),
                "node \"MatMul_1\" (MatMul): its weights are not a matrix");
        unconverted(
                ModelProto.parseFrom(broken("none")).toBuilder()
                        .setProducerName("Gauntlet")
                        .build()
                        .toByteArray(),
                "Gauntlet exported it; the original bundle exposes its parameters to white-box attacks");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void membershipIsTestedAsInTheRuntimeToTheLastBit(int missing) {
        for (double[] members : new double[][] {{3, 1, 2, 7}, {0, 24, 23, 23}, {4}}) {
            for (int type : new int[] {Graph.FLOAT, Graph.DOUBLE}) {
                assertThat(agrees(memberTree(type, missing, members))).isZero();
            }
        }
        unconverted(
                memberTree(Graph.FLOAT, missing, 1, 40),
                "node \"TreeEnsemble_0\" (ai.onnx.ml.TreeEnsemble): it tests for members beyond 0 to 24, for which ONNX"
                        + " Runtime truncates values to whole numbers");
        byte[] one = memberTree(Graph.DOUBLE, 0, 3, 1, 2, 7);
        ForeignModel model = OnnxModel.read(one).model();
        assertThat(model.over(model.inferred()).malice(Rows.of(new double[][] {{2, 0}, {2.5, 0}, {7, 9}, {0, 9}})))
                .containsExactly(0.25, -2, 0.25, 8);
    }

    /** Whether the first feature is a member, and if not, whether the second is 9. */
    private static byte[] memberTree(int type, int missing, double... members) {
        double[] sets = Arrays.copyOf(members, members.length + 1);
        sets[members.length] = Double.NaN;
        return opset5(file(
                type,
                2,
                List.of("TreeEnsemble_0"),
                graph -> graph.mlNode(
                        "TreeEnsemble",
                        List.of(
                                longs("tree_roots", 0L),
                                longs("nodes_featureids", 0L, 1L),
                                Graph.attribute("nodes_modes", Graph.bytes(new byte[] {6, 4})),
                                Graph.attribute("nodes_splits", typed(type, 0, 9)),
                                Graph.attribute("membership_values", typed(type, sets)),
                                longs("nodes_truenodeids", 0L, 1L),
                                longs("nodes_trueleafs", 1L, 1L),
                                longs("nodes_falsenodeids", 1L, 2L),
                                longs("nodes_falseleafs", 0L, 1L),
                                longs("nodes_missing_value_tracks_true", (long) missing, 0L),
                                longs("leaf_targetids", 0L, 0L, 0L),
                                Graph.attribute("leaf_weights", typed(type, 0.25, 8, -2)),
                                Graph.attribute("n_targets", 1),
                                Graph.attribute("post_transform", 0)),
                        "x")));
    }

    private static ai.onnx.proto.OnnxMl.TensorProto typed(int type, double... values) {
        return type == Graph.FLOAT ? Graph.floats(values) : Graph.doubles(values);
    }

    @Test
    void nodesThatNoScoreDependsOnNeedNotBeConverted() {
        byte[] file = file(Graph.FLOAT, 2, List.of("Abs_0", "MatMul_2"), graph -> {
            graph.node("Abs", "x");
            graph.node("MatMul", "x", floatTensor(graph, new double[] {1, -2}, 2, 1));
        });
        assertThat(agrees(file)).isLessThan(1e-6);
    }

    private static void unconverted(byte[] file, String message) {
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isInstanceOf(Unconverted.class)
                .hasMessage(message);
    }

    /** A well-formed regressor of one tree, then one thing in it changed. */
    private static byte[] broken(String name, Long... values) {
        AttributeProto[] targets = weights("target", new double[] {1, 2, 3, 4, 5}, 0L, 0L, 0L, 0L, 0L);
        byte[] whole = tree("BRANCH_LEQ", Graph.FLOAT, "TreeEnsembleRegressor", targets);
        try {
            ModelProto.Builder file = ModelProto.parseFrom(whole).toBuilder();
            NodeProto.Builder node = file.getGraphBuilder().getNodeBuilder(0);
            for (int k = 0; k < node.getAttributeCount(); k++) {
                if (node.getAttribute(k).getName().equals(name)) {
                    node.setAttribute(k, longs(name, values));
                }
            }
            return file.build().toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void brokenFilesGetOneClearErrorAtOnce() throws IOException {
        byte[] whole = broken("none");
        assertThat(agrees(whole)).isZero();
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> OnnxModel.read(cut))
                    .as("cut at " + length)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("ONNX model: ");
        }
        assertThatThrownBy(() -> OnnxModel.read("{\"learner\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessageContaining("this is not an ONNX file");
        refused(
                broken("nodes_featureids", 0L, 1L << 40, 0L, 0L, 0L, 1L, 0L, 0L),
                "1099511627776, which is not in 0 to 1");
        refused(broken("nodes_featureids", 0L, -1L, 0L, 0L, 0L, 1L, 0L, 0L), "contains -1");
        refused(broken("nodes_truenodeids", 1L, -3L, 0L, 0L, 0L, 1L, 0L, 0L), "tree 0: node 1 points to node -1");
        refused(broken("nodes_truenodeids", 1L, 0L, 0L, 0L, 0L, 1L, 0L, 0L), "points back to the root");
        refused(broken("nodes_truenodeids", 1L, 1L, 0L, 0L, 0L, 1L, 0L, 0L), "points back to itself");
        refused(broken("nodes_nodeids", 0L, 1L, 1L, 3L, 4L, 0L, 1L, 2L), "states node 1 twice");
        refused(broken("nodes_treeids", 0L, 0L), "numbers per node must be 8 but is 2");
        refused(broken("target_ids", 0L, 0L, 9L, 0L, 0L), "target_ids contains 9");
        refused(
                file(Graph.FLOAT, 2, List.of("Relu_0"), graph -> graph.node("Relu", "Relu_0")),
                "needs \"Relu_0\", which no earlier node produces");
        refused(
                file(Graph.FLOAT, 2, List.of("y"), graph -> graph.node("Identity", "x")),
                "output \"y\" is not produced by any node");
        refused(
                file(Graph.FLOAT, 1 << 30, List.of("Identity_0"), graph -> graph.node("Identity", "x")),
                "must be rows of a stated number of features");
        refused(
                file(Graph.FLOAT, 2, List.of("MatMul_1"), graph -> {
                    String huge = graph.constant(Graph.floats(new double[] {1, 2}).toBuilder()
                            .clearDims()
                            .addDims(2)
                            .addDims(1L << 60)
                            .build());
                    graph.node("MatMul", "x", huge);
                }),
                "has the size [2, 1152921504606846976]");
    }

    private static void refused(byte[] file, String message) {
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ONNX model: ")
                .hasMessageContaining(message);
    }
}
