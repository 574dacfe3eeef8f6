package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.AppendedFile;
import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.DiskFile;
import dev.gauntlet.adapters.disk.OneWriter;
import dev.gauntlet.adapters.disk.Place;
import dev.gauntlet.adapters.disk.Unwritable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file that is written for as long as its rows come: aside, and moved into place at the end; or, where it has no end,
 * appended to the existing file. It has one writer at a time. A device or FIFO is written through.
 */
public final class GrowingFile implements Inference.Sink, AutoCloseable {
    private final Path path;
    private final Place place;
    private final boolean endless;
    private final Path whereWritten;
    private final Optional<OneWriter> lock;
    private final DiskFile file;
    private final Writer out;
    private final boolean fresh;
    private final Optional<Object> key;
    private boolean written;
    private boolean sound = true;

    /** How many bytes of a file are kept; asked when nobody else writes to it. */
    @FunctionalInterface
    public interface Kept {
        /** Of the file, or of none. */
        long of(Path file) throws IOException;
    }

    /**
     * Opens a file.
     *
     * @param endless whether there is no end at which it could be moved
     */
    public GrowingFile(Path path, boolean endless) {
        this(path, endless, AppendedFile::wholeSize);
    }

    /** Opens a file without an end. */
    static GrowingFile appended(Path path, Kept kept) {
        return new GrowingFile(path, true, kept);
    }

    private GrowingFile(Path path, boolean endless, Kept keep) {
        this.path = path;
        this.endless = endless;
        try {
            place = Place.of(path);
            whereWritten = endless || place.special() ? path : aside();
            lock = place.special() ? Optional.empty() : Optional.of(OneWriter.of(path, place));
        } catch (IOException e) {
            throw Unwritable.of(path, e);
        }
        try {
            long kept = endless && !place.special() ? keep.of(place.path()) : 0;
            fresh = kept == 0;
            file = open(kept);
            key = key();
        } catch (IOException e) {
            unlock();
            throw Unwritable.of(path, e);
        } catch (RuntimeException e) {
            unlock();
            throw e;
        }
        out = new BufferedWriter(
                new OutputStreamWriter(Channels.newOutputStream(file), StandardCharsets.UTF_8), 1 << 16);
    }

    private DiskFile open(long kept) throws IOException {
        if (place.special()) {
            return Disk.current().open(place.path());
        }
        if (endless) {
            return Disk.current().append(place.path(), kept);
        }
        Disk.current().delete(aside());
        return Disk.current().create(aside(), false);
    }

    /** Beside where it is moved to, which is elsewhere than its name if that is a link. */
    private Path aside() {
        return place.path().resolveSibling(place.path().getFileName() + ".part");
    }

    @Override
    public boolean isFresh() {
        return fresh && !written;
    }

    /** What tells an endless file from another one of its name, where the file system says so. */
    private Optional<Object> key() throws IOException {
        return endless && !place.special()
                ? Optional.ofNullable(Files.readAttributes(place.path(), BasicFileAttributes.class)
                        .fileKey())
                : Optional.empty();
    }

    /** Refuses to go on with a file that has no name any more: nobody would see what is written to it. */
    private void demandThere() {
        boolean there;
        try {
            there = key.equals(key());
        } catch (IOException e) {
            there = false;
        }
        if (!there) {
            throw failed(new IOException("it was deleted, moved or replaced while it was open; start the command again,"
                    + " which begins a new file with the rows that follow"));
        }
    }

    /** Returns when all that was written is on the disk, and how long the file is. */
    long force() {
        try {
            out.flush();
            file.force();
            demandThere();
            return Files.size(place.path());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(CharSequence text) {
        demandThere();
        written |= text.length() > 0;
        try {
            out.append(text);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean flush() {
        try {
            out.flush();
            return true;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Puts the whole file into place, and returns when it is on the disk. */
    public void finish() {
        try {
            out.flush();
            if (!place.special()) {
                file.force();
            }
            out.close();
            if (!place.special()) {
                if (!endless) {
                    Disk.current().rename(aside(), place.path());
                }
                Disk.current().force(place.folder());
            }
        } catch (IOException e) {
            throw failed(e);
        } finally {
            unlock();
        }
    }

    /** Whether every write succeeded. */
    boolean isSound() {
        return sound;
    }

    /** Where it lies until it is finished. */
    public Path written() {
        return whereWritten;
    }

    /** Leaves no half line and no half file behind. */
    private RuntimeException failed(IOException cause) {
        sound = false;
        try {
            file.close();
            if (!place.special()) {
                if (endless && key.equals(key())) {
                    Disk.current()
                            .append(place.path(), AppendedFile.wholeSize(place.path()))
                            .close();
                } else if (!endless) {
                    Disk.current().delete(aside());
                }
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        } finally {
            unlock();
        }
        return Unwritable.of(path, cause);
    }

    private void unlock() {
        lock.ifPresent(OneWriter::close);
    }

    /** Closes it as if it had never been opened. */
    void discard() {
        if (!file.isOpen()) {
            return;
        }
        try {
            file.close();
            if (!endless && !place.special()) {
                Disk.current().delete(aside());
            }
        } catch (IOException e) {
            throw Unwritable.of(path, e);
        } finally {
            unlock();
        }
    }

    @Override
    public void close() {
        if (!file.isOpen()) {
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        } finally {
            unlock();
        }
    }
}
