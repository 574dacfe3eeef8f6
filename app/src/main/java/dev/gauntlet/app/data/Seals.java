package dev.gauntlet.app.data;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.OneWriter;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * The openings of sealed files, kept as {@code seal.json} in a folder: one seal for each set of rows ever used.
 *
 * @param file where they are kept
 */
public record Seals(Path file) {
    private static final int PATIENCE = 10_000;

    public static Seals in(Path folder) {
        return new Seals(folder.resolve("seal.json"));
    }

    /** Records the use of the rows for a model before any figure is shown. */
    public Seal.Opened open(Dataset rows, String model, String purpose) {
        return alone(() -> opened(rows, model, purpose));
    }

    /** Nobody else reads or writes the file meanwhile: an opening that two processes add at once would be lost. */
    private <T> T alone(Supplier<T> work) {
        Path lock = file.resolveSibling(".seal.lock");
        return OneWriter.holding(lock, PATIENCE, file + ": another process writes to it; try again", work);
    }

    private Seal.Opened opened(Dataset rows, String model, String purpose) {
        List<Seal> seals = new ArrayList<>(read());
        String digest = rows.digest();
        Seal known = seals.stream()
                .filter(s -> s.digest().equals(digest))
                .findFirst()
                .orElse(Seal.of(rows));
        seals.remove(known);
        Seal.Opened opened = known.open(rows, model, purpose);
        seals.add(opened.seal());
        WholeFile.write(file, RoundedJson.pretty(seals).getBytes(StandardCharsets.UTF_8));
        return opened;
    }

    /** Seals unused rows. */
    void seal(Dataset rows) {
        alone(() -> {
            List<Seal> seals = new ArrayList<>(read());
            seals.add(Seal.of(rows));
            WholeFile.write(file, RoundedJson.pretty(seals).getBytes(StandardCharsets.UTF_8));
            return seals;
        });
    }

    /** Refuses rows that were not sealed here. */
    void check(Dataset rows, Path where) {
        String digest = rows.digest();
        if (read().stream().noneMatch(seal -> seal.digest().equals(digest))) {
            throw new InputException("%s: is not the test part that %s sealed: rows, labels or order have changed"
                    .formatted(where, file));
        }
    }

    private List<Seal> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return RoundedJson.LINES.readValue(
                    Files.readString(file, StandardCharsets.UTF_8), new TypeReference<List<Seal>>() {});
        } catch (IOException | JacksonException e) {
            throw new InputException(
                    file + ": was not written by Gauntlet, or was changed; restore a copy, or " + "move it away");
        }
    }
}
