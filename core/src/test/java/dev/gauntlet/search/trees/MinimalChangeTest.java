package dev.gauntlet.search.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The search against a count of all cells, on detectors small enough for that. */
final class MinimalChangeTest {
    private static final int MODELS = 12;

    private static Stream<Model> models() {
        return IntStream.range(0, MODELS).mapToObj(i -> {
            Rng rng = Seed.of(i).rng();
            return switch (i % 6) {
                case 0 -> Grove.boosted(rng, Encoding.identity(10), Precision.DOUBLE, 3);
                case 1 -> Grove.boosted(rng, Grove.encoding(), Precision.FLOAT, 3);
                case 2 -> Grove.boosted(rng, Grove.encoding(), Precision.DOUBLE, 4);
                case 3 -> Grove.forest(rng, Output.PROBABILITY_MEAN);
                case 4 -> Grove.forest(rng, Output.ISOLATION);
                default -> Grove.vote(rng);
            };
        });
    }

    @ParameterizedTest
    @EnumSource(Norm.class)
    void isTheLeastOfAllCells(Norm norm) {
        int found = 0;
        int none = 0;
        for (Model model : models().toList()) {
            SplitTrees trees = SplitTrees.of(model).orElseThrow();
            Rng rng = Seed.of(5).rng();
            for (int i = 0; i < 3; i++) {
                double[] row = Grove.row(rng);
                double reach = i == 0 ? 0.3 : 2;
                boolean alarm = model.alarms(Rows.of(row))[0];
                LeastChange least =
                        new MinimalChange(norm, reach, 100_000).of(Aim.verdict(trees, !alarm), row, Referee.NONE);
                double counted = Grove.least(model, row, norm, reach);
                assertThat(least.isClosed()).isTrue();
                assertThat(least.upper()).isCloseTo(counted, within(1e-5));
                if (Double.isInfinite(counted)) {
                    none++;
                    assertThat(least.row()).isEmpty();
                } else {
                    found++;
                    double[] changed = least.row().orElseThrow();
                    assertThat(model.alarms(Rows.of(changed))[0]).isNotEqualTo(alarm);
                    assertThat(Grove.SCHEMA.lawful(row, changed)).isTrue();
                    assertThat(norm.of(Grove.SCHEMA, row, changed)).isEqualTo(least.upper());
                }
            }
        }
        assertThat(found).isGreaterThan(10);
        assertThat(none).isGreaterThan(0);
    }
}
