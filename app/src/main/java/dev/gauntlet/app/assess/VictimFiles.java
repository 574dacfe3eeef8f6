package dev.gauntlet.app.assess;

import dev.gauntlet.base.InputException;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Measured;
import dev.gauntlet.campaign.Victims;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The results for each victim, in a run folder: a table for each arm, named by its digest. Arms of equal results share one. */
record VictimFiles(RunFolder run) {
    private static final String FOLDER = "victims";

    private static String name(String digest) {
        return FOLDER + "/" + digest + ".csv";
    }

    private Path file(String digest) {
        return run.path().resolve(name(digest));
    }

    /** Two arms that end at the same time can have equal results. */
    synchronized void write(Arm arm) {
        arm.victims().stream().filter(Victims::isHere).forEach(victims -> {
            if (read(victims.digest()).isEmpty()) {
                run.write(name(victims.digest()), victims.text());
            }
        });
    }

    /** A stored result with its victims; empty if their file is missing or was altered. */
    Optional<Measured> complete(Measured result) {
        Arm arm = result.arm();
        List<Victims> tables = arm.victims().stream()
                .flatMap(victims -> read(victims.digest()).stream())
                .toList();
        return tables.size() < arm.victims().size()
                ? Optional.empty()
                : Optional.of(new Measured(
                        new Arm(arm.name(), arm.damage(), arm.confusion(), arm.facts(), tables),
                        result.sameDetector(),
                        result.curves(),
                        result.examples(),
                        result.note()));
    }

    private Optional<Victims> read(String digest) {
        try {
            Victims victims = Victims.parse(Files.readString(file(digest)));
            return victims.digest().equals(digest) ? Optional.of(victims) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Adds those of another run folder that are as they were written. */
    void addAll(Path other) {
        VictimFiles theirs = new VictimFiles(new RunFolder(other));
        Path folder = other.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> tables = files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
            for (Path table : tables) {
                String digest = table.getFileName().toString().replaceFirst("[.]csv$", "");
                if (read(digest).isEmpty()) {
                    theirs.read(digest).ifPresent(victims -> run.write(name(digest), victims.text()));
                }
            }
        } catch (IOException e) {
            throw new InputException(folder + ": cannot be read: " + e.getMessage());
        }
    }
}
