package dev.gauntlet.process.train;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;

/** What a search makes large on rows held out. */
public sealed interface Objective {
    double of(Ranking ranking);

    default double of(Model model, Dataset held) {
        return of(Ranking.of(model.malice(held.rows()), held.malice()));
    }

    /** The chance that a malicious row scores above a benign one. */
    record RocAuc() implements Objective {
        @Override
        public double of(Ranking ranking) {
            return ranking.rocAuc();
        }
    }

    /** Average precision: of worth where malice is rare. */
    record PrAuc() implements Objective {
        @Override
        public double of(Ranking ranking) {
            return ranking.prAuc();
        }
    }

    /** The recall where at most this share of benign rows alarms: what a team that can read so many alerts gets. */
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
