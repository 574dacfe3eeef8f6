package dev.gauntlet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The ranges that trainers declare for a search. */
public final class RangesTest {
    /** Fails unless every range is of a parameter and within what it may be. */
    public static void check(Trainer trainer) {
        for (Range range : trainer.ranges()) {
            for (double end : new double[] {range.low(), range.high()}) {
                assertThat(Catalogue.with(trainer, Map.of(range.parameter(), end)))
                        .isInstanceOf(trainer.getClass());
            }
        }
        assertThat(trainer.ranges().stream().map(Range::parameter)).doesNotHaveDuplicates();
    }

    @Test
    void everyTrainerTakesWhatItsRangesOffer() {
        Catalogue.all(Trainer.class).forEach(RangesTest::check);
        assertThat(Catalogue.all(Trainer.class).stream().filter(t -> !t.ranges().isEmpty()))
                .hasSizeGreaterThan(10);
    }

    private static double[] draws(Range range) {
        Rng rng = Seed.of(1).rng();
        return DoubleStream.generate(() -> range.draw(rng)).limit(2000).toArray();
    }

    @Test
    void aDrawLiesWithinAndItsMiddleIsThatOfDifferencesOrFactors() {
        double[] even = draws(Range.even("x", 1, 100));
        double[] factors = draws(Range.factors("x", 1, 100));
        assertThat(DoubleStream.of(even)).allMatch(x -> x >= 1 && x <= 100);
        assertThat(DoubleStream.of(factors)).allMatch(x -> x >= 1 && x <= 100);
        assertThat(DoubleStream.of(even).sorted().skip(1000).findFirst().orElseThrow())
                .isCloseTo(50.5, within(3.0));
        assertThat(DoubleStream.of(factors).sorted().skip(1000).findFirst().orElseThrow())
                .isCloseTo(10, within(1.0));
    }

    @Test
    void aRangeHasALowBelowItsHigh() {
        assertThatThrownBy(() -> Range.even("x", 2, 2)).hasMessage("low of x must be below high");
        assertThatThrownBy(() -> Range.factors("x", 0, 2)).hasMessage("low of x must be positive");
    }
}
