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
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is written for as long as its rows come: aside, and moved into place at the end; or, where it has no end,
 * appended to the existing file. It has one writer at a time. A device or FIFO is written through.
 */
public final class GrowingFile implements Inference.Sink, AutoCloseable {
    private final Path path;
    private final Place place;
    private final boolean endless;
    private final Path written;
    private final Optional<OneWriter> lock;
    private final DiskFile file;
    private final Writer out;
    private final boolean fresh;
    private boolean sound = true;

    /**
     * Opens a file.
     *
     * @param endless whether there is no end at which it could be moved
     */
    public GrowingFile(Path path, boolean endless) {
        this.path = path;
        this.endless = endless;
        try {
            place = Place.of(path);
            written = endless || place.special() ? path : aside();
            lock = place.special() ? Optional.empty() : Optional.of(OneWriter.of(path, place));
        } catch (IOException e) {
            throw Unwritable.of(path, e);
        }
        try {
            long kept = endless && !place.special() ? AppendedFile.wholeSize(place.path()) : 0;
            fresh = kept == 0;
            file = open(kept);
        } catch (IOException e) {
            unlock();
            throw Unwritable.of(path, e);
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
        return fresh;
    }

    @Override
    public void write(CharSequence text) {
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
        return written;
    }

    /** Leaves no half line and no half file behind. */
    private RuntimeException failed(IOException cause) {
        sound = false;
        try {
            file.close();
            if (!place.special()) {
                if (endless) {
                    Disk.current()
                            .append(place.path(), AppendedFile.wholeSize(place.path()))
                            .close();
                } else {
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
