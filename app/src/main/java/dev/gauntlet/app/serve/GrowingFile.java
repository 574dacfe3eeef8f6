package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.WholeFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written for as long as its rows come: aside, and moved into place at the end; or, where it has no end,
 * appended to the existing file.
 */
public final class GrowingFile implements Inference.Sink, AutoCloseable {
    private final Path path;
    private final Path written;
    private final Writer out;
    private final boolean fresh;

    /**
     * Opens a file.
     *
     * @param endless whether there is no end at which it could be moved
     */
    public GrowingFile(Path path, boolean endless) {
        this.path = path;
        written = endless ? path : path.resolveSibling(path.getFileName() + ".part");
        try {
            fresh = !endless || !Files.exists(path) || Files.size(path) == 0;
            out = new BufferedWriter(
                    new OutputStreamWriter(
                            endless
                                    ? Files.newOutputStream(
                                            written, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                                    : Files.newOutputStream(written),
                            StandardCharsets.UTF_8),
                    1 << 16);
        } catch (IOException e) {
            throw WholeFile.unwritable(path, e);
        }
    }

    @Override
    public boolean isFresh() {
        return fresh;
    }

    @Override
    public void write(CharSequence text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw WholeFile.unwritable(path, e);
        }
    }

    @Override
    public boolean flush() {
        try {
            out.flush();
            return true;
        } catch (IOException e) {
            throw WholeFile.unwritable(path, e);
        }
    }

    /** Puts the whole file into place. */
    public void finish() {
        try {
            out.close();
            if (!written.equals(path)) {
                Files.move(written, path, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw WholeFile.unwritable(path, e);
        }
    }

    /** Where it lies until it is finished. */
    public Path written() {
        return written;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw WholeFile.unwritable(path, e);
        }
    }
}
