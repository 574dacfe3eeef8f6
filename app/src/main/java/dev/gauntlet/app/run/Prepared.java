package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.adapters.remote.RemoteKernel;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Policy;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.evaluate.Unjudged;
import dev.gauntlet.search.Families;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The clean process, run from source to detector.
 *
 * @param table what the schema file of the run folder states
 * @param given what a given model states about itself; empty if the model was trained here
 * @param notes what a reader should know, such as how many rows were dropped and why
 * @param leftOut every record and row that is not used
 * @param unjudged test rows that could not be made of their records, so that no detector sees them
 * @param asked the false-positive rate that the detector's threshold was set for, if it was set so
 */
public record Prepared(
        Lab lab,
        TableSchema table,
        String description,
        boolean simulated,
        Policy.Outcome policy,
        Optional<BundleFacts> given,
        List<Note> notes,
        List<LeftOut> leftOut,
        Unjudged unjudged,
        Optional<Double> asked,
        String dataDigest) {
    private static final int AUXILIARY = 4000;
    /** Below this area under the ROC curve, classes seem to be swapped. */
    private static final double TURNED = 0.3;

    private static final String USUAL = "gradient-boosting";

    public Prepared {
        notes = List.copyOf(notes);
        leftOut = List.copyOf(leftOut);
    }

    /** Runs assemble, label, split, train and the policy. */
    public static Prepared of(Plan plan, Run run, Kept kept) {
        Optional<GivenModel> model = GivenModel.of(plan);
        Inputs inputs = Inputs.of(plan, model, run);
        Split.Parts cut = inputs.parts();
        Dataset validation = cut.validation();
        int[] order = run.child("auxiliary").rng().permutation(validation.size());
        int half = Math.min(AUXILIARY, validation.size() / 2);
        Dataset auxiliary =
                validation.select(IntStream.of(order).limit(half).sorted().toArray());
        Dataset rest = validation.select(IntStream.of(order).skip(half).sorted().toArray());
        Split.Parts parts = new Split.Parts(cut.train(), rest, cut.test());
        List<Note> notes = new ArrayList<>(inputs.notes());
        Policy.Outcome policy = detector(model, inputs.table(), plan, parts, notes, run.child("train"), kept);
        Lab lab = new Lab(
                parts,
                auxiliary,
                step(plan, policy.trainer()),
                policy.model(),
                new RandomForest(60, 0, 1, 0),
                Families.usual(),
                inputs.raw(),
                plan.threat(),
                plan.tried().victims(),
                plan.cleaning().sanitise());
        return new Prepared(
                lab,
                inputs.table(),
                inputs.description(),
                Opened.isSimulated(plan),
                policy,
                model.map(GivenModel::facts),
                notes,
                inputs.leftOut(),
                inputs.unjudged(),
                asked(model, plan, lab),
                inputs.digest());
    }

    private static Optional<Double> asked(Optional<GivenModel> model, Plan plan, Lab lab) {
        if (model.filter(given -> given.hasThreshold(lab.model())).isPresent()) {
            return model.flatMap(given ->
                            Optional.ofNullable(given.facts().provenance().get(Assess.RATE)))
                    .filter(stated -> stated.matches("0(\\.[0-9]+)?"))
                    .map(Double::valueOf);
        }
        return Optional.of(plan.pipeline().fpr())
                .filter(rate -> plan.pipeline().tuning().cost().isEmpty()
                        && lab.train().canCalibrate(lab.parts().validation()));
    }

    /** The queries to a target so far; empty for a local detector. */
    public Optional<Ledger.Use> use() {
        return Elsewhere.of(lab.model()).flatMap(Elsewhere::target).map(RemoteKernel::use);
    }

    /** What that costs, where the target has a price. */
    public Optional<Double> price(Ledger.Use use) {
        return Elsewhere.of(lab.model())
                .flatMap(Elsewhere::target)
                .flatMap(remote -> remote.target().price(use.rows()));
    }

    /**
     * The given detector, or the one the policy of the plan settles on.
     *
     * @param table says which labels are benign
     */
    static Policy.Outcome detector(
            Optional<GivenModel> model,
            TableSchema table,
            Plan plan,
            Split.Parts parts,
            List<Note> notes,
            Run run,
            Kept kept) {
        return model.map(given -> given(
                        given.calling(table.benign(), parts.train().labelNames()),
                        plan,
                        parts,
                        notes,
                        kept.ledger(plan)))
                .orElseGet(() -> policy(plan).apply(parts, step(plan, new RandomForest()), run, kept.trials()));
    }

    /** The note for a detector whose classes seem to be swapped. */
    private static Optional<Note> turned(double[] malice, Dataset rows) {
        double area = rows.hasBothSides(Split.FEWEST)
                ? Ranking.of(malice, rows.malice()).rocAuc()
                : 1;
        return area >= TURNED
                ? Optional.empty()
                : Optional.of(new Note(
                        Note.Topic.LABELS,
                        String.format(
                                Locale.ROOT,
                                "it scores benign validation rows higher than malicious ones (ROC AUC %.2f): the"
                                        + " benign and the malicious class may be swapped",
                                area),
                        "state the benign class: gauntlet import FILE --benign CLASS"));
    }

    private static Policy policy(Plan plan) {
        Plan.Tuning tuning = plan.pipeline().tuning();
        return new Policy(
                plan.pipeline().trainers(), tuning.accept(), plan.pipeline().settings(), tuning.search());
    }

    /** The train step of a plan for an algorithm. */
    static Train step(Plan plan, Trainer trainer) {
        return new Train(
                trainer, plan.pipeline().point(), plan.pipeline().tuning().calibrate());
    }

    /** A detector made elsewhere, and the algorithm used in place of its own where attacks retrain. */
    private static Policy.Outcome given(
            GivenModel given, Plan plan, Split.Parts parts, List<Note> notes, Ledger ledger) {
        Model model = given.over(parts.train().schema(), parts.validation().rows(), ledger);
        Optional<Elsewhere> elsewhere = Elsewhere.of(model);
        Trainer trainer = Catalogue.all(Trainer.class).stream()
                .filter(t -> t.id().equals(model.trainer()))
                .findFirst()
                .orElseGet(() -> Catalogue.named(Trainer.class, USUAL));
        notes.addAll(Note.others(elsewhere
                .map(Elsewhere::before)
                .orElseGet(() -> List.of(
                        "the detector is a given model; where an attack retrains it, %s is used in place of its algorithm"
                                .formatted(trainer.id())))));
        notes.addAll(Note.others(given.notes()));
        if (PartsFolder.of(plan).isPresent()) {
            notes.addAll(Note.others(given.assumed(parts.train().schema())));
        }
        given.origin().map(Note::other).ifPresent(notes::add);
        Train step = step(plan, trainer);
        double[] malice = model.malice(parts.validation().rows());
        Model ready = given.hasThreshold(model) ? model : withThreshold(model, malice, step, parts.validation(), notes);
        turned(malice, parts.validation()).ifPresent(notes::add);
        boolean[] alarms = new boolean[malice.length];
        for (int i = 0; i < alarms.length; i++) {
            alarms[i] = malice[i] >= ready.threshold();
        }
        double recall =
                Confusion.of(parts.validation().malice(), alarms).recall().value();
        return new Policy.Outcome(
                ready,
                trainer,
                List.of(new Policy.Decision(
                        model.trainer(),
                        elsewhere.map(Elsewhere::setting).orElse("given"),
                        recall,
                        Policy.Action.ACCEPT,
                        "a given model is used unchanged")));
    }

    /** The model at the step's operating point, or as models of its scale do where that cannot be set or finds nothing. */
    private static Model withThreshold(Model model, double[] malice, Train step, Dataset validation, List<Note> notes) {
        if (!step.canCalibrate(validation)) {
            notes.add(Note.other("too few validation rows to set a threshold: the default threshold %s is used"
                    .formatted(model.threshold())));
            return model;
        }
        Model set = step.calibrate(model, validation);
        boolean alarms = Arrays.stream(malice).anyMatch(score -> score >= set.threshold());
        if (alarms || validation.maliciousRows().length == 0) {
            return set;
        }
        notes.add(Note.other(
                ("at the requested operating point it would never alarm, because too many rows share a score: the"
                                + " default threshold %s is used")
                        .formatted(model.threshold())));
        return set.withThreshold(model.threshold());
    }
}
