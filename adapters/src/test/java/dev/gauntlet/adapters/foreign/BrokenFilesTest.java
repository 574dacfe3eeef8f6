package dev.gauntlet.adapters.foreign;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.gauntlet.adapters.lightgbm.LightGbmFile;
import dev.gauntlet.adapters.onnx.OnnxModel;
import dev.gauntlet.adapters.sklearn.SklearnJson;
import dev.gauntlet.adapters.xgboost.XGBoostDump;
import dev.gauntlet.adapters.xgboost.XGBoostFile;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of a file's bytes, a reader reads it or refuses it with an IllegalArgumentException, and soon. */
final class BrokenFilesTest {
    private static final int CHANGED = 1000;
    private static final String SOUP = "0123456789-.eE\"[]{},:#$UdlLiS\0\u007f\u00ff";

    /** A reader and a sound file for it, of those that {@link ModelFuzzTest} starts from. */
    private record Reader(String name, Consumer<byte[]> read) {
        byte[] sound() throws IOException {
            try (InputStream in = ModelFuzzTest.class.getResourceAsStream("ModelFuzzTestInputs/" + name)) {
                return in.readAllBytes();
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Reader> readers() {
        return List.of(
                new Reader("xgboostJson/valid.json", XGBoostFile::read),
                new Reader("xgboostUbjson/valid.ubj", XGBoostFile::read),
                new Reader("xgboostDump/valid.json", XGBoostDump::read),
                new Reader("lightgbmText/valid.txt", LightGbmFile::readText),
                new Reader("lightgbmJson/valid.json", LightGbmFile::readJson),
                new Reader("sklearnJson/valid.json", SklearnJson::read),
                new Reader("sklearnJson/valid-nested.json", SklearnJson::read),
                new Reader("networkJson/valid.json", NetworkJson::read),
                new Reader("onnx/valid.onnx", content -> OnnxModel.read(content).model()));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void isReadOrRefused(Reader reader) throws IOException {
        byte[] seed = reader.sound();
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
