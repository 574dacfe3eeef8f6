package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that exists and can be opened; it may be compressed.
 *
 * @param charset the encoding of the file; streams are UTF-8
 * @param extent how far it is read
 */
record TextFile(Path path, Packing packing, Charset charset, Extent extent) {
    private static final int HEAD = 1 << 16;

    /** Refuses a missing or empty file, and a folder. */
    static TextFile at(Path path) {
        if (!Files.exists(path)) {
            throw new InputException(path + ": there is no such file" + offer(path));
        }
        if (Files.isDirectory(path)) {
            throw new InputException(path + ": this is a folder; name a file in it");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(4);
            if (head.length == 0) {
                throw new InputException(path + ": the file is empty; it needs a header or named columns, and rows");
            }
            TextFile file = new TextFile(path, Packing.of(head), StandardCharsets.UTF_8, Extent.of(path));
            byte[] start = file.head(HEAD);
            // In binary files of small numbers, every other byte can be 0, as in UTF-16.
            return NumpyFile.is(start) ? file : file.withCharset(Encodings.of(start));
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read: " + e.getMessage());
        }
    }

    /** The same for a data file; refuses unsupported formats and says what to do. */
    static TextFile ofData(Path path) {
        TextFile file = at(path);
        OtherData.refuse(file, file.head(HEAD));
        return file;
    }

    private static String offer(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "; nor is there a folder " + folder;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
            Optional<String> nearest = Problems.nearest(String.valueOf(path.getFileName()), names);
            return nearest.map(name -> "; did you mean \"" + name + "\"?").orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** The decompressed content. */
    InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(extent.open(), 1 << 16);
        InputStream unpacked = packing.unpack(raw);
        return charset.equals(StandardCharsets.UTF_8) ? unpacked : new Transcoded(unpacked, charset);
    }

    /** The file's name, for notes. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    TextFile withCharset(Charset other) {
        return new TextFile(path, packing, other, extent);
    }

    /** The note to report if the text is not UTF-8. */
    List<String> notes() {
        return charset.equals(StandardCharsets.UTF_8)
                ? List.of()
                : List.of("%s: is not UTF-8 and is read as %s".formatted(name(), charset.displayName()));
    }

    /** A line without the byte order mark that may precede the first. */
    static String withoutMark(String line, int number) {
        return number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    /** The first bytes, at most {@code limit}. */
    byte[] head(int limit) {
        try (InputStream in = open()) {
            return in.readNBytes(limit);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    InputException unreadable(IOException e) {
        return new InputException("%s: cannot be read%s: %s"
                .formatted(
                        path,
                        packing == Packing.NONE ? "" : " as a %s file; it may be truncated".formatted(packing.duckdb()),
                        e.getMessage()));
    }
}
