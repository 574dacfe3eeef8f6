package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A report in a browser.
 *
 * @param complaints what the browser's console and its scripts complained of so far
 */
record OpenReport(Page page, int width, List<String> complaints) implements AutoCloseable {
    static OpenReport in(Chromium browser, Path report, int width, ColorScheme scheme) {
        Page page = browser.page(width, scheme);
        List<String> complaints = new ArrayList<>();
        page.onConsoleMessage(message -> {
            if (!Set.of("log", "info", "debug").contains(message.type())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(report.toUri().toString());
        return new OpenReport(page, width, complaints);
    }

    /** Nothing is wider than the window, and nothing stands in the way of those who see or hear it otherwise. */
    void assertReadable(String state) {
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as(state)
                .isEqualTo(width);
        assertThat(new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                        + rule.getNodes().stream()
                                                .limit(5)
                                                .map(node -> node.getHtml())
                                                .toList()))
                .as(state)
                .isEmpty();
    }

    /** The page did nothing that its content security policy forbids, and no script failed. */
    void assertQuiet() {
        assertThat(page.evaluate("window.violations")).isEqualTo(List.of());
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
        page.close();
    }
}
