package dev.gauntlet.adapters.onnx;

import static dev.gauntlet.adapters.onnx.OnnxFiles.agrees;
import static dev.gauntlet.adapters.onnx.OnnxFiles.file;
import static dev.gauntlet.adapters.onnx.OnnxFiles.floatTensor;
import static dev.gauntlet.adapters.onnx.OnnxFiles.floats;
import static dev.gauntlet.adapters.onnx.OnnxFiles.longs;
import static dev.gauntlet.adapters.onnx.OnnxFiles.real;
import static dev.gauntlet.adapters.onnx.OnnxFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Pipelines over a number "x" and two inputs that are texts, "proto" and "service". */
final class TextInputsTest {
    private static final List<AttributeProto> ACROSS = List.of(Graph.attribute("axis", 1));

    private static byte[] model(BiFunction<Graph, String, String> nodes) {
        return file(Graph.FLOAT, 1, List.of("score"), graph -> {
            graph.input("proto", Graph.TEXT, 1);
            graph.input("service", Graph.TEXT, 1);
            String both = graph.node("Concat", ACROSS, "proto", "service");
            graph.raw(NodeProto.newBuilder()
                    .setOpType("Identity")
                    .addInput(nodes.apply(graph, both))
                    .addOutput("score")
                    .build());
        });
    }

    /** The number, then tcp, udp and icmp, then http and dns. */
    private static String encoded(Graph graph, String both) {
        String proto = graph.mlNode("ArrayFeatureExtractor", List.of(), both, graph.longs(0));
        String service = graph.mlNode("ArrayFeatureExtractor", List.of(), both, graph.longs(1));
        AttributeProto zeros = Graph.attribute("zeros", 1);
        String first =
                graph.mlNode("OneHotEncoder", List.of(texts("cats_strings", "tcp", "udp", "icmp"), zeros), proto);
        String second = graph.mlNode("OneHotEncoder", List.of(texts("cats_strings", "http", "dns"), zeros), service);
        return graph.node(
                "Concat",
                ACROSS,
                "x",
                graph.node("Reshape", first, graph.longs(-1, 3)),
                graph.node("Reshape", second, graph.longs(-1, 2)));
    }

    private static byte[] linear() {
        return model((graph, both) -> graph.node(
                "MatMul", encoded(graph, both), floatTensor(graph, new double[] {0.5, 1, 2, 4, 8, 16}, 6, 1)));
    }

    private static String stump(Graph graph, String rows, long column, double threshold) {
        return graph.mlNode(
                "TreeEnsembleRegressor",
                List.of(
                        Graph.attribute("n_targets", 1),
                        longs("nodes_treeids", 0L, 0L, 0L),
                        longs("nodes_nodeids", 0L, 1L, 2L),
                        longs("nodes_featureids", column, 0L, 0L),
                        longs("nodes_truenodeids", 1L, 0L, 0L),
                        longs("nodes_falsenodeids", 2L, 0L, 0L),
                        floats("nodes_values", threshold, 0, 0),
                        texts("nodes_modes", "BRANCH_LEQ", "LEAF", "LEAF"),
                        longs("target_treeids", 0L, 0L),
                        longs("target_nodeids", 1L, 2L),
                        longs("target_ids", 0L, 0L),
                        floats("target_weights", 1, 2)),
                rows);
    }

    private static byte[] numbered(AttributeProto... attributes) {
        return model((graph, both) -> {
            String proto = graph.mlNode("ArrayFeatureExtractor", List.of(), both, graph.longs(0));
            String service = graph.mlNode("ArrayFeatureExtractor", List.of(), both, graph.longs(1));
            String first = graph.mlNode("LabelEncoder", List.of(attributes), proto);
            String second = graph.mlNode(
                    "LabelEncoder",
                    List.of(
                            texts("keys_strings", "dns", "http"),
                            floats("values_floats", 0, 1),
                            real("default_float", -1)),
                    service);
            return stump(graph, graph.node("Concat", ACROSS, "x", graph.cast(first, Graph.FLOAT), second), 1, 0.5);
        });
    }

    private static Model over(ForeignModel model, List<String> protocols) {
        return model.over(new Schema(List.of(
                Feature.real("x", -9, 9),
                Feature.category("proto", protocols),
                Feature.category("service", List.of("dns", "http")))));
    }

    @Test
    void stringsAreDistinguishedAsInTheRuntime() {
        assertThat(agrees(linear())).isLessThan(1e-6);
        ForeignModel model = OnnxModel.read(linear()).model();
        assertThat(model.notes()).anyMatch(note -> note.contains("\"proto\", 1 string per row"));
        Schema inferred = model.inferred();
        assertThat(inferred.names()).containsExactly("x", "proto", "service");
        assertThat(inferred.feature(1).categories()).containsExactly("tcp", "udp", "icmp");
        assertThat(model.over(inferred).malice(Rows.of(new double[][] {{2, 0, 0}, {2, 2, 1}, {2, -1, -1}})))
                .containsExactly(10, 21, 1);
    }

    @Test
    void aSchemaMayListItsStringsInAnyOrderAndMoreOfThem() {
        Model detector = over(OnnxModel.read(linear()).model(), List.of("gre", "icmp", "tcp"));
        Rows rows = Rows.of(new double[][] {{2, 0, 1}, {2, 1, 1}, {2, 2, 0}, {2, -1, -1}});
        assertThat(detector.malice(rows)).containsExactly(9, 13, 18, 1);
        assertThat(detector.gradients().orElseThrow().maliceGradient(rows))
                .isEqualTo(Rows.fill(4, 3, (i, j) -> j == 0 ? 0.5 : 0));
        assertThat(Bundle.of(detector).model(detector.schema()).malice(rows)).containsExactly(9, 13, 18, 1);
    }

    @Test
    void treesOverStringsBecomeTreesOverTheInputs() {
        byte[] file = model((graph, both) -> stump(graph, encoded(graph, both), 2, 0.5));
        assertThat(agrees(file)).isZero();
        ForeignModel model = OnnxModel.read(file).model();
        assertThat(model.kernel()).isInstanceOf(TreeEnsemble.class);
        assertThat(over(model, List.of("udp", "tcp")).malice(Rows.of(new double[][] {{0, 0, 0}, {0, 1, 0}, {0, -1, 0}
                })))
                .containsExactly(2, 1, 1);
    }

    @Test
    void stringsNumberedInTheirOrderAreRead() {
        AttributeProto keys = texts("keys_strings", "tcp", "udp");
        for (byte[] file : List.of(
                numbered(keys, floats("values_floats", 0, 1), real("default_float", -1)),
                numbered(keys, longs("values_int64s", 0L, 1L)))) {
            assertThat(agrees(file)).isZero();
            Model detector = over(OnnxModel.read(file).model(), List.of("udp", "tcp"));
            assertThat(detector.malice(Rows.of(new double[][] {{0, 0, 0}, {0, 1, 0}, {0, -1, 0}})))
                    .containsExactly(2, 1, 1);
        }
    }

    @Test
    void stringsNumberedInAnotherOrderAreScoredByTheRuntime() {
        byte[] file =
                numbered(texts("keys_strings", "tcp", "udp"), floats("values_floats", 5, -5), real("default_float", 7));
        Unconverted why = unconverted(file);
        assertThat(why)
                .hasMessageContaining("LabelEncoder")
                .hasMessageContaining("does not encode its strings as 0, 1, 2 ... in order");
        ForeignModel model = OnnxBlackBox.read(file, why, Optional.empty());
        assertThat(model.kernel()).isInstanceOf(BlackBox.class);
        assertThat(over(model, List.of("udp", "tcp")).malice(Rows.of(new double[][] {{0, 0, 0}, {0, 1, 0}, {0, -1, 0}
                })))
                .containsExactly(new double[] {1, 2, 2}, within(1e-6));
        byte[] other = numbered(texts("keys_strings", "tcp", "udp"), floats("values_floats", 0, 1));
        assertThat(unconverted(other)).hasMessageContaining("and others as -1");
    }

    @Test
    void aScalerAfterNumberedStringsAppliesToUnknownOnesToo() {
        byte[] file = model((graph, both) -> {
            String proto = graph.mlNode("ArrayFeatureExtractor", List.of(), both, graph.longs(0));
            String number = graph.mlNode(
                    "LabelEncoder",
                    List.of(texts("keys_strings", "tcp", "udp"), longs("values_int64s", 0L, 1L)),
                    proto);
            String service = graph.mlNode("ArrayFeatureExtractor", List.of(), both, graph.longs(1));
            String other = graph.mlNode(
                    "LabelEncoder", List.of(texts("keys_strings", "dns"), longs("values_int64s", 0L)), service);
            String all =
                    graph.node("Concat", ACROSS, "x", graph.cast(number, Graph.FLOAT), graph.cast(other, Graph.FLOAT));
            String scaled = graph.mlNode("Scaler", List.of(floats("offset", 0, 3, 0), floats("scale", 1, 2, 1)), all);
            return graph.node("MatMul", scaled, floatTensor(graph, new double[] {1, 1, 10}, 3, 1));
        });
        assertThat(agrees(file)).isLessThan(1e-6);
        Model detector = over(OnnxModel.read(file).model(), List.of("gre", "udp", "tcp"));
        assertThat(detector.malice(Rows.of(new double[][] {{0, 0, 0}, {0, 1, 0}, {0, 2, 1}})))
                .containsExactly(-8, -4, -6 - 10);
    }

    private static byte[] oneHot(AttributeProto... attributes) {
        return model((graph, both) -> graph.node(
                "MatMul",
                graph.node("Reshape", graph.mlNode("OneHotEncoder", List.of(attributes), both), graph.longs(-1, 6)),
                floatTensor(graph, new double[] {1, 2, 4, 8, 16, 32}, 6, 1)));
    }

    @Test
    void encodersWithDifferentStringsAreNotConverted() {
        for (boolean numberedFirst : new boolean[] {false, true}) {
            byte[] file = model((graph, both) -> {
                String proto = graph.mlNode("ArrayFeatureExtractor", List.of(), both, graph.longs(0));
                List<AttributeProto> three = List.of(texts("cats_strings", "tcp", "udp", "gre"));
                List<AttributeProto> two = List.of(texts("keys_strings", "tcp", "udp"), longs("values_int64s", 0L, 1L));
                String first = numberedFirst ? graph.mlNode("LabelEncoder", two, proto) : "";
                String told = graph.node("Reshape", graph.mlNode("OneHotEncoder", three, proto), graph.longs(-1, 3));
                String number = numberedFirst ? first : graph.mlNode("LabelEncoder", two, proto);
                String all = graph.node("Concat", ACROSS, told, graph.cast(number, Graph.FLOAT));
                return graph.node("MatMul", all, floatTensor(graph, new double[] {1, 2, 4, 8}, 4, 1));
            });
            assertThat(unconverted(file))
                    .hasMessageContaining(
                            numberedFirst
                                    ? "it lists a string that another encoder does not encode"
                                    : "it does not encode its strings as 0");
        }
    }

    @Test
    void anEncoderThatFailsOnUnknownStringsIsNamed() {
        AttributeProto three = texts("cats_strings", "a", "b", "c");
        ForeignModel lenient = OnnxModel.read(oneHot(three)).model();
        assertThat(lenient.notes()).noneMatch(note -> note.contains("fails on a text"));
        byte[] file = oneHot(three, Graph.attribute("zeros", 0));
        assertThat(agrees(file)).isLessThan(1e-6);
        assertThat(OnnxModel.read(file).model().notes())
                .anyMatch(note ->
                        note.contains("fails on a string that its encoders do not list (inputs 1, 2, counted from 0)"));
    }

    @Test
    void stringsThatCannotBePassedToTheRuntimeAreConvertedAndNotCompared() {
        String smile = new String(Character.toChars(0x1f600));
        byte[] file = oneHot(texts("cats_strings", "", smile, "\u00e9"));
        assertThat(agrees(file)).isLessThan(1e-6);
        Model detector =
                OnnxModel.read(file).model().over(OnnxModel.read(file).model().inferred());
        assertThat(detector.malice(Rows.of(new double[] {0, 1, 2}))).containsExactly(2 + 32);
        assertThatThrownBy(() -> OnnxBlackBox.read(file, new Unconverted("for a test"), Optional.empty()))
                .isNotInstanceOf(Unconverted.class)
                .hasMessageContaining("input 1 of a row can be the string \"" + smile + "\", which cannot be passed");
    }

    @Test
    void aStringReadByOtherNodesThanEncodersIsNotCompared() {
        byte[] file = model((graph, both) -> {
            graph.mlNode("OneHotEncoder", List.of(texts("cats_strings", "a", "b")), both);
            String other = graph.node("StringNormalizer", both);
            return graph.mlNode(
                    "LabelEncoder", List.of(texts("keys_strings", "A", "C"), floats("values_floats", 10, 100)), other);
        });
        assertThatThrownBy(() -> OnnxBlackBox.read(file, unconverted(file), Optional.empty()))
                .isNotInstanceOf(Unconverted.class)
                .hasMessageContaining("no OneHotEncoder or LabelEncoder lists all its values");
    }

    @Test
    void namesThatAreNotOnePerInputAreRefused() {
        ForeignModel model = OnnxModel.read(linear()).model();
        assertThatThrownBy(() -> ForeignModel.of(
                        "onnx",
                        model.kernel(),
                        model.encoding(),
                        new InputFacts(
                                List.of("x", "service", "proto", "x"),
                                model.inputs().codes(),
                                -1),
                        List.of(),
                        List.of()))
                .hasMessage("the file names 4 features, but the model has 3 inputs");
    }

    @Test
    void inputsAreFoundByNameInAnyOrderAmongOthers() {
        ForeignModel model = OnnxModel.read(linear()).model();
        Feature service = Feature.category("service", List.of("dns", "http", "ssh"));
        Feature proto = Feature.category("proto", List.of("tcp", "udp"));
        Feature x = Feature.real("x", 0, 9);
        Model ordered = model.over(new Schema(List.of(x, proto, service)));
        Model turned = model.over(new Schema(List.of(service, Feature.real("unused", 0, 1), proto, x)));
        for (double[] row : new double[][] {{2, 0, 1}, {3, 1, 0}, {1, -1, 2}}) {
            assertThat(turned.malice(Rows.of(new double[] {row[2], Double.NaN, row[1], row[0]})))
                    .isEqualTo(ordered.malice(Rows.of(row)));
        }
    }

    private static Unconverted unconverted(byte[] file) {
        try {
            throw new AssertionError(OnnxModel.read(file).model().toString());
        } catch (Unconverted e) {
            return e;
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        ForeignModel model = OnnxModel.read(linear()).model();
        Feature service = Feature.category("service", List.of("dns"));
        assertThatThrownBy(() ->
                        model.over(new Schema(List.of(Feature.real("x", 0, 1), Feature.real("proto", 0, 1), service))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expects a text where the schema has \"proto\", which is not a category");
        assertThatThrownBy(() -> model.over(new Schema(
                        List.of(Feature.real("x", 0, 1), service, Feature.category("protos", List.of("tcp"))))))
                .hasMessage(
                        "the model uses \"proto\", which is not among the features (x, service, protos); did you mean"
                                + " \"protos\"?");
        assertThat(unconverted(model((graph, both) -> graph.node("StringNormalizer", both))))
                .hasMessageContaining("its input is strings");
        assertThatThrownBy(() -> OnnxModel.read(model((graph, both) -> stump(graph, "x", 0, 0.5))))
                .isNotInstanceOf(Unconverted.class)
                .hasMessageContaining("input 1 of a row is a string, and no OneHotEncoder or LabelEncoder lists");
    }
}
