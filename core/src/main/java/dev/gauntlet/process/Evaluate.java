package dev.gauntlet.process;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;

/** The evaluate step: how a model does on rows it has not seen. */
public record Evaluate() {
    /**
     * What was measured.
     *
     * @param prAuc area under precision and recall
     * @param alertsPerDay over the days the rows span; NaN where rows carry no times
     */
    public record Evaluation(Confusion confusion, double rocAuc, double prAuc, double alertsPerDay) {}

    public Evaluation apply(Model model, Dataset data) {
        double[] malice = model.malice(data.rows());
        boolean[] alarms = new boolean[malice.length];
        int alerts = 0;
        for (int i = 0; i < alarms.length; i++) {
            alarms[i] = malice[i] >= model.threshold();
            alerts += alarms[i] ? 1 : 0;
        }
        Ranking ranking = Ranking.of(malice, data.malice());
        return new Evaluation(
                Confusion.of(data.malice(), alarms), ranking.rocAuc(), ranking.prAuc(), alerts / days(data));
    }

    /** How many days the rows span, at least one; NaN where they carry no times. */
    public static double days(Dataset data) {
        return Math.max(1, (data.latest() - data.earliest()) / 86_400);
    }
}
