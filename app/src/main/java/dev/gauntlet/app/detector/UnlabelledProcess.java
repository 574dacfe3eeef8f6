package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.app.plan.Aim;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Policy;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.evaluate.Errors;
import dev.gauntlet.process.evaluate.Giveaway;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The clean process of a model that learns without labels: one of a quantity, or an anomaly detector.
 *
 * @param rows those that were read
 * @param given what a given model states about itself; empty if the model was trained here
 */
public record UnlabelledProcess(
        UnlabelledRows rows,
        Split.Parts parts,
        Steps steps,
        Policy.Outcome policy,
        Optional<BundleFacts> given,
        List<Note> notes) {
    /** The fewest rows of a part. */
    private static final int FEWEST = 20;
    /** The bytes that a client sends in a connection: more than expected suggest that data are stolen. */
    private static final String SENT = "orig_bytes";

    /** Whether a plan is for such a model: a quantity has no labels, and where anomalies have some, they are used. */
    public static boolean isMeant(Plan plan) {
        Aim.Objective objective = plan.aim().objective();
        return objective == Aim.Objective.QUANTITY
                || (objective == Aim.Objective.ANOMALIES
                        && plan.table().rows().isPresent()
                        && plan.table().label().isEmpty()
                        && plan.table()
                                .schema()
                                .flatMap(file -> SchemaFile.read(Path.of(file)).label())
                                .isEmpty()
                        && plan.table().labellers().isEmpty());
    }

    /**
     * Reads, splits and trains, or takes the given model.
     *
     * @param ledger records the queries to a target
     */
    public static UnlabelledProcess of(Plan plan, Run run, Supplier<Ledger> ledger) {
        refuse(plan);
        Optional<String> target = target(plan);
        Optional<GivenModel> given = GivenModel.of(plan).map(model -> target.isPresent() ? model.estimating() : model);
        UnlabelledRows rows = target.map(column -> UnlabelledRows.withQuantity(plan, given, column, run))
                .orElseGet(() -> UnlabelledRows.of(plan, given, run));
        Split.Parts parts = parts(plan, rows.rows(), run.child("split"));
        List<Note> notes = new ArrayList<>(rows.notes());
        Trainer trainer = given.isPresent() ? standIn(target.isPresent()) : trainer(plan);
        Train train = new Train(trainer, plan.pipeline().point(), Optional.empty());
        Model model = given.map(one -> ready(one, parts, train, target.isPresent(), notes, ledger.get()))
                .orElseGet(() -> target.isPresent()
                        ? trainer.trained(parts.train(), run.child("train"))
                        : train.apply(parts.train(), parts.validation(), run.child("train")));
        if (target.isPresent()) {
            if (given.isEmpty()) {
                notes.addAll(Giveaway.ofQuantity(parts.train()));
            }
            OtherObjectives.lines(model, known(parts), parts.test()).forEach(line -> notes.add(Note.other(line)));
        }
        Policy.Decision decision = given.map(one -> GivenModel.decision(model, 0))
                .orElseGet(() -> new Policy.Decision(
                        trainer.id(),
                        trainer.toString(),
                        0,
                        Policy.Action.ACCEPT,
                        "the first algorithm that fits the objective"));
        return new UnlabelledProcess(
                rows,
                parts,
                new Steps(train),
                new Policy.Outcome(model, trainer, List.of(decision)),
                given.map(GivenModel::facts),
                notes);
    }

    /** The parts; the training part is empty if all rows are for testing. */
    private static Split.Parts parts(Plan plan, Dataset rows, Run run) {
        Plan.Cut cut = plan.cut();
        boolean held = plan.table().isHeldAlone();
        Split.Parts parts;
        try {
            Split split = new Split(cut.by().orElseThrow(), cut.testShare(), cut.validationShare());
            parts = held ? split.withoutTraining(rows, Split.sources(rows), run) : split.apply(rows, run);
        } catch (IllegalArgumentException e) {
            throw new InputException("pipeline.split: " + e.getMessage());
        }
        List<Dataset> needed = held
                ? List.of(parts.validation(), parts.test())
                : List.of(parts.train(), parts.validation(), parts.test());
        for (Dataset part : needed) {
            if (part.size() < FEWEST) {
                throw new InputException(
                        "there are too few rows: the %svalidation and test parts each need %d, but one has %d"
                                .formatted(held ? "" : "training, ", FEWEST, part.size()));
            }
        }
        return parts;
    }

    /** A given model at its threshold or, of one that has none, at that of the plan. */
    private static Model ready(
            GivenModel given, Split.Parts parts, Train train, boolean quantity, List<Note> notes, Ledger ledger) {
        Model model = given.over(parts.test().schema(), parts.validation().rows(), ledger);
        given.noted(model, train.trainer(), notes);
        if (!quantity) {
            GivenModel.refuseClasses(model);
        }
        return quantity || given.hasThreshold(model) ? model : train.calibrate(model, parts.validation());
    }

    /** Rows from which the spread of a quantity is known. */
    private static Dataset known(Split.Parts parts) {
        return parts.train().size() > 0 ? parts.train() : parts.validation();
    }

    /** The rows from which the spread of a quantity is known: those of the training or, without any, of validation. */
    public Dataset known() {
        return known(parts);
    }

    /** The algorithm in place of that of a model which was trained elsewhere. */
    private static Trainer standIn(boolean quantity) {
        return Catalogue.named(Trainer.class, quantity ? "gradient-boosting" : "isolation-forest");
    }

    /** The column of the quantity; of the embedded simulation by default what a client sends. */
    private static Optional<String> target(Plan plan) {
        if (plan.aim().objective() != Aim.Objective.QUANTITY) {
            return Optional.empty();
        }
        Optional<String> usual = plan.table().rows().isEmpty() ? Optional.of(SENT) : Optional.empty();
        Optional<String> target = plan.aim().target().or(() -> usual);
        if (target.isEmpty()) {
            throw new InputException("--target is needed: the column of the quantity that the model estimates");
        }
        return target;
    }

    /** The mean absolute error of a model of a quantity on validation rows; of another model 0. */
    public double error() {
        Dataset rows = parts.validation();
        return rows.hasQuantities()
                ? Errors.of(policy.model().numbers(rows.rows()), rows.quantities())
                        .mean()
                : 0;
    }

    private static Trainer trainer(Plan plan) {
        boolean quantity = plan.aim().objective() == Aim.Objective.QUANTITY;
        return plan.pipeline().trainers().stream()
                .filter(trainer -> quantity ? trainer instanceof Predicts : trainer.unsupervised())
                .findFirst()
                .orElseThrow(
                        () -> new InputException(
                                quantity
                                        ? "none of the algorithms estimates a quantity; name one, such as --algorithm ridge-regression"
                                        : "none of the algorithms learns without labels; name one, such as --algorithm isolation-forest"));
    }

    /** What a plan can state only where there are labels. */
    private static void refuse(Plan plan) {
        List<String> problems = new ArrayList<>();
        boolean given = plan.pipeline().model().isPresent();
        if (plan.table().test().isPresent() && !(given && plan.table().isHeldAlone())) {
            problems.add("--test: rows without labels are split here; name all of them with --data"
                    + (given ? ", or those that the model did not learn from with --test alone" : ""));
        }
        if (plan.table().members().isPresent() || plan.table().nonMembers().isPresent()) {
            problems.add(
                    "--members and --non-members are of a given model, and none is assessed here without labels; leave"
                            + " them out");
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }
}
