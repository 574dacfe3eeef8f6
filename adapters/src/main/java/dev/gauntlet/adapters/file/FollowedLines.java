package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a growing file, like {@code tail -F}. If the file is rotated, the rest of the old file is read first,
 * then the new one from its start. A file that was cut is seen by its size, or by the last line read, which is not where it
 * was; the rest of what it held is read from the copy beside it, if there is one, and then the file from its start. An
 * incomplete last line is held back until it ends, unless its file was moved or cut.
 */
final class FollowedLines implements Lines {
    private static final int TAIL = 1024;
    private static final int CUT = -1;
    /** What a rotation adds to the name of a log: a number or a time. */
    private static final Pattern ROTATED = Pattern.compile("[-._]?[0-9][-._:+TZ0-9]*");

    private final Path path;
    private final Consumer<String> notes;
    private LineBuffer buffer = new LineBuffer();
    private @Nullable SeekableByteChannel channel;
    private String key = "";
    /** Where in the file the buffer begins. */
    private long begun;

    private ReadTail tail = ReadTail.NONE;
    /** The file that is open, unless it was moved. */
    private Path current;

    private long modified;
    /** The end of the file that was read last. */
    private ReadTail behind = ReadTail.NONE;
    /** The files that were read to their ends. */
    private final Set<String> finished = new HashSet<>();
    /** Where to go on, until a file is open. */
    private @Nullable LogPlace sought;

    FollowedLines(Path path, Optional<LogPlace> from, Consumer<String> notes) {
        this.path = path;
        this.current = path;
        this.notes = notes;
        this.sought = from.orElse(null);
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
            int count = read(open);
            if (count > 0) {
                continue;
            }
            Line last = null;
            if (count == CUT) {
                last = reopened(open);
            } else if (moved) {
                last = buffer.rest();
                finished.add(key);
                behind = tail;
                close();
                moved = false;
            } else if (isMoved()) {
                moved = true; // It is read again, as something may have been written before it was moved.
            } else {
                return null;
            }
            if (last != null) {
                return last;
            }
        }
    }

    /** Reads what is there, and returns how many bytes; {@link #CUT} if the file is no longer what it was. */
    private int read(SeekableByteChannel open) throws IOException {
        note();
        byte[] room = buffer.room();
        int count = open.read(ByteBuffer.wrap(room, buffer.free(), room.length - buffer.free()));
        if (open.size() < open.position() || !tail.isIn(open)) {
            return CUT;
        }
        buffer.added(Math.max(0, count));
        if (count > 0 && !isMoved()) {
            modified = modified(current);
        }
        return Math.max(0, count);
    }

    /** Notes the end of the last line, before the buffer forgets it. */
    private void note() {
        byte[] last = buffer.last(TAIL);
        if (last.length > 0) {
            tail = ReadTail.of(begun + buffer.ended(), last);
        }
    }

    /** How far was read. */
    LogPlace place(long row, List<String> header) {
        note();
        return new LogPlace(row, key, tail.position(), tail.length(), tail.digest(), modified, buffer.number(), header);
    }

    /** Goes on in a copy of a file that was cut, or in the file; then the line that was begun is all there is of it. */
    private @Nullable Line reopened(SeekableByteChannel cut) throws IOException {
        note();
        ReadTail read = tail;
        long line = buffer.number();
        Line begunLine = buffer.rest();
        cut.close();
        channel = null;
        Optional<Path> copy = read.length() == 0 ? Optional.empty() : found(read, key, true);
        if (copy.isPresent()) {
            goOn(copy.get(), read, line);
            return null;
        }
        start();
        return begunLine;
    }

    private @Nullable SeekableByteChannel open() throws IOException {
        LogPlace wanted = sought;
        modified = wanted == null ? modified : wanted.modified();
        if (wanted != null && !wanted.file().isEmpty()) {
            ReadTail read = new ReadTail(wanted.position(), wanted.length(), wanted.digest());
            Optional<Path> found = found(read, wanted.file(), false);
            if (found.isPresent()) {
                sought = null;
                return goOn(found.get(), read, wanted.line());
            }
            behind = read;
        }
        SeekableByteChannel opened = openedNext();
        if (opened != null) {
            if (wanted != null && wanted.position() > 0) {
                notes.accept("%s: is not the file that was read before, which is not beside it; read from its start"
                        .formatted(Printable.line(path.toString())));
            }
            sought = null;
            start();
            channel = opened;
        }
        return opened;
    }

    private void start() {
        buffer = new LineBuffer();
        tail = ReadTail.NONE;
        begun = 0;
    }

    private @Nullable SeekableByteChannel goOn(Path file, ReadTail read, long line) throws IOException {
        SeekableByteChannel opened = opened(file);
        if (opened != null) {
            opened.position(read.position());
            buffer = new LineBuffer(line);
            begun = read.position();
            tail = read;
            channel = opened;
        }
        return opened;
    }

    private @Nullable SeekableByteChannel opened(Path file) throws IOException {
        try {
            String before = keyOf(file);
            SeekableByteChannel opened = Files.newByteChannel(file);
            if (!before.equals(keyOf(file))) {
                opened.close();
                return null;
            }
            key = before;
            current = file;
            modified = modified(file);
            return opened;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Opens the file after the one that was read last; none if it is being renamed. */
    private @Nullable SeekableByteChannel openedNext() throws IOException {
        String newest = keyOfNewest();
        Optional<Path> between =
                behind.equals(ReadTail.NONE) && finished.isEmpty() ? Optional.empty() : between(newest);
        String expected = between.isPresent() ? keyOf(between.get()) : newest;
        SeekableByteChannel opened = opened(between.orElse(path));
        if (opened != null && !key.equals(expected)) {
            opened.close();
            return null;
        }
        return opened;
    }

    /** The oldest file that was rotated since the one that was read last, and is not a copy of that. */
    private Optional<Path> between(String newest) throws IOException {
        Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path.toAbsolutePath());
        SortedMap<Long, Path> since = new TreeMap<>();
        try (Stream<Path> beside = Files.list(folder)) {
            for (Path file : beside.filter(this::isRotated).toList()) {
                String inode = keyOf(file);
                boolean copy = behind.length() > 0 && holds(file, behind);
                if (modified(file) >= modified && !copy && !inode.equals(newest) && !finished.contains(inode)) {
                    since.putIfAbsent(modified(file), file);
                }
            }
        } catch (NoSuchFileException e) {
            return Optional.empty(); // It is looked for again.
        }
        return since.values().stream().findFirst();
    }

    /** Whether a file is named like one of the log that was rotated: {@code conn.log.1}, {@code conn-20260504.log}. */
    private boolean isRotated(Path file) {
        String log = path.getFileName().toString();
        int dot = log.lastIndexOf('.');
        String stem = dot <= 0 ? log : log.substring(0, dot);
        String name = file.getFileName().toString();
        Stream<String> added = Stream.of(
                name.startsWith(log) ? name.substring(log.length()) : "",
                name.startsWith(stem) && name.endsWith(log.substring(stem.length())) && name.length() > log.length()
                        ? name.substring(stem.length(), name.length() - log.length() + stem.length())
                        : "");
        return added.anyMatch(text -> ROTATED.matcher(text).matches()) && Files.isRegularFile(file);
    }

    private String keyOfNewest() throws IOException {
        try {
            return keyOf(path);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /**
     * The file of which so much was read: that of the same inode, whatever it is called now, or a copy.
     *
     * @param cut whether it cannot be the one at the path itself
     */
    private Optional<Path> found(ReadTail read, String inode, boolean cut) throws IOException {
        List<Path> all;
        Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path.toAbsolutePath());
        try (Stream<Path> beside = Files.list(folder)) {
            all = Stream.concat(
                            cut ? Stream.empty() : Stream.of(path),
                            beside.filter(file -> !file.getFileName().equals(path.getFileName()))
                                    .sorted())
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Optional<Path> copy = Optional.empty();
        for (Path file : all) {
            if (holds(file, read)) {
                if (keyOf(file).equals(inode)) {
                    return Optional.of(file);
                }
                boolean later = read.length() > 0 && modified(file) >= modified && !finished.contains(keyOf(file));
                copy = copy.isEmpty() && later ? Optional.of(file) : copy;
            }
        }
        return copy;
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean holds(Path file, ReadTail read) {
        try (SeekableByteChannel opened = Files.newByteChannel(file)) {
            return read.isIn(opened);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isMoved() throws IOException {
        try {
            return !key.equals(keyOf(path));
        } catch (NoSuchFileException e) {
            return false; // The new one is not there yet.
        }
    }

    /** What identifies a file among those of the same name: its inode, or its creation time. */
    private static String keyOf(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Object number = attributes.fileKey();
        return String.valueOf(number == null ? attributes.creationTime() : number);
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void close() throws IOException {
        SeekableByteChannel open = channel;
        channel = null;
        key = "";
        start();
        if (open != null) {
            open.close();
        }
    }
}
