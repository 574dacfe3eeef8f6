package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.kernel.FeatureMap;
import dev.gauntlet.model.kernel.MappedKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows that test a conversion: random ones, for trees those on and next to thresholds, and for categories every code, unseen
 * codes and missing texts.
 */
public final class Probes {
    private static final int MOST_NUMBERS = 1 << 22;
    private static final int MOST_CODES = 1 << 24;

    private final List<List<Double>> thresholds = new ArrayList<>();
    private final Optional<FeatureMap> map;
    private final Encoding around;
    private final boolean trees;
    private final boolean plain;
    /** Per input, how many codes of categories there are to test; 0 if it is a number. */
    private final int[] codes;

    public Probes(ForeignModel model) {
        Encoding encoding = model.encoding();
        map = model.kernel() instanceof MappedKernel mapped ? Optional.of(mapped.map()) : Optional.empty();
        around = map.map(FeatureMap::encoding).orElse(encoding);
        boolean plainSoFar = true;
        for (int j = 0; j < model.kernel().inputs(); j++) {
            thresholds.add(new ArrayList<>());
            plainSoFar &= encoding.shift(j) == 0 && encoding.factor(j) == 1;
        }
        plain = map.map(FeatureMap::isPlain).orElse(plainSoFar);
        double[] value = model.kernel().parameters().getOrDefault("value", new double[0]);
        double[] feature = model.kernel().parameters().getOrDefault("feature", new double[0]);
        trees = feature.length > 0;
        codes = new int[model.kernel().inputs()];
        model.inputs()
                .codes()
                .forEach((input, known) -> codes[input] = known.texts().size() + 1);
        for (int node = 0; node < feature.length; node++) {
            if (feature[node] >= 0) {
                cut((int) feature[node], value[node]);
            }
        }
        for (int j = 0; j < codes.length; j++) {
            for (double cut : thresholds.get(j)) {
                codes[j] = codes[j] > 0 && cut < MOST_CODES ? Math.max(codes[j], (int) cut + 1) : codes[j];
            }
        }
    }

    /** Takes down where trees cut a column, of a map one that is an input. */
    private void cut(int column, double at) {
        if (map.isEmpty()) {
            thresholds.get(column).add(at / around.factor(column) + around.shift(column));
            return;
        }
        FeatureMap.Column own = map.get().columns().get(column);
        if (!own.isIndicator()) {
            thresholds.get(own.input()).add(at / own.factor() + own.shift());
        }
    }

    /** So many rows, fewer where they would hold more than four million numbers. */
    public Rows rows(int size, Rng rng) {
        int width = Math.max(thresholds.size(), map.map(m -> m.columns().size()).orElse(0));
        int fit = Math.max(1, Math.min(size, MOST_NUMBERS / width));
        return Rows.fill(fit, thresholds.size(), (i, j) -> value(j, rng));
    }

    /** A code, seen or not, or a missing text. */
    private double code(int j, Rng rng) {
        return rng.chance(0.1) ? Double.NaN : rng.chance(0.05) ? -1 : rng.nextInt(codes[j] + 1);
    }

    private double value(int j, Rng rng) {
        if (codes[j] > 0) {
            return code(j, rng);
        }
        boolean fills = !Double.isNaN(around.fill(j));
        if ((trees || fills) && rng.chance(0.05)) {
            return Double.NaN;
        }
        List<Double> known = thresholds.get(j);
        if (known.isEmpty() || rng.chance(0.2)) {
            return around.shift(j) + rng.nextGaussian() / around.factor(j);
        }
        double at = known.get(rng.nextInt(known.size()));
        if (!plain || rng.chance(0.4)) {
            double other = known.get(rng.nextInt(known.size()));
            double apart = other == at ? rng.nextGaussian() / around.factor(j) : (other - at) * rng.nextDouble();
            return at + apart;
        }
        return switch (rng.nextInt(5)) {
            case 0 -> at;
            case 1 -> Math.nextDown(at);
            case 2 -> Math.nextUp(at);
            case 3 -> Math.nextDown((float) at);
            default -> Math.nextUp((float) at);
        };
    }
}
