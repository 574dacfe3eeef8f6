package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Plural;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The values of a NumPy array, read one after the other into the columns of a table. */
final class NumpyValues {
    private static final int CHUNK = 1 << 16;
    /** Above this, not every integer is a double. */
    private static final long EXACT = 1L << 53;

    private static final int DOUBLE_BITS = 53;

    private final NumpyHeader header;
    private final String place;
    private long rounded;
    private String first = "";

    /**
     * Creates a reader of the values after a header.
     *
     * @param place prefix of error messages
     */
    NumpyValues(NumpyHeader header, String place) {
        this.header = header;
        this.place = place;
    }

    /**
     * Reads all of them; there must be as many as the header states, and nothing after them.
     *
     * @return a sentence on integers that were rounded, if any
     */
    Optional<String> read(InputStream in, List<CellColumn> columns) throws IOException {
        byte[] chunk = new byte[Math.max(1, CHUNK / header.bytes()) * header.bytes()];
        ByteBuffer buffer = ByteBuffer.wrap(chunk).order(header.order());
        long all = header.values();
        long done = 0;
        while (done < all) {
            int wanted = (int) Math.min(chunk.length, (all - done) * header.bytes());
            int count = in.readNBytes(chunk, 0, wanted);
            if (count < wanted) {
                throw NumpyHeader.refusal(
                        place,
                        Plural.format(
                                "ends after %d of %d value[s]; it may be truncated",
                                done + count / header.bytes(), all));
            }
            for (int at = 0; at < count; at += header.bytes(), done++) {
                put(buffer, at, done, columns);
            }
        }
        if (in.read() >= 0) {
            throw NumpyHeader.refusal(place, "has bytes after its last value; save each array in a file of its own");
        }
        return rounded == 0
                ? Optional.empty()
                : Optional.of(Plural.format(
                        "%s: %d whole number[s] above 2^53 [is|are] rounded, so that different ones can become equal; the first is in %s",
                        place, rounded, first));
    }

    private void put(ByteBuffer buffer, int at, long index, List<CellColumn> columns) {
        int rows = header.rows();
        int width = header.width();
        int column = (int) (header.fortran() ? index / rows : index % width);
        long row = 1 + (header.fortran() ? index % rows : index / width);
        if (header.isText()) {
            columns.get(column).cell(text(buffer, at, row), row);
            return;
        }
        if (header.bytes() == 8 && header.kind() != 'f' && isRounded(buffer.getLong(at))) {
            rounded(columns.get(column), row);
        }
        columns.get(column).cell(number(buffer, at), row);
    }

    /** Whether a 64-bit integer is not exactly a double. */
    private boolean isRounded(long bits) {
        if (header.kind() == 'u' && bits < 0) {
            return Long.numberOfTrailingZeros(bits) < Long.SIZE - DOUBLE_BITS;
        }
        boolean large = bits > EXACT || bits < -EXACT;
        // The largest long is rounded up, and the cast back saturates to the same value.
        return large && (bits == Long.MAX_VALUE || (long) (double) bits != bits);
    }

    private void rounded(CellColumn column, long row) {
        if (column.role() == CellColumn.Role.LABEL) {
            throw NumpyHeader.refusal(
                    place,
                    "row %d: the label is a whole number above 2^53, which would be rounded; save labels as texts: y.astype(str)"
                            .formatted(row));
        }
        first = rounded++ == 0 ? "column \"%s\", row %d".formatted(column.name(), row) : first;
    }

    private double number(ByteBuffer buffer, int at) {
        if (header.kind() == 'f') {
            return header.bytes() == 4 ? buffer.getFloat(at) : buffer.getDouble(at);
        }
        if (header.kind() == 'b') {
            return buffer.get(at) == 0 ? 0 : 1;
        }
        boolean signed = header.kind() == 'i';
        return switch (header.bytes()) {
            case 1 -> signed ? buffer.get(at) : buffer.get(at) & 0xff;
            case 2 -> signed ? buffer.getShort(at) : buffer.getShort(at) & 0xffff;
            case 4 -> signed ? buffer.getInt(at) : buffer.getInt(at) & 0xffffffffL;
            default -> signed ? buffer.getLong(at) : unsigned(buffer.getLong(at));
        };
    }

    /** Rounds once, to the nearest double: the last bit represents those shifted out. */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
    }

    /** A string without its padding zeros. */
    private String text(ByteBuffer buffer, int at, long row) {
        int end = at + header.bytes();
        if (header.kind() == 'S') {
            while (end > at && buffer.get(end - 1) == 0) {
                end--;
            }
            byte[] bytes = new byte[end - at];
            buffer.get(at, bytes);
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw NumpyHeader.refusal(
                        place,
                        "row %d: its bytes are not UTF-8; decode them: np.char.decode(x, 'latin-1'), or the encoding they have"
                                .formatted(row));
            }
        }
        StringBuilder text = new StringBuilder();
        while (end > at && buffer.getInt(end - 4) == 0) {
            end -= 4;
        }
        for (int i = at; i < end; i += 4) {
            int point = buffer.getInt(i);
            boolean valid = Character.isValidCodePoint(point)
                    && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
            if (!valid) {
                throw NumpyHeader.refusal(
                        place,
                        "row %d: contains %s, which is not a character".formatted(row, Integer.toHexString(point)));
            }
            text.appendCodePoint(point);
        }
        return text.toString();
    }
}
