package dev.gauntlet.app.detector;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;

/** Files that are made to cost more than they are worth, each with what must be said of it. */
final class HostileFiles {
    /** What says that memory does not suffice. */
    private static final String MEMORY = "give it more with -Xmx";

    private static final int MANY = 8_000_000;
    private static final String XGBOOST = """
            {"version": [2, 1, 4], "learner": {"attributes": {},
            "learner_model_param": {"base_score": "5E-1", "num_class": "0", "num_feature": "2"},
            "objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}},
            "gradient_booster": {"name": "gbtree", "model": {"gbtree_model_param": {"num_trees": "1",
            "num_parallel_tree": "1", "size_leaf_vector": "0"}, "tree_info": [0], "trees": [
            {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [1, 0, 0],
            "split_conditions": [0.5, -1.0, 2.0], "default_left": [false, false, false], "id": 0,
            "base_weights": [0.5, -1.0, 2.0], "loss_changes": [1.0, 0.0, 0.0], "sum_hessian": [2.0, 1.0, 1.0],
            "parents": [2147483647, 0, 0], "split_type": [0, 0, 0],
            "categories": [], "categories_nodes": [], "categories_segments": [], "categories_sizes": [],
            "tree_param": {"num_deleted": "0", "num_feature": "2", "num_nodes": "3", "size_leaf_vector": "0"}}]}}}}""";
    private static final String LIGHTGBM = """
            tree
            version=v3
            num_class=1
            num_tree_per_iteration=1
            max_feature_idx=1
            objective=binary sigmoid:1
            feature_names=a b

            Tree=0
            num_leaves=2
            num_cat=0
            split_feature=0
            threshold=0
            decision_type=2
            left_child=-1
            right_child=-2
            leaf_value=1 -1

            end of trees
            """;
    private static final String FOREST = """
            {"kind": "forest", "n_features": 2, "classes": ["a", "b"], "trees": [{"feature": [0, -2, -2], "threshold":
            [5, -2, -2], "left": [1, -1, -1], "right": [2, -1, -1], "value": [[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]]}]}""";

    private final Path folder;
    private final Map<String, String> said = new LinkedHashMap<>();

    private HostileFiles(Path folder) {
        this.folder = folder;
    }

    /** Sound files, to read first. */
    static void sound(Path folder) {
        HostileFiles files = new HostileFiles(folder);
        files.text("a.json", XGBOOST, "");
        files.text("b.txt", LIGHTGBM, "");
        files.text("c.json", FOREST, "");
        files.onnx("d.onnx", product(2, 1), floats(2, 1), "");
    }

    /** Writes the files; per name, what must be said. */
    static Map<String, String> written(Path folder) throws IOException {
        HostileFiles files = new HostileFiles(folder);
        files.json();
        files.lightgbm();
        files.ubjson();
        files.onnx();
        files.zipBomb();
        files.sparse("huge.onnx", 3L << 30, "is larger than 1024 MB");
        files.sparse("large.onnx", 300L << 20, MEMORY);
        return files.said;
    }

    private void json() {
        text("deep.json", "{\"learner\":" + "[".repeat(20_000_000), "nested more than 500 deep");
        String split = "{\"type\":\"split\",\"threshold\":\"0 <= 1\",\"left\":";
        text("deep-trees.json", "{\"estimators\":[" + split.repeat(500_000), "nested more than 500 deep");
        text("lists.json", "[" + "[],".repeat(MANY / 3) + "[]]", MEMORY);
        text("numbers.json", "{\"layers\":[" + "99,".repeat(MANY) + "1]}", MEMORY);
        text("one-text.json", "{\"learner\":\"" + "x".repeat(MANY) + "\"}", "is missing");
        xgboost("left_children\": [1, -1, -1", "left_children\": [1, 2, 1", "has a cycle");
        xgboost("right_children\": [2", "right_children\": [-7", "points to -7, a node that does not exist");
        xgboost(
                "left_children\": [1",
                "left_children\": [2147483647",
                "points to 2147483647, a node that does not " + "exist");
        xgboost("split_indices\": [1", "split_indices\": [2147483647", "feature of node 0 must be in [0, 1]");
        xgboost(
                "num_feature\": \"2",
                "num_feature\": \"2147483647",
                "num_feature contains 2147483647, which is not possible");
        xgboost(
                "\"size_leaf_vector\": \"0",
                "\"size_leaf_vector\": \"2147483647",
                "size_leaf_vector contains 2147483647, which is not possible");
        String many = "0" + ",0".repeat(20_000);
        xgboost(
                "\"categories\": [], \"categories_nodes\": [], \"categories_segments\": [], \"categories_sizes\": []",
                "\"categories\": [%s], \"categories_nodes\": [0, 1], \"categories_segments\": [0, 0],\"categories_sizes\": [20000, 20000]"
                        .formatted(many),
                "categories_sizes contains 20000, which is not possible");
        text(
                "features.json",
                FOREST.replace("\"n_features\": 2", "\"n_features\": 2147483647"),
                "inputs of trees must be in [1, 1000000]");
        text(
                "product.json",
                "{\"layers\":[{\"kernel\":[%s],\"bias\":[%s],\"activation\":\"linear\"}]}"
                        .formatted("[],".repeat(100_000) + "[]", many),
                "layers[0].kernel[0] must be 20001 numbers but is 0");
    }

    private void xgboost(String from, String into, String says) {
        text("xgboost-%d.json".formatted(said.size()), XGBOOST.replace(from, into), says);
    }

    private void lightgbm() {
        lightgbm("num_leaves=2", "num_leaves=2147483647", "num_leaves must be a count but is 2147483647");
        lightgbm("num_leaves=2", "num_leaves=200000000", "numbers in leaf_value must be 200000000 but is 2");
        lightgbm("max_feature_idx=1", "max_feature_idx=2147483647", "max_feature_idx must be a count");
        lightgbm("split_feature=0", "split_feature=2147483647", "split 0 uses feature 2147483647 of 2");
        lightgbm("left_child=-1", "left_child=-2147483648", "points to -2147483648, which does not exist");
        lightgbm("left_child=-1", "left_child=0", "points back to the root");
        lightgbm("feature_names=a b", "feature_names=" + " ".repeat(MANY), "leaf_value is missing");
        lightgbm("\nTree=0", "\n".repeat(MANY), MEMORY);
        lightgbm("leaf_value=1 -1", "leaf_value=" + "1 ".repeat(MANY / 2), "leaf_value must be 2 but is 4000000");
    }

    private void lightgbm(String from, String into, String says) {
        boolean cut = into.endsWith(" ");
        String file = LIGHTGBM.replace(from, into);
        text(
                "lightgbm-%d.txt".formatted(said.size()),
                cut && from.startsWith("feature") ? file.substring(0, file.indexOf("leaf_value")) : file,
                says);
    }

    private void ubjson() throws IOException {
        String start = "{L\0\0\0\0\0\0\0\7learner[";
        text("count.ubj", start + "$l#l\177\377\377\377", "2147483647 more bytes should follow");
        text("count-64.ubj", start + "$l#L\177" + "\377".repeat(7), "9223372036854775807 more bytes should follow");
        text("deep.ubj", start + "[".repeat(MANY), "nested more than 200 deep");
        String size = new String(
                new byte[] {(byte) (MANY >> 24), (byte) (MANY >> 16), (byte) (MANY >> 8), (byte) MANY},
                StandardCharsets.ISO_8859_1);
        text("bytes.ubj", start + "$U#l" + size + "\0".repeat(MANY), MEMORY);
        text("lists.ubj", start + "$[#l" + size + "]".repeat(MANY), MEMORY);
    }

    private void onnx() {
        TensorProto one = floats(2, 1);
        long large = 1L << 31;
        onnx(
                "dims.onnx",
                product(2, 1),
                one.toBuilder().clearDims().addDims(large).addDims(large).build(),
                "has the size [2147483648, 2147483648]");
        TensorProto elsewhere = one.toBuilder()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .build();
        onnx("elsewhere.onnx", product(2, 1), elsewhere, "is stored in another file");
        onnx(
                "black-box-elsewhere.onnx",
                product(2, 1).setNode(0, node("Erf", "y")),
                elsewhere,
                "is stored in another file");
        onnx("wide.onnx", product(1L << 40, 1), one, "must be rows of a stated number of features");
        GraphProto.Builder texts = product(1_000_000, 1);
        texts.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(8);
        onnx("texts.onnx", texts, one, "input 0 of a row is a string");
        AttributeProto.Builder names =
                AttributeProto.newBuilder().setName("cats_strings").setType(AttributeProto.AttributeType.STRINGS);
        for (int k = 0; k < 300_000; k++) {
            names.addStrings(ByteString.copyFromUtf8("t" + k));
        }
        NodeProto.Builder encoder = node("OneHotEncoder", "y").toBuilder().addAttribute(names);
        GraphProto.Builder encoded = texts.clone().setNode(0, encoder);
        onnx("named.onnx", encoded, one, "input 0 of a row is a string");
        AttributeProto.Builder keys =
                AttributeProto.newBuilder().setName("keys_strings").setType(AttributeProto.AttributeType.STRINGS);
        for (int k = 0; k < 1000; k++) {
            keys.addStrings(ByteString.copyFromUtf8("t" + k));
        }
        GraphProto.Builder looked = product(1000, 0);
        looked.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(8);
        for (int k = 0; k < 200; k++) {
            looked.addNode(node("LabelEncoder", "y" + k).toBuilder().addAttribute(keys));
        }
        onnx("looked-up.onnx", looked, one, "its encoders list strings for too many inputs");
        GraphProto.Builder steps = product(1_000_000, 0);
        for (int k = 0; k < 100; k++) {
            steps.addNode(node("Mul", "y" + k).toBuilder().setInput(0, k == 0 ? "x" : "y" + (k - 1)));
        }
        onnx("steps.onnx", steps, floats(1, 1), "its nodes expand each number of the file to hundreds");
        byte[] nodes = new byte[MANY];
        for (int k = 0; k < MANY; k += 2) {
            nodes[k] = 1 << 3 | 2;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {8, 8, 7 << 3 | 2, (byte) 0x80, (byte) 0xa4, (byte) 0xe8, 3});
        file.writeBytes(nodes);
        write("nodes.onnx", file.toByteArray(), MEMORY);
        AttributeProto attribute = AttributeProto.getDefaultInstance();
        for (int k = 0; k < 60; k++) {
            attribute = AttributeProto.newBuilder()
                    .setG(GraphProto.newBuilder().addNode(NodeProto.newBuilder().addAttribute(attribute)))
                    .build();
        }
        onnx("deep.onnx", product(2, 1).addNode(NodeProto.newBuilder().addAttribute(attribute)), one, "nested");
    }

    private static NodeProto node(String operator, String output) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addInput("x")
                .addInput("w")
                .addOutput(output)
                .build();
    }

    /** A graph over rows of a width, with so many products of them and {@code w}. */
    private static GraphProto.Builder product(long width, int products) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
                .build();
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(ValueInfoProto.newBuilder()
                        .setName("x")
                        .setType(TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder()
                                        .setElemType(1)
                                        .setShape(shape))))
                .addOutput(ValueInfoProto.newBuilder().setName(products == 0 ? "y0" : "y"));
        for (int k = 0; k < products; k++) {
            graph.addNode(node("MatMul", "y"));
        }
        return graph;
    }

    /** Ones. */
    private static TensorProto floats(int rows, int columns) {
        return TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(rows)
                .addDims(columns)
                .addAllFloatData(Collections.nCopies(rows * columns, 1f))
                .build();
    }

    private void onnx(String name, GraphProto.Builder graph, TensorProto weights, String says) {
        ModelProto file = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(15))
                .setGraph(graph.addInitializer(weights))
                .build();
        write(name, file.toByteArray(), says);
    }

    /** A gigabyte of zeros in a megabyte, without the directory of a zip file: what it holds is never unpacked. */
    private void zipBomb() {
        byte[] block = new byte[1 << 12];
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[1 << 20]);
        int size = deflater.deflate(block, 0, block.length, Deflater.FULL_FLUSH);
        deflater.end();
        byte[] name = "parameters/zeros.f64".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(30 + name.length + 1024 * size).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x04034b50).putInt(20).putShort((short) 8).putInt(0).putInt(0);
        file.putInt(1024 * size).putInt(1 << 30).putShort((short) name.length).putShort((short) 0);
        file.put(name);
        for (int k = 0; k < 1024; k++) {
            file.put(block, 0, size);
        }
        write("bomb.zip", file.array(), "its last bytes are no end of a zip file");
    }

    private void sparse(String name, long size, String says) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(size);
        }
        said.put(name, says);
    }

    private void text(String name, String content, String says) {
        write(name, content.getBytes(StandardCharsets.ISO_8859_1), says);
    }

    private void write(String name, byte[] content, String says) {
        try {
            Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        said.put(name, says);
    }
}
