package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.app.data.PartsFolder;
import dev.gauntlet.app.plan.Aim;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Policy;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.train.Search;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The train step of a plan. */
public record TrainStep(Plan plan, Steps steps) {
    /** Below this area under the ROC curve, classes seem to be swapped. */
    private static final double TURNED = 0.3;

    private static final String USUAL = "gradient-boosting";
    private static final String UNLABELLED = "isolation-forest";

    /**
     * The given detector, or the one the policy of the plan settles on.
     *
     * @param table says which labels are benign
     * @param notes takes what a reader should know
     * @param trials hears of the fits of searches
     * @param ledger records the queries to a target
     */
    public Policy.Outcome detector(
            Optional<GivenModel> model,
            TableSchema table,
            Split.Parts parts,
            List<Note> notes,
            Run run,
            Search.Listener trials,
            Supplier<Ledger> ledger) {
        Policy policy = steps.policy().orElseThrow();
        return model.map(given ->
                        given(given.calling(table.benign(), parts.train().labelNames()), parts, notes, ledger.get()))
                .orElseGet(() -> policy.apply(parts, steps.train(), run, trials));
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

    /** A detector made elsewhere, and the algorithm used in place of its own where attacks retrain. */
    private Policy.Outcome given(GivenModel given, Split.Parts parts, List<Note> notes, Ledger ledger) {
        Model model = given.over(parts.train().schema(), parts.validation().rows(), ledger);
        Trainer trainer = standIn(model);
        given.noted(model, trainer, notes);
        if (PartsFolder.of(plan).isPresent()) {
            notes.addAll(Note.others(given.assumed(parts.train().schema())));
        }
        Train step = steps.train().with(trainer);
        double[] malice = model.malice(parts.validation().rows());
        Model ready = given.hasThreshold(model) ? model : withThreshold(model, malice, step, parts.validation(), notes);
        turned(malice, parts.validation()).ifPresent(notes::add);
        boolean[] alarms = new boolean[malice.length];
        for (int i = 0; i < alarms.length; i++) {
            alarms[i] = malice[i] >= ready.threshold();
        }
        double recall =
                Confusion.of(parts.validation().malice(), alarms).recall().value();
        return new Policy.Outcome(ready, trainer, List.of(GivenModel.decision(model, recall)));
    }

    /** The algorithm in place of that of a model which was trained elsewhere. */
    private Trainer standIn(Model model) {
        String usual = plan.aim().objective() == Aim.Objective.ANOMALIES ? UNLABELLED : USUAL;
        return Catalogue.all(Trainer.class).stream()
                .filter(t -> t.id().equals(model.trainer()))
                .findFirst()
                .orElseGet(() -> Catalogue.named(Trainer.class, usual));
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
