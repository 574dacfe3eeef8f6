package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * About how large a table of text is, by its lines and its first one, without reading its values.
 *
 * @param rows no more than there are, but for a few
 * @param columns of the widest file
 */
public record TableSize(long rows, int columns) {
    private static final TableSize UNKNOWN = new TableSize(0, 0);
    private static final int HEAD = 1 << 16;
    /** Bytes of a packed file hold no more than so many of text, as a rule. */
    private static final int PACKED = 30;

    /**
     * The size of a file, or of all in a folder or of a pattern; nothing of Parquet, NumPy's files and the like, and of files
     * that are too short to matter.
     *
     * @param least the bytes of text that matter
     */
    public static TableSize of(Path path, long least) {
        TableSize all = UNKNOWN;
        for (Path file : Paths.of(path)) {
            TableSize one = one(file, least);
            all = new TableSize(all.rows + one.rows, Math.max(all.columns, one.columns));
        }
        return all;
    }

    private static TableSize one(Path path, long least) {
        try {
            long bytes = Files.size(path);
            if (bytes * PACKED < least) {
                return UNKNOWN;
            }
            TextFile file = TextFile.ofData(path);
            if (file.packing() == Packing.NONE && bytes < least) {
                return UNKNOWN;
            }
            Kind kind = Kind.of(file);
            String head = new String(file.head(HEAD), StandardCharsets.UTF_8);
            return switch (kind) {
                case SEPARATED_TEXT -> new TableSize(lines(file, true), separated(first(head, "")));
                case ZEEK -> new TableSize(lines(file, false), separated(first(head, "#fields")) - 1);
                case JSON -> new TableSize(lines(file, false), first(head, "{").split("\":", -1).length - 1);
                case PARQUET, ARFF, LIBSVM, NUMPY -> UNKNOWN;
            };
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(path, String.valueOf(e.getMessage())));
        }
    }

    private static String first(String head, String start) {
        return head.lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
    }

    private static int separated(String line) {
        int most = 0;
        for (char separator : new char[] {',', ';', '\t', '|'}) {
            most = Math.max(most, (int) line.chars().filter(c -> c == separator).count());
        }
        return most + 1;
    }

    private static long lines(TextFile file, boolean quotes) throws IOException {
        byte[] block = new byte[1 << 16];
        long lines = 0;
        boolean quoted = false;
        try (InputStream in = file.open()) {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                for (int i = 0; i < count; i++) {
                    quoted ^= quotes && block[i] == '"';
                    lines += block[i] == '\n' && !quoted ? 1 : 0;
                }
            }
        }
        return lines;
    }
}
