package dev.gauntlet.adapters.registry;

import dev.gauntlet.adapters.AppendedFile;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of JSON a change, each with the SHA-256 of the line before it. The state holds the newest line too, so one
 * that a crash kept from this file is written at the next change, and half a line is cut off then.
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
     * @throws InputException naming the first line that was changed, left out or added
     */
    List<Change> read(Change newest) {
        List<Change> changes = new ArrayList<>();
        String before = Change.FIRST;
        for (String line : lines()) {
            if (changes.size() == newest.number()) {
                throw new InputException(Plural.format(
                        "%s: has more lines than the %d change[s] of the registry", file, newest.number()));
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

    private List<String> lines() {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read as UTF-8 text");
        }
    }

    /** Writes the newest line, after one that a crash kept out; lines that are there are left alone. */
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

    /** How many lines there are, of whatever they consist. */
    private int wholeLines() throws IOException {
        int lines = 0;
        for (byte b : Files.exists(file) ? Files.readAllBytes(file) : new byte[0]) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }
}
