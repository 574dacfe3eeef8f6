package dev.gauntlet.process.evaluate;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.measure.Bootstrap;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.measure.OverTime;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.measure.Reliability;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Scores;
import dev.gauntlet.process.Evaluate;
import dev.gauntlet.process.train.OperatingPoint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All metrics of a detector on unseen rows. If rows have sources, the intervals of recall and false-positive rate are
 * computed by source as well, since the rows of one source are not independent.
 *
 * @param confusion unjudged malicious rows count as missed
 * @param unjudged test rows that never reached the detector; areas and slices do not include them
 * @param distinctScores the number of distinct scores of the test rows
 * @param bySource recall and false-positive rate with bootstrap intervals over sources; absent without sources
 * @param recallAt the recall at given false-positive rates on these rows
 * @param reliability absent for uncalibrated anomaly scores, which are not probabilities
 * @param field metrics at a stated base rate, if one was stated
 * @param costs at stated prices, if they were stated
 * @param alertsPerDay over the days that the rows span; NaN if they have no times
 */
public record Scorecard(
        Confusion confusion,
        Unjudged unjudged,
        int distinctScores,
        Optional<BySource> bySource,
        double rocAuc,
        double prAuc,
        List<RecallAt> recallAt,
        Optional<Reliability> reliability,
        Optional<Field> field,
        Optional<Costs> costs,
        double alertsPerDay,
        List<Slice> slices) {
    private static final double[] RATES = {0.01, 0.001, 0.0001};
    private static final int BINS = 10;
    private static final int DRAWS = 1000;

    /** Of rows without labels. */
    static final Scorecard NONE = new Scorecard(
            new Confusion(0, 0, 0, 0),
            Unjudged.NONE,
            0,
            Optional.empty(),
            Double.NaN,
            Double.NaN,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Double.NaN,
            List.of());

    /** Intervals over sources. */
    public record BySource(Interval recall, Interval falsePositiveRate) {}

    /**
     * The recall at a false-positive rate.
     *
     * @param enough whether there are enough benign rows: at least one false alarm is allowed
     */
    public record RecallAt(double falsePositiveRate, Interval recall, boolean enough) {}

    /** Precision and alerts at a stated base rate. */
    public record Field(BaseRate rate, double precision, double alertsPerDay) {}

    public Scorecard {
        recallAt = List.copyOf(recallAt);
        slices = List.copyOf(slices);
    }

    /**
     * Measures a detector.
     *
     * @param train the training rows: malicious kinds that do not occur in them are marked
     * @param rate the base rate in operation, if known
     * @param price the cost of mistakes, if known
     */
    public static Scorecard of(
            Model model,
            Dataset train,
            Dataset test,
            Optional<BaseRate> rate,
            Optional<OperatingPoint.Cost> price,
            Run run) {
        return of(model, train, test, Unjudged.NONE, rate, price, run);
    }

    /** The same if some test rows never reached the detector. */
    public static Scorecard of(
            Model model,
            Dataset train,
            Dataset test,
            Unjudged unjudged,
            Optional<BaseRate> rate,
            Optional<OperatingPoint.Cost> price,
            Run run) {
        double[] malice = model.malice(test.rows());
        boolean[] truth = test.malice();
        boolean[] alarms = new boolean[malice.length];
        int alerts = 0;
        for (int i = 0; i < alarms.length; i++) {
            alarms[i] = malice[i] >= model.threshold();
            alerts += alarms[i] ? 1 : 0;
        }
        Confusion confusion = Confusion.of(truth, alarms).withMissed(unjudged.malicious());
        Ranking ranking = Ranking.of(malice, truth);
        int benign = confusion.falsePositives() + confusion.trueNegatives();
        List<RecallAt> recallAt = IntStream.range(0, RATES.length)
                .mapToObj(i -> new RecallAt(
                        RATES[i], ranking.recallAt(RATES[i]).ofMore(unjudged.malicious()), RATES[i] * benign >= 1))
                .toList();
        Optional<Reliability> reliability = model.calibration().isEmpty()
                        && (model.scale() == Scores.Scale.DISTANCE || model.scale() == Scores.Scale.NUMBER)
                ? Optional.empty()
                : Optional.of(Reliability.of(model.probability(test.rows()), truth, BINS));
        return new Scorecard(
                confusion,
                unjudged,
                (int) Arrays.stream(malice).distinct().count(),
                bySource(test, truth, alarms, run.child("sources")),
                ranking.rocAuc(),
                ranking.prAuc(),
                recallAt,
                reliability,
                rate.map(r -> field(r, confusion)),
                price.map(p -> Costs.of(confusion, p, rate)),
                alerts / Evaluate.days(test),
                Slice.all(train, test, alarms));
    }

    /** The same with its alerts per day over these days. */
    Scorecard over(double days) {
        int alerts = confusion.truePositives() + confusion.falsePositives();
        return new Scorecard(
                confusion,
                unjudged,
                distinctScores,
                bySource,
                rocAuc,
                prAuc,
                recallAt,
                reliability,
                field,
                costs,
                alerts / days,
                slices);
    }

    /**
     * The recall of each day with malicious rows, in order, if there are at least two such days. Its area under time
     * shows how the detector ages; it is not the mean over all rows.
     */
    public Optional<OverTime> recallByDay() {
        List<Double> recalls = slices.stream()
                .filter(slice -> slice.by().equals("day"))
                .map(slice -> slice.confusion().recall())
                .filter(recall -> recall.n() > 0)
                .map(Interval::value)
                .toList();
        return recalls.size() < 2 ? Optional.empty() : Optional.of(new OverTime(recalls));
    }

    private static Field field(BaseRate rate, Confusion confusion) {
        double recall = confusion.recall().value();
        double falsePositives = confusion.falsePositiveRate().value();
        return new Field(rate, rate.precision(recall, falsePositives), rate.alertsPerDay(recall, falsePositives));
    }

    private static Optional<BySource> bySource(Dataset test, boolean[] truth, boolean[] alarms, Run run) {
        if (!test.hasSources()) {
            return Optional.empty();
        }
        List<String> sources = IntStream.range(0, test.size())
                .mapToObj(i -> test.source(i).orElse(""))
                .toList();
        ToDoubleFunction<int[]> recall = rows -> share(rows, truth, alarms, true);
        ToDoubleFunction<int[]> falsePositives = rows -> share(rows, truth, alarms, false);
        return Optional.of(new BySource(
                Bootstrap.byGroup(sources, recall::applyAsDouble, DRAWS, run.child("recall")),
                Bootstrap.byGroup(sources, falsePositives::applyAsDouble, DRAWS, run.child("falsePositives"))));
    }

    /** The share of alarms among the malicious or the benign of some rows. */
    private static double share(int[] rows, boolean[] truth, boolean[] alarms, boolean malicious) {
        int all = 0;
        int alarmed = 0;
        for (int row : rows) {
            if (truth[row] == malicious) {
                all++;
                alarmed += alarms[row] ? 1 : 0;
            }
        }
        return all == 0 ? Double.NaN : (double) alarmed / all;
    }
}
