package dev.gauntlet.base;

/** Text of others, such as a column's name or a cell, made fit for one line of a terminal. */
public final class Printable {
    /** The most characters that are shown. */
    private static final int LONGEST = 200;

    private Printable() {}

    /** A text whose control characters are escaped, and which is cut where it is long. */
    public static String of(String text) {
        return escaped(text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text, false);
    }

    /** A message whose control characters are escaped, but for the ends of its lines and tabs. */
    public static String lines(String message) {
        return escaped(message, true);
    }

    /** A text of one line, all of whose control characters are escaped. */
    public static String line(String text) {
        return escaped(text, false);
    }

    private static String escaped(String text, boolean lines) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean kept = lines && (c == '\n' || c == '\t');
            // Format characters can turn the direction of a line.
            if (!kept && (Character.isISOControl(c) || isInvisible(c))) {
                plain.append("\\u%04x".formatted(c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    /** Whether a character is none that is seen, but turns or ends a line. */
    public static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
