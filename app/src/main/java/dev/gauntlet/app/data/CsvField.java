package dev.gauntlet.app.data;

/** A value in a line of comma-separated text. */
public final class CsvField {
    private CsvField() {}

    /** The text, in quotes if it needs them. */
    public static String of(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
