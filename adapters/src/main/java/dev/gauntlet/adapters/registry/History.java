package dev.gauntlet.adapters.registry;

import dev.gauntlet.adapters.AppendedFile;
import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.Unwritable;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of JSON a change, each with the SHA-256 of the line before it. The line of a change is written before the state
 * that it leads to. The state holds it too, so that a newest line that is missing is written at the next change.
 */
record History(Path file) {
    private static final JsonMapper JSON = new JsonMapper();

    /** The text of a line, without its end. */
    static String line(Change change) {
        return JSON.writeValueAsString(change);
    }

    /** The SHA-256 that the line after this one states. */
    static String digest(Change change) {
        return change.number() == 0 ? Change.FIRST : BundleFile.sha(line(change).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Every change up to the newest, oldest first.
     *
     * @param pending the change after it, if that has not happened yet; its line may be there
     * @param lines those of the file
     * @throws InputException naming the first line that was changed, left out or added
     */
    List<Change> read(Change newest, Optional<Change> pending, List<String> lines) {
        List<Change> changes = new ArrayList<>();
        String before = Change.FIRST;
        for (String line : lines) {
            if (changes.size() == newest.number()) {
                if (lines.size() == newest.number() + 1
                        && pending.filter(change -> line(change).equals(line)).isPresent()) {
                    break;
                }
                throw ahead(newest);
            }
            Change change = parsed(line, changes.size() + 1);
            if (change.number() != changes.size() + 1 || !change.previous().equals(before)) {
                throw altered(changes.size() + 1);
            }
            changes.add(change);
            before = digest(change);
        }
        if (changes.size() == newest.number() - 1) {
            changes.add(newest);
            return changes;
        }
        if (changes.size() != newest.number() || !before.equals(digest(newest))) {
            throw altered(changes.size());
        }
        return changes;
    }

    private Change parsed(String line, int number) {
        try {
            Change change = JSON.readValue(line, Change.class);
            if (line(change).equals(line)) {
                return change;
            }
        } catch (JacksonException e) {
            // falls to the refusal below
        }
        throw altered(number);
    }

    private InputException altered(int number) {
        return new InputException("%s, line %d: this line, or the one before it, was altered; compare it with a copy"
                .formatted(file, number));
    }

    private InputException ahead(Change newest) {
        return new InputException(Plural.format(
                "%s: has more lines than the %d change[s] of the registry: lines were added, or registry.json is an"
                        + " older copy; compare both with a copy",
                file, newest.number()));
    }

    /** The whole lines. */
    List<String> lines() {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read as UTF-8 text");
        }
    }

    /** Writes the newest line, after the one before it if that is missing; lines that are there are left alone. */
    void append(Change former, Change newest) {
        try {
            List<Change> missing = new ArrayList<>();
            if (wholeLines() == former.number() - 1) {
                missing.add(former);
            }
            missing.add(newest);
            StringBuilder text = new StringBuilder();
            missing.forEach(change -> text.append(line(change)).append('\n'));
            AppendedFile.append(file, text.toString());
        } catch (IOException e) {
            throw Unwritable.of(file, e);
        }
    }

    /** Removes the line of a change that has not happened, if it is there after that of the newest. */
    void cut(Change newest, Change pending) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        List<String> lines = lines();
        boolean written = lines.size() == newest.number() + 1
                && lines.get(newest.number()).equals(line(pending));
        if (newest.number() == 0 && (written || lines.isEmpty())) {
            Disk.current().delete(file);
        } else if (written) {
            long bytes = line(pending).getBytes(StandardCharsets.UTF_8).length + 1L;
            AppendedFile.append(file, AppendedFile.wholeSize(file) - bytes, "");
        }
    }

    /** How many lines there are, of whatever they consist. */
    private int wholeLines() throws IOException {
        int lines = 0;
        for (byte b : Files.exists(file) ? Files.readAllBytes(file) : new byte[0]) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }
}
