package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.kernel.MappedKernel;
import java.util.ArrayList;
import java.util.List;

/** Rows that show whether a conversion is right: random ones, and of trees those on thresholds and beside them. */
public final class Probes {
    private static final int MOST_NUMBERS = 1 << 22;

    private final List<List<Double>> thresholds = new ArrayList<>();
    private final Encoding around;
    private final boolean trees;
    private final boolean plain;

    public Probes(ForeignModel model) {
        Encoding encoding = model.encoding();
        around = model.kernel() instanceof MappedKernel mapped ? mapped.map().encoding() : encoding;
        boolean plainSoFar = true;
        for (int j = 0; j < model.kernel().inputs(); j++) {
            thresholds.add(new ArrayList<>());
            plainSoFar &= encoding.shift(j) == 0 && encoding.factor(j) == 1;
        }
        plain = plainSoFar;
        double[] value = model.kernel().parameters().getOrDefault("value", new double[0]);
        double[] feature = model.kernel().parameters().getOrDefault("feature", new double[0]);
        trees = feature.length > 0;
        for (int node = 0; node < feature.length; node++) {
            if (feature[node] >= 0) {
                int j = (int) feature[node];
                thresholds.get(j).add(value[node] / encoding.factor(j) + encoding.shift(j));
            }
        }
    }

    /** So many rows, fewer where they would hold more than four million numbers. */
    public Rows rows(int size, Rng rng) {
        int fit = Math.max(1, Math.min(size, MOST_NUMBERS / thresholds.size()));
        return Rows.fill(fit, thresholds.size(), (i, j) -> value(j, rng));
    }

    private double value(int j, Rng rng) {
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
            return at + (known.get(rng.nextInt(known.size())) - at) * rng.nextDouble();
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
