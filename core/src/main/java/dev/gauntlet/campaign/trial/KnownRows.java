package dev.gauntlet.campaign.trial;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.Split;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows of which it is known whether the detector was trained on them.
 *
 * @param members rows that it was trained on
 * @param others rows of the same origin that it was not trained on
 */
public record KnownRows(Dataset members, Dataset others) {
    /**
     * Rows that somebody names.
     *
     * @throws IllegalArgumentException if a row is among both
     */
    public static KnownRows named(Dataset members, Dataset others) {
        Require.same("rows among both", 0, Split.duplicates(others, members).length);
        return new KnownRows(numbered(members, 0), numbered(others, members.size()));
    }

    /** Both, members first. */
    Dataset all() {
        return members.append(others);
    }

    /** The rows of a data set that are none of these. */
    Dataset without(Dataset rows) {
        int[] copies = Split.duplicates(rows, all());
        Arrays.sort(copies);
        return rows.select(IntStream.range(0, rows.size())
                .filter(i -> Arrays.binarySearch(copies, i) < 0)
                .toArray());
    }

    /** The rows with ids that no row of a laboratory has. */
    private static Dataset numbered(Dataset rows, int before) {
        return rows.withIds(
                IntStream.range(0, rows.size()).mapToLong(i -> -1L - before - i).toArray());
    }
}
