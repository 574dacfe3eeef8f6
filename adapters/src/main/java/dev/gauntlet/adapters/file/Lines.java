package dev.gauntlet.adapters.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a text, one after the other. */
interface Lines extends Closeable {
    /** The most bytes of a line. */
    int LONGEST = 1 << 24;

    /**
     * One line.
     *
     * @param number from 1
     * @param text without line end; as far as it can be read
     * @param problem why it cannot be read; empty if it can
     */
    record Line(long number, String text, String problem) {
        static Line of(long number, byte[] bytes, int from, int to) {
            int start = from;
            if (number == 1 && to - from >= 3 && bytes[from] == (byte) 0xef && bytes[from + 1] == (byte) 0xbb) {
                start += bytes[from + 2] == (byte) 0xbf ? 3 : 0;
            }
            String text = new String(bytes, start, to - start, StandardCharsets.UTF_8);
            return new Line(number, text, text.indexOf('\uFFFD') >= 0 ? problem(bytes, start, to) : "");
        }

        private static String problem(byte[] bytes, int from, int to) {
            Utf8 utf8 = new Utf8();
            for (int i = from; i < to; i++) {
                if (!utf8.accepts(bytes[i] & 0xff)) {
                    return "byte %d of the line is not UTF-8".formatted(i - from);
                }
            }
            return utf8.complete() ? "" : "the line ends within a character";
        }

        boolean isBroken() {
            return !problem.isEmpty();
        }
    }

    /** The next line; null if there is none, or none yet. */
    @Nullable
    Line next() throws IOException;

    /** Whether something can be read without waiting for the writer. */
    boolean ready() throws IOException;

    /** A line that was already read, and those after it. */
    static Lines after(Line first, Lines rest) {
        return new Lines() {
            private @Nullable Line held = first;

            @Override
            public @Nullable Line next() throws IOException {
                Line line = held;
                held = null;
                return line == null ? rest.next() : line;
            }

            @Override
            public boolean ready() throws IOException {
                return held != null || rest.ready();
            }

            @Override
            public void close() throws IOException {
                rest.close();
            }
        };
    }
}
