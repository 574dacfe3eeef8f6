package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a file reached when it was opened. One that grows is read up to there, however often; one that became shorter or
 * was replaced meanwhile is refused, because what was read of it belongs to no file.
 *
 * @param size in bytes; negative for what has none, such as a FIFO
 * @param key what identifies the file among those of the same name, where the file system says so
 */
record Extent(Path path, long size, @Nullable Object key, FileTime changed) {
    static Extent of(Path path) throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        // Those of /proc are regular and without size.
        long size = found.isRegularFile() && found.size() > 0 ? found.size() : -1;
        return new Extent(path, size, found.fileKey(), found.lastModifiedTime());
    }

    /** The content up to there; refuses the file at the end if it is not what it was. */
    InputStream open() throws IOException {
        InputStream in = Files.newInputStream(path);
        return size < 0 ? in : new Bounded(in);
    }

    /** Refuses a file that became shorter or was replaced. */
    void check() throws IOException {
        if (size < 0) {
            return;
        }
        if (!Files.exists(path)) {
            throw changed("was removed");
        }
        Extent now = of(path);
        if (!Objects.equals(now.key, key)) {
            throw changed("was replaced by another file");
        }
        if (now.size < size) {
            throw changed(
                    String.format(Locale.ROOT, "became shorter, from %,d to %,d bytes,", size, Math.max(0, now.size)));
        }
    }

    /** Refuses a file that was changed in any way, where another library reads it. */
    void checkUnchanged() throws IOException {
        check();
        if (size >= 0 && !of(path).equals(this)) {
            throw changed("was changed");
        }
    }

    private InputException changed(String how) {
        return new InputException(
                "%s: %s while it was read; nothing that was read of it can be relied on: run this again when it is whole"
                        .formatted(path, how));
    }

    /** Ends at the size. */
    private final class Bounded extends FilterInputStream {
        private long left = size;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            int read = left == 0 ? -1 : in.read(bytes, from, (int) Math.min(count, left));
            if (read < 0) {
                check();
                if (left > 0) {
                    throw changed("became shorter");
                }
                return -1;
            }
            left -= read;
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = in.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(left, in.available());
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
