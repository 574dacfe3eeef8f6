package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The report of a detector that is retrained from day to day, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetrainE2eTest {
    @TempDir
    private static Path folder = Path.of("");

    private final List<Chromium> browsers = new ArrayList<>();

    @BeforeAll
    void retrain() throws Exception {
        Chromium.place();
        Command.Result result =
                Command.here().run(folder, "retrain", "--simulate", "--window", "sliding:7", "--out", "run");
        assertThat(result.code()).as(result.output()).isZero();
        browsers.add(Chromium.start());
    }

    @AfterAll
    void close() {
        browsers.forEach(Chromium::close);
    }

    @ParameterizedTest
    @CsvSource({"1280,LIGHT", "1280,DARK", "390,LIGHT", "390,DARK"})
    void itIsAccessibleAndKeepsItsPolicyAtAnyWidthAndInBothSchemes(int width, ColorScheme scheme) {
        try (OpenReport report = OpenReport.in(browsers.get(0), folder.resolve("run/report.html"), width, scheme)) {
            report.assertReadable("as it opens");
            report.page().evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
            report.assertReadable("with everything open");
            report.assertQuiet();
        }
    }

    @Test
    void theFiguresOfThePageDocumentedAreThoseOfTheRun() throws Exception {
        JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("run/retrain.json")));
        String measured = Files.readString(Path.of("..", "docs", "retrain.md"));
        assertThat(measured)
                .contains("| | `sliding:7` | %s / %s | %s / %s | %d of %d |"
                        .formatted(
                                share(json.at("/retrained/recall")),
                                share(json.at("/never/recall")),
                                rate(json.at("/retrained/falsePositiveRate")),
                                rate(json.at("/never/falsePositiveRate")),
                                json.get("promotions").asInt(),
                                json.get("challengers").asInt()));
    }

    private static String share(JsonNode value) {
        return String.format(Locale.ROOT, "%.3f", value.asDouble());
    }

    private static String rate(JsonNode value) {
        return String.format(Locale.ROOT, "%.4f", value.asDouble());
    }
}
