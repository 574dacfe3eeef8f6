package dev.gauntlet.process.evaluate;

import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.evaluate.DataCheck.Pitfall;
import dev.gauntlet.process.label.LabelAudit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Checks the ten pitfalls.
 *
 * @param split how the parts were split; absent if the test part was given
 * @param fittedOn the digest of the rows the detector and its transforms were fitted on, if it is recorded
 * @param judgedBy the metrics by which the detector was selected; empty if it was selected elsewhere
 * @param rate the base rate in operation, if stated
 * @param threatStated whether a threat model was stated
 */
public record DataChecks(
        Optional<Split.By> split,
        Optional<String> fittedOn,
        List<String> judgedBy,
        Optional<BaseRate> rate,
        boolean threatStated) {
    private static final int SAMPLE = 2000;
    private static final int FEWEST = 10;
    private static final double SHIFTED = 0.7;
    private static final double NOISY = 0.05;
    private static final double LEAKED = 0.01;
    private static final double CONCENTRATED = 0.8;
    private static final double RARE = 0.1;
    private static final Set<String> COUNT_MISSES = Set.of("recall", "prAuc", "cost");
    private static final Trainer JUDGE = new RandomForest(40, 10, 3, 0);

    public DataChecks {
        judgedBy = List.copyOf(judgedBy);
    }

    /** All ten checks, in order. */
    public List<DataCheck> apply(Model model, Split.Parts parts, List<Baseline> baselines, Run run) {
        return List.of(
                samplingBias(parts, run.child("P1")),
                labels(parts.train(), run.child("P2")),
                snooping(parts),
                spurious(model, parts.validation(), parts.train(), run.child("P4")),
                tuning(parts),
                baseline(model, parts.test(), baselines),
                measures(parts.test()),
                DataCheck.of(
                        Pitfall.P8,
                        rate.isEmpty(),
                        rate.isEmpty()
                                ? "no base rate is stated: precision on these rows differs from precision in "
                                        + "operation"
                                : text(
                                        "%s of all events in operation are malicious",
                                        rate.get().prevalence())),
                elsewhere(),
                DataCheck.of(
                        Pitfall.P10,
                        !threatStated,
                        threatStated ? "the threat model is stated" : "no threat model is stated"));
    }

    private DataCheck elsewhere() {
        if (split.isEmpty()) {
            return DataCheck.of(
                    Pitfall.P9,
                    false,
                    DataCheck.UNCHECKED
                            + "the test part was given, so it is not known whether it is from later days or other sites");
        }
        return switch (split.get()) {
            case LABEL ->
                DataCheck.of(Pitfall.P9, true, "the split is random: not tested on later days or other sites");
            case GROUP -> DataCheck.of(Pitfall.P9, false, "the test part is of other groups");
            case TIME -> DataCheck.of(Pitfall.P9, false, "the test part is of later days");
            case TIME_AND_GROUP ->
                DataCheck.of(
                        Pitfall.P9,
                        false,
                        "the test part is of later days, and its malicious rows are of other groups");
        };
    }

    /** Can a classifier separate training from test rows? Then they are not drawn from the same distribution. */
    private static DataCheck samplingBias(Split.Parts parts, Run run) {
        if (Math.min(parts.train().size(), parts.test().size()) < FEWEST) {
            return DataCheck.of(Pitfall.P1, false, DataCheck.UNCHECKED + "too few training or test rows");
        }
        Dataset train = parts.train().sample(SAMPLE, run.child("train").rng());
        Dataset test = parts.test().sample(SAMPLE, run.child("test").rng());
        Dataset both = train.append(test);
        int[] origin = IntStream.range(0, both.size())
                .map(i -> i < train.size() ? 0 : 1)
                .toArray();
        Dataset labelled = both.withLabels(origin, List.of("train", "test"));
        double area = 0;
        List<Split.Fold> folds = Split.folds(labelled, 3, run.child("folds"));
        for (int f = 0; f < folds.size(); f++) {
            Split.Fold fold = folds.get(f);
            Model domain = JUDGE.train(fold.train(), run.child(f));
            area += Ranking.of(domain.malice(fold.held().rows()), fold.held().malice())
                            .rocAuc()
                    / folds.size();
        }
        return DataCheck.of(
                Pitfall.P1, area > SHIFTED, text("a forest separates training from test rows with ROC AUC %s", area));
    }

    private static DataCheck labels(Dataset train, Run run) {
        int[] malicious = train.maliciousRows();
        int[] benign = train.benignRows();
        if (Math.min(malicious.length, benign.length) < FEWEST) {
            return DataCheck.of(Pitfall.P2, false, DataCheck.UNCHECKED + "too few training rows of one class");
        }
        Dataset some = train.select(IntStream.concat(
                        IntStream.of(part(malicious, run.child("malicious"))),
                        IntStream.of(part(benign, run.child("benign"))))
                .sorted()
                .toArray());
        LabelAudit audit = LabelAudit.of(some, JUDGE, 3, run);
        boolean noisy =
                audit.benignNoise().low() > NOISY || audit.maliciousNoise().low() > NOISY;
        return DataCheck.of(
                Pitfall.P2,
                noisy,
                text(
                        "%s of benign and %s of malicious labels are likely wrong, by a detector that was not "
                                + "trained on them",
                        audit.benignNoise().value(), audit.maliciousNoise().value()));
    }

    private DataCheck snooping(Split.Parts parts) {
        List<String> found = new ArrayList<>();
        double copies = Split.duplicates(parts.test(), parts.train()).length
                / (double) Math.max(1, parts.test().size());
        if (copies > LEAKED) {
            found.add(text("%s of the test rows are exact duplicates of training rows", copies));
        }
        if (parts.train().latest() >= parts.test().earliest()) {
            found.add("some training rows are later than test rows: the detector learns from the future");
        }
        int shared = Split.attackedInBoth(parts.train(), parts.test()).size();
        if (shared > 0) {
            found.add(Plural.format(
                    "%d source[s] [has|have] malicious rows in the training and in the test part: split by group, or by time and"
                            + " group",
                    shared));
        }
        if (fittedOn.isPresent() && !fittedOn.get().equals(parts.train().digest())) {
            found.add("the detector was trained on rows outside the training part");
        }
        return DataCheck.of(
                Pitfall.P3, !found.isEmpty(), found.isEmpty() ? notSnooping(parts) : String.join("; ", found));
    }

    /** The text if nothing was found. */
    private String notSnooping(Split.Parts parts) {
        if (parts.train().size() == 0) {
            return DataCheck.UNCHECKED + "there are no training rows";
        }
        List<String> unknown = new ArrayList<>();
        if (Double.isNaN(parts.train().latest()) || Double.isNaN(parts.test().earliest())) {
            unknown.add("the order in time, as rows have no times");
        }
        if (!parts.train().hasSources() || !parts.test().hasSources()) {
            unknown.add("whether the parts share sources, as rows have none");
        }
        if (fittedOn.isEmpty()) {
            unknown.add("which rows the detector was trained on");
        }
        return unknown.isEmpty()
                ? "no test row occurs in training or is earlier than a training row, and no source is malicious in both"
                : DataCheck.UNCHECKED + String.join("; ", unknown) + "; no test row occurs in training";
    }

    /** Features that leak the label, that are identifiers, or on which everything depends. */
    private static DataCheck spurious(Model model, Dataset validation, Dataset train, Run run) {
        List<String> found = new ArrayList<>();
        Giveaway.of(train, validation).forEach(note -> found.add(note.text()));
        double whole =
                Ranking.of(model.malice(validation.rows()), validation.malice()).rocAuc();
        int width = validation.schema().width();
        double[] drops = new double[width];
        for (int j = 0; j < width; j++) {
            drops[j] = Math.max(0, whole - shuffled(model, validation, j, run.child(j)));
        }
        double sum = Arrays.stream(drops).sum();
        IntStream.range(0, width)
                .boxed()
                .max(Comparator.comparingDouble(j -> drops[j]))
                .filter(j -> drops[j] > 0.05 && drops[j] > CONCENTRATED * sum)
                .ifPresent(j -> found.add(text(
                        "without %s ROC AUC falls from %s to %s and no other feature matters as much",
                        validation.schema().feature(j).name(), whole, whole - drops[j])));
        return DataCheck.of(
                Pitfall.P4,
                !found.isEmpty(),
                !found.isEmpty()
                        ? String.join("; ", found)
                        : Giveaway.canJudge(train, validation)
                                ? "no feature alone gives the label"
                                : DataCheck.UNCHECKED + "too few rows of one class");
    }

    private static double shuffled(Model model, Dataset data, int column, Run run) {
        int[] order = run.rng().permutation(data.size());
        Dataset mixed = data.withRows(dev.gauntlet.data.Rows.fill(
                data.size(), data.schema().width(), (i, j) -> data.rows().get(j == column ? order[i] : i, j)));
        return Ranking.of(model.malice(mixed.rows()), data.malice()).rocAuc();
    }

    private static DataCheck tuning(Split.Parts parts) {
        Set<List<Object>> held = new HashSet<>();
        for (int i = 0; i < parts.test().size(); i++) {
            held.add(identity(parts.test(), i));
        }
        long both = IntStream.range(0, parts.validation().size())
                .filter(i -> held.contains(identity(parts.validation(), i)))
                .count();
        return DataCheck.of(
                Pitfall.P5,
                both > 0,
                both > 0
                        ? Plural.format("%d row[s] [is|are] in the validation and in the test part", both)
                        : "no row used for tuning is in the test part");
    }

    /** What identifies a row: its id and values, because rows of two files may have the same id. */
    private static List<Object> identity(Dataset data, int row) {
        return List.of(data.id(row), Arrays.stream(data.rows().row(row)).boxed().toList());
    }

    private static DataCheck baseline(Model model, Dataset test, List<Baseline> baselines) {
        double own = Ranking.of(model.malice(test.rows()), test.malice()).prAuc();
        Optional<Baseline> best = baselines.stream().max(Comparator.comparingDouble(Baseline::prAuc));
        boolean beaten = best.isEmpty() || best.get().prAuc() >= own;
        return DataCheck.of(
                Pitfall.P6,
                beaten,
                best.map(b -> text("PR AUC %s, compared with %s of the best baseline, %s", own, b.prAuc(), b.id()))
                        .orElse("no baseline was run"));
    }

    private DataCheck measures(Dataset test) {
        double share = test.maliciousRows().length / (double) Math.max(1, test.size());
        double rarer = Math.min(share, 1 - share);
        boolean misled =
                rarer < RARE && !judgedBy.isEmpty() && judgedBy.stream().noneMatch(COUNT_MISSES::contains);
        String chosen = judgedBy.isEmpty()
                ? "elsewhere"
                : "by " + judgedBy + (misled ? ", none of which shows how many malicious rows are missed" : "");
        return DataCheck.of(
                Pitfall.P7,
                misled,
                text("the rarer class is %s of the test rows; the detector was chosen %s", rarer, chosen));
    }

    private static int[] part(int[] rows, Run run) {
        return rows.length <= SAMPLE / 2 ? rows : run.rng().sample(rows, SAMPLE / 2);
    }

    private static String text(String format, Object... values) {
        Object[] shown = Arrays.stream(values)
                .map(value -> value instanceof Double d ? String.format(Locale.ROOT, "%.3f", d) : value)
                .toArray();
        return String.format(Locale.ROOT, format, shown);
    }
}
