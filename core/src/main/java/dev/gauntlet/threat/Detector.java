package dev.gauntlet.threat;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Scores;

/**
 * A detector behind an oracle.
 *
 * @param quantity whether its answers are estimates, and not the classes of its verdicts
 */
record Detector(Model model, boolean quantity) implements Oracle.Target {
    @Override
    public double[] malice(Rows rows) {
        return model.malice(rows);
    }

    @Override
    public double probability(double malice) {
        return model.probability(malice);
    }

    @Override
    public double margin(double malice) {
        return model.scale() == Scores.Scale.LOGIT ? malice : Oracle.Target.super.margin(malice);
    }

    @Override
    public Rows scores(Rows rows) {
        return model.outputs() > 2 && !quantity ? model.scores(rows) : Oracle.Target.super.scores(rows);
    }

    @Override
    public Rows chances(Rows scores) {
        return model.chances(scores);
    }

    @Override
    public double logarithm(double score) {
        return model.scale() == Scores.Scale.LOGIT ? score : Oracle.Target.super.logarithm(score);
    }

    @Override
    public boolean isOfQuantity() {
        return quantity;
    }
}
