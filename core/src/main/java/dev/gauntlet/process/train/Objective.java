package dev.gauntlet.process.train;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;

/** The metric that a search maximises on held-out rows. */
public sealed interface Objective {
    double of(Ranking ranking);

    default double of(Model model, Dataset held) {
        return of(Ranking.of(model.malice(held.rows()), held.malice()));
    }

    /** The probability that a malicious row scores above a benign one. */
    record RocAuc() implements Objective {
        @Override
        public double of(Ranking ranking) {
            return ranking.rocAuc();
        }
    }

    /** Average precision: useful if malicious rows are rare. */
    record PrAuc() implements Objective {
        @Override
        public double of(Ranking ranking) {
            return ranking.prAuc();
        }
    }

    /** The recall at this false-positive rate, for a team that can handle that many alerts. */
    record RecallAt(double falsePositiveRate) implements Objective {
        public RecallAt {
            Require.fraction("falsePositiveRate", falsePositiveRate);
        }

        @Override
        public double of(Ranking ranking) {
            return ranking.recallAt(falsePositiveRate).value();
        }
    }
}
