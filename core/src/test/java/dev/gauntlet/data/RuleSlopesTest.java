package dev.gauntlet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The slopes of rules and formulas against differences of their values. */
final class RuleSlopesTest {
    private static final Map<String, Integer> COLUMNS = Map.of("a", 0, "b", 1, "c", 2, "d", 3);
    private static final double STEP = 1e-6;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a * b / c - d = 2",
                "a + 2 * b <= c - d",
                "max(a, b, c) < min(d, 3 * c) - a / b",
                "a <= 1 and b <= c and c + d = a",
                "a <= d - 4 or b <= c * 0.1",
                "if a > 2 then b <= d / c"
            })
    void areThoseOfTheViolation(String text) {
        Rule rule = RuleParser.parse(text, COLUMNS);
        Rng rng = Seed.of(7).rng();
        int broken = 0;
        for (int i = 0; i < 200; i++) {
            double[] row = {rng.between(1, 5), rng.between(1, 5), rng.between(1, 5), rng.between(1, 5)};
            double[] slopes = new double[4];
            rule.addSlopes(row, 2, slopes);
            broken += rule.violation(row) > 0 ? 1 : 0;
            for (int j = 0; j < 4; j++) {
                double[] more = row.clone();
                double[] less = row.clone();
                more[j] += STEP;
                less[j] -= STEP;
                double change = (rule.violation(more) - rule.violation(less)) / (2 * STEP);
                // The slack of a strict comparison grows with its sides, by a millionth.
                assertThat(slopes[j]).as("%s by %s", text, j).isCloseTo(2 * change, within(1e-4));
            }
        }
        assertThat(broken).isBetween(20, 200);
    }

    @Test
    void slopesOfDerivedFeaturesEndAtTheirBases() {
        Schema schema = new Schema(
                List.of(
                        Feature.real("bytes", 0, 100),
                        Feature.real("packets", 1, 100),
                        Feature.real("mean", 0, 100),
                        Feature.real("twice", 0, 200)),
                Map.of(),
                List.of("mean = bytes / packets", "twice = 2 * mean + bytes"));
        double[] slopes = {1, 0, 3, 5};
        schema.passOn(new double[] {20, 4, 5, 30}, slopes);
        // By twice 5: on the mean 10 more, on the bytes 5 more. By the mean 13: 13 / 4 on the bytes, -13 * 20 / 16 on
        // the packets.
        assertThat(slopes).containsExactly(1 + 5 + 13 / 4.0, -13 * 20 / 16.0, 0, 0);
    }
}
