package dev.gauntlet.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.RecordingDisk;
import dev.gauntlet.adapters.disk.RecordingDisk.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that writes, stopped at every step that it does on the disk. */
final class StoppedTest {
    /** So many steps of each command are tried, evenly spread over all. */
    private static final int MOST = Integer.getInteger("faults.steps", Tally.ALL ? Integer.MAX_VALUE : 2);

    private static final Set<Kind> CHANGES =
            Set.of(Kind.CREATE, Kind.APPEND, Kind.WRITE, Kind.FORCE, Kind.RENAME, Kind.DELETE, Kind.MAKE_FOLDER);

    private static final AtomicInteger folders = new AtomicInteger();

    @TempDir
    static Path shared;

    @BeforeAll
    static void prepare() throws IOException {
        Job.prepare(Files.createDirectory(shared.resolve("base")));
    }

    /** How a step is disturbed. */
    private enum Fault {
        KILLED_BEFORE,
        KILLED_AFTER,
        POWER_LOST_BEFORE,
        POWER_LOST_AFTER,
        DISK_FULL;

        boolean losesPower() {
            return this == POWER_LOST_BEFORE || this == POWER_LOST_AFTER;
        }

        boolean isAfter() {
            return this == KILLED_AFTER || this == POWER_LOST_AFTER;
        }
    }

    /** A new folder each time: a process that was killed here only seemingly still holds its locks. */
    private static Path fresh() {
        Path folder = shared.resolve("job" + folders.incrementAndGet());
        Folders.copy(shared.resolve("base"), folder);
        return folder;
    }

    private static RecordingDisk disturbed(Fault fault, int at) {
        AtomicBoolean dead = new AtomicBoolean();
        RecordingDisk.Fault stop = (step, number) -> {
            if (fault == Fault.DISK_FULL) {
                if (number == at) {
                    throw new IOException("No space left on device");
                }
                return;
            }
            if (dead.get() || (!fault.isAfter() && number >= at)) {
                dead.set(true);
                throw new IOException("killed");
            }
        };
        RecordingDisk.Fault stopAfter = (step, number) -> {
            if (fault.isAfter() && number >= at) {
                dead.set(true);
                throw new IOException("killed");
            }
        };
        return new RecordingDisk().failingBefore(stop).failingAfter(stopAfter);
    }

    /** Runs a command on a disk. A process that dies drops its locks. */
    private static Said on(Supplier<RecordingDisk> made, String[] command) {
        Locks locks = new Locks();
        try (Disk.AutoClosing below = Disk.replace(locks);
                Disk.AutoClosing above = Disk.replace(made.get())) {
            assertThat(below).isNotSameAs(above);
            return Said.by(command);
        } finally {
            locks.drop();
        }
    }

    /** The numbers of the steps that change the disk, or a sample. */
    private static int[] steps(List<RecordingDisk.Step> steps) {
        int[] changes = IntStream.rangeClosed(1, steps.size())
                .filter(n -> CHANGES.contains(steps.get(n - 1).kind()))
                .toArray();
        int most = Math.min(MOST, changes.length);
        return IntStream.range(0, most)
                .map(k -> changes[most == 1 ? 0 : (int) ((long) k * (changes.length - 1) / (most - 1))])
                .toArray();
    }

    /** What harm a fault does to a job; empty if none. */
    private static String harm(Job job, Fault fault, int at, SortedMap<String, String> wanted) throws IOException {
        Path folder = fresh();
        SortedMap<String, String> before = Folders.content(folder, job.same());
        RecordingDisk[] used = new RecordingDisk[1];
        Said said = on(() -> used[0] = disturbed(fault, at), job.command(folder));
        if (fault.losesPower()) {
            used[0].losePower();
        }
        List<String> wrong = new ArrayList<>();
        if (said.err().contains("\tat ")) {
            wrong.add("a stack trace");
        }
        if (said.code() == 0 && !Folders.content(folder, job.same()).equals(wanted)) {
            wrong.add("success was said and the output is not there");
        }
        if (fault == Fault.DISK_FULL
                && said.code() != 0
                && Folders.names(folder).stream().anyMatch(name -> name.endsWith(".part") && !name.contains("/"))) {
            wrong.add("a .part is left of a full disk");
        }
        SortedMap<String, String> left = Folders.content(folder, job.same());
        before.forEach((name, content) -> {
            String now = left.getOrDefault(name, "");
            if (!now.equals(content) && !now.equals(wanted.get(name))) {
                wrong.add(name + " is neither the old nor the new one");
            }
        });
        Said again = Said.by(job.again(folder));
        if (!again.isSound() || (!job.same().isEmpty() && again.code() != 0)) {
            wrong.add("running it again: " + again.reason());
        } else {
            SortedMap<String, String> now = Folders.content(folder, job.same());
            Stream.concat(now.keySet().stream(), wanted.keySet().stream())
                    .distinct()
                    .filter(name -> !String.valueOf(now.get(name)).equals(wanted.get(name)))
                    .forEach(name -> wrong.add(name + " differs after running it again"));
        }
        for (String[] command : job.sound(folder)) {
            Said sound = Said.by(command);
            if (sound.code() != 0) {
                wrong.add(String.join(" ", command) + ": " + sound.reason());
            }
        }
        return String.join("; ", wrong);
    }

    private void everyStep(Fault fault, String kind) throws IOException {
        Tally tally = new Tally(kind);
        for (Job job : Job.all()) {
            Path whole = fresh();
            RecordingDisk[] used = new RecordingDisk[1];
            Said said = on(() -> used[0] = new RecordingDisk(), job.command(whole));
            List<RecordingDisk.Step> steps = used[0].steps();
            SortedMap<String, String> wanted = Folders.content(whole, job.same());
            assertThat(said.code()).as(job.name() + ": " + said.err()).isZero();
            assertThat(wanted.isEmpty()).as(job.name()).isEqualTo(job.same().isEmpty());
            for (int at : steps(steps)) {
                tally.add(
                        job.name() + ", step " + at + " of " + steps.size() + " "
                                + steps.get(at - 1).kind(),
                        harm(job, fault, at, wanted));
            }
        }
        tally.check();
    }

    @Test
    void aProcessThatIsKilledBeforeAStepLosesNothing() throws IOException {
        everyStep(Fault.KILLED_BEFORE, "killed before a step");
    }

    @Test
    void aProcessThatIsKilledAfterAStepLosesNothing() throws IOException {
        everyStep(Fault.KILLED_AFTER, "killed after a step");
    }

    @Test
    void aPowerFailureBeforeAStepLosesNothing() throws IOException {
        everyStep(Fault.POWER_LOST_BEFORE, "power lost before a step");
    }

    @Test
    void aPowerFailureAfterAStepLosesNothing() throws IOException {
        everyStep(Fault.POWER_LOST_AFTER, "power lost after a step");
    }

    @Test
    void aFullDiskIsAnError() throws IOException {
        everyStep(Fault.DISK_FULL, "disk full at a step");
    }
}
