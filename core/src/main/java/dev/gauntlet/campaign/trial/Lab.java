package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Evaluate;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.TriageDesk;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.ThreatModel;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The clean process that all trials share. Immutable and shared.
 *
 * @param auxiliary the rows of the attacker, taken from the validation part, never from test
 * @param model the clean detector at its operating point
 * @param surrogate the algorithm for the models of attackers
 * @param trainers the algorithms a detector might use, for fingerprinting
 * @param raw the records behind the rows, if any; the steps then say how rows are prepared from them
 * @param steps the steps by which it was made
 * @param victims the most victims of a trial
 * @param given whether the detector was made elsewhere, so that its training rows are not known
 * @param known rows of which it is known all the same whether it was trained on them
 * @param desk who handles the alarms
 */
public record Lab(
        Split.Parts parts,
        Dataset auxiliary,
        Steps steps,
        Model model,
        Trainer surrogate,
        List<Trainer> trainers,
        Optional<RawData> raw,
        ThreatModel threat,
        int victims,
        boolean given,
        Optional<KnownRows> known,
        TriageDesk desk) {
    public Lab {
        trainers = List.copyOf(trainers);
        Require.that(
                raw.isEmpty() || steps.preparation().isPresent(),
                "raw records need the steps that prepare rows from them");
    }

    /** A laboratory whose detector was made by its steps. */
    public Lab(
            Split.Parts parts,
            Dataset auxiliary,
            Steps steps,
            Model model,
            Trainer surrogate,
            List<Trainer> trainers,
            Optional<RawData> raw,
            ThreatModel threat,
            int victims) {
        this(
                parts,
                auxiliary,
                steps,
                model,
                surrogate,
                trainers,
                raw,
                threat,
                victims,
                false,
                Optional.empty(),
                TriageDesk.USUAL);
    }

    /** A laboratory with the default steps around a training. */
    public Lab(
            Split.Parts parts,
            Dataset auxiliary,
            Train train,
            Model model,
            Trainer surrogate,
            List<Trainer> trainers,
            Optional<RawData> raw,
            ThreatModel threat,
            int victims) {
        this(parts, auxiliary, new Steps(train), model, surrogate, trainers, raw, threat, victims);
    }

    /** The train step. */
    public Train train() {
        return steps.train();
    }

    /**
     * A laboratory with the standard threat model: trains the clean detector, gives the attacker half of the validation
     * rows, and uses up to 300 victims per trial. Attacks that need raw records are skipped.
     */
    public static Lab of(Split.Parts cut, Train train, Run run) {
        return of(cut, train, parts -> train.apply(parts.train(), parts.validation(), run.child("train")), run);
    }

    /**
     * The same for an existing detector.
     *
     * @param train the training that attacks use for detectors like it
     */
    public static Lab of(Split.Parts cut, Train train, Model model, Run run) {
        return of(cut, train, parts -> model, run);
    }

    private static Lab of(Split.Parts cut, Train train, Function<Split.Parts, Model> made, Run run) {
        int size = cut.validation().size();
        int[] order = run.child("auxiliary").rng().permutation(size);
        Dataset auxiliary = cut.validation().select(Arrays.copyOf(order, size / 2));
        Dataset rest = cut.validation().select(Arrays.copyOfRange(order, size / 2, size));
        Split.Parts parts = new Split.Parts(cut.train(), rest, cut.test());
        return new Lab(
                parts,
                auxiliary,
                train,
                made.apply(parts),
                train.trainer(),
                List.of(train.trainer()),
                Optional.empty(),
                ThreatModel.standard(),
                300);
    }

    /** The same with another detector. */
    public Lab with(Model other) {
        return new Lab(parts, auxiliary, steps, other, surrogate, trainers, raw, threat, victims, given, known, desk);
    }

    /** The same with another budget. */
    public Lab with(Budget other) {
        ThreatModel weighed = threat.withBudget(other);
        return new Lab(parts, auxiliary, steps, model, surrogate, trainers, raw, weighed, victims, given, known, desk);
    }

    /** The same with a detector that was made elsewhere. */
    public Lab ofGivenDetector(Optional<KnownRows> rows) {
        return new Lab(parts, auxiliary, steps, model, surrogate, trainers, raw, threat, victims, true, rows, desk);
    }

    /** The same where others handle the alarms. */
    public Lab with(TriageDesk other) {
        return new Lab(parts, auxiliary, steps, model, surrogate, trainers, raw, threat, victims, given, known, other);
    }

    public Schema schema() {
        return model.schema();
    }

    public Budget budget() {
        return threat.budget();
    }

    /** The needs of attacks that the data meet. */
    public Set<Requirement> data() {
        Set<Requirement> has = EnumSet.noneOf(Requirement.class);
        raw.ifPresent(r -> has.add(Requirement.RAW_RECORDS));
        if (parts.train().hasTimes()) {
            has.add(Requirement.TIMES);
        }
        if (parts.train().hasSources()) {
            has.add(Requirement.SOURCES);
        }
        return has;
    }

    /** Why an attack cannot be tried here because of the detector, the data or the threat model; empty if it can. */
    public Optional<String> refuses(Attack attack) {
        return lacks(attack).or(() -> hidden(attack)).or(() -> threat.refuses(attack.needs(), data()));
    }

    private <A extends Attack> Optional<String> lacks(A attack) {
        return Trial.of(attack).lacks(this, attack);
    }

    private Optional<String> hidden(Attack attack) {
        Set<Access> offered = Access.of(model);
        return attack.needs().stream()
                .sorted()
                .flatMap(need -> need.access().stream())
                .filter(sight -> !offered.contains(sight))
                .findFirst()
                .map(sight -> sight == Access.TOP_SCORE
                        ? "it needs scores, and this detector returns labels only"
                        : "it needs %s, which this detector does not expose".formatted(sight.text()));
    }

    /** The access of an attack to the detector: what it needs, as far as that is granted. */
    Access shown(Attack attack) {
        Set<Requirement> sights = new HashSet<>(attack.needs());
        sights.addAll(attack.uses());
        return threat.shown(sights);
    }

    /** Why defences cannot be used here; empty if they can. */
    public Optional<String> refuses(Pipeline defended) {
        if (!defended.changesDetector()) {
            return Optional.empty();
        }
        Lacking lacking = new Lacking(this);
        return lacking.blackBox("it retrains the detector, and this one is a black box (queries only)")
                .or(() -> lacking.task(defended.learner()))
                .or(() -> defended.learner().unfit(schema()))
                .or(lacking::trainingRows);
    }

    public AttackerContext grant() {
        return new AttackerContext(schema(), budget(), auxiliary, surrogate).withGoal(goal());
    }

    /** The grant of an attacker who knows the algorithm, for example from a fingerprint. */
    public AttackerContext knowingAlgorithm() {
        return new AttackerContext(schema(), budget(), auxiliary, train().trainer()).withGoal(goal());
    }

    /** What attackers want who do not flood. */
    public Goal goal() {
        return threat.goals().evade();
    }

    /** The damage of attackers who do not flood, in words. */
    String measure() {
        return "share of " + goal().text(parts.train().labelNames());
    }

    /** The label that a random attacker gives to a row instead of this one: of the other side, as its goal has it. */
    int flipped(int label) {
        Dataset train = parts.train();
        return goal().startsFrom(label, label) ? goal().falseLabel(label, train) : label == 0 ? 1 : 0;
    }

    /** Damage: the share of the test rows an attacker starts from, of which a detector says what the attacker wants. */
    Arm missed(Arm.Name name, Model model) {
        return missed(name, model, parts.test());
    }

    Arm missed(Arm.Name name, Model model, Dataset rows) {
        double[] answers = goal().answers(model, rows.rows());
        int[] victims = goal().starts(rows);
        long[] ids = IntStream.of(victims).mapToLong(rows::id).toArray();
        boolean[] reached = new boolean[victims.length];
        for (int i = 0; i < reached.length; i++) {
            reached[i] = goal().reached(rows.truth(victims[i]), answers[victims[i]]);
        }
        return counted(new Arm(name, Victims.of(ids, reached)), Confusion.of(rows.malice(), model.alarms(rows.rows())));
    }

    /**
     * The test rows that attackers with a goal start from, in order. The detector is asked only where no row has a label.
     */
    int[] starts(Goal goal) {
        Dataset test = parts.test();
        if (isLabelled()) {
            return goal.starts(test);
        }
        double[] answers = goal.answers(model, test.rows());
        return IntStream.range(0, test.size())
                .filter(i -> goal.startsFrom(test.truth(i), answers[i]))
                .toArray();
    }

    /** Whether the rows have labels, so that verdicts on them can be right or wrong. */
    public boolean isLabelled() {
        Dataset test = parts.test();
        return !test.hasQuantities() && IntStream.range(0, test.size()).anyMatch(i -> test.label(i) >= 0);
    }

    /**
     * An arm with the metrics of its confusion matrix: recall is always given with the false-positive rate. Without labels there are
     * none.
     */
    Arm counted(Arm arm, Confusion confusion) {
        if (!isLabelled()) {
            return arm;
        }
        Arm counted = arm.with(confusion)
                .with("recall", confusion.recall())
                .with("falsePositiveRate", confusion.falsePositiveRate())
                .with("balancedAccuracy", confusion.balancedAccuracy());
        double days = testDays();
        double alerts = confusion.truePositives() + confusion.falsePositives();
        return Double.isNaN(days) ? counted : counted.with("alertsPerDay", alerts / days);
    }

    /** The days in which the whole stream brings as many rows as there are test rows; NaN if they have no times. */
    public double testDays() {
        return Evaluate.days(parts.test(), List.of(parts.train(), parts.validation(), auxiliary));
    }
}
