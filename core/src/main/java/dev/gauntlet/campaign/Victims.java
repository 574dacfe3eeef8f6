package dev.gauntlet.campaign;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Digest;
import dev.gauntlet.measure.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The result of an arm for each of its victims: for which the attack reached its goal. Findings name it by its digest; it is
 * stored as a text of its own.
 */
public final class Victims {
    private static final String ROWS = "row,reached\n";
    private static final String NUMBERS = "number,reached\n";

    private final String digest;
    private final boolean here;
    private final boolean rows;
    private final long[] ids;
    private final boolean[] reached;

    private Victims(String digest, boolean here, boolean rows, long[] ids, boolean[] reached) {
        this.digest = digest;
        this.here = here;
        this.rows = rows;
        this.ids = ids;
        this.reached = reached;
    }

    /**
     * The results of some victims that are rows.
     *
     * @param ids one for each victim, that of its row
     * @param reached whether the attack reached its goal
     */
    public static Victims of(long[] ids, boolean[] reached) {
        return of(true, ids, reached);
    }

    /**
     * For which victims any of several attacks reached its goal.
     *
     * @throws IllegalArgumentException if the victims differ
     */
    static Victims any(List<Victims> each) {
        Victims first = each.get(0);
        boolean[] reached = new boolean[first.ids().length];
        for (Victims one : each) {
            Require.that(Arrays.equals(one.ids(), first.ids()), "the attacks have different victims");
            for (int i = 0; i < reached.length; i++) {
                reached[i] |= one.reached[i];
            }
        }
        return of(first.rows, first.ids, reached);
    }

    /** Victims that are no rows, numbered from 0. */
    public static Victims of(boolean[] reached) {
        long[] ids = new long[reached.length];
        Arrays.setAll(ids, i -> i);
        return of(false, ids, reached);
    }

    private static Victims of(boolean rows, long[] ids, boolean[] reached) {
        Require.same("victims", ids.length, reached.length);
        String digest = Digest.of(text(rows, ids, reached));
        return new Victims(digest, true, rows, ids.clone(), reached.clone());
    }

    /** Results that are stored elsewhere. */
    public static Victims named(String digest) {
        return new Victims(digest, false, false, new long[0], new boolean[0]);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static Victims parse(String text) {
        boolean rows = text.startsWith(ROWS);
        Require.that(rows || text.startsWith(NUMBERS), "these are no results of victims");
        String[] lines = text.lines().skip(1).toArray(String[]::new);
        long[] ids = new long[lines.length];
        boolean[] reached = new boolean[lines.length];
        for (int i = 0; i < lines.length; i++) {
            int comma = lines[i].indexOf(',');
            Require.that(comma > 0 && comma + 2 == lines[i].length(), "line %d is no result of a victim", i + 2);
            ids[i] = Long.parseLong(lines[i], 0, comma, 10);
            reached[i] = lines[i].charAt(comma + 1) == '1';
        }
        return of(rows, ids, reached);
    }

    /** The SHA-256 of the table of the results. */
    public String digest() {
        return digest;
    }

    /** Whether the results are here, and not only their digest. */
    public boolean isHere() {
        return here;
    }

    /**
     * The results as a table, a line for each victim.
     *
     * @throws IllegalStateException if they are not here
     */
    public String text() {
        demand();
        return text(rows, ids, reached);
    }

    private static String text(boolean rows, long[] ids, boolean[] reached) {
        StringBuilder text = new StringBuilder(rows ? ROWS : NUMBERS);
        for (int i = 0; i < ids.length; i++) {
            text.append(ids[i]).append(',').append(reached[i] ? 1 : 0).append('\n');
        }
        return text.toString();
    }

    private void demand() {
        if (!here) {
            throw new IllegalStateException("the results of these victims are not here");
        }
    }

    /** Whether the victims are rows, and their ids those of the rows. */
    public boolean areRows() {
        demand();
        return rows;
    }

    /** The ids of the victims. */
    public long[] ids() {
        demand();
        return ids.clone();
    }

    /** For which victims the attack reached its goal. */
    public boolean[] reached() {
        demand();
        return reached.clone();
    }

    /** The share of victims for which it did. */
    Interval share() {
        demand();
        return Interval.share(reached);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Victims that && that.digest.equals(digest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(digest);
    }

    @Override
    public String toString() {
        return digest;
    }
}
