package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.FailedWrite;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.MemoryStore;
import dev.gauntlet.base.Store;
import dev.gauntlet.data.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Costly results in a folder, one file each, behind a store in memory: several processes can share it, and a run that was
 * stopped finds there what it had computed. A file begins with the SHA-256 of the rest; one that was altered is computed again.
 * Thread-safe.
 */
public final class DiskStore implements Store {
    /** What takes less time than this is computed again rather than written. */
    private static final double WORTHWHILE = 0.1;

    private static final int CHECKSUM = 32;
    private static final String SUFFIX = ".result";
    private static final String PART = ".part";
    /** A file that was written aside and not moved into place for longer than this is of a process that was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final String build;
    private final long most;
    private final MemoryStore memory = new MemoryStore();
    private final Set<Path> used = ConcurrentHashMap.newKeySet();
    private final SortedMap<String, Use> found = new TreeMap<>();
    private volatile boolean full;

    /**
     * A store in a folder, made when something is written.
     *
     * @param build the digest of the code: what another build computed is not used
     * @param most how many bytes it may take; the files that were not used longest are removed first, and never those of this
     *     run
     */
    public DiskStore(Path folder, String build, long most) {
        this.folder = folder;
        this.build = build;
        this.most = most;
    }

    @Override
    public <T> T get(String kind, String key, Codec<T> codec, Supplier<T> make) {
        return memory.get(kind, key, codec, () -> read(kind, key, codec).orElseGet(() -> made(kind, key, codec, make)));
    }

    private <T> T made(String kind, String key, Codec<T> codec, Supplier<T> make) {
        long start = System.nanoTime();
        T result = make.get();
        if ((System.nanoTime() - start) / 1e9 >= WORTHWHILE && codec.writes(result) && !full) {
            write(kind, file(kind, key), codec, result);
        }
        return result;
    }

    private Path file(String kind, String key) {
        String name = new Digest().add(build).add(kind).add(key).hex();
        return kinds(kind).resolve(name + SUFFIX);
    }

    private Path kinds(String kind) {
        return folder.resolve(kind.replace(' ', '-'));
    }

    private <T> Optional<T> read(String kind, String key, Codec<T> codec) {
        Path file = file(kind, key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] all = Files.readAllBytes(file);
            byte[] content = Arrays.copyOfRange(all, Math.min(CHECKSUM, all.length), all.length);
            if (!Arrays.equals(new Digest().add(content).bytes(), Arrays.copyOf(all, CHECKSUM))) {
                return Optional.empty();
            }
            T result = codec.read(new DataInputStream(new ByteArrayInputStream(content)));
            used.add(file);
            touch(file);
            synchronized (found) {
                found.merge(kind, new Use(0, -1), (a, b) -> new Use(0, a.made() + b.made()));
            }
            return Optional.of(result);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Notes that a file was used; a store that is read-only, or another user's, is used without. */
    private static void touch(Path file) {
        try {
            Disk.current().touch(file);
        } catch (IOException e) {
            // It only counts as used earlier than it was.
        }
    }

    /** Writes a file aside and moves it into place; where that fails, on a full disk for example, nothing more is written. */
    private <T> void write(String kind, Path file, Codec<T> codec, T result) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            codec.write(result, new DataOutputStream(bytes));
            byte[] content = bytes.toByteArray();
            WholeFile.makeFolder(kinds(kind));
            WholeFile.writeCached(file, out -> {
                out.write(new Digest().add(content).bytes());
                out.write(content);
            });
            used.add(file);
        } catch (IOException | InputException | FailedWrite e) {
            full = true;
        }
    }

    @Override
    public SortedMap<String, Use> uses() {
        synchronized (found) {
            return Store.sum(memory.uses(), found);
        }
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** Removes all that it holds, what a killed process left included, and its folders where nothing else is in them. */
    public void clear() {
        List<Stored> files = files(folder);
        List<Stored> parts = files(folder, PART);
        remove(files);
        remove(parts);
        Stream.concat(files.stream(), parts.stream())
                .map(file -> kinds(file.kind))
                .distinct()
                .forEach(DiskStore::removeEmpty);
        removeEmpty(folder);
    }

    private static void removeEmpty(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isEmpty()) {
                Disk.current().delete(folder);
            }
        } catch (IOException e) {
            // It is not there, or something else is in it.
        }
    }

    /** Whether something could not be written. */
    public boolean isFull() {
        return full;
    }

    /** Removes what killed processes left. */
    public static void removeAbandoned(Path folder) {
        Instant before = Instant.now().minus(ABANDONED);
        remove(files(folder, PART).stream()
                .filter(part -> part.time.isBefore(before))
                .toList());
    }

    /** Removes the files that were not used longest until the folder takes no more than it may. */
    public void trim() {
        removeAbandoned(folder);
        List<Stored> files = new ArrayList<>(files(folder));
        files.sort(Comparator.comparing(Stored::time));
        long size = files.stream().mapToLong(Stored::bytes).sum();
        for (Stored file : files) {
            if (size > most && !used.contains(file.path)) {
                size -= remove(file.path) ? file.bytes : 0;
            }
        }
    }

    /** Removes every file of the store; other files stay. */
    public static void remove(List<Stored> files) {
        files.forEach(file -> remove(file.path));
    }

    private static boolean remove(Path file) {
        try {
            return Disk.current().delete(file);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A file of a store.
     *
     * @param kind what it holds, for example {@code detector}
     * @param time when it was used last
     */
    public record Stored(Path path, String kind, long bytes, Instant time) {}

    /** The files of a store; none where there is no such folder. */
    public static List<Stored> files(Path folder) {
        return files(folder, SUFFIX);
    }

    private static List<Stored> files(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, 2)) {
            List<Stored> files = new ArrayList<>();
            for (Path file : all.filter(path -> path.toString().endsWith(suffix))
                    .sorted()
                    .toList()) {
                files.add(new Stored(
                        file,
                        folder.relativize(file).getName(0).toString().replace('-', ' '),
                        Files.size(file),
                        Files.getLastModifiedTime(file).toInstant()));
            }
            return files;
        } catch (IOException e) {
            throw new InputException(folder + ": cannot be read: " + e.getMessage());
        }
    }
}
