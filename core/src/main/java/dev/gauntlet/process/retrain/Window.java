package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Selects the training rows of a retraining from the rows seen so far. */
public sealed interface Window {
    /**
     * The selected rows, in order.
     *
     * @param seen all rows so far, in order of arrival; later calls append to them
     */
    Dataset over(Dataset seen, Run run);

    /**
     * Rows of the last days, counted back from the newest, the boundary included. Rows without a time are always
     * included.
     *
     * @param days positive
     */
    record Sliding(double days) implements Window {
        private static final double DAY = 86_400;

        public Sliding {
            Require.that(days > 0, "days must be positive but is " + days);
        }

        @Override
        public Dataset over(Dataset seen, Run run) {
            if (!seen.hasTimes()) {
                return seen;
            }
            double oldest = seen.latest() - days * DAY;
            return seen.select(IntStream.range(0, seen.size())
                    .filter(i -> !(seen.time(i) < oldest))
                    .toArray());
        }
    }

    /** Every row. */
    record Expanding() implements Window {
        @Override
        public Dataset over(Dataset seen, Run run) {
            return seen;
        }
    }

    /**
     * A uniform random sample of all rows: those with the smallest random keys, so that a dropped row is never selected
     * again. The same seed gives the same sample, regardless of batches.
     *
     * @param rows the size of the sample
     * @see <a href="https://doi.org/10.1145/3147.3165">Vitter 1985, whose reservoirs have the same distribution</a>
     */
    record Reservoir(int rows) implements Window {
        public Reservoir {
            Require.atLeast("rows", rows, 1);
        }

        @Override
        public Dataset over(Dataset seen, Run run) {
            Rng rng = run.rng();
            long[] keys = LongStream.generate(rng::nextLong).limit(seen.size()).toArray();
            return seen.select(IntStream.range(0, seen.size())
                    .boxed()
                    .sorted(Comparator.comparingLong(i -> keys[i]))
                    .limit(rows)
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray());
        }
    }
}
