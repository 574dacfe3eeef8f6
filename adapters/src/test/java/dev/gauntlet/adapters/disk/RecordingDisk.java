package dev.gauntlet.adapters.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A disk that lists what is done to it, can fail, and can lose what was not forced, as a power failure does. It works on the
 * files of the machine, so whatever reads them sees the usual.
 */
public final class RecordingDisk implements Disk {
    /** What was done. */
    public enum Kind {
        CREATE,
        APPEND,
        OPEN,
        WRITE,
        FORCE,
        CLOSE,
        RENAME,
        DELETE,
        MAKE_FOLDER,
        TOUCH,
        LOCK
    }

    /** One step. */
    public record Step(Kind kind, Path path) {}

    /** What decides whether a step fails. */
    @FunctionalInterface
    public interface Fault {
        /** Throws to let it fail. */
        void at(Step step, int number) throws IOException;

        /** No fault. */
        Fault NONE = (step, number) -> {};
    }

    /** The content of a file as the disk has it, whatever its name. */
    private static final class Content {
        private byte[] forced = {};
    }

    private final Disk real = Disk.current();
    private final List<Step> steps = new ArrayList<>();
    private final Map<Path, Content> live = new HashMap<>();
    private final Map<Path, Content> durable = new HashMap<>();
    private Fault before = Fault.NONE;
    private Fault after = Fault.NONE;

    /** What was done so far. */
    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Lets steps fail before they are done. */
    public RecordingDisk failingBefore(Fault fault) {
        before = fault;
        return this;
    }

    /** Lets steps fail that are done. */
    public RecordingDisk failingAfter(Fault fault) {
        after = fault;
        return this;
    }

    /** Leaves only what a power failure now would leave of the files that were written through it. */
    public synchronized void losePower() throws IOException {
        Set<Path> all = new TreeSet<>(live.keySet());
        all.addAll(durable.keySet());
        for (Path path : all) {
            Content content = durable.get(path);
            if (content == null) {
                Files.deleteIfExists(path);
            } else if (Files.isDirectory(path.resolveSibling(""))) {
                Files.write(path, content.forced);
            }
        }
    }

    /** What is done at a step. */
    private interface Work<T> {
        T apply() throws IOException;
    }

    private synchronized <T> T step(Kind kind, Path path, Work<T> work) throws IOException {
        Step step = new Step(kind, path);
        steps.add(step);
        int number = steps.size();
        before.at(step, number);
        T result = work.apply();
        after.at(step, number);
        return result;
    }

    /** What is there already is taken as forced. */
    private Path known(Path file) {
        Path path = file.toAbsolutePath().normalize();
        if (!live.containsKey(path) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            Content content = new Content();
            content.forced = read(path);
            live.put(path, content);
            durable.put(path, content);
        }
        return path;
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public DiskFile create(Path file, boolean secret) throws IOException {
        Path path = known(file);
        return new Recorded(path, step(Kind.CREATE, path, () -> {
            DiskFile opened = real.create(file, secret);
            live.put(path, new Content());
            return opened;
        }));
    }

    @Override
    public DiskFile append(Path file, long size) throws IOException {
        Path path = known(file);
        return new Recorded(path, step(Kind.APPEND, path, () -> {
            DiskFile opened = real.append(file, size);
            live.computeIfAbsent(path, any -> new Content());
            return opened;
        }));
    }

    @Override
    public DiskFile open(Path special) throws IOException {
        return new Recorded(special, step(Kind.OPEN, special, () -> real.open(special)));
    }

    @Override
    public DiskFile standardOutput() {
        return new Recorded(Path.of("/dev/stdout"), real.standardOutput());
    }

    @Override
    public void force(Path file) throws IOException {
        Path path = known(file);
        step(Kind.FORCE, path, () -> {
            real.force(file);
            forced(path);
            return path;
        });
    }

    private void forced(Path path) {
        if (!Files.isDirectory(path)) {
            Content content = live.get(path);
            if (content != null) {
                content.forced = read(path);
            }
            return;
        }
        durable.keySet().removeIf(name -> path.equals(name.getParent()) && !live.containsKey(name));
        live.forEach((name, content) -> {
            if (path.equals(name.getParent())) {
                durable.put(name, content);
            }
        });
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Path source = known(from);
        Path target = known(to);
        step(Kind.RENAME, target, () -> {
            real.rename(from, to);
            Content content = live.remove(source);
            if (content != null) {
                live.put(target, content);
            }
            return target;
        });
    }

    @Override
    public boolean delete(Path file) throws IOException {
        Path path = known(file);
        return step(Kind.DELETE, path, () -> {
            live.remove(path);
            return real.delete(file);
        });
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        Path path = known(folder);
        step(Kind.MAKE_FOLDER, path, () -> {
            real.makeFolder(folder);
            return path;
        });
    }

    @Override
    public void touch(Path file) throws IOException {
        step(Kind.TOUCH, file, () -> {
            real.touch(file);
            return file;
        });
    }

    @Override
    public Optional<Closeable> lock(Path file) throws IOException {
        return step(Kind.LOCK, file, () -> real.lock(file));
    }

    /** A file whose writes are listed. */
    private final class Recorded implements DiskFile {
        private final Path path;
        private final DiskFile file;

        Recorded(Path path, DiskFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return step(Kind.WRITE, path, () -> file.write(bytes));
        }

        @Override
        public void force() throws IOException {
            step(Kind.FORCE, path, () -> {
                file.force();
                forced(path);
                return path;
            });
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            step(Kind.CLOSE, path, () -> {
                file.close();
                return path;
            });
        }
    }
}
