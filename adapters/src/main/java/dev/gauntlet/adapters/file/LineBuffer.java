package dev.gauntlet.adapters.file;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts bytes that arrive in pieces into lines, which end in {@code \n}, {@code \r\n} or {@code \r}. */
final class LineBuffer {
    private byte[] bytes = new byte[1 << 16];
    private int from;
    private int looked;
    private int to;
    /** The end of the last known line; before {@code from} if there is none. */
    private int lastEnd = -1;

    private long number;
    private boolean afterReturn;
    private boolean skipping;
    /** The bytes that were shifted out. */
    private long shifted;

    private long ended;
    private int lastFrom;
    private int lastTo;

    LineBuffer() {
        this(1);
    }

    /**
     * An empty buffer.
     *
     * @param number of the next line
     */
    LineBuffer(long number) {
        this.number = number;
    }

    /** The array to read into, from {@link #free} to its end. */
    byte[] room() {
        if (from > 0 && (to == bytes.length || from == to)) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            looked -= from;
            lastEnd -= from;
            to -= from;
            shifted += from;
            from = 0;
            lastFrom = 0;
            lastTo = 0;
        }
        if (to == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        return bytes;
    }

    int free() {
        return to;
    }

    void added(int count) {
        to += count;
        for (int i = to - 1; i >= to - count; i--) {
            if (bytes[i] == '\n') {
                lastEnd = i;
                return;
            }
        }
    }

    /** The next complete line; null if there is none yet. */
    Lines.@Nullable Line line() {
        while (looked < to) {
            byte b = bytes[looked++];
            if (afterReturn) {
                afterReturn = false;
                if (b == '\n') {
                    from = looked;
                    continue;
                }
            }
            if (b == '\n' || b == '\r') {
                afterReturn = b == '\r';
                return cut(looked - 1);
            }
            if (looked - from >= Lines.LONGEST) {
                skipping = true;
                from = looked;
            }
        }
        return null;
    }

    /** The rest after the last complete line; null if there is none. */
    Lines.@Nullable Line rest() {
        return from == to && !skipping ? null : cut(to);
    }

    private Lines.Line cut(int end) {
        Lines.Line line = skipping
                ? new Lines.Line(number, "", "the line is longer than %d bytes".formatted(Lines.LONGEST))
                : Lines.Line.of(number, bytes, from, end);
        skipping = false;
        number++;
        lastFrom = from;
        lastTo = looked;
        from = looked;
        ended = shifted + looked;
        return line;
    }

    /** The number of the next line. */
    long number() {
        return number;
    }

    /** The bytes before the end of the last line returned. */
    long ended() {
        return ended;
    }

    /** The end of the last line returned, no longer than stated; empty if {@link #room} was called since. */
    byte[] last(int most) {
        return Arrays.copyOfRange(bytes, Math.max(lastFrom, lastTo - most), lastTo);
    }

    /** Whether there is a line that ends in {@code \n}. */
    boolean hasLine() {
        return lastEnd >= from;
    }
}
