package dev.gauntlet.adapters.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.data.Rows;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XGBoostWrapperTest {
    private static byte[] file(String parameters) {
        return """
                {"version": [1, 7, 4], "learner": {"feature_names": ["size"], "feature_types": ["float"],
                 "attributes": {"scikit_learn": "%s"},
                 "objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}},
                 "learner_model_param": {"base_score": "5E-1", "num_class": "0", "num_feature": "1", "num_target": "1"},
                 "gradient_booster": {"name": "gbtree", "model": {
                  "gbtree_model_param": {"num_trees": "1", "num_parallel_tree": "1", "size_leaf_vector": "0"},
                  "tree_info": [0], "trees": [
                   {"id": 0, "tree_param": {"num_deleted": "0", "num_feature": "1", "num_nodes": "3"},
                    "parents": [2147483647, 0, 0], "left_children": [1, -1, -1], "right_children": [2, -1, -1],
                    "split_type": [0, 0, 0], "split_indices": [0, 0, 0], "split_conditions": [5.0, -2.0, 2.0],
                    "default_left": [0, 0, 0], "categories_nodes": [], "categories_segments": [],
                    "categories_sizes": [], "categories": [], "base_weights": [0.0, -2.0, 2.0],
                    "loss_changes": [1.0, 0.0, 0.0], "sum_hessian": [2.0, 1.0, 1.0]}]}}}}
                """.formatted(parameters.replace("\"", "\\\"")).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"missing\": -999}", "{\"n_jobs\": 4, \"missing\": 0.0}"})
    void aNumberThatTheWrapperTakesForMissingIsRefused(String parameters) {
        assertThatThrownBy(() -> XGBoostFile.read(file(parameters)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(parameters.contains("999") ? "(missing=-999)" : "(missing=0.0)")
                .hasMessageContaining("Train it with missing=NaN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"missing\": NaN}", "{\"missing\": null}", "{\"_estimator_type\": \"classifier\"}"})
    void withoutSuchANumberTheFileIsRead(String parameters) {
        assertThat(XGBoostFile.read(file(parameters)).kernel().inputs()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"classes_\": [\"attack\", \"normal\"]}", "{\"_le\": {\"classes_\": [\"attack\", \"normal\"]}}"
            })
    void theClassesThatTheWrapperNamesAreRead(String parameters) {
        ForeignModel model = XGBoostFile.read(file(parameters));
        assertThat(model.labels()).containsExactly("attack", "normal");
        Rows row = Rows.of(new double[][] {{9}});
        assertThat(model.withBenign("normal").kernel().malice(row)[0])
                .isEqualTo(-model.kernel().malice(row)[0]);
    }
}
