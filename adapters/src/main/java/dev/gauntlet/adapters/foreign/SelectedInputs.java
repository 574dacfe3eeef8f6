package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Require;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.FeatureMap;
import dev.gauntlet.model.kernel.MappedKernel;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the inputs of a model are in wider rows, or in rows of another order.
 */
final class SelectedInputs {
    private final int width;
    private final int[] places;

    /**
     * Inputs among columns.
     *
     * @param width how many columns a row has
     * @param places per input of the model, its column
     */
    SelectedInputs(int width, int[] places) {
        this.width = width;
        this.places = places.clone();
    }

    private boolean isWhole() {
        return width == places.length && IntStream.range(0, width).allMatch(j -> places[j] == j);
    }

    /** The same kernel over the wider rows; the other columns change nothing. */
    Predictor kernel(Predictor kernel) {
        if (isWhole()) {
            return kernel;
        }
        if (kernel instanceof TreeEnsemble trees) {
            return trees.over(width, tree -> tree.withColumns(j -> places[j]));
        }
        if (kernel instanceof ClassTrees trees) {
            return trees.over(width, tree -> tree.withColumns(j -> places[j]));
        }
        if (kernel instanceof BlackBox opaque) {
            return new SelectedBlackBox(opaque, width, places);
        }
        if (kernel instanceof MappedKernel mapped) {
            Map<String, double[]> parameters = new HashMap<>(mapped.parameters());
            double[] columns =
                    parameters.getOrDefault("map_column", new double[0]).clone();
            for (int k = 0; k < columns.length; k += 3) {
                columns[k] = places[(int) columns[k]];
            }
            double[] map = parameters.getOrDefault("map", new double[2]).clone();
            map[0] = width;
            parameters.put("map_column", columns);
            parameters.put("map", map);
            return mapped.rebuild(parameters);
        }
        FeatureMap map = new FeatureMap(
                width, IntStream.of(places).mapToObj(FeatureMap.Column::of).toList(), FeatureMap.Size.NONE);
        return MappedKernel.of(map, kernel);
    }

    /**
     * The same encoding over the wider rows.
     *
     * @param tables by input: a number for each code, then one for codes that are not known
     */
    Encoding encoding(Encoding own, Map<Integer, double[]> tables) {
        double[] shifts = new double[width];
        double[] factors = new double[width];
        double[] fills = new double[width];
        Arrays.fill(factors, 1);
        Arrays.fill(fills, Double.NaN);
        Map<Integer, double[]> moved = new HashMap<>();
        for (int j = 0; j < places.length; j++) {
            Require.that(own.form(j) == Encoding.Form.IDENTITY, "only numbers can be selected");
            shifts[places[j]] = own.shift(j);
            factors[places[j]] = own.factor(j);
            fills[places[j]] = own.fill(j);
            if (tables.containsKey(j)) {
                moved.put(places[j], tables.get(j));
            }
        }
        return Encoding.scaled(shifts, factors, fills).withTables(moved);
    }
}
