package dev.gauntlet.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts the faults of one kind, and which of them did harm. */
final class Tally {
    /** Whether all faults are tried; otherwise a sample that takes two minutes. */
    static final boolean ALL = Boolean.getBoolean("faults.all");

    private static final int SHOWN = 20;

    private final String kind;
    private final List<String> harm = new ArrayList<>();
    private int tried;

    Tally(String kind) {
        this.kind = kind;
    }

    /** Notes a fault; an empty text means that no harm was done. */
    synchronized void add(String fault, String done) {
        tried++;
        if (!done.isEmpty()) {
            harm.add(fault + ": " + done);
        }
    }

    synchronized int tried() {
        return tried;
    }

    /** Fails if harm was done, and leaves a row of the table of {@code docs/reliability.md} in {@code target/faults}. */
    synchronized void check() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "faults"));
            Files.writeString(
                    folder.resolve(kind.replaceAll("[^a-z0-9]+", "-") + ".md"),
                    "| %s | %d | %d |%n".formatted(kind, tried, tried - harm.size()));
            Files.write(folder.resolve(kind.replaceAll("[^a-z0-9]+", "-") + ".txt"), harm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(tried).as("faults tried").isPositive();
        assertThat(harm.subList(0, Math.min(SHOWN, harm.size())))
                .as("%s: %d of %d did harm", kind, harm.size(), tried)
                .isEmpty();
    }
}
