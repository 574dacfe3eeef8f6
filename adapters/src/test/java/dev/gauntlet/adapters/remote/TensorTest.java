package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TensorTest {
    private static final String TWO = """
            {"model_name": "m", "outputs": [
              {"name": "label", "datatype": "INT64", "shape": [2], "data": [0, 1]},
              {"name": "proba", "datatype": "FP32", "shape": [2, 2], "data": [1, 0, 0.25, 0.75]}]}
            """;

    private static Endpoint.Reply read(String json, String output, int rows) throws Trouble {
        return Tensor.read(Mock.JSON.readTree(json), Optional.of(output).filter(name -> !name.isEmpty()), rows);
    }

    @Test
    void theFirstTensorOrTheOneThatIsNamed() throws Trouble {
        assertThat(Answer.guessed(read(TWO, "", 2).items())).isEqualTo(Answer.LABEL);
        Endpoint.Reply proba = read(TWO, "proba", 2);
        assertThat(Answer.guessed(proba.items())).isEqualTo(Answer.PROBABILITIES);
        assertThat(proba.items()).hasToString("[[1.0,0.0], [0.25,0.75]]");
    }

    /** What is a float stays one where it is written without a point, or a score of 1 would pass for a label. */
    @Test
    void theDatatypeDecidesHowNumbersAreRead() throws Trouble {
        String text =
                "{\"outputs\": [{\"name\": \"s\", \"datatype\": \"%s\", \"shape\": [2, 1], \"data\": [[0], [1]]}]}";
        assertThat(Answer.guessed(read(text.formatted("FP64"), "", 2).items())).isEqualTo(Answer.SCORE);
        assertThat(Answer.guessed(read(text.formatted("INT32"), "", 2).items())).isEqualTo(Answer.LABEL);
    }

    @Test
    void otherShapesAreRefused() {
        assertThatThrownBy(() -> read(TWO, "scores", 2))
                .hasMessageContaining("no output scores; it has [label, proba]");
        assertThatThrownBy(() -> read("{\"error\": \"x\"}", "", 2)).hasMessageContaining("no outputs; it has []");
        assertThatThrownBy(() -> read(TWO, "label", 3)).hasMessageContaining("sent 3 rows and returned 2 numbers");
        assertThatThrownBy(() -> read(TWO, "proba", 4)).hasMessageContaining("a tensor of shape [2,2]");
        assertThatThrownBy(() -> read("{\"outputs\": [{\"name\": \"s\", \"data\": []}]}", "", 1))
                .hasMessageContaining("returned 0 numbers");
    }
}
