package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.KnownRows;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Preparation;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.assemble.Assembled;
import dev.gauntlet.process.evaluate.Unjudged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The first two steps of a plan: what was assembled and labelled.
 *
 * @param test the rows of the test file, if there is one
 * @param steps the steps of the plan, of which the first two were run
 * @param raw the records, where rows are computed from records
 * @param known rows that a given model was trained on, and others, if they are named
 * @param groups what decides on which side of a cut each row lies, where it is not its source
 * @param leftOut every record that gave no row
 * @param unjudged the test rows among them
 */
public record Labelled(
        Dataset rows,
        Optional<Dataset> test,
        Optional<KnownRows> known,
        Optional<List<String>> groups,
        Steps steps,
        Optional<Records> raw,
        TableSchema table,
        String description,
        List<Note> notes,
        List<LeftOut> leftOut,
        Unjudged unjudged,
        String digest) {
    /** Fewer known members than these tell nothing of a model. */
    private static final int FEWEST_KNOWN = 20;

    private static final String ATTACKED_LATER = "their group has malicious rows in a later part";

    public Labelled {
        notes = List.copyOf(notes);
        leftOut = List.copyOf(leftOut);
    }

    /** Runs assemble and label. */
    public static Labelled of(Plan plan, Optional<? extends GivenInputs> model, Run run) {
        return of(plan, LoadedRecords.of(plan, model, run));
    }

    /** Runs assemble and label on records. */
    static Labelled of(Plan plan, LoadedRecords opened) {
        Records records = opened.records();
        Label label = opened.label();
        List<Records> tables = new ArrayList<>(List.of(records));
        opened.test().ifPresent(tables::add);
        tables.addAll(opened.known());
        List<String> names = plan.pipeline().model().isPresent() ? label.namesOfSome(tables) : label.names(tables);
        Steps steps = PlanSteps.of(plan, opened.table(), label, names);
        Preparation preparation = steps.preparation().orElseThrow();
        Assembled prepared = preparation.apply(records);
        Optional<Assembled> held = opened.test().map(preparation::apply);
        List<LeftOut> leftOut = new ArrayList<>(LeftOut.of(prepared, opened.description()));
        held.ifPresent(test -> leftOut.addAll(LeftOut.of(test, "the test file")));
        Dataset rows = prepared.rows();
        Unjudged unjudged = held.map(
                        made -> unjudged(made, label.numbers(opened.test().orElseThrow(), names), 1))
                .orElseGet(() -> unjudged(
                        prepared,
                        label.numbers(records, names),
                        plan.table().isHeldAlone() ? 1 : plan.pipeline().cut().testShare()));
        List<Note> notes = new ArrayList<>(opened.notes());
        Optional<KnownRows> known =
                known(opened.known().stream().map(preparation::apply).toList(), leftOut, notes);
        notes.addAll(label.warnings(tables));
        notes.addAll(counted(leftOut));
        boolean raw = preparation.assembly().derives(records.names());
        return new Labelled(
                rows,
                held.map(Assembled::rows),
                known,
                plan.pipeline().cut().group().map(column -> groups(column, rows, records)),
                steps,
                raw ? Optional.of(records) : Optional.empty(),
                opened.table(),
                opened.description(),
                notes,
                leftOut,
                unjudged,
                opened.digest());
    }

    /** The rows that a model was trained on and the others; those without a label, and others that are copies, are left out. */
    private static Optional<KnownRows> known(List<Assembled> made, List<LeftOut> leftOut, List<Note> notes) {
        if (made.isEmpty()) {
            return Optional.empty();
        }
        leftOut.addAll(LeftOut.of(made.get(0), "the members"));
        leftOut.addAll(LeftOut.of(made.get(1), "the non-members"));
        Dataset members = withLabels(made.get(0).rows());
        Dataset others = withLabels(made.get(1).rows());
        int unlabelled = made.get(0).rows().size() + made.get(1).rows().size() - members.size() - others.size();
        if (unlabelled > 0) {
            notes.add(new Note(
                    Note.Topic.LABELS,
                    Plural.format("%d member[s] or non-member[s] without a label [is|are] left out", unlabelled),
                    "label them, or remove them from the file"));
        }
        Set<Integer> copies =
                Arrays.stream(Split.duplicates(others, members)).boxed().collect(Collectors.toSet());
        if (!copies.isEmpty()) {
            notes.add(new Note(
                    Note.Topic.COPIES,
                    Plural.format(
                            "%d non-member[s] equal[1:s|] a member in every feature and [is|are] left out: the model cannot tell them apart",
                            copies.size()),
                    "check that no row is in both files"));
        }
        Dataset distinct = others.select(IntStream.range(0, others.size())
                .filter(i -> !copies.contains(i))
                .toArray());
        if (Math.min(members.size(), distinct.size()) < FEWEST_KNOWN) {
            throw new InputException(
                    "there are %d members and %d non-members that can be used; name at least %d of each"
                            .formatted(members.size(), distinct.size(), FEWEST_KNOWN));
        }
        return Optional.of(KnownRows.named(members, distinct));
    }

    /**
     * The dropped records that were for testing.
     *
     * @param labels the label numbers by record
     * @param share of the records that is for testing; of records that are not cut yet, so many of those dropped
     */
    private static Unjudged unjudged(Assembled assembled, Map<Long, Integer> labels, double share) {
        int malicious = 0;
        int benign = 0;
        for (Assembled.Dropped dropped : assembled.dropped()) {
            int label = labels.getOrDefault(dropped.record(), -1);
            malicious += label > 0 ? 1 : 0;
            benign += label == 0 ? 1 : 0;
        }
        return new Unjudged((int) Math.ceil(share * malicious), (int) Math.ceil(share * benign));
    }

    /** Runs the split of a plan; the training part is empty if all rows are for testing. */
    Split.Parts parts(Plan plan, Run run) {
        Split split = steps.split();
        List<String> together = groups.orElseGet(() -> Split.sources(rows));
        try {
            if (plan.table().isHeldAlone()) {
                return split.withoutTraining(rows, together, run);
            }
            return test.map(held -> split.withGivenTest(rows, held, together, run))
                    .orElseGet(() -> split.apply(rows, together, run));
        } catch (IllegalArgumentException e) {
            throw new InputException("pipeline.split: " + e.getMessage());
        }
    }

    /** The rows that a split by time and group leaves out. */
    List<LeftOut> leftOutBy(Split.Parts parts) {
        Split.Parts cut = test.isPresent() ? parts.withTest(rows.select(new int[0])) : parts;
        return IntStream.of(Split.leftOut(rows, cut))
                .mapToObj(row -> new LeftOut(description, rows.id(row), ATTACKED_LATER))
                .toList();
    }

    /** How many rows a split left out. */
    static List<Note> counted(List<LeftOut> leftOut, Split.Parts parts) {
        return leftOut.isEmpty()
                ? List.of()
                : List.of(Note.other(Plural.format(
                        "%d of %d row[s] left out of training and validation: %s",
                        leftOut.size(),
                        leftOut.size()
                                + parts.train().size()
                                + parts.validation().size(),
                        ATTACKED_LATER)));
    }

    /** The rows that have a label. */
    public static Dataset withLabels(Dataset data) {
        int[] kept =
                IntStream.range(0, data.size()).filter(i -> data.label(i) >= 0).toArray();
        return kept.length == data.size() ? data : data.select(kept);
    }

    /** How many records of each file gave no row, and for what. */
    public static List<Note> counted(List<LeftOut> leftOut) {
        Map<String, List<LeftOut>> byFile =
                leftOut.stream().collect(Collectors.groupingBy(LeftOut::file, LinkedHashMap::new, Collectors.toList()));
        return byFile.entrySet().stream()
                .map(file -> new Note(
                        Note.Topic.ROWS,
                        Plural.format(
                                "%s: %d row[s] dropped, the first because %s",
                                file.getKey(),
                                file.getValue().size(),
                                file.getValue().get(0).reason()),
                        "correct these rows, or the bounds and categories in the schema"))
                .toList();
    }

    /** The value of a column for each row's record. */
    private static List<String> groups(String column, Dataset rows, Records records) {
        Column names = records.find(column)
                .orElseThrow(() -> new InputException("pipeline.group: there is no column \"%s\"%s; the columns are %s"
                        .formatted(column, Problems.didYouMean(column, records.names()), records.names())));
        Map<Long, String> byRecord = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            byRecord.put(records.id(i), names.text(i));
        }
        return IntStream.range(0, rows.size())
                .mapToObj(i -> byRecord.getOrDefault(rows.id(i), ""))
                .toList();
    }
}
