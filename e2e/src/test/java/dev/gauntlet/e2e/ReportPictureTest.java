package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Takes {@code docs/report.png} when it is asked to; CONTRIBUTING has the command. */
@EnabledIfSystemProperty(named = "report.picture", matches = ".+", disabledReason = "makes a picture for the README")
class ReportPictureTest {
    private static final int WIDTH = 1280;
    /** Pages that show the picture are narrower than the report. */
    private static final double SCALE = 0.8;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theTopOfTheDefaultReportIsPhotographed() throws Exception {
        Path picture = Path.of(System.getProperty("report.picture", "report.png"));
        Command.Result result = Command.here().run(folder, "assess", "--arm-seeds", "1", "--out", "run");
        assertThat(result.code()).as(result.output()).isZero();
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.browser()
                    .newPage(new Browser.NewPageOptions()
                            .setViewportSize(WIDTH, 900)
                            .setDeviceScaleFactor(SCALE)
                            .setColorScheme(ColorScheme.LIGHT));
            page.navigate(folder.resolve("run/report.html").toUri().toString());
            BoundingBox last = page.locator("section:has(#process)").boundingBox();
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(picture)
                    .setFullPage(true)
                    .setClip(0, 0, WIDTH, last.y + last.height + 24));
        }
        assertThat(Files.size(picture)).isBetween(20_000L, 400_000L);
    }
}
