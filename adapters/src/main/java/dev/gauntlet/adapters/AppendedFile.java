package dev.gauntlet.adapters;

import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.DiskFile;
import dev.gauntlet.adapters.disk.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that grow by whole lines. The rest of a line whose writing was cut short is cut off before the next. */
public final class AppendedFile {
    private static final int BLOCK = 1 << 16;

    private AppendedFile() {}

    /**
     * Adds lines to the end of a file, made if it is not there, and returns once they are on the disk. Where that fails,
     * the file is as it was.
     */
    public static void append(Path file, String lines) throws IOException {
        append(file, wholeSize(file), lines);
    }

    /** Cuts a file to a size in bytes, then adds lines. */
    public static void append(Path file, long size, String lines) throws IOException {
        boolean fresh = !Files.exists(file);
        try {
            try (DiskFile out = Disk.current().append(file, size)) {
                out.write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
                out.force();
            }
            if (fresh) {
                Disk.current().force(new Place(file, false).folder());
            }
        } catch (IOException e) {
            cut(file, size, e);
            throw e;
        }
    }

    private static void cut(Path file, long size, IOException cause) {
        try {
            if (Files.exists(file) && Files.size(file) > size) {
                Disk.current().append(file, size).close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** The size in bytes of a file up to the end of its last whole line; 0 if it is not there. */
    public static long wholeSize(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            long end = channel.size();
            while (end > 0) {
                long start = Math.max(0, end - BLOCK);
                channel.position(start);
                block.clear().limit((int) (end - start));
                while (block.hasRemaining() && channel.read(block) >= 0) {
                    // Until the block is full.
                }
                for (int i = block.position() - 1; i >= 0; i--) {
                    if (block.get(i) == '\n') {
                        return start + i + 1;
                    }
                }
                end = start;
            }
            return 0;
        }
    }
}
