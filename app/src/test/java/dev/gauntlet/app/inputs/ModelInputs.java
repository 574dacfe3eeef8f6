package dev.gauntlet.app.inputs;

import java.nio.file.Files;
import java.util.List;

/** Model files as people have them. */
final class ModelInputs {
    private static final String STUMP = """
            {"version": [1, 7, 4], "learner": {"feature_names": ["service"], "feature_types": ["c"],
             "objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}}, "attributes": {},
             "learner_model_param": {"base_score": "5E-1", "num_class": "0", "num_feature": "1", "num_target": "1"},
             "gradient_booster": {"name": "gbtree", "model": {
              "gbtree_model_param": {"num_trees": "1", "num_parallel_tree": "1", "size_leaf_vector": "0"},
              "tree_info": [0], "trees": [{"id": 0,
               "tree_param": {"num_deleted": "0", "num_feature": "1", "num_nodes": "3", "size_leaf_vector": "0"},
               "parents": [2147483647, 0, 0], "left_children": [1, -1, -1], "right_children": [2, -1, -1],
               "split_type": [1, 0, 0], "split_indices": [0, 0, 0], "split_conditions": [NaN, -1.0, 2.0],
               "default_left": [0, 0, 0], "categories_nodes": [0], "categories_segments": [0], "categories_sizes": [2],
               "categories": [0, 3], "base_weights": [0.5, 1.0, 2.0], "loss_changes": [1.0, 0.0, 0.0],
               "sum_hessian": [2.0, 1.0, 1.0]}]}}}}
            """;

    private ModelInputs() {}

    static List<InputCase> cases() {
        return List.of(InputCase.of(
                "XGBoost 1.5 to 2.1 JSON with splits by category, which holds the token NaN",
                folder -> Files.writeString(folder.resolve("model.json"), STUMP),
                "import ./model.json",
                0,
                "the conversion agrees with XGBoost on 2000 rows to the last bit"));
    }
}
