package dev.gauntlet.app.cli;

import dev.gauntlet.base.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Lets through what is seen, ends of lines and tabs, and at a terminal also the styles and returns of our own. Every other
 * control character, and every character that turns a line, is escaped, whatever text it came in.
 */
final class PlainWriter extends Writer {
    private static final char ESCAPE = '\u001b';
    /** The escape sequences that begin and end the styles of our texts, and those of picocli's help. */
    private static final Set<String> STYLES = Stream.of(
                    Style.reset,
                    Style.bold,
                    Style.faint,
                    Style.italic,
                    Style.underline,
                    Style.fg_red,
                    Style.fg_green,
                    Style.fg_yellow)
            .flatMap(style -> Stream.of(style.on(), style.off()))
            .collect(Collectors.toUnmodifiableSet());

    private static final int LONGEST =
            STYLES.stream().mapToInt(String::length).max().orElse(0);

    private final PrintWriter to;
    private final boolean terminal;
    /** What may begin a sequence, a pair or the end of a line that comes whole only with the next text. */
    private final StringBuilder held = new StringBuilder();

    private PlainWriter(PrintWriter to, boolean terminal) {
        this.to = to;
        this.terminal = terminal;
    }

    /**
     * A writer before another.
     *
     * @param flushed whether each line is flushed
     */
    static PrintWriter before(PrintWriter to, boolean flushed) {
        return before(to, flushed, Ansi.AUTO.enabled());
    }

    static PrintWriter before(PrintWriter to, boolean flushed, boolean terminal) {
        return new PrintWriter(new PlainWriter(to, terminal), flushed);
    }

    @Override
    public void write(char[] text, int from, int count) {
        if (held.isEmpty() && isPlain(text, from, count)) {
            to.write(text, from, count);
            return;
        }
        held.append(text, from, count);
        write(false);
    }

    private static boolean isPlain(char[] text, int from, int count) {
        for (int i = from; i < from + count; i++) {
            char c = text[i];
            boolean usual = (c >= ' ' && c <= '~') || c == '\n' || c == '\t';
            if (!usual) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes what is held.
     *
     * @param all whether nothing comes that could complete its end
     */
    private void write(boolean all) {
        StringBuilder plain = new StringBuilder(held.length());
        int i = 0;
        while (i < held.length()) {
            int length = length(i, all);
            if (length == 0) {
                break;
            }
            String part = held.substring(i, i + length);
            plain.append(isOurs(part) ? part : Printable.lines(part));
            i += length;
        }
        held.delete(0, i);
        to.append(plain);
    }

    /** How many characters from here on belong together; 0 if it takes the next text to know. */
    private int length(int at, boolean all) {
        char c = held.charAt(at);
        boolean last = at + 1 == held.length();
        if (c == ESCAPE && terminal) {
            int end = held.indexOf("m", at);
            if (end < 0 && !all && held.length() - at < LONGEST) {
                return 0;
            }
            return end > 0 && STYLES.contains(held.substring(at, end + 1)) ? end + 1 - at : 1;
        }
        if (c != '\r' && !Character.isHighSurrogate(c)) {
            return 1;
        }
        if (last) {
            return all || (c == '\r' && terminal) ? 1 : 0;
        }
        char next = held.charAt(at + 1);
        return (c == '\r' ? next == '\n' : Character.isLowSurrogate(next)) ? 2 : 1;
    }

    private boolean isOurs(String part) {
        return part.equals("\r\n") || (terminal && (part.equals("\r") || STYLES.contains(part)));
    }

    /** Fails where the output is closed; what is held waits for the next text. */
    @Override
    public void flush() throws IOException {
        if (to.checkError()) {
            throw new IOException("the output is closed");
        }
    }

    @Override
    public void close() {
        write(true);
        to.close();
    }
}
