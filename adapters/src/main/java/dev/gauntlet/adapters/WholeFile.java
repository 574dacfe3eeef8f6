package dev.gauntlet.adapters;

import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.DiskFile;
import dev.gauntlet.adapters.disk.Place;
import dev.gauntlet.adapters.disk.Unwritable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that are written aside, forced to the disk and moved into place, so that no partial file is ever visible and none
 * is lost that was said to be written. What is no regular file is written through; a link stays a link.
 */
public final class WholeFile {
    private WholeFile() {}

    /** What a file is to hold, written as it is made. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; the stream is closed by who opened it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Content that is written to an empty file whose name is given. */
    @FunctionalInterface
    public interface Maker {
        /** Fills the file; whoever called removes it if this fails. */
        void make(Path file) throws IOException;
    }

    /** Writes a file, in place of one that is there. */
    public static void write(Path path, byte[] content) {
        write(path, out -> out.write(content));
    }

    /** The same for what is too large to be held. */
    public static void write(Path path, Content content) {
        put(path, content, false);
    }

    /** The same for what only its owner may read: mode 600 from the first moment, where the file system has modes. */
    public static void writeSecret(Path path, byte[] content) {
        put(path, out -> out.write(content), true);
    }

    private static void put(Path path, Content content, boolean secret) {
        try {
            Place place = Place.of(path);
            if (place.special()) {
                try (DiskFile file = Disk.current().open(place.path())) {
                    fill(file, content);
                }
                return;
            }
            place(place, aside -> {
                try (DiskFile file = Disk.current().create(aside, secret)) {
                    fill(file, content);
                    file.force();
                }
            });
        } catch (IOException e) {
            throw Unwritable.of(path, e);
        }
    }

    /** The same for a file that another library writes, by its name. */
    public static void writeMade(Path path, Maker maker) throws IOException {
        place(Place.of(path), aside -> {
            Disk.current().create(aside, false).close();
            maker.make(aside);
            Disk.current().force(aside);
        });
    }

    /** Writes a file that can be made again: whole, but perhaps gone after a power failure. */
    public static void writeCached(Path path, Content content) throws IOException {
        aside(Place.of(path), aside -> {
            try (DiskFile file = Disk.current().create(aside, false)) {
                fill(file, content);
            }
        });
    }

    private static void fill(DiskFile file, Content content) throws IOException {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
        content.writeTo(out);
        out.flush();
    }

    private static void place(Place place, Maker maker) throws IOException {
        aside(place, maker);
        Disk.current().force(place.folder());
    }

    private static void aside(Place place, Maker maker) throws IOException {
        Path aside = place.aside();
        boolean placed = false;
        try {
            maker.make(aside);
            Disk.current().rename(aside, place.path());
            placed = true;
        } finally {
            if (!placed) {
                Disk.current().delete(aside);
            }
        }
    }

    /** Removes what processes that were killed left aside in a folder, of which only the caller may write anything. */
    public static void sweep(Path folder) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.walk(folder)) {
            left = files.filter(Place::isAside).toList();
        }
        for (Path file : left) {
            Disk.current().delete(file);
        }
    }

    /** Makes a folder and those above it, unless they are there. */
    public static void makeFolder(Path folder) {
        try {
            make(folder.toAbsolutePath());
        } catch (IOException e) {
            throw Unwritable.of(folder, e);
        }
    }

    private static void make(Path folder) throws IOException {
        Path above = folder.getParent();
        if (above == null || Files.isDirectory(folder)) {
            return;
        }
        make(above);
        try {
            Disk.current().makeFolder(folder);
            Disk.current().force(above);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }
}
