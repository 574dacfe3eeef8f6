package dev.gauntlet.app.cli;

import static dev.gauntlet.app.cli.Terminal.said;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.TextFormat;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.data.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline of another program that takes a number and a text, as at a terminal. */
final class TextModelTest {
    private static final String PIPELINE = """
            ir_version: 8 producer_name: "another program"
            opset_import {version: 15} opset_import {domain: "ai.onnx.ml" version: 3}
            graph {name: "g"
              input {name: "size" type {tensor_type {elem_type: 1 shape {dim {dim_param: "n"} dim {dim_value: 1}}}}}
              input {name: "kind" type {tensor_type {elem_type: 8 shape {dim {dim_param: "n"} dim {dim_value: 1}}}}}
              output {name: "scores" type {tensor_type {elem_type: 1 shape {dim {dim_param: "n"} dim {dim_value: 2}}}}}
              initializer {name: "shape" dims: 2 data_type: 7 int64_data: -1 int64_data: 2}
              node {op_type: "OneHotEncoder" domain: "ai.onnx.ml" input: "kind" output: "told"
                attribute {name: "cats_strings" type: STRINGS strings: "udp" strings: "tcp"}
                attribute {name: "zeros" type: INT i: 1}}
              node {op_type: "Reshape" input: "told" input: "shape" output: "flat"}
              node {op_type: "Concat" input: "size" input: "flat" output: "all" attribute {name: "axis" type: INT i: 1}}
              node {op_type: "LinearClassifier" domain: "ai.onnx.ml" input: "all" output: "label" output: "scores"
                attribute {name: "coefficients" type: FLOATS floats: -1 floats: -2 floats: 0 floats: 1 floats: 2 floats: 0}
                attribute {name: "intercepts" type: FLOATS floats: 6 floats: -6}
                attribute {name: "classlabels_strings" type: STRINGS strings: "good" strings: "bad"}
                attribute {name: "post_transform" type: STRING s: "LOGISTIC"}}}
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path model = Path.of("");

    @BeforeEach
    void write() throws IOException {
        ModelProto.Builder file = ModelProto.newBuilder();
        TextFormat.merge(PIPELINE, file);
        model = Files.write(folder.resolve("model.onnx"), file.build().toByteArray());
    }

    @Test
    void itsTextsBecomeTheCategoriesOfABundle() {
        Path bundle = folder.resolve("model.zip");
        assertThat(said("import", model, "--out", bundle))
                .contains("takes \"size\", 1 float per row, \"kind\", 1 string per row")
                .contains("the conversion agrees with ONNX Runtime on 2000 rows");
        BundleFile read = BundleFile.read(bundle);
        assertThat(read.model().schema().feature(1).categories()).containsExactly("udp", "tcp");
        assertThat(read.model().malice(Rows.of(new double[][] {{5, 0}, {5, 1}, {5, -1}})))
                .containsExactly(1, -1, -1);
    }

    @Test
    void itIsAssessedOnRowsWhoseTextsStandInTheirOwnOrder() throws IOException {
        StringBuilder rows = new StringBuilder("size,kind,verdict\n");
        for (int i = 0; i < 400; i++) {
            String kind = List.of("icmp", "tcp", "udp", "tcp").get(i % 4);
            rows.append("%s,%s,%s\n".formatted(i % 2 / 2.0, kind, kind.equals("udp") ? "bad" : "good"));
        }
        Path data = Files.writeString(folder.resolve("rows.csv"), rows);
        assertThat(said(
                        "assess",
                        "--test",
                        data,
                        "--label",
                        "verdict",
                        "--benign",
                        "good",
                        "--model",
                        model,
                        "--budget",
                        "queries=20",
                        "--out",
                        folder.resolve("run")))
                .contains("clean detector: recall 1.00 ", "false-positive rate 0.00 ");
        Path schema = Files.writeString(folder.resolve("schema.yaml"), """
                label: verdict
                benign: [good]
                features:
                  - {name: kind, kind: category, categories: [icmp, tcp, udp]}
                  - {name: size, kind: real, low: 0, high: 1, scale: 1}
                """);
        Object[] turned = {
            "process", "--data", data, "--schema", schema, "--model", model, "--out", folder.resolve("turned")
        };
        assertThat(said(turned)).containsPattern("onnx +1\\.00");
        Files.writeString(schema, Files.readString(schema).replace("name: size", "name: sizes"));
        Files.writeString(data, Files.readString(data).replace("size,", "sizes,"));
        assertThat(Terminal.refused(turned).err())
                .contains("model.onnx: the model uses \"size\", which is not among the features (kind, sizes); "
                        + "did you"
                        + " mean \"sizes\"?");
    }
}
