package dev.gauntlet.adapters.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The arrays of a {@code .npz} file, which is a zip file of {@code .npy} files. */
final class NumpyArchive implements AutoCloseable {
    private static final String ENDING = ".npy";
    private static final int MOST = 1000;
    /** The length of a local file header up to the file name. */
    private static final int BEFORE_NAME = 30;

    private final ZipFile zip;
    private final Path path;
    private final Map<String, ZipEntry> entries = new HashMap<>();
    private final List<NumpyFile.Array> arrays = new ArrayList<>();

    private NumpyArchive(ZipFile zip, Path path) {
        this.zip = zip;
        this.path = path;
    }

    /** Whether a file that starts with these bytes is a zip file whose first entry is an array. */
    static boolean is(byte[] head) {
        if (head.length < BEFORE_NAME || head[0] != 'P' || head[1] != 'K' || head[2] != 3 || head[3] != 4) {
            return false;
        }
        int length = (head[BEFORE_NAME - 4] & 0xff) | (head[BEFORE_NAME - 3] & 0xff) << 8;
        return head.length >= BEFORE_NAME + length
                && new String(head, BEFORE_NAME, length, StandardCharsets.ISO_8859_1).endsWith(ENDING);
    }

    /** Opens a file and reads the headers of its arrays, not their values. */
    static NumpyArchive open(Path path) throws IOException {
        NumpyArchive archive = new NumpyArchive(new ZipFile(path.toFile()), path);
        try {
            archive.list();
            archive.check();
            return archive;
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    private void list() throws IOException {
        if (zip.size() > MOST) {
            throw NumpyHeader.refusal(
                    path.toString(), "contains %d arrays; the most is %d".formatted(zip.size(), MOST));
        }
        for (ZipEntry entry : zip.stream().toList()) {
            String file = entry.getName();
            if (!file.endsWith(ENDING)) {
                throw NumpyHeader.refusal(path.toString(), "contains \"%s\", which is not an array".formatted(file));
            }
            String name = file.substring(0, file.length() - ENDING.length());
            String place = "%s, array \"%s\"".formatted(path, name);
            if (entries.putIfAbsent(name, entry) != null) {
                throw NumpyHeader.refusal(place, "the file contains it twice");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                arrays.add(new NumpyFile.Array(name, NumpyHeader.read(in, place), place));
            }
        }
    }

    private void check() {
        long wide = arrays.stream().filter(NumpyArchive::isWide).count();
        boolean flat = arrays.stream().map(NumpyArchive::dimensions).allMatch(size -> size == 1 || size == 2);
        boolean even =
                arrays.stream().map(array -> array.header().rows()).distinct().count() == 1;
        if (wide > 1 || !flat || !even) {
            throw NumpyHeader.refusal(
                    path.toString(),
                    "contains %s; save one table and columns with the same number of rows, such as np.savez(FILE, X=X, y=y)"
                            .formatted(shown()));
        }
    }

    private static int dimensions(NumpyFile.Array array) {
        return array.header().shape().size();
    }

    private static boolean isWide(NumpyFile.Array array) {
        return dimensions(array) > 1 && array.header().width() != 1;
    }

    /** The arrays in the order of the file; all but the table are one column each. */
    List<NumpyFile.Array> arrays() {
        return List.copyOf(arrays);
    }

    /** The index of the array that is a table; -1 if all are columns. */
    int table() {
        Optional<NumpyFile.Array> wide =
                arrays.stream().filter(NumpyArchive::isWide).findFirst();
        return wide.map(arrays::indexOf).orElse(-1);
    }

    /** Names and shapes. */
    String shown() {
        return arrays.stream()
                .map(array -> "%s %s".formatted(array.name(), array.header().shown()))
                .collect(Collectors.joining(", "));
    }

    /**
     * Reads the values of one array; its bytes must agree with the zip entry.
     *
     * @return a sentence on values that were rounded, if any
     */
    Optional<String> read(NumpyFile.Array array, List<CellColumn> columns) throws IOException {
        ZipEntry entry = Optional.ofNullable(entries.get(array.name())).orElseThrow();
        CRC32 sum = new CRC32();
        Optional<String> lost;
        try (InputStream in =
                new BufferedInputStream(new CheckedInputStream(zip.getInputStream(entry), sum), 1 << 16)) {
            in.skipNBytes(array.header().length());
            lost = new NumpyValues(array.header(), array.place()).read(in, columns);
        }
        if (sum.getValue() != entry.getCrc()) {
            throw new ZipException("the checksum of %s is wrong".formatted(entry.getName()));
        }
        return lost;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
