package dev.gauntlet.app.data;

import java.util.regex.Pattern;

/** A value in a line of comma-separated text that people open: verdicts, findings, rows left out. */
public final class CsvField {
    /** What a spreadsheet takes for a formula. */
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r].*", Pattern.DOTALL);
    /** What only looks like one: a number, or a lone minus for a missing value. */
    private static final Pattern HARMLESS = Pattern.compile("-|[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private CsvField() {}

    /** The text, in quotes if it needs them; an apostrophe stands before what a spreadsheet would take for a formula. */
    public static String of(String text) {
        boolean formula =
                FORMULA.matcher(text).matches() && !HARMLESS.matcher(text).matches();
        String safe = formula ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
