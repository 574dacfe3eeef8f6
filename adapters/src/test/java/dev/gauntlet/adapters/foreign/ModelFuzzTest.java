package dev.gauntlet.adapters.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gauntlet.adapters.lightgbm.LightGbmFile;
import dev.gauntlet.adapters.onnx.OnnxModel;
import dev.gauntlet.adapters.sklearn.SklearnJson;
import dev.gauntlet.adapters.xgboost.XGBoostDump;
import dev.gauntlet.adapters.xgboost.XGBoostFile;
import dev.gauntlet.data.Rows;
import java.time.Duration;
import java.util.function.Function;

/**
 * Whatever the bytes of a model file are, a reader makes a model of them that scores, or refuses them with an
 * IllegalArgumentException, and soon. Fuzzed by Jazzer with {@code JAZZER_FUZZ=1}; else the seeds are read.
 */
final class ModelFuzzTest {
    /** Fuzzing changes every class as it is loaded, so that the first file takes long. */
    private static final Duration LONGEST = Duration.ofSeconds(System.getenv("JAZZER_FUZZ") == null ? 10 : 60);

    @FuzzTest(maxDuration = "60s")
    void xgboostJson(byte[] content) {
        survives(content, XGBoostFile::read);
    }

    @FuzzTest(maxDuration = "60s")
    void xgboostUbjson(byte[] content) {
        survives(content, XGBoostFile::read);
    }

    @FuzzTest(maxDuration = "60s")
    void xgboostDump(byte[] content) {
        survives(content, bytes -> XGBoostDump.read(bytes).model());
    }

    @FuzzTest(maxDuration = "60s")
    void lightgbmText(byte[] content) {
        survives(content, LightGbmFile::readText);
    }

    @FuzzTest(maxDuration = "60s")
    void lightgbmJson(byte[] content) {
        survives(content, LightGbmFile::readJson);
    }

    @FuzzTest(maxDuration = "60s")
    void sklearnJson(byte[] content) {
        survives(content, SklearnJson::read);
    }

    @FuzzTest(maxDuration = "60s")
    void networkJson(byte[] content) {
        survives(content, NetworkJson::read);
    }

    @FuzzTest(maxDuration = "60s")
    void onnx(byte[] content) {
        survives(content, bytes -> OnnxModel.read(bytes).model());
    }

    static void survives(byte[] content, Function<byte[], ForeignModel> reader) {
        assertTimeout(LONGEST, () -> {
            try {
                ForeignModel model = reader.apply(content);
                int width = model.encoding().width();
                for (double value : new double[] {0, Double.NaN}) {
                    Rows row = Rows.fill(1, width, (i, j) -> value);
                    Rows scores = model.kernel().scores(model.encoding().encode(row));
                    assertThat(scores.width()).isEqualTo(model.kernel().outputs());
                }
            } catch (IllegalArgumentException refused) {
                assertThat(refused).message().isNotBlank();
            }
        });
    }
}
