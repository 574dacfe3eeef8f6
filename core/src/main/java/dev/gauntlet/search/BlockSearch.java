package dev.gauntlet.search;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Norm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Random search over blocks of neighbouring columns: the numbers of a block go as far up or down as is permitted, each its own
 * way, its other columns become as in a donor, and the row is kept if the score goes the wanted way. Blocks get smaller
 * as queries are spent. It ends at the first success.
 */
public final class BlockSearch implements AttackSearch {
    /** After so many of 10,000 queries the share of the columns in a block is halved. */
    private static final int[] HALVED = {10, 50, 200, 1000, 2000, 4000, 6000, 8000};

    /** Rows that are asked at first, of which the best is the start. */
    private static final int FIRST = 10;
    /** Blocks drawn for each one that is permitted at most. */
    private static final int DRAWN = 40;
    /** The chance that a block is taken over from a donor, or goes back to the original. */
    private static final double DONATED = 0.5;

    private static final double BACK = 0.1;

    private final FeasibleSet lawful;
    private final List<double[]> donors;
    private final List<int[]> units;
    private final double share;
    private final int direction;
    private final int queries;
    private final Rng rng;
    private double[] at;
    private double score = Double.NEGATIVE_INFINITY;
    private int asked;
    private List<double[]> proposed = List.of();
    private List<double[]> offered = List.of();

    /**
     * A search for one victim.
     *
     * @param donors rows that are what the victim is to be taken for; may be empty
     * @param share of the columns that the first blocks have
     * @param direction which way the score must go: 1 up, -1 down
     * @param queries over which blocks get smaller
     */
    public BlockSearch(FeasibleSet lawful, List<double[]> donors, double share, int direction, int queries, Rng rng) {
        this.lawful = lawful;
        this.donors = List.copyOf(donors);
        this.units = Units.of(lawful.schema()).all();
        this.share = Require.between("share", share, 0, 1);
        this.direction = direction;
        this.queries = Require.atLeast("queries", queries, 1);
        this.rng = rng;
        this.at = lawful.original();
    }

    @Override
    public List<double[]> propose() {
        proposed = List.of();
        if (!offered.isEmpty() || units.isEmpty()) {
            return proposed;
        }
        proposed = new ArrayList<>();
        for (int i = 0; i < (asked == 0 ? FIRST : 1); i++) {
            double[] from = asked == 0 && i % 2 == 0 ? moved(lawful.original(), units.size()) : at;
            block(from).ifPresent(proposed::add);
        }
        asked += proposed.size();
        return proposed;
    }

    /** The valid row near one with another block. */
    private Optional<double[]> block(double[] from) {
        for (int i = 0; i < DRAWN; i++) {
            double[] wanted = moved(from, size());
            Optional<double[]> row =
                    lawful.project(wanted).filter(one -> !Arrays.equals(one, at) && lawful.size(Norm.L0, one) > 0);
            if (row.isPresent()) {
                return row;
            }
        }
        return Optional.empty();
    }

    /** How many columns, or groups of them, a block has by now. */
    private int size() {
        double left = share * units.size();
        for (int halved : HALVED) {
            left /= (long) asked * 10_000 > (long) halved * queries ? 2 : 1;
        }
        return (int) Math.max(1, Math.rint(left));
    }

    /** A row with a block of so many columns changed. */
    private double[] moved(double[] from, int size) {
        double[] row = from.clone();
        int first = rng.nextInt(units.size());
        double what = rng.nextDouble();
        boolean far = rng.chance(0.5);
        double[] original = lawful.original();
        double[] donor = donors.isEmpty() ? lawful.randomMove(rng) : donors.get(rng.nextInt(donors.size()));
        for (int k = 0; k < size; k++) {
            int[] unit = units.get((first + k) % units.size());
            boolean up = rng.chance(0.5);
            double way = far ? 1 : rng.nextDouble();
            for (int j : unit) {
                boolean ends = what >= DONATED + BACK
                        && unit.length == 1
                        && lawful.schema().feature(j).isNumber();
                row[j] = ends ? lawful.between(j, lawful.end(j, up), way) : what < BACK ? original[j] : donor[j];
            }
        }
        return row;
    }

    @Override
    public void hear(List<Reply> replies) {
        offered = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            double heard = direction * replies.get(i).score(); // NaN, which is above nothing, without an answer
            if (heard >= score) {
                score = heard;
                at = proposed.get(i);
            }
            if (replies.get(i).reached()) {
                offered.add(proposed.get(i));
            }
        }
    }

    @Override
    public List<double[]> offers() {
        return offered;
    }
}
