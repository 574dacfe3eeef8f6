package dev.gauntlet.process;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;
import java.util.List;
import java.util.stream.IntStream;

/** The evaluate step: measures a model on unseen rows. */
public record Evaluate() {
    /**
     * The metrics.
     *
     * @param prAuc the area under the precision-recall curve
     * @param alertsPerDay over the days that the rows span; NaN if rows have no times
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

    /**
     * The days in which a stream brings as many rows as these: the days that they span, times their share of all rows of that time.
     * A random quarter of four days is a day; the rows of the last of four days are a day too.
     *
     * @param others the other rows of the stream
     */
    public static double days(Dataset data, List<Dataset> others) {
        double from = data.earliest();
        double to = data.latest();
        long beside = others.stream()
                .filter(Dataset::hasTimes)
                .flatMapToDouble(rows -> IntStream.range(0, rows.size()).mapToDouble(rows::time))
                .filter(time -> time >= from && time <= to)
                .count();
        return days(data) * data.size() / (data.size() + beside);
    }

    /** The number of days that the rows span, at least one; NaN if they have no times. */
    public static double days(Dataset data) {
        return Math.max(1, (data.latest() - data.earliest()) / 86_400);
    }
}
