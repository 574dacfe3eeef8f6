package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.ChainedFile;
import dev.gauntlet.adapters.disk.Unwritable;
import dev.gauntlet.data.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run has finished, one line each: what it is, and the result. Written and synced as each ends, so that a killed run
 * loses only what was under way. Thread-safe.
 */
public final class Journal {
    private final Path file;
    private final ChainedFile lines;
    private final Map<String, String> results = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    private Journal(Path file, ChainedFile lines) {
        this.file = file;
        this.lines = lines;
    }

    /** Opens the journal of a run folder, new or not; lines that are unfinished or altered are left out. */
    public static Journal open(Path file) {
        try {
            // Results of earlier versions are those of another build, which are not used.
            Journal journal = new Journal(file, ChainedFile.open(file, Journal::isOld));
            for (ChainedFile.Line line : journal.lines.lines()) {
                int tab = line.text().indexOf('\t');
                journal.results.put(line.text().substring(0, tab), line.text().substring(tab + 1));
            }
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static boolean isOld(String line) {
        String[] parts = line.split("\t", 3);
        return parts.length == 3
                && new Digest().add(parts[0]).add(parts[2]).hex().equals(parts[1]);
    }

    /** The folder of the run. */
    Path folder() {
        return file.resolveSibling("");
    }

    /** What is wrong with lines that are not used. */
    public List<ChainedFile.Fault> faults() {
        return lines.faults();
    }

    /** The lines that are as they were written. */
    List<ChainedFile.Line> lines() {
        return lines.lines();
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
        try {
            lines.append(List.of(what + "\t" + result));
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
