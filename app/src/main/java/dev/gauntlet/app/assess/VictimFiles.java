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
        Arm arm = complete(result.arm());
        return arm.victims().stream().allMatch(Victims::isHere)
                ? Optional.of(
                        new Measured(arm, result.sameDetector(), result.curves(), result.examples(), result.note()))
                : Optional.empty();
    }

    /** An arm with its victims, as far as their files are there and unaltered. */
    Arm complete(Arm arm) {
        return arm.with(arm.victims().stream()
                .map(victims -> read(victims.digest()).orElse(victims))
                .toList());
    }

    /** The names of tables that are not what they were written as. */
    List<String> altered() {
        return digests(run.path()).stream()
                .filter(digest -> read(digest).isEmpty())
                .map(VictimFiles::name)
                .toList();
    }

    private static List<String> digests(Path run) {
        Path folder = run.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".csv"))
                    .map(name -> name.replaceFirst("[.]csv$", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputException(folder + ": cannot be read: " + e.getMessage());
        }
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
        for (String digest : digests(other)) {
            if (read(digest).isEmpty()) {
                theirs.read(digest).ifPresent(victims -> run.write(name(digest), victims.text()));
            }
        }
    }
}
