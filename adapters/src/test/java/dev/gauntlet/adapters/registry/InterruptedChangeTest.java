package dev.gauntlet.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.FailedWrite;
import dev.gauntlet.adapters.disk.RecordingDisk;
import dev.gauntlet.adapters.disk.RecordingDisk.Kind;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.Bundles;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.base.InputException;
import dev.gauntlet.model.learn.NaiveBayes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A change of a registry at whose every step the disk fails, for once or from then on, or loses power. */
class InterruptedChangeTest {
    private static final SigningKey KEY = SigningKey.make("soc");
    private static final BundleFile BUNDLE = Bundles.of(new NaiveBayes());
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-04T03:02:01Z"), ZoneOffset.UTC);

    @TempDir
    Path temporary;

    /** A change, and how many versions the registry has before. */
    enum Changing {
        FIRST_VERSION(0),
        FIRST_KEY(0),
        ANOTHER_VERSION(1),
        PROMOTION(2);

        private final int versions;

        Changing(int versions) {
            this.versions = versions;
        }

        void apply(Registry registry) {
            switch (this) {
                case FIRST_VERSION, ANOTHER_VERSION -> registry.add(BUNDLE, KEY);
                case FIRST_KEY -> registry.trust(KEY.signer());
                case PROMOTION -> registry.promote(2, Optional.of(Stage.CHAMPION));
            }
        }
    }

    private enum Failing {
        ONCE_BEFORE,
        ONCE_AFTER,
        FROM_THEN_ON,
        POWER
    }

    private record Seen(List<Version> versions, List<Change> history, int keys) {
        static Seen of(Path folder) {
            Registry registry = Registry.in(folder, CLOCK);
            return new Seen(
                    registry.versions(), registry.history(), registry.trusted().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorMeansThatNothingHasHappened(Changing changing) throws IOException {
        for (int i = 0; i < changing.versions; i++) {
            Registry.in(temporary.resolve(changing.name()), CLOCK).add(BUNDLE, KEY);
        }
        for (Failing failing : Failing.values()) {
            int steps = 0;
            while (interrupted(changing, failing, ++steps)) {
                assertThat(steps).isLessThan(200);
            }
            assertThat(steps).isGreaterThan(10);
        }
    }

    /** Returns whether the change has that many steps. */
    private boolean interrupted(Changing changing, Failing failing, int at) throws IOException {
        String where = "%s, %s, step %d".formatted(changing, failing, at);
        Path folder = temporary.resolve(changing + "-" + failing + "-" + at);
        copy(temporary.resolve(changing.name()), folder);
        Seen before = Seen.of(folder);
        RecordingDisk disk = failing(failing, at);
        Optional<RuntimeException> error = error(disk, folder, changing);
        boolean reached = disk.steps().size() >= at;
        if (failing == Failing.POWER) {
            disk.losePower();
        }
        Seen after = Seen.of(folder);
        boolean stands = error.filter(e -> String.valueOf(e.getMessage()).contains("the change is in place"))
                .isPresent();
        if (error.isPresent() && !stands && failing != Failing.POWER) {
            assertThat(after).as(where).isEqualTo(before);
        } else if (error.isEmpty() || (stands && failing != Failing.POWER)) {
            assertThat(after.history).as(where).hasSize(before.history.size() + 1);
        }
        assertThat(stands).as(where).isIn(false, failing == Failing.FROM_THEN_ON || failing == Failing.POWER);
        if (after.equals(before)) {
            changing.apply(Registry.in(folder, CLOCK));
            after = Seen.of(folder);
        }
        assertThat(after.history).as(where).hasSize(before.history.size() + 1);
        Registry.in(folder, CLOCK).trust(SigningKey.make("next").signer());
        assertThat(Registry.at(folder, CLOCK).history()).as(where).hasSize(before.history.size() + 2);
        for (Version version : after.versions) {
            assertThat(Registry.at(folder, CLOCK).load(version).signer()).isEqualTo(KEY.signer());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as(where)
                    .doesNotContain("pending.json");
        }
        return reached;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }

    private static RecordingDisk failing(Failing failing, int at) {
        RecordingDisk.Fault fault = (step, number) -> {
            boolean once = failing == Failing.ONCE_BEFORE || failing == Failing.ONCE_AFTER;
            boolean now = once ? number == at : number >= at;
            // The lock that was taken and not handed out would be held for good.
            if (now && !(failing == Failing.ONCE_AFTER && step.kind() == Kind.LOCK)) {
                throw new IOException("no space at " + step);
            }
        };
        return failing == Failing.ONCE_AFTER
                ? new RecordingDisk().failingAfter(fault)
                : new RecordingDisk().failingBefore(fault);
    }

    private static Optional<RuntimeException> error(RecordingDisk disk, Path folder, Changing changing) {
        try (Disk.AutoClosing replaced = Disk.replace(disk)) {
            assertThat(replaced).isNotNull();
            changing.apply(Registry.in(folder, CLOCK));
            return Optional.empty();
        } catch (FailedWrite | InputException e) {
            return Optional.of(e);
        }
    }
}
