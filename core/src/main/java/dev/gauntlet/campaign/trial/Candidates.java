package dev.gauntlet.campaign.trial;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows whose membership is guessed. The training rows are halved at random, within each label: a target is trained on one
 * half, and candidates are drawn from both in equal numbers. As nothing but chance distinguishes the halves, a difference
 * between them is memory and not drift, and chance is exactly 1/2.
 *
 * @see <a href="https://arxiv.org/abs/2112.03570">Carlini et al. 2022, section II</a>
 */
final class Candidates {
    /** The most judged rows of each half. */
    private static final int MOST = 1000;

    /** A candidate. */
    private record Row(int place, boolean member, boolean judged, double turn) {}

    private final Dataset members;
    private final Dataset rows;
    private final List<Row> order;

    private Candidates(Dataset members, Dataset rows, List<Row> order) {
        this.members = members;
        this.rows = rows;
        this.order = List.copyOf(order);
    }

    /** The candidates of a laboratory: known rows, or halves of the training rows without those that its rules drop. */
    static Candidates of(Lab lab, Run run) {
        KnownRows known = lab.known().orElseGet(() -> halves(lab, run));
        Dataset in = known.members();
        Dataset out = known.others();
        int each = Math.min(in.size(), out.size());
        int fitted = Math.min(MOST / 4, each / 3);
        int judged = Math.min(MOST, each - fitted);
        int[] ins = run.child("in").rng().permutation(in.size());
        int[] outs = run.child("out").rng().permutation(out.size());
        Dataset both = in.append(out);
        List<Row> order = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            boolean judging = side == 0;
            int from = judging ? 0 : judged;
            int count = judging ? judged : fitted;
            int[] mixed = run.child(judging ? "judged" : "fitted").rng().permutation(2 * count);
            for (int i = 0; i < mixed.length; i++) {
                boolean member = mixed[i] < count;
                int place = member ? ins[from + mixed[i]] : in.size() + outs[from + mixed[i] - count];
                order.add(new Row(place, member, judging, (i + 0.5) / mixed.length));
            }
        }
        order.sort(Comparator.comparingDouble(Row::turn));
        Dataset rows = both.select(order.stream().mapToInt(Row::place).toArray());
        return new Candidates(in, rows, order);
    }

    private static KnownRows halves(Lab lab, Run run) {
        Split.Fold halves =
                Split.folds(lab.parts().train(), 2, run.child("halves")).get(0);
        return new KnownRows(
                lab.steps().sanitise().apply(halves.train()).rows(),
                lab.steps().sanitise().apply(halves.held()).rows());
    }

    /** The half that a target is trained on. */
    Dataset members() {
        return members;
    }

    /**
     * All candidates, in the order in which they are queried: rows that are judged, and between them, evenly, those that only set
     * the attacker's threshold, so that a limit on queries leaves answers for both.
     */
    Dataset rows() {
        return rows;
    }

    boolean member(int row) {
        return order.get(row).member;
    }

    /** The candidates that are judged, or those that set the threshold. */
    int[] places(boolean judging) {
        return IntStream.range(0, order.size())
                .filter(i -> order.get(i).judged == judging)
                .toArray();
    }
}
