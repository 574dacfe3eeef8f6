package dev.gauntlet.adapters.foreign;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.gauntlet.adapters.lightgbm.LightGbmFile;
import dev.gauntlet.adapters.onnx.OnnxModel;
import dev.gauntlet.adapters.sklearn.SklearnJson;
import dev.gauntlet.adapters.xgboost.XGBoostDump;
import dev.gauntlet.adapters.xgboost.XGBoostFile;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of a file's bytes, a reader reads it or refuses it with an IllegalArgumentException, and soon. */
final class BrokenFilesTest {
    private static final int CHANGED = 4000;
    private static final String SOUP = "0123456789-.eE\"[]{},:#$UdlLiS\0\u007f\u00ff";

    private static final String XGBOOST = """
            {"learner":{"learner_model_param":{"base_score":"5E-1","num_class":"0","num_feature":"2"},"objective":{"name":
            "binary:logistic"},"gradient_booster":{"name":"gbtree","model":{"trees":[{"left_children":[1,-1,-1],
            "right_children":[2,-1,-1],"split_indices":[1,0,0],"split_conditions":[0.5,-1,2],"default_left":[0,0,0],
            "categories":[3],"categories_nodes":[0],"categories_segments":[0],"categories_sizes":[1]}]}}}}""";
    private static final String LIGHT = """
            tree
            version=v3
            num_class=1
            num_tree_per_iteration=1
            max_feature_idx=1
            objective=binary sigmoid:1
            feature_names=a b

            Tree=0
            num_leaves=2
            num_cat=1
            split_feature=0
            threshold=0
            decision_type=9
            left_child=-1
            right_child=-2
            leaf_value=1 -1
            cat_boundaries=0 1
            cat_threshold=16

            end of trees
            """;
    private static final String LIGHT_JSON = """
            {"version":"v3","num_class":1,"num_tree_per_iteration":1,"max_feature_idx":1,"objective":"binary sigmoid:1",
            "feature_names":["a","b"],"tree_info":[{"tree_structure":{"split_feature":0,"threshold":"1||3",
            "decision_type":"==","default_left":false,"missing_type":"None","left_child":{"leaf_value":1},
            "right_child":{"leaf_value":-1}}}]}""";
    private static final String DUMP = """
            [{"nodeid":0,"split":"f1","split_condition":0.5,"yes":1,"no":2,"missing":2,"children":[{"nodeid":2,"leaf":0.75},
            {"nodeid":1,"leaf":-1}]}]""";
    private static final String FOREST = """
            {"kind":"forest","n_features":2,"classes":["a","b"],"trees":[{"feature":[0,-2,-2],"threshold":[5,-2,-2],
            "left":[1,-1,-1],"right":[2,-1,-1],"value":[[0.5,0.5],[0.9,0.1],[0.2,0.8]]}]}""";
    private static final String NESTED = """
            {"n_features":2,"classes":["a","b"],"estimators":[{"type":"split","threshold":"1 <= 0.5","left":{"type":"leaf",
            "value":[[3,0]]},"right":{"type":"leaf","value":[[1,5]]}}]}""";
    private static final String NETWORK = """
            {"min_max_scaler":{"scale_":[0.5,2],"min_":[1,0]},"layers":[{"kernel":[[1,-1],[2,0]],"bias":[0,3],
            "activation":"relu"},{"kernel":[[1,0],[0,1]],"bias":[0.5,0],"activation":"softmax"}]}""";

    private record Reader(String name, String seed, Consumer<byte[]> read) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Reader> readers() {
        return List.of(
                new Reader("xgboost", XGBOOST, XGBoostFile::read),
                new Reader("ubjson", ubjson(), XGBoostFile::read),
                new Reader("dump", DUMP, XGBoostDump::read),
                new Reader("lightgbm", LIGHT, LightGbmFile::readText),
                new Reader("lightgbm json", LIGHT_JSON, LightGbmFile::readJson),
                new Reader("forest", FOREST, SklearnJson::read),
                new Reader("nested forest", NESTED, SklearnJson::read),
                new Reader("network", NETWORK, NetworkJson::read),
                new Reader("onnx", onnx(), content -> OnnxModel.read(content).model()));
    }

    private static String ubjson() {
        String tree = "{" + text("left_children") + "[$l#i\1\377\377\377\377" + text("right_children")
                + "[$l#i\1\377\377\377\377" + text("split_indices") + "[$l#i\1\0\0\0\0" + text("split_conditions")
                + "[$d#i\1\77\200\0\0" + text("default_left") + "[$U#i\1\0}";
        String facts = "{" + text("base_score") + "S" + text("5E-1") + text("num_feature") + "S" + text("2") + "}";
        return "{L\0\0\0\0\0\0\0\7learner{" + text("learner_model_param") + facts + text("objective") + "{"
                + text("name") + "S" + text("binary:logistic") + "}" + text("gradient_booster") + "{" + text("name")
                + "S"
                + text("gbtree") + text("model") + "{" + text("trees") + "[" + tree + "]}}}}";
    }

    private static String text(String text) {
        return "i" + (char) text.length() + text;
    }

    private static String onnx() {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(2))
                .build();
        AttributeProto coefficients = AttributeProto.newBuilder()
                .setName("coefficients")
                .setType(AttributeProto.AttributeType.FLOATS)
                .addAllFloats(List.of(1f, 2f))
                .build();
        NodeProto node = NodeProto.newBuilder()
                .setOpType("LinearRegressor")
                .addInput("x")
                .addOutput("y")
                .addAttribute(coefficients)
                .build();
        ValueInfoProto x = ValueInfoProto.newBuilder()
                .setName("x")
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape)))
                .build();
        GraphProto graph = GraphProto.newBuilder()
                .addNode(node)
                .addInput(x)
                .addOutput(ValueInfoProto.newBuilder().setName("y"))
                .build();
        byte[] file =
                ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build().toByteArray();
        return new String(file, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void isReadOrRefused(Reader reader) {
        byte[] seed = reader.seed.getBytes(StandardCharsets.ISO_8859_1);
        assertThatCode(() -> reader.read.accept(seed)).doesNotThrowAnyException();
        for (int length = 0; length < seed.length; length++) {
            survives(reader, Arrays.copyOf(seed, length));
        }
        Rng rng = Seed.of(7).rng();
        for (int k = 0; k < CHANGED; k++) {
            byte[] changed = seed.clone();
            for (int n = 1 + rng.nextInt(3); n > 0; n--) {
                changed[rng.nextInt(changed.length)] = (byte) SOUP.charAt(rng.nextInt(SOUP.length()));
            }
            survives(reader, changed);
        }
        for (String open : List.of("[", "{\"a\":", "{\"left\":")) {
            survives(reader, open.repeat(100_000).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static void survives(Reader reader, byte[] content) {
        assertTimeout(
                Duration.ofSeconds(1),
                () -> {
                    try {
                        reader.read.accept(content);
                    } catch (IllegalArgumentException refused) {
                        assertThatCode(() -> {
                                    throw refused;
                                })
                                .message()
                                .isNotBlank();
                    }
                },
                () -> reader + ": "
                        + new String(content, 0, Math.min(2000, content.length), StandardCharsets.ISO_8859_1));
    }
}
