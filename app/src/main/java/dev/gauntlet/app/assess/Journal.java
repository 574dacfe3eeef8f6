package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.AppendedFile;
import dev.gauntlet.adapters.disk.Unwritable;
import dev.gauntlet.data.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run has finished, one line each: what it is, the SHA-256 of that and of its result, and the result. Written and synced as each
 * ends, so that a killed run loses only what was under way. Thread-safe.
 */
public final class Journal {
    private final Path file;
    private final Map<String, String> results = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final List<Integer> torn = new ArrayList<>();

    private Journal(Path file) {
        this.file = file;
    }

    /** Opens the journal of a run folder, new or not; lines that are torn or altered are left out and counted. */
    public static Journal open(Path file) {
        Journal journal = new Journal(file);
        if (Files.exists(file)) {
            try {
                // Bytes that are no text spoil their line only.
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                int end = text.lastIndexOf('\n') + 1;
                int number = 0;
                for (String line : text.substring(0, end).split("\n")) {
                    journal.take(line, ++number);
                }
                if (end < text.length()) {
                    journal.torn.add(number + 1);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        return journal;
    }

    private void take(String line, int number) {
        String[] parts = line.split("\t", 3);
        if (parts.length == 3 && digest(parts[0], parts[2]).equals(parts[1])) {
            results.put(parts[0], parts[2]);
        } else {
            torn.add(number);
        }
    }

    private static String digest(String what, String result) {
        return new Digest().add(what).add(result).hex();
    }

    /** The folder of the run. */
    Path folder() {
        return file.resolveSibling("");
    }

    /** The numbers of the lines that could not be used. */
    public List<Integer> torn() {
        return List.copyOf(torn);
    }

    public synchronized int size() {
        return results.size();
    }

    /** How many results of the present run it holds: those found and those added; others are of an older build. */
    public synchronized int used() {
        return used.size();
    }

    public synchronized Optional<String> find(String what) {
        Optional<String> found = Optional.ofNullable(results.get(what));
        found.ifPresent(result -> used.add(what));
        return found;
    }

    /** Adds all results of another journal that this one does not have. */
    void addAll(Journal other) {
        other.results.forEach((what, result) -> {
            if (!results.containsKey(what)) {
                add(what, result);
            }
        });
    }

    /** Adds a result, a text of one line, and returns once it is on the disk. */
    public synchronized void add(String what, String result) {
        String line = what + "\t" + digest(what, result) + "\t" + result + "\n";
        try {
            AppendedFile.append(file, line);
        } catch (IOException e) {
            throw Unwritable.of(
                    file,
                    e,
                    "; is the disk full or the folder read-only? Finished work is kept: fix this, then repeat the same"
                            + " command, or continue an assessment with: gauntlet resume "
                            + file.toAbsolutePath().getParent());
        }
        results.put(what, result);
        used.add(what);
    }
}
