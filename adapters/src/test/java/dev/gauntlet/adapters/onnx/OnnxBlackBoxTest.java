package dev.gauntlet.adapters.onnx;

import static dev.gauntlet.adapters.onnx.OnnxFiles.file;
import static dev.gauntlet.adapters.onnx.OnnxFiles.floatTensor;
import static dev.gauntlet.adapters.onnx.OnnxFiles.floats;
import static dev.gauntlet.adapters.onnx.OnnxFiles.text;
import static dev.gauntlet.adapters.onnx.OnnxFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.Scores.Scale;
import dev.gauntlet.model.UnscoredRow;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import dev.gauntlet.threat.Access;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** ONNX models that are not converted but asked. */
final class OnnxBlackBoxTest {
    private static final double[][] KNOWN = {{0, 0}, {1, 0}, {0, 2}, {3, 3}, {4, 2}, {2, 4}, {5, 5}};
    private static final double[] MALICIOUS = {0, 0, 0, 1, 1, 1, 1};

    private static ForeignModel read(byte[] file) {
        try {
            OnnxModel.read(file);
        } catch (Unconverted e) {
            return OnnxBlackBox.read(file, e, Optional.empty());
        }
        throw new AssertionError("the file can be converted");
    }

    private static ForeignModel read(List<String> outputs, Consumer<Graph> nodes) {
        return read(file(Graph.FLOAT, 2, outputs, nodes));
    }

    private static boolean showsScores(ForeignModel model) {
        return model.kernel() instanceof BlackBox opaque && opaque.showsScores();
    }

    private static String number(Graph graph, double value) {
        return floatTensor(graph, new double[] {value}, 1);
    }

    private static void named(Graph graph, String name, String tensor) {
        graph.raw(NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(tensor)
                .addOutput(name)
                .build());
    }

    private static String joined(Graph graph, String first, String second) {
        return graph.node("Concat", List.of(Graph.attribute("axis", 1)), first, second);
    }

    /** |x| + |y|, n x 1, by an operator that is not converted. */
    private static String size(Graph graph) {
        return graph.node("ReduceSum", List.of(Graph.attribute("keepdims", 1)), graph.node("Abs", "x"), graph.longs(1));
    }

    /** Whether |x| + |y| is above 3, as a whole number. */
    private static void label(Graph graph) {
        named(graph, "label", graph.cast(graph.node("Greater", size(graph), number(graph, 3)), Graph.LONG));
    }

    private static byte[] neighbours() {
        return file(Graph.FLOAT, 2, List.of("map"), graph -> {
            double[] flat = Arrays.stream(KNOWN).flatMapToDouble(Arrays::stream).toArray();
            String rows = graph.node("Unsqueeze", "x", graph.longs(1));
            String apart = graph.node("Sub", rows, floatTensor(graph, flat, 1, KNOWN.length, 2));
            String distance = graph.node(
                    "ReduceSum",
                    List.of(Graph.attribute("keepdims", 0)),
                    graph.node("Mul", apart, apart),
                    graph.longs(2));
            graph.raw(NodeProto.newBuilder()
                    .setOpType("TopK")
                    .addInput(distance)
                    .addInput(graph.longs(3))
                    .addOutput("nearest")
                    .addOutput("which")
                    .addAttribute(Graph.attribute("largest", 0))
                    .build());
            String votes = graph.node("Gather", floatTensor(graph, MALICIOUS, KNOWN.length), "which");
            String malice = graph.node(
                    "ReduceMean", List.of(Graph.attribute("axes", List.of(1L)), Graph.attribute("keepdims", 1)), votes);
            named(graph, "shares", joined(graph, graph.node("Sub", number(graph, 1), malice), malice));
            graph.raw(NodeProto.newBuilder()
                    .setOpType("ZipMap")
                    .setDomain(Graph.ML)
                    .addInput("shares")
                    .addOutput("map")
                    .addAttribute(texts("classlabels_strings", "ham", "spam"))
                    .build());
        });
    }

    private static double share(double a, double b) {
        return IntStream.range(0, KNOWN.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Math.hypot(KNOWN[i][0] - a, KNOWN[i][1] - b)))
                .limit(3)
                .mapToDouble(i -> MALICIOUS[i])
                .average()
                .orElseThrow();
    }

    @Test
    void nearestNeighboursReturnClassShares() {
        ForeignModel model = read(neighbours());
        assertThat(model.notes())
                .contains(
                        "runs in ONNX Runtime as a black box: node \"Unsqueeze_1\" (Unsqueeze): rows are reshaped",
                        "gives \"shares\": a probability per class");
        assertThat(model.labels()).containsExactly("ham", "spam");
        assertThat(Access.offered(model.over(model.inferred()))).isEqualTo("labels, scores");
        Rows rows = Rows.of(new double[][] {{0.1, 0.2}, {1.6, 1.5}, {2.2, 2.1}, {4, 4}});
        double[] malice = model.kernel().malice(rows);
        for (int i = 0; i < malice.length; i++) {
            assertThat(malice[i]).isCloseTo(share(rows.get(i, 0), rows.get(i, 1)), within(1e-7));
        }
        assertThat(malice[0]).isZero();
        assertThat(malice[3]).isEqualTo(1);
        assertThat(model.kernel().scores(rows).column(0)[3]).isZero();
    }

    @Test
    void aLabelAloneGivesNoScores() {
        ForeignModel model = read(List.of("label"), OnnxBlackBoxTest::label);
        assertThat(showsScores(model)).isFalse();
        assertThat(Access.offered(model.over(model.inferred()))).isEqualTo("labels only");
        Rows rows = Rows.of(new double[][] {{1, -1}, {2, -1.5}, {0, 4}});
        assertThat(model.kernel().scores(rows)).isEqualTo(Rows.of(new double[][] {{1, 0}, {0, 1}, {0, 1}}));
    }

    @Test
    void aNumberWithALabelIsAMarginAProbabilityOrAScore() {
        Rows rows = Rows.of(new double[][] {{1, -1}, {2, -1.5}});
        ForeignModel margin = read(List.of("label", "score"), graph -> {
            label(graph);
            named(graph, "score", graph.node("Sub", size(graph), number(graph, 3)));
        });
        assertThat(margin.kernel().scale()).isEqualTo(Scale.LOGIT);
        assertThat(margin.kernel().malice(rows)).containsExactly(-1, 0.5);
        ForeignModel score = read(List.of("label", "score"), graph -> {
            label(graph);
            named(graph, "score", size(graph));
        });
        assertThat(score.kernel().scale()).isEqualTo(Scale.DISTANCE);
        assertThat(score.kernel().malice(rows)).containsExactly(2, 3.5);
        ForeignModel chance = read(List.of("label", "score"), graph -> {
            label(graph);
            named(graph, "score", graph.node("Sigmoid", graph.node("Sub", size(graph), number(graph, 3))));
        });
        assertThat(chance.kernel().scale()).isEqualTo(Scale.PROBABILITY);
        assertThat(chance.kernel().malice(rows)[1]).isCloseTo(1 / (1 + Math.exp(-0.5)), within(1e-6));
        ForeignModel against = read(List.of("label", "score"), graph -> {
            label(graph);
            named(graph, "score", graph.node("Neg", size(graph)));
        });
        assertThat(showsScores(against)).isFalse();
        assertThat(against.kernel().malice(rows)).containsExactly(0, 1);
    }

    @Test
    void twoOppositeNumbersAreOneMarginWhicheverComesFirst() {
        Rows rows = Rows.of(new double[][] {{1, -1}, {2, -1.5}});
        for (boolean opposed : new boolean[] {false, true}) {
            ForeignModel model = read(List.of("label", "scores"), graph -> {
                label(graph);
                String margin = graph.node("Sub", size(graph), number(graph, 3));
                String opposite = graph.node("Neg", margin);
                named(graph, "scores", opposed ? joined(graph, margin, opposite) : joined(graph, opposite, margin));
            });
            assertThat(model.kernel().scale()).isEqualTo(Scale.LOGIT);
            assertThat(model.kernel().malice(rows)).as("opposed: " + opposed).containsExactly(-1, 0.5);
        }
    }

    @Test
    void aClassOtherThanTheFirstCanBeBenign() {
        Rows rows = Rows.of(new double[][] {{0.1, 0.2}, {1.6, 1.5}, {2.2, 2.1}, {4, 4}});
        ForeignModel shares = read(neighbours());
        ForeignModel turned = shares.withBenign("spam");
        assertThat(turned.labels()).containsExactly("spam", "ham");
        assertThat(turned.kernel().malice(rows))
                .isEqualTo(shares.kernel().scores(rows).column(0));
        assertThat(turned.withBenign("ham").kernel().malice(rows))
                .isEqualTo(shares.kernel().malice(rows));
        ForeignModel labels = read(List.of("label"), OnnxBlackBoxTest::label);
        assertThat(labels.withBenign("1").kernel().malice(rows)).containsExactly(1, 0, 0, 0);
        assertThat(labels.kernel().malice(rows)).containsExactly(0, 1, 1, 1);
        ForeignModel margin = read(List.of("label", "score"), graph -> {
            label(graph);
            named(graph, "score", graph.node("Sub", size(graph), number(graph, 3)));
        });
        assertThat(margin.withBenign("1").kernel().malice(Rows.of(new double[][] {{1, -1}, {2, -1.5}})))
                .containsExactly(1, -0.5);
        assertThatThrownBy(() -> shares.withBenign("eggs"))
                .hasMessage("it has no class \"eggs\"; its classes are ham, spam");
    }

    @Test
    void numbersThatDisagreeWithTheLabelsAreNotScores() {
        ForeignModel model = read(List.of("label", "scores"), graph -> {
            label(graph);
            named(graph, "scores", joined(graph, size(graph), joined(graph, "x", number2(graph))));
        });
        assertThat(showsScores(model)).isFalse();
        ForeignModel logits = read(List.of("Abs_0"), graph -> graph.node("Abs", "x"));
        assertThat(logits.kernel().scale()).isEqualTo(Scale.LOGIT);
        assertThat(logits.kernel().malice(Rows.of(new double[][] {{1, -3}}))).containsExactly(2);
    }

    private static String number2(Graph graph) {
        return graph.node("Mul", size(graph), number(graph, 0.5));
    }

    @Test
    void aSingleNumberIsAQuantityOrAProbability() {
        ForeignModel quantity = read(List.of("ReduceSum_2"), OnnxBlackBoxTest::size);
        assertThat(quantity.kernel().scale()).isEqualTo(Scale.NUMBER);
        assertThat(quantity.kernel().malice(Rows.of(new double[][] {{1, -3}}))).containsExactly(4);
        ForeignModel chance = read(List.of("p"), graph -> named(graph, "p", graph.node("Sigmoid", size(graph))));
        assertThat(chance.kernel().scale()).isEqualTo(Scale.PROBABILITY);
        assertThat(chance.kernel().outputs()).isEqualTo(2);
    }

    private static double[] random(long seed, int count) {
        Rng rng = Seed.of(seed).rng();
        return DoubleStream.generate(rng::nextGaussian).limit(count).toArray();
    }

    /** A bend that no kernel has, and a sum of 64 that the runtime adds up in one order for one row and in another for many. */
    private static byte[] network(long seed) {
        return file(Graph.FLOAT, 2, List.of("p"), graph -> {
            double[] weights = random(seed, 5 * 64);
            String first = floatTensor(graph, Arrays.copyOf(weights, 128), 2, 64);
            graph.raw(NodeProto.newBuilder()
                    .setOpType("LinearClassifier")
                    .setDomain(Graph.ML)
                    .addInput(graph.node("Erf", graph.node("MatMul", "x", first)))
                    .addOutput("label")
                    .addOutput("p")
                    .addAllAttribute(List.of(
                            floats("coefficients", Arrays.copyOfRange(weights, 128, weights.length)),
                            floats("intercepts", 0.1, 0, -0.1),
                            texts("classlabels_strings", "ham", "spam", "scam"),
                            text("post_transform", "SOFTMAX")))
                    .build());
        });
    }

    @Test
    void scoresDependOnNoOtherRowOrThread() {
        Predictor box = read(network(3)).kernel();
        double[] values = random(5, 2000);
        Rows rows = Rows.of(1000, 2, values);
        Rows all = box.scores(rows);
        for (int size : new int[] {1, 7, 333}) {
            for (int from = 0; from < rows.size(); from += size) {
                int to = Math.min(rows.size(), from + size);
                assertThat(box.scores(rows.slice(from, to))).isEqualTo(all.slice(from, to));
            }
        }
        List<Rows> together = IntStream.range(0, 8)
                .parallel()
                .mapToObj(thread -> box.scores(rows))
                .toList();
        assertThat(together).allMatch(all::equals);
    }

    @Test
    void itsParametersOnlyIdentifyIt() {
        Predictor box = read(network(3)).kernel();
        assertThat(box.parameters().get("sha256"))
                .hasSize(32)
                .isEqualTo(read(network(3)).kernel().parameters().get("sha256"));
        assertThat(box.parameters().get("sha256"))
                .isNotEqualTo(read(network(4)).kernel().parameters().get("sha256"));
        assertThatThrownBy(() -> box.rebuild(box.parameters())).hasMessageContaining("cannot be rebuilt");
    }

    @Test
    void whatGauntletExportedScoresAsTheDetectorDoes() {
        Schema schema = new Schema(List.of(Feature.real("a", -10, 10), Feature.real("b", -10, 10)));
        Model model = new Model(
                "logistic-regression", schema, Encoding.identity(2), new LinearKernel(new double[] {1.5, -2}, 0.25));
        ForeignModel box = read(OnnxExport.of(model, List.of(), false));
        assertThat(box.notes())
                .contains("runs in ONNX Runtime as a black box: Gauntlet exported it; the original bundle exposes "
                        + "its parameters to white-box attacks");
        Rows rows = Rows.of(new double[][] {{1, 2}, {-0.5, -3}});
        assertThat(box.kernel().malice(rows)).containsExactly(model.malice(rows));
        assertThat(box.kernel().scale()).isEqualTo(Scale.LOGIT);
    }

    @Test
    void anOutputThatIsNotANumberIsReportedWithItsRow() {
        Predictor box = read(List.of("root"), graph -> named(graph, "root", graph.node("Sqrt", size(graph))))
                .kernel();
        assertThatThrownBy(() -> box.malice(Rows.of(new double[][] {{1, 2}, {Double.NaN, 7}})))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the black box answers the row [NaN, 7.0] with [NaN]");
    }

    @Test
    void modelsWithoutAScorePerRowAreRefused() throws IOException {
        refused(
                file(Graph.FLOAT, 2, List.of("cube"), graph -> named(graph, "cube", graph.node("Nonesuch", "x"))),
                "ONNX Runtime refuses it: ");
        refused(
                file(
                        Graph.FLOAT,
                        2,
                        List.of("labels"),
                        graph -> named(graph, "labels", graph.cast(graph.node("Abs", "x"), Graph.LONG))),
                "it gives 2 labels for a row");
        refused(
                file(
                        Graph.FLOAT,
                        2,
                        List.of("none"),
                        graph -> named(graph, "none", graph.node("Log", graph.node("Neg", graph.node("Abs", "x"))))),
                "ONNX Runtime cannot run it: its answers are not numbers");
        ModelProto.Builder complex = ModelProto.parseFrom(
                file(Graph.FLOAT, 2, List.of("y"), graph -> named(graph, "y", graph.node("Abs", "x"))))
                .toBuilder();
        complex.getGraphBuilder()
                .getInputBuilder(0)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(14)));
        assertThatThrownBy(() -> read(complex.build().toByteArray()))
                .isNotInstanceOf(Unconverted.class)
                .hasMessageContaining("is not a tensor of floats, doubles, 64-bit integers or strings");
    }

    @Test
    void severalQuantitiesAreRefused() {
        refused(
                file(
                        Graph.FLOAT,
                        2,
                        List.of("two"),
                        graph -> named(
                                graph,
                                "two",
                                graph.mlNode(
                                        "LinearRegressor",
                                        List.of(
                                                floats("coefficients", 1, 2, 3, 4),
                                                floats("intercepts", 1, 2),
                                                Graph.attribute("targets", 2)),
                                        "x"))),
                "its outputs (two) give neither a label nor one score a row or a class");
    }

    private static void refused(byte[] file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .isNotInstanceOf(Unconverted.class)
                .hasMessageStartingWith("ONNX model: ")
                .hasMessageContaining(message);
    }

    /** For ever y = y, starting from x. */
    private static void endless(Graph graph) {
        GraphProto body = GraphProto.newBuilder()
                .setName("body")
                .addInput(value("i", Graph.LONG))
                .addInput(value("on", Graph.BOOL, 1))
                .addInput(value("v", Graph.FLOAT, 1, 2))
                .addNode(identity("on", "still"))
                .addNode(identity("v", "w"))
                .addOutput(value("still", Graph.BOOL, 1))
                .addOutput(value("w", Graph.FLOAT, 1, 2))
                .build();
        graph.raw(NodeProto.newBuilder()
                .setOpType("Loop")
                .addInput("")
                .addInput(graph.cast(graph.longs(1), Graph.BOOL))
                .addInput("x")
                .addOutput("y")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("body")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(body))
                .build());
    }

    private static NodeProto identity(String from, String into) {
        return NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(from)
                .addOutput(into)
                .build();
    }

    private static ValueInfoProto value(String name, int type, long... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long size : sizes) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
                .build();
    }

    @Test
    void aModelThatNeverAnswersTimesOut() {
        byte[] file = file(Graph.FLOAT, 2, List.of("y"), OnnxBlackBoxTest::endless);
        assertThatThrownBy(() ->
                        OnnxBlackBox.read(file, new Unconverted("a loop"), Optional.empty(), Duration.ofMillis(200)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ONNX Runtime cannot run it")
                .hasMessageContaining("it gave no answer within");
    }

    /** Goes round as often as the largest number says. */
    private static void rounds(Graph graph) {
        GraphProto body = GraphProto.newBuilder()
                .setName("body")
                .addInput(value("i", Graph.LONG))
                .addInput(value("on", Graph.BOOL, 1))
                .addInput(value("v", Graph.FLOAT, 1, 1))
                .addNode(identity("on", "still"))
                .addNode(identity("v", "w"))
                .addOutput(value("still", Graph.BOOL, 1))
                .addOutput(value("w", Graph.FLOAT, 1, 1))
                .build();
        graph.raw(NodeProto.newBuilder()
                .setOpType("Loop")
                .addInput(graph.cast(graph.node("ReduceMax", List.of(Graph.attribute("keepdims", 0)), "x"), Graph.LONG))
                .addInput(graph.cast(graph.longs(1), Graph.BOOL))
                .addInput(size(graph))
                .addOutput("y")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("body")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(body))
                .build());
    }

    private static List<ProcessHandle> processes() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .filter(words -> List.of(words).contains(RuntimeMain.class.getName()))
                        .isPresent())
                .toList();
    }

    @Test
    void aRowThatIsNotAnsweredIsNamedAndTheNextOnesAre() throws Exception {
        byte[] file = file(Graph.FLOAT, 2, List.of("y"), OnnxBlackBoxTest::rounds);
        Predictor kernel = OnnxBlackBox.read(file, new Unconverted("a loop"), Optional.empty(), Duration.ofSeconds(3))
                .kernel();
        Rows rows = Rows.of(new double[][] {{1, 2}, {3, 4}, {1e15, 0}, {5, 6}});
        assertThatThrownBy(() -> kernel.malice(rows))
                .isInstanceOf(UnscoredRow.class)
                .hasMessageContaining("cannot answer the row [1.0E15, 0.0]: it gave no answer within 3.0 s")
                .satisfies(e -> assertThat(((UnscoredRow) e).row()).isEqualTo(2));
        assertThat(kernel.malice(rows.slice(0, 2))).containsExactly(3, 7);
        // One that crashes is replaced, and the row is asked again.
        for (ProcessHandle process : processes()) {
            process.destroyForcibly();
            process.onExit().get(20, TimeUnit.SECONDS);
        }
        assertThat(kernel.malice(rows.select(new int[] {0, 3}))).containsExactly(3, 11);
    }

    /** A tree that starts at a node that is not there: ONNX Runtime aborts while it reads the file. */
    @Test
    void aFileThatCrashesOnnxRuntimeIsRefused() throws IOException {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        tree.split(root, 0, 0.5, true, tree.node(), tree.node());
        tree.leaf(1, -1);
        tree.leaf(2, 1);
        Schema one = new Schema(List.of(Feature.real("x", 0, 1)));
        Model trees = new Model(
                "random-forest",
                one,
                Encoding.identity(1),
                TreeEnsemble.of(1, Precision.DOUBLE, Output.LOGIT_SUM, 0, List.of(tree.build())));
        ModelProto.Builder file = ModelProto.parseFrom(OnnxExport.of(trees, List.of("good", "bad"), false)).toBuilder();
        for (NodeProto.Builder node : file.getGraphBuilder().getNodeBuilderList()) {
            node.getAttributeBuilderList().stream()
                    .filter(attribute -> attribute.getName().equals("tree_roots"))
                    .forEach(attribute -> attribute.clearInts().addInts(1_000_000));
        }
        GraphProto graph = file.getGraph();
        About about = new About(file.build(), graph.getInputList(), Map.of());
        assertThatThrownBy(() ->
                        new RuntimeSession(about, Set.copyOf(RuntimeOutputs.tensors(graph)), Duration.ofSeconds(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ONNX Runtime cannot load it: it crashed (exit status ");
    }

    @Test
    void anExportOfGauntletIsMatchedByItsNamesAndStrings() {
        Schema own = new Schema(List.of(
                Feature.real("size", 0, 9),
                Feature.category("proto", List.of("tcp", "udp")),
                Feature.real("rate", 0, 9)));
        Model model = new Model(
                "logistic-regression", own, Encoding.identity(3), new LinearKernel(new double[] {1, 10, 100}, 0));
        ForeignModel read = read(OnnxExport.of(model, List.of("good", "bad"), false));
        assertThat(read.names()).containsExactly("size", "proto", "rate");
        assertThat(read.texts()).containsExactly(java.util.Map.entry(1, List.of("tcp", "udp")));
        Schema other = new Schema(List.of(
                Feature.real("rate", 0, 9),
                Feature.category("proto", List.of("udp", "tcp")),
                Feature.real("size", 0, 9)));
        double[] score = read.over(other).malice(Rows.of(new double[][] {{3, 0, 2}, {3, 1, 2}}));
        assertThat(score).containsExactly(2 + 10 + 300, 2 + 300);
    }

    @Test
    void aWrongNumberOfStatedFeaturesIsRefused() {
        byte[] file = file(Graph.FLOAT, 2, List.of("label"), OnnxBlackBoxTest::label);
        assertThatThrownBy(() -> read(withFeatures(file, "[{\"name\": \"size\"}]")))
                .hasMessageContaining("gauntlet.features: features must be 2 but is 1");
        assertThatThrownBy(() -> read(withFeatures(file, "size"))).hasMessageContaining("is not JSON");
        assertThat(read(withFeatures(file, "[{\"name\": \"size\"}, {\"name\": \"rate\"}]"))
                        .names())
                .containsExactly("size", "rate");
    }

    private static byte[] withFeatures(byte[] file, String features) {
        return OnnxModel.parsed(file).toBuilder()
                .addMetadataProps(ai.onnx.proto.OnnxMl.StringStringEntryProto.newBuilder()
                        .setKey(OwnFeatures.KEY)
                        .setValue(features))
                .build()
                .toByteArray();
    }
}
