package dev.gauntlet.app.inputs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** NumPy's arrays as people have them. */
final class NumpyInputs {
    private static final int ROWS = 120;

    private NumpyInputs() {}

    static List<InputCase> cases() {
        String label = " --label y --benign 0";
        return List.of(
                InputCase.of(
                        "a NumPy archive of `X` and `y`",
                        archive("X", table(), "y", whole(i -> i % 2)),
                        "split --data ./d.npz" + label + " --out ./parts",
                        0,
                        "d.npz: the arrays X (120, 2), y (120,) are read as columns",
                        "72 training, 18 validation and 30 test rows"),
                InputCase.of(
                        "a NumPy array",
                        folder -> Files.write(folder.resolve("d.npy"), table()),
                        "schema ./d.npy",
                        0,
                        "d.npy: an array of the shape (120, 2) is read as columns",
                        "name: f1"),
                InputCase.of(
                        "a NumPy archive of a pickle",
                        archive("X", table(), "y", array("|O", "(120,)", new byte[9])),
                        "schema ./d.npz" + label,
                        2,
                        "d.npz, array \"y\": is of the type |O; it contains Python objects as a pickle, which can run code when"
                                + " it is loaded; save numbers or texts: x.astype(float), y.astype(str)"),
                InputCase.of(
                        "a NumPy archive of a training and a test part",
                        archive("x_train", table(), "x_test", table()),
                        "schema ./d.npz" + label,
                        2,
                        "d.npz: contains x_train (120, 2), x_test (120, 2); save one table and columns with the same number of rows, such as"
                                + " np.savez(FILE, X=X, y=y)"),
                InputCase.of(
                        "a truncated NumPy array",
                        folder -> Files.write(folder.resolve("d.npy"), java.util.Arrays.copyOf(table(), 1000)),
                        "schema ./d.npy",
                        2,
                        "of 240 values; it may be truncated"));
    }

    private static InputCase.Files archive(String first, byte[] one, String second, byte[] other) {
        return folder -> {
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(folder.resolve("d.npz")))) {
                add(out, first, one);
                add(out, second, other);
            }
        };
    }

    private static void add(ZipOutputStream out, String name, byte[] array) throws IOException {
        out.putNextEntry(new ZipEntry(name + ".npy"));
        out.write(array);
    }

    private static byte[] table() {
        ByteBuffer values = ByteBuffer.allocate(2 * ROWS * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS; i++) {
            values.putDouble(i % 13).putDouble(i % 7 + (i % 2 == 0 ? 0 : 3));
        }
        return array("<f8", "(%d, 2)".formatted(ROWS), values.array());
    }

    private static byte[] whole(IntUnaryOperator value) {
        ByteBuffer values = ByteBuffer.allocate(ROWS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS; i++) {
            values.putLong(value.applyAsInt(i));
        }
        return array("<i8", "(%d,)".formatted(ROWS), values.array());
    }

    static byte[] array(String type, String shape, byte[] values) {
        byte[] header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n"
                .formatted(type, shape)
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10 + header.length + values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY\1\0".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) header.length)
                .put(header)
                .put(values)
                .array();
    }
}
