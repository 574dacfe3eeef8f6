package dev.gauntlet.app.cli;

import static dev.gauntlet.app.cli.Terminal.said;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.data.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of other programs made into bundles, as at a terminal. */
final class ImportCommandTest {
    private static final String TREE = """
            {"kind": "tree", "n_features": 2, "classes": ["good", "bad"], "features": ["size", "rate"],
             "trees": [{"feature": [0, -2, -2], "threshold": [5.0, -2, -2], "left": [1, -1, -1], "right": [2, -1, -1],
                        "value": [[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]]}]}
            """;

    @TempDir
    private Path folder = Path.of("");

    private static AttributeProto floats(String name, float... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
        for (float value : values) {
            attribute.addFloats(value);
        }
        return attribute.build();
    }

    private static ValueInfoProto floatRows(String name, int width) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }

    private Path onnx(String operator) throws IOException {
        NodeProto node = NodeProto.newBuilder()
                .setOpType(operator)
                .setName("last")
                .setDomain("ai.onnx.ml")
                .addInput("x")
                .addOutput("label")
                .addOutput("scores")
                .addAttribute(floats("coefficients", -1, 0.5f, 1, -0.5f))
                .addAttribute(floats("intercepts", 2, -2))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("classlabels_strings")
                        .setType(AttributeProto.AttributeType.STRINGS)
                        .addAllStrings(List.of(ByteString.copyFromUtf8("ham"), ByteString.copyFromUtf8("spam"))))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("post_transform")
                        .setType(AttributeProto.AttributeType.STRING)
                        .setS(ByteString.copyFromUtf8("LOGISTIC")))
                .build();
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName("another program")
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(1))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(15))
                .setGraph(GraphProto.newBuilder()
                        .setName("g")
                        .addNode(node)
                        .addInput(floatRows("x", 2))
                        .addOutput(floatRows("scores", 2)))
                .build();
        return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }

    private static String refusal(Object... words) {
        Terminal.Result result = Terminal.refused(words);
        assertThat(result.err().strip().lines()).hasSize(1);
        return result.err();
    }

    @Test
    void anOnnxModelIsReportedCheckedAndMadeABundle() throws IOException {
        Path bundle = folder.resolve("model.zip");
        assertThat(said("import", onnx("LinearClassifier"), "--threshold", "0.25", "--out", bundle))
                .contains("model.onnx: onnx", "written by another program: LinearClassifier")
                .contains("takes \"x\", 2 floats per row", "gives \"scores\": a probability per class")
                .contains("2 inputs, log-odds of 2 classes (ham, spam), the first is benign")
                .contains("access for attacks: labels, scores, gradients, parameters")
                .contains("the conversion agrees with ONNX Runtime on 2000 rows; largest difference ")
                .contains("model.zip: a bundle, threshold 0.25");
        BundleFile read = BundleFile.read(bundle);
        assertThat(read.model().malice(Rows.of(new double[][] {{4, 2}}))).containsExactly(4 - 1 - 2);
        assertThat(read.model().schema().names()).containsExactly("x0", "x1");
        assertThat(read.facts().labels()).containsExactly("ham", "spam");
        assertThat(read.facts().provenance())
                .containsEntry("importedFrom", "model.onnx")
                .containsEntry("importedFormat", "onnx");
    }

    /** A file whose score is |size| - 5 and whose label says whether that is positive, or the label alone. */
    private Path blackBox(boolean scores) throws IOException {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("g")
                .addInitializer(TensorProto.newBuilder()
                        .setName("weights")
                        .setDataType(TensorProto.DataType.FLOAT.getNumber())
                        .addDims(2)
                        .addDims(1)
                        .addFloatData(1)
                        .addFloatData(0))
                .addInitializer(TensorProto.newBuilder()
                        .setName("five")
                        .setDataType(TensorProto.DataType.FLOAT.getNumber())
                        .addDims(1)
                        .addFloatData(5))
                .addNode(node("Abs", "absolute", "x"))
                .addNode(node("MatMul", "size", "absolute", "weights"))
                .addNode(node("Sub", "score", "size", "five"))
                .addNode(node("Greater", "label", "size", "five"))
                .addInput(floatRows("x", 2))
                .addOutput(ValueInfoProto.newBuilder().setName("label"));
        if (scores) {
            graph.addOutput(ValueInfoProto.newBuilder().setName("score"));
        }
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName("another program")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(15))
                .setGraph(graph)
                .build();
        return Files.write(folder.resolve(scores ? "box.onnx" : "labels.onnx"), model.toByteArray());
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    @Test
    void aConversionThatIsNotFaithfulGivesWayToABlackBox() throws IOException {
        ModelProto linear = ModelProto.parseFrom(Files.readAllBytes(onnx("LinearClassifier")));
        NodeProto shift = node("Scaler", "shifted", "x").toBuilder()
                .setDomain("ai.onnx.ml")
                .addAttribute(floats("offset", 1e8f, 1e8f))
                .addAttribute(floats("scale", 1, 1))
                .build();
        GraphProto.Builder graph = linear.getGraph().toBuilder().clearNode().addNode(shift);
        graph.addNode(linear.getGraph().getNode(0).toBuilder().setInput(0, "shifted"));
        Path file = Files.write(
                folder.resolve("coarse.onnx"),
                linear.toBuilder().setGraph(graph).build().toByteArray());
        assertThat(said("import", file))
                .containsPattern(
                        "as a black box: the conversion is not faithful: \\d{3,4} of 2000 rows differ from ONNX"
                                + " Runtime, by up to 0\\.")
                .contains("access for attacks: labels, scores\n")
                .doesNotContain("agrees with");
    }

    @Test
    void aModelThatIsNotConvertedIsABlackBoxThatIsAssessedButNotBundled() throws IOException {
        assertThat(said("import", blackBox(true)))
                .contains(
                        "  runs in ONNX Runtime as a black box: node \"absolute\" (Abs): this operator cannot be converted")
                .contains("gives \"score\": ", "2 inputs, log-odds of 2 classes")
                .contains("access for attacks: labels, scores\n")
                .doesNotContain("agrees with ONNX Runtime");
        assertThat(said("import", blackBox(false)))
                .contains("gives \"label\": a label", "2 inputs, labels of 2 classes")
                .contains("access for attacks: labels only\n");
        Path bundle = folder.resolve("box.zip");
        Terminal.Result refused = Terminal.run("import", blackBox(true), "--out", bundle);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("box.onnx: a black box cannot be put in a bundle; leave out --out and use the file "
                        + "directly: --model");
        assertThat(bundle).doesNotExist();
        assertThat(refusal("export", blackBox(true), "--out", folder.resolve("again.onnx")))
                .contains("box.onnx: runs in ONNX Runtime as a black box; its parameters are only in that file");
        Path data = Terminal.table(folder.resolve("table.csv"), 300);
        for (boolean scores : new boolean[] {true, false}) {
            Path run = folder.resolve("run-" + scores);
            assertThat(said(
                            "assess",
                            "--data",
                            data,
                            "--schema",
                            twoOf(),
                            "--model",
                            blackBox(scores),
                            "--attacks",
                            "label-only-evasion,leaf-tampering,label-flip",
                            "--budget",
                            "queries=10",
                            "--out",
                            run))
                    .contains("the detector is a black box, which answers with " + (scores ? "scores" : "labels"))
                    .contains("this one is a black box (queries only)")
                    .contains("label-only-evasion");
            assertThat(run.resolve("report.html")).exists();
            assertThat(run.resolve("model")).doesNotExist();
        }
    }

    private Path twoOf() throws IOException {
        return Files.writeString(folder.resolve("schema.yaml"), """
                label: verdict
                benign: [good]
                ignored: [count, kind]
                features:
                  - {name: size, kind: real, low: -.inf, high: .inf, scale: 1}
                  - {name: rate, kind: real, low: -.inf, high: .inf, scale: 1}
                """);
    }

    @Test
    void aModelOfScikitLearnIsAssessedAsItIsAndAsABundle() throws IOException {
        Path model = Files.writeString(folder.resolve("tree.json"), TREE);
        Path schema = twoOf();
        Path data = Terminal.table(folder.resolve("table.csv"), 300);
        Path bundle = folder.resolve("tree.zip");
        assertThat(said("import", model, "--schema", schema, "--out", bundle))
                .contains("a scikit-learn tree", "probabilities of 2 classes (good, bad)", "labels, scores, trees");
        assertThat(said(
                        "process",
                        "--data",
                        data,
                        "--schema",
                        schema,
                        "--model",
                        model,
                        "--out",
                        folder.resolve("first")))
                .contains("recall");
        assertThat(said("process", "--data", data, "--model", bundle, "--out", folder.resolve("second")))
                .contains("recall");
    }

    @Test
    void aModelOfTwoScoresAlarmsAsItsScaleDoesWhereItWouldNeverAlarm() throws IOException {
        Path model = Files.writeString(folder.resolve("tree.json"), TREE);
        Path data = Terminal.table(folder.resolve("table.csv"), 400);
        Object[] how = {"process", "--data", data, "--schema", twoOf(), "--model", model, "--out"};
        // A tenth of the benign rows lies beyond the only split.
        assertThat(said(and(how, folder.resolve("strict"))))
                .contains("it would never alarm, because")
                .containsPattern("sklearn +0\\.(7|8|9)\\d \\[");
        assertThat(said(and(how, folder.resolve("loose"), "--fpr", "0.3"))).doesNotContain("would never alarm");
    }

    private static Object[] and(Object[] words, Object... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray();
    }

    @Test
    void whatASchemaLeavesToTheDataIsTakenFromRows() throws IOException {
        Path model = Files.writeString(folder.resolve("tree.json"), TREE);
        Path schema = twoOf();
        Files.writeString(
                schema, Files.readString(schema).replace("high: .inf, scale: 1}", "high: .inf, scale: auto}"));
        Path bundle = folder.resolve("tree.zip");
        assertThat(refusal("import", model, "--schema", schema, "--out", bundle))
                .contains("schema.yaml: does not state rate.scale; give rows to take it from with --data");
        Path data = Terminal.table(folder.resolve("table.csv"), 300);
        assertThat(said("import", model, "--data", data))
                .contains("the model does not use 3 columns: count, kind, verdict");
        assertThat(said("import", model, "--schema", schema, "--data", data, "--out", bundle))
                .contains("a bundle");
        BundleFile read = BundleFile.read(bundle);
        assertThat(read.table().automatic()).isEmpty();
        assertThat(read.model().schema().feature(0).scale()).isPositive().isNotEqualTo(1);
    }

    @Test
    void aModelOfLightGbmAndOneOfXgboostAreRecognised() throws IOException {
        Path light = Files.writeString(folder.resolve("light.txt"), """
                tree
                version=v3
                num_class=1
                num_tree_per_iteration=1
                max_feature_idx=1
                objective=binary sigmoid:1
                feature_names=size rate

                Tree=0
                num_leaves=1
                num_cat=0
                leaf_value=0.125

                end of trees
                """);
        assertThat(said("import", light)).contains("a LightGBM v3 model, trees: 1; objective binary sigmoid:1");
        Path half = Files.writeString(folder.resolve("half.json"), "{\"learner\": {}}");
        assertThat(refusal("import", half)).contains("half.json: XGBoost model: \"objective\" is missing");
    }

    @Test
    void dumpsNetworksAndOldBinaryFilesAreRecognised() throws IOException {
        Path dump = Files.writeString(folder.resolve("dump.json"), """
                [{"nodeid": 0, "split": "rate", "split_condition": 0.5, "yes": 1, "no": 2, "missing": 2, "children":
                  [{"nodeid": 1, "leaf": -1}, {"nodeid": 2, "leaf": 0.75}]}]""");
        Path schema = Files.writeString(folder.resolve("two.yaml"), """
                features:
                  - {name: size, kind: real, low: 0, high: 1, scale: 1}
                  - {name: rate, kind: real, low: 0, high: 1, scale: 1}
                """);
        Path bundle = folder.resolve("dump.zip");
        assertThat(said("import", dump, "--schema", schema, "--out", bundle))
                .contains("an XGBoost dump, trees: 1; it states no objective")
                .contains("2 inputs, log-odds of 2 classes");
        assertThat(BundleFile.read(bundle).model().malice(Rows.of(new double[][] {{0.9, 0.1}, {0.1, 0.9}})))
                .containsExactly(-1, 0.75);
        assertThat(said("import", dump, "--schema", schema, "--benign", "1", "--out", bundle))
                .contains("2 classes (1, 0), the first is benign");
        assertThat(BundleFile.read(bundle).model().malice(Rows.of(new double[][] {{0.9, 0.1}})))
                .containsExactly(1);
        Files.writeString(schema, Files.readString(schema).replace("rate", "speed"));
        assertThat(refusal("import", dump, "--schema", schema))
                .contains("dump.json: XGBoost dump: a split uses \"rate\", which is not a feature");
        Path network = Files.writeString(folder.resolve("network.json"), """
                {"layers": [{"kernel": [[1], [2]], "bias": [3], "activation": "sigmoid"}]}""");
        assertThat(said("import", network)).contains("a network of 1 layer", "labels, scores, gradients, parameters");
        Path old = Files.write(folder.resolve("old.model"), "binf\0\0\0\1gbtree".getBytes(StandardCharsets.US_ASCII));
        assertThat(refusal("import", old)).contains("old.model: XGBoost model: this is the binary form", "save_model");
        Path ubj = Files.write(folder.resolve("cut.ubj"), new byte[] {'{', 'L', 0, 0});
        assertThat(refusal("import", ubj)).contains("cut.ubj: XGBoost model: this UBJSON is truncated");
    }

    @Test
    void whatIsNoModelIsRefusedInOneSentence() throws IOException {
        assertThat(refusal("import", onnx("Nonesuch")))
                .contains("model.onnx: ONNX model: ONNX Runtime refuses it: ", "Nonesuch");
        assertThat(refusal("import", folder.resolve("none.onnx"))).contains("there is no such model file");
        assertThat(refusal("import", Files.writeString(folder.resolve("a.json"), "{\"a\": 1}")))
                .contains("a.json: is JSON, but not in the format of XGBoost");
        assertThat(refusal("import", Files.writeString(folder.resolve("b.json"), "{\"a\": ")))
                .contains("b.json: model: this is not JSON, or truncated");
        assertThat(refusal("import", Files.write(folder.resolve("empty"), new byte[0])))
                .contains("this is not an ONNX file, or it is truncated");
        assertThat(refusal("import", Files.writeString(folder.resolve("text"), "hello there, general reader")))
                .contains("is neither a Gauntlet bundle nor a supported model");
        Path three = Files.writeString(folder.resolve("three.yaml"), """
                features:
                  - {name: a, kind: real, low: 0, high: 1, scale: 1}
                  - {name: b, kind: real, low: 0, high: 1, scale: 1}
                  - {name: c, kind: real, low: 0, high: 1, scale: 1}
                """);
        Path tree = Files.writeString(folder.resolve("tree.json"), TREE);
        assertThat(refusal("import", tree, "--schema", three))
                .contains("the model uses \"size\", which is not among the features (a, b, c)");
        Path open = Files.writeString(folder.resolve("open.yaml"), """
                features:
                  - {name: a, kind: real}
                  - {name: b, kind: real, low: 0, high: 1, scale: 1}
                """);
        assertThat(refusal("import", tree, "--schema", open)).contains("does not state a.");
    }
}
