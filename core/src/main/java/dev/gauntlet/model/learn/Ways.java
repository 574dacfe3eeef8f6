package dev.gauntlet.model.learn;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How each column may count in the score.
 *
 * @param sign of a column: 1 if the score may only rise with it, -1 if only fall, 0 if either
 * @param chosen the columns that count at all
 */
record Ways(List<Integer> sign, List<Integer> chosen) {
    Ways {
        sign = List.copyOf(sign);
        chosen = List.copyOf(chosen);
    }

    /** Every column, either way. */
    static Ways free(int width) {
        return new Ways(
                IntStream.range(0, width).mapToObj(j -> 0).toList(),
                IntStream.range(0, width).boxed().toList());
    }

    /**
     * Those that attackers move one way only the same way, so that no move of theirs lowers the score, and none that they move both
     * ways.
     */
    static Ways against(Schema schema) {
        List<Feature> features = schema.features();
        return new Ways(
                features.stream().map(feature -> sign(feature.move())).toList(),
                IntStream.range(0, features.size())
                        .filter(j -> features.get(j).move() == Feature.Move.FIXED || isOneWay(features.get(j)))
                        .boxed()
                        .toList());
    }

    /** Codes of categories have no order in the score. */
    private static boolean isOneWay(Feature feature) {
        return feature.kind() != Feature.Kind.CATEGORY && feature.move() != Feature.Move.FREE;
    }

    private static int sign(Feature.Move move) {
        return switch (move) {
            case UP_ONLY -> 1;
            case DOWN_ONLY -> -1;
            case FIXED, FREE -> 0;
        };
    }

    int sign(int column) {
        return sign.get(column);
    }

    int[] signs() {
        return sign.stream().mapToInt(Integer::intValue).toArray();
    }

    int[] columns() {
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }
}
