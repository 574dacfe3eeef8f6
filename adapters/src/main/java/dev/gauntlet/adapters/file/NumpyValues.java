package dev.gauntlet.adapters.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The values of a NumPy array, read one after the other into the columns of a table. */
record NumpyValues(NumpyHeader header, String place) {
    private static final int CHUNK = 1 << 16;

    /** Reads all of them; there must be as many as the header says, and nothing behind them. */
    void read(InputStream in, List<CellColumn> columns) throws IOException {
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
                        "ends after %d of %d values; it may be cut short"
                                .formatted(done + count / header.bytes(), all));
            }
            for (int at = 0; at < count; at += header.bytes(), done++) {
                put(buffer, at, done, columns);
            }
        }
        if (in.read() >= 0) {
            throw NumpyHeader.refusal(place, "more follows its last value; save each array in a file of its own");
        }
    }

    private void put(ByteBuffer buffer, int at, long index, List<CellColumn> columns) {
        int rows = header.rows();
        int width = header.width();
        int column = (int) (header.fortran() ? index / rows : index % width);
        long row = 1 + (header.fortran() ? index % rows : index / width);
        if (header.isText()) {
            columns.get(column).cell(text(buffer, at), row);
        } else {
            columns.get(column).cell(number(buffer, at), row);
        }
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

    /** Rounded once, to the nearest double: the last bit stands for those that are shifted out. */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
    }

    /** A text without the zeros that fill it up. */
    private String text(ByteBuffer buffer, int at) {
        int end = at + header.bytes();
        if (header.kind() == 'S') {
            while (end > at && buffer.get(end - 1) == 0) {
                end--;
            }
            byte[] bytes = new byte[end - at];
            buffer.get(at, bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        while (end > at && buffer.getInt(end - 4) == 0) {
            end -= 4;
        }
        for (int i = at; i < end; i += 4) {
            int point = buffer.getInt(i);
            text.appendCodePoint(Character.isValidCodePoint(point) ? point : '\uFFFD');
        }
        return text.toString();
    }
}
