package dev.gauntlet.base;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Collects all problems of an input, so that the user can fix them at once. */
public final class Problems {
    private final List<String> found = new ArrayList<>();

    public void add(String problem) {
        found.add(problem);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<String> all() {
        return List.copyOf(found);
    }

    /** Runs a check that throws {@link IllegalArgumentException} and keeps its message, prefixed by a place. */
    public void check(String place, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            add(place + ": " + e.getMessage());
        }
    }

    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InputException(found);
        }
    }

    /** The known name nearest to a mistyped one (edit distance, at most a third of its length), for "did you mean". */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Math.min(typed.length(), Math.max(1, typed.length() / 3) + 1);
        for (String name : known) {
            int distance = editDistance(wanted, name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code ; did you mean "x"?} or nothing. */
    public static String didYouMean(String typed, Collection<String> known) {
        return nearest(typed, known)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse("");
    }

    /** Letters replaced, added, left out, or swapped with their neighbour. */
    private static int editDistance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
