package dev.gauntlet.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a reader should know of data or detector.
 *
 * @param topic what it is about, which decides its rank
 * @param text what was found
 * @param fix the line of schema, plan or command line to change; empty if there is none
 */
public record Note(Topic topic, String text, String fix) {
    /** What a note is about, worst first. */
    public enum Topic {
        /** A feature leaks the label. */
        LEAK,
        /** A column may identify a thing, which the model memorises. */
        IDENTIFIER,
        /** Labels are missing, merged, guessed or wrong. */
        LABELS,
        /** Rows are left out. */
        ROWS,
        /** Test rows occur in training. */
        COPIES,
        /** The detector does not meet what the plan demands of it. */
        DETECTOR,
        /** The false-positive rate is far from the requested one. */
        FALSE_ALARMS,
        /** Cells were taken as missing since they do not fit their column. */
        CELLS,
        /** Values are missing. */
        MISSING,
        /** Times are not used, or not in order. */
        TIME,
        /** It is not stated what an attacker can change. */
        SCHEMA,
        /** Something could not be checked. */
        UNCHECKED,
        /** Good to know; nothing to fix. */
        OTHER
    }

    /** A note on something that needs no fix. */
    public static Note other(String text) {
        return new Note(Topic.OTHER, text, "");
    }

    /** Notes on things that need no fix. */
    public static List<Note> others(Collection<String> texts) {
        return texts.stream().map(Note::other).toList();
    }

    /** The notes as sentences, in the same order. */
    public static List<String> sentences(Collection<Note> notes) {
        return notes.stream().map(Note::sentence).toList();
    }

    /** What is wrong, worst first; what has the same fix is reported once, at its worst. */
    public static List<Note> concerns(Collection<Note> notes) {
        Set<String> fixes = new HashSet<>();
        return notes.stream()
                .filter(note -> note.topic != Topic.OTHER)
                .distinct()
                .sorted(Comparator.comparing(Note::topic))
                .filter(note -> (note.topic != Topic.LEAK && note.topic != Topic.IDENTIFIER) || fixes.add(note.fix))
                .toList();
    }

    /** What is not wrong but good to know, in the same order. */
    public static List<Note> rest(Collection<Note> notes) {
        return notes.stream().filter(note -> note.topic == Topic.OTHER).toList();
    }

    /** How to leave a column out of the features. */
    public static String leaveOut(String column) {
        boolean plain = column.matches("[A-Za-z_][A-Za-z0-9_./-]*")
                && !Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan")
                        .contains(column.toLowerCase(Locale.ROOT));
        return "move it from features to ignored: [%s] in the schema"
                .formatted(plain ? column : "\"" + column.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }

    /** The text and the fix. */
    public String sentence() {
        return fix.isEmpty() ? text : text + "; " + fix;
    }
}
