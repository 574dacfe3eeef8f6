package dev.gauntlet.measure;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's correction: of several claims that are tested together, which hold while the probability that any of them is
 * wrong stays below a level.
 *
 * @see <a href="https://www.jstor.org/stable/4615733">Holm 1979</a>
 */
public final class Holm {
    private Holm() {}

    /**
     * The p-values corrected for their number, in the same order; a claim holds at a level if its corrected p-value is not
     * above it.
     */
    public static List<Double> corrected(List<Double> p) {
        double[] corrected = new double[p.size()];
        List<Integer> order = IntStream.range(0, p.size())
                .boxed()
                .sorted(Comparator.comparingDouble(p::get))
                .toList();
        double most = 0;
        for (int rank = 0; rank < p.size(); rank++) {
            int i = order.get(rank);
            most = Math.max(most, Math.min(1, (p.size() - rank) * p.get(i)));
            corrected[i] = most;
        }
        return IntStream.range(0, p.size()).mapToObj(i -> corrected[i]).toList();
    }
}
