package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The report of a small run in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportE2eTest {
    private static final Set<String> SHOWN = Set.of("CLEAN", "NULL", "ATTACKED", "DEFENDED_RANDOM");

    @TempDir
    private static Path folder = Path.of("");

    private final List<Chromium> browsers = new ArrayList<>();

    @BeforeAll
    void assess() throws Exception {
        Chromium.place();
        Command.Result result = Command.here()
                .run(folder, "assess", "--attacks", "label-flip,label-only-evasion,verdict-drop", "--out", "run");
        assertThat(result.code()).as(result.output()).isZero();
        browsers.add(Chromium.start());
    }

    @AfterAll
    void close() {
        browsers.forEach(Chromium::close);
    }

    private OpenReport open(int width, ColorScheme scheme) {
        return OpenReport.in(browsers.get(0), folder.resolve("run/report.html"), width, scheme);
    }

    @ParameterizedTest
    @CsvSource({"1280,LIGHT", "1280,DARK", "390,LIGHT", "390,DARK"})
    void itIsAccessibleAndKeepsItsPolicyAtAnyWidthAndInBothSchemes(int width, ColorScheme scheme) {
        try (OpenReport report = open(width, scheme)) {
            report.assertReadable("folded");
            Page page = report.page();
            page.locator("#unfold").click();
            page.locator(".chart canvas").first().waitFor();
            assertThat(page.locator(".chart canvas").count())
                    .isEqualTo(page.locator(".chart").count())
                    .isPositive();
            report.assertReadable("unfolded");
            report.assertQuiet();
        }
    }

    @Test
    void itsNumbersAreThoseOfTheFindings() throws Exception {
        JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("run/findings.json")));
        Set<String> expected = new TreeSet<>();
        for (JsonNode finding : json.get("findings")) {
            for (JsonNode arm : finding.get("arms")) {
                String name = arm.get("name").asString();
                if (SHOWN.contains(name)) {
                    expected.add(line(finding.get("id").asString(), name, arm.get("damage")));
                }
                if (name.equals(finding.path("comparison").path("worst").asString(""))) {
                    expected.add(line(finding.get("id").asString(), "worst", arm.get("damage")));
                }
            }
        }
        Page page = open(1280, ColorScheme.LIGHT).page();
        Object cells = page.evaluate("Array.from(document.querySelectorAll('.findings td[data-value]')).map(c => ["
                + "c.parentElement.dataset.finding, c.dataset.arm, c.dataset.value, c.dataset.low, c.dataset.high,"
                + " c.dataset.n, c.querySelector('.number').textContent].join(' '))");
        assertThat(((List<?>) cells).stream().map(String::valueOf))
                .containsExactlyInAnyOrderElementsOf(expected)
                .isNotEmpty();
        page.close();
    }

    private static String line(String finding, String arm, JsonNode damage) {
        BigDecimal value = damage.get("value").decimalValue();
        return String.join(
                " ",
                finding,
                arm.equals("NULL")
                        ? "random"
                        : arm.toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                damage.get("value").asString(),
                damage.get("low").asString(),
                damage.get("high").asString(),
                damage.get("n").asString(),
                value.setScale(3, RoundingMode.HALF_UP).toPlainString());
    }

    @Test
    void itsPictureMarksWhatWasTriedAndLeadsToIt() {
        Page page = open(1280, ColorScheme.LIGHT).page();
        page.locator(".picture.wide a[data-family=channel] .family").click();
        assertThat(page.locator(":target").getAttribute("data-finding")).startsWith("verdict-drop");
        assertThat(page.locator(".picture.wide a[data-family=extraction]").getAttribute("data-mark"))
                .isEqualTo("untried");
        page.locator(".findings tr[data-finding^=label-flip] a").first().click();
        page.locator("#attack-label-flip[open]").waitFor();
        page.close();
    }

    @Test
    void onPaperEverythingIsOpen() {
        Page page = open(1280, ColorScheme.DARK).page();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("#attack-label-flip .arms").isVisible()).isTrue();
        assertThat(page.locator("#attack-label-flip .values table").first().isVisible())
                .isTrue();
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
        page.close();
    }
}
