package dev.gauntlet.app.cli;

import dev.gauntlet.base.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many characters a line may have, and texts broken into such lines. */
record Window(int width) {
    private static final int USUAL = 120;
    private static final int LEAST = 40;
    /** A space at which no line is broken. */
    private static final char FIRM = '\u00a0';

    /** The width that the launcher or the shell states; 120 where nothing is a terminal. */
    static Window here() {
        return stated(System.getenv("COLUMNS"));
    }

    static Window stated(@Nullable String columns) {
        boolean number = columns != null && columns.matches("[1-9][0-9]{0,4}");
        return new Window(number ? Math.max(LEAST, Integer.parseInt(columns)) : USUAL);
    }

    /** A text that no line is broken in. */
    static String firm(String text) {
        return text.replace(' ', FIRM);
    }

    /**
     * Words in lines, with control characters escaped. A word that is longer than a line keeps one to itself.
     *
     * @param head the start of the first line, as it is
     * @param indent of all other lines
     */
    List<String> lines(String head, int indent, String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(head);
        boolean blank = head.isBlank();
        for (String word : Printable.line(text).split(" +")) {
            if (word.isEmpty()) {
                continue;
            }
            if (!blank && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(indent));
                blank = true;
            }
            line.append(blank ? "" : " ").append(word);
            blank = false;
        }
        lines.add(line.toString());
        return lines.stream().map(l -> l.replace(FIRM, ' ').stripTrailing()).toList();
    }
}
