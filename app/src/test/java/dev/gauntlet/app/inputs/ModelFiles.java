package dev.gauntlet.app.inputs;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.TextFormat;
import dev.gauntlet.app.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small model files, each a stump on whether {@code size} is 5 or more, and data that go with them. */
final class ModelFiles {
    private ModelFiles() {}

    /** XGBoost's JSON with a split of input {@code split} at 5 of the named ones. */
    static String xgboost(int split, String... names) {
        return xgboost(List.of(tree(split)), "binary:logistic", "0", names);
    }

    private static String tree(int split) {
        return """
                {"id": 0, "tree_param": {"num_deleted": "0", "num_feature": "1", "num_nodes": "3", "size_leaf_vector": "1"},
                 "parents": [2147483647, 0, 0], "left_children": [1, -1, -1], "right_children": [2, -1, -1],
                 "split_type": [0, 0, 0], "split_indices": [%d, 0, 0], "split_conditions": [5.0, -2.0, 2.0],
                 "default_left": [0, 0, 0], "categories_nodes": [], "categories_segments": [], "categories_sizes": [],
                 "categories": [], "base_weights": [0.0, -2.0, 2.0], "loss_changes": [1.0, 0.0, 0.0],
                 "sum_hessian": [2.0, 1.0, 1.0]}""".formatted(split);
    }

    private static String xgboost(List<String> each, String objective, String classes, String... names) {
        int count = each.size();
        String trees = IntStream.range(0, count)
                .mapToObj(t -> each.get(t).replace("\"id\": 0", "\"id\": " + t))
                .collect(Collectors.joining(", "));
        return """
                {"version": [2, 1, 4], "learner": {"feature_names": [%s], "feature_types": [], "attributes": {},
                 "objective": {"name": "%s", "reg_loss_param": {"scale_pos_weight": "1"},
                  "softmax_multiclass_param": {"num_class": "%s"}},
                 "learner_model_param": {"base_score": "5E-1", "boost_from_average": "1", "num_class": "%s",
                  "num_feature": "%d", "num_target": "1"},
                 "gradient_booster": {"name": "gbtree", "model": {
                  "gbtree_model_param": {"num_trees": "%d", "num_parallel_tree": "1", "size_leaf_vector": "1"},
                  "tree_info": %s, "trees": [%s]}}}}
                """.formatted(
                        Arrays.stream(names).map(name -> '"' + name + '"').collect(Collectors.joining(", ")),
                        objective,
                        classes,
                        classes,
                        Math.max(2, names.length),
                        count,
                        classes.equals("0")
                                ? Arrays.toString(new int[count])
                                : Arrays.toString(java.util.stream.IntStream.range(0, count)
                                        .toArray()),
                        trees);
    }

    /** Three classes, of which 1 is likeliest below 5. */
    static String classes(String... names) {
        String low = tree(0);
        List<String> trees = List.of(
                low.replace("5.0, -2.0, 2.0", "5.0, -1.0, 2.0"),
                low.replace("5.0, -2.0, 2.0", "5.0, 2.0, -2.0"),
                low.replace("5.0, -2.0, 2.0", "5.0, -1.0, 1.0"));
        return xgboost(trees, "multi:softprob", "3", names);
    }

    /** Two rounds, of which the second turns the answers round and the first is the best. */
    static String stopped(boolean wrapper) {
        String later = tree(0).replace("5.0, -2.0, 2.0", "5.0, 4.0, -4.0");
        return xgboost(List.of(tree(0), later), "binary:logistic", "0", "size", "rate")
                .replace(
                        "\"attributes\": {}",
                        "\"attributes\": {\"best_iteration\": \"0\"%s}"
                                .formatted(wrapper ? ", \"scikit_learn\": \"{}\"" : ""));
    }

    /** The same stump as XGBoost 3.3 writes dart: weights beside the trees of a gbtree booster. */
    static String dart() {
        return xgboost(0, "size", "rate")
                .replace("[2, 1, 4]", "[3, 3, 0]")
                .replace("{\"name\": \"gbtree\",", "{\"name\": \"gbtree\", \"weight_drop\": [0.5],");
    }

    /** A stump on a category: {@code udp}, whose code is 0, and missing texts go right. */
    static String categories(boolean stated) {
        String file = xgboost(0, "kind", "rate")
                .replace("\"feature_types\": []", "\"feature_types\": [\"c\", \"float\"]")
                .replace("\"split_type\": [0,", "\"split_type\": [1,")
                .replace("\"categories_nodes\": []", "\"categories_nodes\": [0]")
                .replace("\"categories_segments\": []", "\"categories_segments\": [0]")
                .replace("\"categories_sizes\": []", "\"categories_sizes\": [1]")
                .replace("\"categories\": []", "\"categories\": [0]");
        return !stated ? file : file.replace("[2, 1, 4]", "[3, 1, 1]").replace("\"tree_info\"", """
                        "cats": {"enc": [{"offsets": [0, 3, 6], "values": [117, 100, 112, 116, 99, 112]},
                          {"offsets": [], "values": []}],
                         "feature_segments": [0, 2, 2], "sorted_idx": [1, 0]}, "iteration_indptr": [0, 1], "tree_info\"""");
    }

    /** LightGBM's text with a split of input 0 at 5, of numbers named so, or of a category. */
    static String lightgbm(String names, String pandas) {
        boolean category = !pandas.equals("null");
        return """
                tree
                version=v4
                num_class=1
                num_tree_per_iteration=1
                label_index=0
                max_feature_idx=1
                objective=binary sigmoid:1
                feature_names=%s
                feature_infos=%s [0:9]

                Tree=0
                num_leaves=2
                num_cat=%d
                split_feature=0
                threshold=%s
                decision_type=%d
                left_child=-1
                right_child=-2
                leaf_value=-2 2
                %s
                end of trees

                pandas_categorical:%s
                """.formatted(
                        names,
                        category ? "0:1" : "[0:9]",
                        category ? 1 : 0,
                        category ? "0" : "5",
                        category ? 1 : 10,
                        category ? "cat_boundaries=0 1\ncat_threshold=1" : "",
                        pandas);
    }

    /** XGBoost's dump with a split of a feature of this name. */
    static String dump(String name) {
        return """
                [{"nodeid": 0, "split": "%s", "split_condition": 5, "yes": 1, "no": 2, "missing": 2, "children":
                  [{"nodeid": 1, "leaf": -2}, {"nodeid": 2, "leaf": 2}]}]""".formatted(name);
    }

    /** A tree of scikit-learn over two named features. */
    static String sklearn(String first, String second) {
        return """
                {"kind": "tree", "n_features": 2, "classes": ["good", "bad"], "features": ["%s", "%s"],
                 "trees": [{"feature": [1, -2, -2], "threshold": [5.0, -2, -2], "left": [1, -1, -1], "right": [2, -1, -1],
                            "value": [[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]]}]}""".formatted(first, second);
    }

    /** ONNX without the width of its rows: a tree on feature 1, or a sum that needs no width. */
    static Path onnx(Path file, boolean tree) throws IOException {
        ModelProto.Builder model = ModelProto.newBuilder();
        TextFormat.merge("""
                ir_version: 8 producer_name: "another program"
                opset_import {version: 15} opset_import {domain: "ai.onnx.ml" version: 3}
                graph {name: "g"
                  input {name: "X" type {tensor_type {elem_type: 1 shape {dim {dim_param: "n"} dim {}}}}}
                  output {name: "scores" type {tensor_type {elem_type: 1 shape {dim {dim_param: "n"} dim {}}}}}
                """ + (tree ? """
                  node {op_type: "TreeEnsembleClassifier" domain: "ai.onnx.ml" input: "X" output: "label" output: "scores"
                    attribute {name: "nodes_treeids" type: INTS ints: 0 ints: 0 ints: 0}
                    attribute {name: "nodes_nodeids" type: INTS ints: 0 ints: 1 ints: 2}
                    attribute {name: "nodes_featureids" type: INTS ints: 1 ints: 0 ints: 0}
                    attribute {name: "nodes_modes" type: STRINGS strings: "BRANCH_LEQ" strings: "LEAF" strings: "LEAF"}
                    attribute {name: "nodes_values" type: FLOATS floats: 5 floats: 0 floats: 0}
                    attribute {name: "nodes_truenodeids" type: INTS ints: 1 ints: 0 ints: 0}
                    attribute {name: "nodes_falsenodeids" type: INTS ints: 2 ints: 0 ints: 0}
                    attribute {name: "class_treeids" type: INTS ints: 0 ints: 0 ints: 0 ints: 0}
                    attribute {name: "class_nodeids" type: INTS ints: 1 ints: 1 ints: 2 ints: 2}
                    attribute {name: "class_ids" type: INTS ints: 0 ints: 1 ints: 0 ints: 1}
                    attribute {name: "class_weights" type: FLOATS floats: 0.9 floats: 0.1 floats: 0.2 floats: 0.8}
                    attribute {name: "classlabels_strings" type: STRINGS strings: "good" strings: "bad"}
                    attribute {name: "post_transform" type: STRING s: "NONE"}}}
                """ : """
                  node {op_type: "ReduceSum" input: "X" output: "scores"}}
                """), model);
        return Files.write(file, model.build().toByteArray());
    }

    /** A table of {@code size}, {@code rate}, {@code count}, {@code kind} and {@code verdict}, which is good or bad. */
    static Path table(Path folder) throws IOException {
        return Terminal.table(folder.resolve("data.csv"), 400);
    }

    /** A file of a folder. */
    static void write(Path folder, String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
