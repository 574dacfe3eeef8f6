package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.app.plan.Aim;
import dev.gauntlet.app.plan.Plan;
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

/**
 * The clean process of a model that learns without labels: one of a quantity, or an anomaly detector.
 *
 * @param rows those that were read
 */
public record UnlabelledProcess(
        UnlabelledRows rows, Split.Parts parts, Steps steps, Policy.Outcome policy, List<Note> notes) {
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

    /** Reads, splits and trains. */
    public static UnlabelledProcess of(Plan plan, Run run) {
        refuse(plan);
        Optional<String> target = target(plan);
        UnlabelledRows rows = target.map(column -> UnlabelledRows.withQuantity(plan, column, run))
                .orElseGet(() -> UnlabelledRows.of(plan, run));
        Plan.Cut cut = plan.cut();
        Split.Parts parts;
        try {
            parts = new Split(cut.by().orElseThrow(), cut.testShare(), cut.validationShare())
                    .apply(rows.rows(), run.child("split"));
        } catch (IllegalArgumentException e) {
            throw new InputException("pipeline.split: " + e.getMessage());
        }
        for (Dataset part : List.of(parts.train(), parts.validation(), parts.test())) {
            if (part.size() < FEWEST) {
                throw new InputException(
                        "there are too few rows: the training, validation and test parts each need %d, but one has %d"
                                .formatted(FEWEST, part.size()));
            }
        }
        Trainer trainer = trainer(plan);
        Train train = new Train(trainer, plan.pipeline().point(), Optional.empty());
        Model model = target.isPresent()
                ? trainer.trained(parts.train(), run.child("train"))
                : train.apply(parts.train(), parts.validation(), run.child("train"));
        List<Note> notes = new ArrayList<>(rows.notes());
        if (target.isPresent()) {
            notes.addAll(Giveaway.ofQuantity(parts.train()));
            OtherObjectives.lines(model, parts.train(), parts.test()).forEach(line -> notes.add(Note.other(line)));
        }
        Policy.Decision decision = new Policy.Decision(
                trainer.id(),
                trainer.toString(),
                0,
                Policy.Action.ACCEPT,
                "the first algorithm that fits the objective");
        return new UnlabelledProcess(
                rows, parts, new Steps(train), new Policy.Outcome(model, trainer, List.of(decision)), notes);
    }

    /** The column of the quantity; of the embedded simulation by default what a client sends. */
    private static Optional<String> target(Plan plan) {
        if (plan.aim().objective() != Aim.Objective.QUANTITY) {
            return Optional.empty();
        }
        Optional<String> usual = plan.table().data().isEmpty() ? Optional.of(SENT) : Optional.empty();
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
        if (plan.table().test().isPresent()) {
            problems.add("--test: rows without labels are split here; name all of them with --data");
        }
        if (plan.pipeline().model().isPresent()) {
            problems.add(
                    "--model: a given model is assessed on labelled rows only; leave it out, and it is trained here");
        }
        if (plan.table().members().isPresent() || plan.table().nonMembers().isPresent()) {
            problems.add("--members and --non-members are of a given model, and none is assessed here; leave them out");
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }
}
