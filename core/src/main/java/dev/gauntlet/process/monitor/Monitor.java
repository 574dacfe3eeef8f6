package dev.gauntlet.process.monitor;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.measure.EnergyDistance;
import dev.gauntlet.measure.Prevalence;
import dev.gauntlet.measure.Shift;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Scores;
import dev.gauntlet.process.Evaluate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Compares the rows a detector sees with those it was trained on. Labels of the live rows are not used.
 *
 * @param psi the population stability index from which a feature or the score counts as drifted
 * @param chance the probability of a false warning over all features and the score together
 */
public record Monitor(double psi, double chance) {
    private static final int BINS = 10;
    private static final int SAMPLE = 400;
    private static final int SHUFFLES = 99;
    /** The fewest reference rows of a class whose scores are a distribution. */
    private static final int FEWEST = 10;

    /** The drift of a feature; {@code moved} if both the index and the test show it. */
    public record Moved(String feature, double psi, double p, boolean moved) {}

    /**
     * The result of the comparison.
     *
     * @param features the features, the most drifted first
     * @param score the stability index of the detector's score
     * @param energy the energy distance over all features, on a sample
     * @param trainedPrevalence the share of malicious rows among the reference rows
     * @param prevalence the estimated share among the live rows, and whether its assumption holds; absent where the model has no
     *     malice score, or one class has too few reference rows
     * @param chance the probability of a false warning for which it was made
     * @param alertsPerDay on the live rows; NaN if they have no times
     */
    public record Drift(
            List<Moved> features,
            double score,
            boolean scoreMoved,
            EnergyDistance energy,
            double trainedPrevalence,
            Optional<Prevalence> prevalence,
            double chance,
            double alertShare,
            double alertsPerDay) {
        public Drift {
            features = List.copyOf(features);
        }

        /** The estimated share of malicious rows among the live rows, unless the test rejects what it assumes. */
        public Optional<Prevalence> share() {
            return prevalence.filter(found -> found.p() >= chance);
        }

        /** Whether there is drift, which should be reviewed and may need retraining. */
        public boolean found() {
            return scoreMoved || features.stream().anyMatch(Moved::moved);
        }
    }

    public Monitor {
        Require.between("psi", psi, 0, 1e6);
        Require.between("chance", chance, 0, 1);
    }

    /** The default limits: an index of 0.25, and a false-warning probability of 1 %. */
    public Monitor() {
        this(0.25, 0.01);
    }

    /**
     * Compares live rows with reference rows.
     *
     * @param reference labelled rows from when the detector was trained; its score is over-optimistic on rows it was
     *     trained on
     */
    public Drift apply(Model model, Dataset reference, Dataset live, Run run) {
        Require.that(reference.size() > 1 && live.size() > 1, "both sides need at least two rows");
        int width = reference.schema().width();
        List<Moved> features = IntStream.range(0, width)
                .mapToObj(j -> moved(reference, live, j, chance / (width + 1)))
                .sorted(Comparator.comparingDouble(Moved::psi).reversed())
                .toList();
        double[] said = model.malice(reference.rows());
        double[] says = model.malice(live.rows());
        double score = Shift.psi(said, says, BINS);
        int alerts = 0;
        for (boolean alarm : model.alarms(live.rows())) {
            alerts += alarm ? 1 : 0;
        }
        int[] malicious = reference.maliciousRows();
        return new Drift(
                features,
                score,
                score > psi && Shift.ks(said, says) < chance / (width + 1),
                energy(reference, live, run),
                malicious.length / (double) reference.size(),
                model.scale() == Scores.Scale.NUMBER ? Optional.empty() : prevalence(said, malicious, says),
                chance,
                alerts / (double) live.size(),
                alerts / Evaluate.days(live));
    }

    private static Optional<Prevalence> prevalence(double[] said, int[] malicious, double[] says) {
        double[] bad = IntStream.of(malicious).mapToDouble(i -> said[i]).toArray();
        double[] good = IntStream.range(0, said.length)
                .filter(i -> Arrays.binarySearch(malicious, i) < 0)
                .mapToDouble(i -> said[i])
                .toArray();
        return Math.min(bad.length, good.length) < FEWEST
                ? Optional.empty()
                : Optional.of(Prevalence.of(good, bad, says));
    }

    private Moved moved(Dataset reference, Dataset live, int column, double least) {
        double[] before = column(reference, column);
        double[] now = column(live, column);
        Feature feature = reference.schema().feature(column);
        boolean category = feature.kind() == Feature.Kind.CATEGORY || feature.kind() == Feature.Kind.FLAG;
        double index = category ? Shift.psiOfCategories(before, now) : Shift.psi(before, now, BINS);
        double p = category ? Shift.chiSquare(before, now) : Shift.ks(before, now);
        return new Moved(feature.name(), index, p, index > psi && p < least);
    }

    private static EnergyDistance energy(Dataset reference, Dataset live, Run run) {
        double[] scales = reference.schema().features().stream()
                .mapToDouble(Feature::scale)
                .toArray();
        return EnergyDistance.of(
                reference.sample(SAMPLE, run.child("reference").rng()).rows(),
                live.sample(SAMPLE, run.child("live").rng()).rows(),
                scales,
                SHUFFLES,
                run.child("shuffle"));
    }

    private static double[] column(Dataset data, int column) {
        return IntStream.range(0, data.size())
                .mapToDouble(i -> data.rows().get(i, column))
                .toArray();
    }
}
