package dev.gauntlet.adapters.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.data.Rows;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class NetworkJsonTest {
    private static final String NETWORK = """
            {"features": ["size", "rate"], "min_max_scaler": {"scale_": [0.5, 2], "min_": [1, 0]}, "layers": [
              {"kernel": [[1, -1], [2, 0]], "bias": [0, 3], "activation": "relu"},
              {"kernel": [[1, 0], [0, 1]], "bias": [0.5, 0], "activation": "softmax"}]}""";

    private static ForeignModel read(String json) {
        return NetworkJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theScalerAndTheLayersAreApplied() {
        ForeignModel model = read(NETWORK);
        // Scaled: 2 and 6; hidden: 14 and 1; logits: 14.5 and 1.
        Rows scores = model.over(model.inferred()).scores(Rows.of(new double[] {2, 3}));
        assertThat(scores.row(0)).containsExactly(14.5, 1);
        assertThat(model.inferred().names()).containsExactly("size", "rate");
    }

    @Test
    void theTypeSaysInWhatItComputes() {
        String floats = NETWORK.replace("{\"features\"", "{\"dtype\": \"float32\", \"features\"");
        assertThat(read(floats).kernel().form()).isEqualTo("float-network");
        assertThat(read(floats.replace("32", "64")).kernel().form()).isEqualTo("network");
        assertThat(read(NETWORK).kernel().form()).isEqualTo("network");
        refused(floats.replace("32", "16"), "dtype must be float32 or float64");
    }

    @Test
    void namesWhatIsWrong() {
        refused(NETWORK.replace("\"bias\": [0, 3]", "\"bias\": [0]"), "layers[0].kernel[0] must be 1 number but is 2");
        refused(NETWORK.replace("softmax", "relu"), "layers[1].activation must be linear or softmax");
        refused(NETWORK.replace("\"relu\"", "\"swish\""), "layers[0].activation must be relu, tanh or sigmoid");
        refused(NETWORK.replace("[0.5, 2]", "[0, 2]"), "scale_[0] is 0");
        refused(NETWORK.replace("[0.5, 2]", "[0.5]"), "min_max_scaler.scale_");
        refused(NETWORK.replace("\"rate\"", "\"rate\", \"more\""), "names in features");
        refused(NETWORK.replace("\"bias\": [0.5", "\"bias\": [1e400"), "must contain finite numbers");
        refused("{\"layers\": []}", "must not be empty");
    }

    private static void refused(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
