package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.OneWriter;
import dev.gauntlet.adapters.disk.Unwritable;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.PlanFile;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a run while this process writes to it; no other does meanwhile.
 *
 * @param made whether it was made for this run
 */
public record TakenFolder(RunFolder folder, OneWriter lock, boolean made) implements AutoCloseable {
    private static final String LOCK = ".lock";

    /**
     * Takes the requested folder, or makes the next free {@code gauntlet-run-N}. A folder is of one detector: it may hold a
     * run of another plan with the same data, pipeline and first seed.
     *
     * @throws InputException if it is a file, cannot be written to, is of another detector, or another process works in it
     */
    public static TakenFolder of(Optional<Path> wanted, Plan plan) {
        Path path = wanted.map(TakenFolder::checked).orElse(Path.of(""));
        try {
            boolean made = wanted.isEmpty() || isMade(path);
            path = wanted.isEmpty() ? nextFree() : path;
            TakenFolder taken = new TakenFolder(new RunFolder(path), lock(path), made);
            try {
                refuseOther(path, plan);
                WholeFile.sweep(path);
                return taken;
            } catch (RuntimeException e) {
                taken.close();
                throw e;
            }
        } catch (IOException e) {
            throw Unwritable.of(path, e, "; choose another folder with --out");
        }
    }

    private static Path checked(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new InputException(path + ": is a file; choose a folder with --out");
        }
        Path place = path.toAbsolutePath();
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        if (place == null || !Files.isWritable(place)) {
            throw new InputException(path + ": the folder cannot be written to; choose another with --out");
        }
        return path;
    }

    private static boolean isMade(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return false;
        }
        WholeFile.makeFolder(path.toAbsolutePath().resolveSibling(""));
        return isNew(path);
    }

    /** Whether a folder was made: of two processes that try, one makes it. */
    private static boolean isNew(Path path) throws IOException {
        try {
            Disk.current().makeFolder(path);
            Disk.current().force(path.toAbsolutePath().resolveSibling(""));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static Path nextFree() throws IOException {
        int number = 1;
        while (!isNew(Path.of("gauntlet-run-" + number))) {
            number++;
        }
        return Path.of("gauntlet-run-" + number);
    }

    private static OneWriter lock(Path path) throws IOException {
        return OneWriter.take(
                path.resolve(LOCK),
                path + ": another process works in this folder; wait until it ends, or choose another with --out");
    }

    private static void refuseOther(Path path, Plan plan) {
        Path plans = path.resolve(RunFolder.PLAN);
        Optional<String> other = Files.exists(plans) ? plan.differs(PlanFile.read(plans)) : Optional.empty();
        if (other.isPresent()) {
            throw new InputException(
                    "%s: contains a run of another plan, with %s; choose another folder with --out, or remove this one"
                            .formatted(path, other.get()));
        }
    }

    /** Lets go of the folder, and removes it again if the run ended before it wrote anything. */
    @Override
    public void close() {
        try {
            try {
                if (made && isUnused()) {
                    Disk.current().delete(folder.path().resolve(LOCK));
                    Disk.current().delete(folder.path());
                }
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw Unwritable.of(folder.path(), e);
        }
    }

    private boolean isUnused() throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            return files.map(file -> file.getFileName().toString()).toList().equals(List.of(LOCK));
        }
    }
}
