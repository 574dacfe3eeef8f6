package dev.gauntlet.adapters.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a growing file, like {@code tail -F}. If the file is rotated, the rest of the old file is read first,
 * then the new one from its start. A truncated file is read from its start. An incomplete last line is held back until
 * it ends, unless its file was moved.
 */
final class FollowedLines implements Lines {
    private final Path path;
    private LineBuffer buffer = new LineBuffer();
    private @Nullable SeekableByteChannel channel;
    private @Nullable Object key;

    FollowedLines(Path path) {
        this.path = path;
    }

    @Override
    public @Nullable Line next() throws IOException {
        boolean moved = false;
        while (true) {
            Line line = buffer.line();
            if (line != null) {
                return line;
            }
            SeekableByteChannel open = channel == null ? open() : channel;
            if (open == null) {
                return null;
            }
            if (read(open)) {
                continue;
            }
            if (open.size() < open.position()) {
                open.position(0);
                buffer = new LineBuffer();
            } else if (moved) {
                Line last = buffer.rest();
                close();
                if (last != null) {
                    return last;
                }
                moved = false;
            } else if (isMoved()) {
                moved = true; // It is read again, as something may have been written before it was moved.
            } else {
                return null;
            }
        }
    }

    private boolean read(SeekableByteChannel open) throws IOException {
        byte[] room = buffer.room();
        int count = open.read(ByteBuffer.wrap(room, buffer.free(), room.length - buffer.free()));
        buffer.added(Math.max(0, count));
        return count > 0;
    }

    private @Nullable SeekableByteChannel open() throws IOException {
        try {
            Object before = keyOf(path);
            SeekableByteChannel opened = Files.newByteChannel(path);
            if (!Objects.equals(before, keyOf(path))) {
                opened.close();
                return null;
            }
            buffer = new LineBuffer();
            key = before;
            channel = opened;
            return opened;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private boolean isMoved() throws IOException {
        try {
            return !Objects.equals(key, keyOf(path));
        } catch (NoSuchFileException e) {
            return false; // The new one is not there yet.
        }
    }

    /** What identifies a file among those of the same name: its inode, or its creation time. */
    private static Object keyOf(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Object number = attributes.fileKey();
        return number == null ? attributes.creationTime() : number;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void close() throws IOException {
        SeekableByteChannel open = channel;
        channel = null;
        buffer = new LineBuffer();
        if (open != null) {
            open.close();
        }
    }
}
