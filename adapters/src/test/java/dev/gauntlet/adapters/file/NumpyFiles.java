package dev.gauntlet.adapters.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** NumPy's arrays and archives, written by the description of the format. */
final class NumpyFiles {
    private NumpyFiles() {}

    /** An array with a header as it is. */
    static byte[] array(int version, String header, byte[] values) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer out = ByteBuffer.allocate(8 + (version == 1 ? 2 : 4) + text.length + values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        out.put((byte) version).put((byte) 0);
        if (version == 1) {
            out.putShort((short) text.length);
        } else {
            out.putInt(text.length);
        }
        return out.put(text).put(values).array();
    }

    static byte[] array(String type, boolean fortran, String shape, byte[] values) {
        return array(
                1,
                "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }          \n"
                        .formatted(type, fortran ? "True" : "False", shape),
                values);
    }

    static byte[] doubles(ByteOrder order, double... values) {
        ByteBuffer out = ByteBuffer.allocate(8 * values.length).order(order);
        for (double value : values) {
            out.putDouble(value);
        }
        return out.array();
    }

    /** A table of doubles, row by row. */
    static byte[] table(int rows, int columns, double... values) {
        return array("<f8", false, "(%d, %d)".formatted(rows, columns), doubles(ByteOrder.LITTLE_ENDIAN, values));
    }

    static byte[] longs(long... values) {
        ByteBuffer out = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            out.putLong(value);
        }
        return array("<i8", false, "(%d,)".formatted(values.length), out.array());
    }

    /** Names and contents in turn. */
    static byte[] zip(Object... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int k = 0; k < entries.length; k += 2) {
                out.putNextEntry(new ZipEntry(entries[k].toString()));
                out.write((byte[]) entries[k + 1]);
            }
        }
        return bytes.toByteArray();
    }
}
