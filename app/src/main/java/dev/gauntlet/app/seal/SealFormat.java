package dev.gauntlet.app.seal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a seal stands in a line of verdicts: JSON ends with the fields {@code sequence} and {@code tag}, CSV with the columns
 * {@code record}, {@code sequence} and {@code tag}. The lines of the seal itself have a text in {@code record} and no verdict.
 * The tag covers all that stands before {@code sequence}, and the tag of the first record also the header.
 */
public enum SealFormat {
    JSON("(?s)(.*),\"sequence\":(\\d{1,18}),\"tag\":\"([0-9a-f]{64})\"}", "\\{\"record\":\"([^\"\\\\]*)\""),
    CSV("(?s)(.*),(\\d{1,18}),([0-9a-f]{64})", "(?s).*,([^,\"\n]+)");

    /** The columns that a sealed CSV has behind its own. */
    public static final String COLUMNS = ",record,sequence,tag";

    private final Pattern line;
    private final Pattern control;

    SealFormat(String line, String control) {
        this.line = Pattern.compile(line);
        this.control = Pattern.compile(control);
    }

    /** A line as it was read. */
    public record Sealed(String covered, long sequence, String tag) {}

    /** The parts of a line, if it has a seal. */
    public Optional<Sealed> parse(String text) {
        Matcher m = line.matcher(text);
        return m.matches()
                ? Optional.of(new Sealed(m.group(1), Long.parseLong(m.group(2)), m.group(3)))
                : Optional.empty();
    }

    /** The text of a record of the seal itself; empty for a verdict. */
    public Optional<String> control(String covered) {
        Matcher m = control.matcher(covered);
        return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }

    /** What is covered of a verdict's line. */
    public String verdict(String text) {
        return this == JSON ? text.substring(0, text.length() - 1) : text + ',';
    }

    /**
     * What is covered of a record of the seal itself.
     *
     * @param columns of a line of verdicts
     */
    public String control(String record, int columns) {
        return this == JSON ? "{\"record\":\"" + record + '"' : ",".repeat(columns) + record;
    }

    /** A whole line. */
    public String sealed(String covered, long sequence, String tag) {
        return this == JSON
                ? covered + ",\"sequence\":" + sequence + ",\"tag\":\"" + tag + "\"}\n"
                : covered + ',' + sequence + ',' + tag + '\n';
    }
}
