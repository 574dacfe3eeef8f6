package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.plan.Aim;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.KnownRows;
import dev.gauntlet.campaign.trial.RawData;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.evaluate.Unjudged;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The first three steps of a plan: what was assembled, labelled and split.
 *
 * @param steps the steps of the plan, of which the first three were run
 * @param known rows that a given model was trained on, and others, if they are named
 * @param table what the schema file of the run folder states
 * @param notes what a reader should know, such as how many rows were dropped and why
 * @param leftOut every record and row that is not used
 * @param unjudged test rows that could not be made of their records
 */
public record Inputs(
        Split.Parts parts,
        Steps steps,
        Optional<RawData> raw,
        Optional<KnownRows> known,
        TableSchema table,
        String description,
        List<Note> notes,
        List<LeftOut> leftOut,
        Unjudged unjudged,
        String digest) {
    /** A class with a smaller share of the rows is rare. */
    private static final double RARE = 0.05;

    public Inputs {
        notes = List.copyOf(notes);
        leftOut = List.copyOf(leftOut);
    }

    /** Runs assemble, label and split, or reads the parts that were split before. */
    public static Inputs of(Plan plan, Optional<? extends GivenInputs> model, Run run) {
        refuseHalf(plan);
        Optional<PartsFolder> folder = PartsFolder.of(plan);
        if (folder.isPresent()) {
            return folder.get().read(plan, run).sanitised(plan).aimed(plan);
        }
        Labelled all = Labelled.of(plan, model, run);
        Split.Parts parts = all.parts(plan, run.child("split"));
        List<LeftOut> apart = all.leftOutBy(parts);
        return new Inputs(
                        parts,
                        all.steps(),
                        all.raw().map(records -> RawData.of(records, parts.train())),
                        all.known(),
                        all.table(),
                        all.description(),
                        Stream.concat(all.notes().stream(), Labelled.counted(apart, parts).stream())
                                .toList(),
                        Stream.concat(all.leftOut().stream(), apart.stream()).toList(),
                        all.unjudged(),
                        all.digest())
                .sanitised(plan)
                .aimed(plan);
    }

    /** The same for the objective of a plan: of kinds, those that no detector could learn are left out. */
    private Inputs aimed(Plan plan) {
        if (plan.aim().objective() != Aim.Objective.KINDS
                || plan.pipeline().model().isPresent()) {
            return this;
        }
        Set<Integer> known = IntStream.of(parts.train().labels()).boxed().collect(Collectors.toSet());
        SortedSet<String> unknown = new TreeSet<>();
        int rows = 0;
        for (Dataset part : List.of(parts.validation(), parts.test())) {
            for (int i = 0; i < part.size(); i++) {
                if (!known.contains(part.label(i))) {
                    unknown.add(part.labelNames().get(part.label(i)));
                    rows++;
                }
            }
        }
        List<Note> all = new ArrayList<>(notes);
        if (rows > 0) {
            all.add(new Note(
                    Note.Topic.LABELS,
                    Plural.format(
                            "%d validation [or|and] test row[s] [is|are] left out, of %d kind[s] without training rows, which no"
                                    + " detector can name: %s",
                            rows, unknown.size(), String.join(", ", unknown)),
                    "add rows of these kinds to the training part, or assess --objective detect"));
        }
        Split.Parts kinds = new Split.Parts(
                parts.train().ofKinds(),
                of(known, parts.validation()).ofKinds(),
                of(known, parts.test()).ofKinds());
        return new Inputs(kinds, steps, raw, this.known, table, description, all, leftOut, unjudged, digest);
    }

    private static Dataset of(Set<Integer> labels, Dataset part) {
        return part.select(IntStream.range(0, part.size())
                .filter(i -> labels.contains(part.label(i)))
                .toArray());
    }

    /** Members are named with non-members, and for a model whose training rows are not known here. */
    private static void refuseHalf(Plan plan) {
        boolean members = plan.table().members().isPresent();
        if (members != plan.table().nonMembers().isPresent()) {
            throw new InputException(
                    "--members and --non-members are named together: rows that the model was trained on, and"
                            + " rows of the same origin that it was not trained on");
        }
        if (members && plan.pipeline().model().isEmpty()) {
            throw new InputException(
                    "--members and --non-members are of a given model; name it with --model, or leave them out:"
                            + " the training rows of a detector that is trained here are known");
        }
        if (members && PartsFolder.of(plan).isPresent()) {
            throw new InputException(
                    "--members and --non-members are read like --data, which cannot be a folder of gauntlet split"
                            + " here; name the file that was split");
        }
    }

    /** The same inputs with training rows sanitised, too few rows refused, and leaks reported. */
    private Inputs sanitised(Plan plan) {
        Sanitise.Sanitised clean = steps.sanitise().apply(parts.train());
        Split.Parts kept = new Split.Parts(
                clean.rows(), Labelled.withLabels(parts.validation()), Labelled.withLabels(parts.test()));
        List<Note> all = new ArrayList<>(notes);
        int unlabelled = parts.validation().size()
                + parts.test().size()
                - kept.validation().size()
                - kept.test().size();
        if (unlabelled > 0) {
            all.add(new Note(
                    Note.Topic.LABELS,
                    Plural.format("%d validation [or|and] test row[s] without a label [is|are] left out", unlabelled),
                    "label them, or remove them from the file"));
        }
        clean.counts()
                .forEach((step, count) -> all.add(Note.other(Plural.format(
                        "%d of %d training row[s] left out: %s",
                        count, parts.train().size(), step.text()))));
        for (Dataset part : List.of(kept.train(), kept.validation(), kept.test())) {
            if (plan.pipeline().model().isEmpty() && !part.hasBothSides(Split.FEWEST)) {
                throw new InputException(
                        ("there are too few rows: the training, validation and test parts each need at least %d benign and"
                                        + " %d malicious rows, but one has %d and %d%s%s")
                                .formatted(
                                        Split.FEWEST,
                                        Split.FEWEST,
                                        part.benignRows().length,
                                        part.maliciousRows().length,
                                        reasons(clean),
                                        apart(plan)));
            }
        }
        if (plan.pipeline().model().isPresent()) {
            all.addAll(lacking(kept));
        }
        rare(clean.rows()).map(Note::other).ifPresent(all::add);
        int leaks = Split.duplicates(kept.test(), kept.train()).length;
        if (leaks > 0) {
            all.add(new Note(
                    Note.Topic.COPIES,
                    Plural.format(
                            "%d of %d test row[s] [1:is an exact duplicate|are exact duplicates] of training rows, so results look better than they are",
                            leaks, kept.test().size()),
                    "remove duplicate rows from the data before they are split"));
        }
        List<LeftOut> out = new ArrayList<>(leftOut);
        clean.dropped().forEach(row -> out.add(new LeftOut(description, row.row(), row.reason())));
        return new Inputs(kept, steps, raw, known, table, description, all, out, unjudged, digest);
    }

    private static String apart(Plan plan) {
        return plan.cut().by().equals(Optional.of(Split.By.TIME_AND_GROUP))
                ? "; a split by time and group leaves out earlier rows of groups that are malicious later; a split by time"
                        + " keeps them"
                : "";
    }

    /** How many training rows sanitising left out, and why; empty if none. */
    private static String reasons(Sanitise.Sanitised clean) {
        return clean.dropped().isEmpty()
                ? ""
                : clean.counts().entrySet().stream()
                        .map(step -> "%d: %s"
                                .formatted(step.getValue(), step.getKey().text()))
                        .collect(Collectors.joining(
                                "; ",
                                Plural.format(
                                        "; %d training row[s] [was|were] left out, ",
                                        clean.dropped().size()),
                                ""));
    }

    /** What is missing in the rows for a given detector; the rest is run. */
    private static List<Note> lacking(Split.Parts kept) {
        if (kept.test().size() == 0) {
            throw new InputException("there is no labelled row to evaluate the detector on; name some with --test");
        }
        List<Note> lacking = new ArrayList<>();
        if (!kept.train().hasBothSides(Split.FEWEST)) {
            lacking.add(new Note(
                    Note.Topic.UNCHECKED,
                    Plural.format(
                            "there are %d benign and %d malicious training row[s]: what trains or needs a training set is"
                                    + " skipped",
                            kept.train().benignRows().length, kept.train().maliciousRows().length),
                    "name its training rows with --data"));
        }
        if (kept.test().benignRows().length == 0) {
            lacking.add(new Note(
                    Note.Topic.UNCHECKED,
                    "there are no benign test rows: false positives, precision, ROC AUC and PR AUC cannot be measured, and"
                            + " flooding is skipped",
                    "add benign rows"));
        }
        if (kept.test().maliciousRows().length == 0) {
            lacking.add(new Note(
                    Note.Topic.UNCHECKED,
                    "there are no malicious test rows: recall, ROC AUC and PR AUC cannot be measured, and evasion is skipped",
                    "add malicious rows"));
        }
        return lacking;
    }

    /** The note for a rare class. */
    private static Optional<String> rare(Dataset train) {
        double malicious = train.maliciousRows().length;
        double share = malicious / (malicious + train.benignRows().length);
        return !train.hasBothSides(1) || Math.min(share, 1 - share) >= RARE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%.2f %% of the training rows are malicious: the classes are very imbalanced, so accuracy "
                                + "and ROC AUC are misleading; use recall, precision and PR AUC",
                        100 * share));
    }
}
