package dev.gauntlet.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The browser of this system without a window. */
record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"),
            Path.of("/usr/bin/chromium-browser"),
            Path.of("/usr/bin/google-chrome"),
            Path.of("/snap/bin/chromium"));

    /** Where it is; where there is none the test is skipped. */
    static Path place() {
        List<Path> found = PLACES.stream().filter(Files::isExecutable).toList();
        assumeTrue(!found.isEmpty(), "the report was not opened: there is no browser at any of " + PLACES);
        return found.get(0);
    }

    static Chromium start() {
        Path place = place();
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(place)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
        return new Chromium(playwright, browser);
    }

    /** A new page that remembers in {@code window.violations} what its content security policy refused. */
    Page page(int width, ColorScheme scheme) {
        Page page = browser.newPage(
                new Browser.NewPageOptions().setViewportSize(width, 900).setColorScheme(scheme));
        page.addInitScript("window.violations = [];"
                + "document.addEventListener('securitypolicyviolation',"
                + " e => window.violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.lineNumber));");
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
