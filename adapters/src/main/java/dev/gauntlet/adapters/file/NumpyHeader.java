package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The header of a NumPy array: its type, order and shape.
 *
 * @param kind {@code f}, {@code i}, {@code u}, {@code b}, {@code U} or {@code S}
 * @param bytes of one value
 * @param fortran whether values are in column-major order
 * @param shape the size of each dimension
 * @param length bytes before the first value
 * @see <a href="https://numpy.org/neps/nep-0001-npy-format.html">NEP 1</a>
 */
record NumpyHeader(char kind, int bytes, ByteOrder order, boolean fortran, List<Long> shape, int length) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16;
    private static final int WIDEST = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'\\s*,?");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)\\s*,?");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L, ]*)\\)\\s*,?");
    private static final Pattern STRUCTURED = Pattern.compile("'descr'\\s*:\\s*\\[");
    private static final Pattern KNOWN = Pattern.compile("([<>|])(f4|f8|[iu][1248]|b1|U\\d{1,6}|S\\d{1,6})");

    /** Whether a file that starts with these bytes is an array. */
    static boolean isArray(byte[] head) {
        return head.length >= MAGIC.length && java.util.Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads the header, up to the first value.
     *
     * @param place prefix of error messages
     */
    static NumpyHeader read(InputStream in, String place) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !isArray(start)) {
            throw refusal(place, "does not begin as a NumPy array");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw refusal(place, "is of version %d of NumPy's format; 1 to 3 are read".formatted(version));
        }
        ByteBuffer size = ByteBuffer.wrap(in.readNBytes(version == 1 ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        if (size.remaining() < (version == 1 ? 2 : 4)) {
            throw refusal(place, "ends within its header; it may be truncated");
        }
        long length = version == 1 ? size.getShort() & 0xffff : size.getInt() & 0xffffffffL;
        if (length > LONGEST) {
            throw refusal(place, "has a header of %d bytes; the most is %d".formatted(length, LONGEST));
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw refusal(place, "ends within its header; it may be truncated");
        }
        int before = MAGIC.length + 2 + size.capacity() + text.length;
        // The header is a Python literal, in which strings may have single or double quotes.
        return parse(new String(text, StandardCharsets.ISO_8859_1).replace('"', '\''), before, place);
    }

    private static NumpyHeader parse(String text, int length, String place) {
        if (STRUCTURED.matcher(text).find()) {
            throw refusal(place, "is a structured array; write it as Parquet (pandas: DataFrame(x).to_parquet)");
        }
        Optional<String> type = only(TYPE, text);
        Optional<String> order = only(ORDER, text);
        Optional<String> shape = only(SHAPE, text);
        String rest = Stream.of(TYPE, ORDER, SHAPE)
                .reduce(text, (left, part) -> part.matcher(left).replaceFirst(""), (a, b) -> a)
                .strip();
        if (type.isEmpty() || order.isEmpty() || shape.isEmpty() || !rest.matches("\\{\\s*}")) {
            throw refusal(place, "has a header that is not NumPy's: %s".formatted(shown(text)));
        }
        List<Long> sizes = Stream.of(shape.get().split(","))
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .map(size -> size.endsWith("L") ? size.substring(0, size.length() - 1) : size)
                .map(size -> size.matches("\\d{1,10}") ? Long.parseLong(size) : Long.MAX_VALUE)
                .toList();
        if (sizes.stream().anyMatch(size -> size > Integer.MAX_VALUE)) {
            throw refusal(place, "has too large a shape: (%s)".formatted(shown(shape.get())));
        }
        Matcher known = KNOWN.matcher(type.get());
        if (!known.matches()) {
            throw refusal(place, "is of the type %s; %s".formatted(shown(type.get()), instead(type.get())));
        }
        char kind = known.group(2).charAt(0);
        int bytes = Integer.parseInt(known.group(2).substring(1)) * (kind == 'U' ? 4 : 1);
        if (bytes == 0 || bytes > WIDEST || (known.group(1).equals("|") && bytes > 1 && kind != 'S')) {
            throw refusal(place, "is of the type %s, which is not read".formatted(type.get()));
        }
        return new NumpyHeader(
                kind,
                bytes,
                known.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                order.get().equals("True"),
                sizes,
                length);
    }

    /** The group of a pattern that must match exactly once. */
    private static Optional<String> only(Pattern pattern, String text) {
        List<String> found =
                pattern.matcher(text).results().map(one -> one.group(1)).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** What to do with values of a type that is not read. */
    private static String instead(String type) {
        if (type.contains("O")) {
            return "it contains Python objects as a pickle, which can run code when it is loaded; save numbers or texts:"
                    + " x.astype(float), y.astype(str)";
        }
        if (type.matches(".?c\\d+")) {
            return "save its parts as columns: np.column_stack([x.real, x.imag])";
        }
        if (type.matches(".?m8.*")) {
            return "save durations as seconds: t / np.timedelta64(1, 's')";
        }
        return type.matches(".?M8.*")
                ? "save times as seconds: t.astype('datetime64[s]').astype('int64')"
                : "save it as numbers: x.astype('float32')";
    }

    private static String shown(String text) {
        String line = text.strip().replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() > 100 ? line.substring(0, 100) + "..." : line;
    }

    static InputException refusal(String place, String problem) {
        return new InputException("%s: %s".formatted(place, problem));
    }

    boolean isText() {
        return kind == 'U' || kind == 'S';
    }

    /** The number of values; the largest long if there are more. */
    long values() {
        return shape.stream().reduce(1L, (a, b) -> a > Long.MAX_VALUE / Math.max(1, b) ? Long.MAX_VALUE : a * b);
    }

    int rows() {
        return shape.isEmpty() ? 0 : shape.get(0).intValue();
    }

    /** Columns of a table; 1 of an array with one dimension. */
    int width() {
        return shape.size() < 2 ? 1 : shape.get(1).intValue();
    }

    /** The shape as NumPy prints it. */
    String shown() {
        return shape.size() == 1
                ? "(%d,)".formatted(shape.get(0))
                : shape.toString().replace('[', '(').replace(']', ')');
    }
}
