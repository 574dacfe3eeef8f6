package dev.gauntlet.process;

import dev.gauntlet.data.Dataset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The part of labelling that needs labels: training rows that agree in every value but not in whether they are malicious
 * teach nothing, and are left out, all of them. Test rows are never touched.
 */
public record Sanitise() {
    /**
     * What is left of training rows.
     *
     * @param contradictory the ids of the rows left out, in row order
     */
    public record Sanitised(Dataset rows, List<Long> contradictory) {
        public Sanitised {
            contradictory = List.copyOf(contradictory);
        }
    }

    public Sanitised apply(Dataset train) {
        Map<List<Double>, Integer> sides = new HashMap<>();
        List<List<Double>> keys = IntStream.range(0, train.size())
                .mapToObj(i -> Arrays.stream(train.rows().row(i)).boxed().toList())
                .toList();
        for (int i = 0; i < keys.size(); i++) {
            if (train.label(i) >= 0) {
                sides.merge(keys.get(i), train.malicious(i) ? 2 : 1, (a, b) -> a | b);
            }
        }
        boolean[] kept = new boolean[keys.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = sides.getOrDefault(keys.get(i), 0) != 3;
        }
        int[] left = IntStream.range(0, kept.length).filter(i -> kept[i]).toArray();
        List<Long> dropped = IntStream.range(0, kept.length)
                .filter(i -> !kept[i])
                .mapToObj(train::id)
                .toList();
        return new Sanitised(dropped.isEmpty() ? train : train.select(left), dropped);
    }
}
