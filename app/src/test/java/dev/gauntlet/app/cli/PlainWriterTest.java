package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

final class PlainWriterTest {
    private static String written(boolean terminal, String... parts) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = PlainWriter.before(new PrintWriter(text), false, terminal)) {
            for (String part : parts) {
                out.print(part);
                out.flush();
            }
        }
        return text.toString();
    }

    @Test
    void noControlCharacterPasses() {
        for (boolean terminal : new boolean[] {false, true}) {
            for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
                boolean control = (Character.isISOControl(c) && c != '\n' && c != '\t')
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        || Character.getType(c) == Character.SURROGATE;
                if (c == '\r' && terminal) {
                    continue;
                }
                String text = "a" + Character.toString(c) + "b";
                String wanted = control ? "a\\u%04xb".formatted(c) : text;
                if (!written(terminal, text).equals(wanted)) {
                    assertThat(written(terminal, text)).as("U+%04X", c).isEqualTo(wanted);
                }
            }
        }
    }

    @Test
    void onlyOurOwnStylesPassAndOnlyAtATerminal() {
        for (String style : new String[] {"bold,red", "red", "green", "yellow", "faint", "bold"}) {
            String text = Ansi.ON.string("@|" + style + " text|@");
            assertThat(text).contains("\u001b");
            assertThat(written(true, text)).isEqualTo(text);
            assertThat(written(false, text)).doesNotContain("\u001b").contains("\\u001b[", "text");
            for (int i = 1; i < text.length(); i++) {
                assertThat(written(true, text.substring(0, i), text.substring(i)))
                        .isEqualTo(text);
            }
        }
        for (String other : new String[] {
            "\u001b[2J",
            "\u001b[1A",
            "\u001b]0;title\u0007",
            "\u001b[5m",
            "\u001b[31;5m",
            "\u001bc",
            "\u001b",
            "\u001b[",
            "\u009b31m",
            "\u001b[2Jm",
            "\u001b[8m"
        }) {
            assertThat(written(true, other, "x"))
                    .doesNotContain("\u001b", "\u0007", "\u009b")
                    .startsWith("\\u00");
        }
    }

    @Test
    void endsOfLinesPassAndReturnsDoNot() {
        assertThat(written(false, "a\r\nb\r", "\nc\rd\r")).isEqualTo("a\r\nb\r\nc\\u000dd\\u000d");
        assertThat(written(true, "\rnow", "\r")).isEqualTo("\rnow\r");
        assertThat(written(false, "\ud83d", "\ude00\ud83d")).isEqualTo("\ud83d\ude00\\ud83d");
    }

    @Test
    void anOutputThatIsClosedIsNoticed() {
        PrintWriter closed = new PrintWriter(new StringWriter()) {
            @Override
            public boolean checkError() {
                return true;
            }
        };
        assertThat(PlainWriter.before(closed, false).checkError()).isTrue();
    }
}
