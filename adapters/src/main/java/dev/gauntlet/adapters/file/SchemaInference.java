package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Note.Topic;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.assemble.Completeness;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.process.assemble.Identifier;
import dev.gauntlet.process.assemble.TableAssembly;
import dev.gauntlet.process.assemble.Transform;
import dev.gauntlet.process.evaluate.Giveaway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A first schema inferred from data, for the user to correct: kinds and bounds as they occur, everything movable.
 *
 * @param found notes for the user to review: columns left out and why, constant and half-empty columns, the benign
 *     label
 * @param certain whether the benign label is stated, or one of the usual names
 */
public record SchemaInference(TableSchema table, List<Note> found, boolean certain) {
    private static final int MOST_CATEGORIES = 200;
    /** The most columns that a note names. */
    private static final int NAMED = 8;

    public SchemaInference {
        found = List.copyOf(found);
    }

    /** The notes as sentences. */
    public List<String> notes() {
        return Note.sentences(found);
    }

    /**
     * Infers a schema. Connections of Zeek or Suricata get that of {@link FlowSchema}.
     *
     * @param label the label column, if any
     * @param benign the label's names that mean benign; guessed if empty
     */
    public static SchemaInference infer(Records records, Optional<String> label, List<String> benign) {
        return infer(records, label, benign, Optional.empty());
    }

    /**
     * Infers a schema.
     *
     * @param derive transforms that derive further features; columns that only these read are not features
     */
    public static SchemaInference infer(
            Records records, Optional<String> label, List<String> benign, Optional<List<Transform>> derive) {
        label.ifPresent(name -> {
            if (records.find(name).isEmpty()) {
                throw new InputException("there is no label column \"%s\"%s; the columns are %s"
                        .formatted(name, Problems.didYouMean(name, records.names()), some(records.names())));
            }
        });
        Notes notes = new Notes();
        Optional<BenignLabel> harmless = BenignLabel.of(records, label, benign);
        harmless.ifPresent(found -> notes.all.addAll(found.notes()));
        Optional<TableAssembly> flows = derive.isEmpty() ? FlowSchema.of(records.names()) : Optional.empty();
        TableSchema table = flows.map(assembly -> flows(assembly, records, label, notes))
                .orElseGet(() -> plain(records, label, harmless, derive.orElse(List.of()), notes));
        List<String> names = harmless.map(BenignLabel::names).orElse(benign);
        return new SchemaInference(
                table.withBenign(names),
                notes.all(),
                harmless.map(BenignLabel::certain).orElse(true));
    }

    /** Features that alone give the label, labels that are merged or missing, and missing values that leak the label. */
    public List<Note> leaks(Records records) {
        if (table.label().isEmpty()) {
            return List.of(new Note(
                    Topic.UNCHECKED, "not checked: labels, and features that leak them", "state --label COLUMN"));
        }
        Label label = new Label(table.label().get(), Set.copyOf(table.benign()));
        List<String> names = label.namesOfAny(List.of(records));
        Dataset rows = label.apply(
                SchemaFile.resolve(table, records).assembly().assemble(records).rows(), records, names);
        List<Note> leaks = new ArrayList<>(Giveaway.of(rows, rows));
        if (!Giveaway.canJudge(rows, rows)) {
            leaks.add(new Note(Topic.UNCHECKED, "not checked: label leaks (too few rows of one class)", ""));
        }
        leaks.addAll(label.warnings(List.of(records)));
        leaks.addAll(table.leaks(new Completeness().apply(records, table.label())));
        return leaks;
    }

    /** Collects the notes for the user. */
    private static final class Notes {
        private final List<Note> all = new ArrayList<>();
        private final List<String> constant = new ArrayList<>();

        void other(String text) {
            all.add(Note.other(text));
        }

        List<Note> all() {
            if (!constant.isEmpty()) {
                other(Plural.format(
                        "%d column[s] [is|are] constant and [carries|carry] no information: %s",
                        constant.size(), some(constant)));
            }
            return all;
        }
    }

    static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "");
    }

    private static TableSchema plain(
            Records records,
            Optional<String> label,
            Optional<BenignLabel> harmless,
            List<Transform> transforms,
            Notes notes) {
        Set<String> roles = transforms.stream()
                .flatMap(transform -> transform.reads().stream())
                .filter(input -> input.kind() == Transform.Input.Kind.TEXT)
                .map(Transform.Input::column)
                .collect(Collectors.toSet());
        Optional<String> time = records.time().map(Column::name);
        Optional<String> source = records.source().map(Column::name);
        List.of(label, time, source).forEach(role -> role.ifPresent(roles::add));
        List<String> left = new ArrayList<>();
        List<Feature> features = new ArrayList<>();
        for (Column column : records.columns()) {
            if (!roles.contains(column.name())) {
                Optional<Feature> feature = feature(column, time, harmless, notes);
                feature.ifPresentOrElse(features::add, () -> left.add(column.name()));
            }
        }
        if (features.isEmpty() && transforms.isEmpty()) {
            throw new InputException(
                    "no column can be used as a feature: " + String.join("; ", Note.sentences(notes.all())));
        }
        Map<String, List<String>> groups = OneHot.groups(features, records);
        groups.forEach((name, members) ->
                notes.other("%d flags are one-hot (exactly one is 1 in every row) and form the group \"%s\": %s"
                        .formatted(members.size(), name, some(members))));
        Schema schema = TableSchema.derived(features, groups, List.of(), Map.of(), transforms);
        return new TableSchema(schema, List.of(), left, label, List.of(), time, source, Set.of(), transforms);
    }

    /** Connections of Zeek or Suricata, whose schema is known. */
    private static TableSchema flows(TableAssembly assembly, Records records, Optional<String> label, Notes notes) {
        List<String> read = new ArrayList<>(assembly.reads());
        List.of(label, records.time().map(Column::name), records.source().map(Column::name))
                .forEach(role -> role.ifPresent(read::add));
        List<String> left =
                records.names().stream().filter(name -> !read.contains(name)).toList();
        notes.other("the columns are those of connections: windows, ratios, port class and hour are derived%s"
                .formatted(left.isEmpty() ? "" : ", and these are left out: " + String.join(", ", left)));
        return new TableSchema(
                assembly.schema(),
                List.of(),
                left,
                label,
                List.of(),
                records.time().map(Column::name),
                records.source().map(Column::name),
                Set.of(),
                assembly.transforms());
    }

    private static Optional<Feature> feature(
            Column column, Optional<String> time, Optional<BenignLabel> harmless, Notes notes) {
        String name = column.name();
        int missing = 0;
        for (int i = 0; i < column.size(); i++) {
            missing += column.missing(i) ? 1 : 0;
        }
        if (missing == column.size()) {
            notes.other("column \"%s\" is left out: every value is missing".formatted(name));
            return Optional.empty();
        }
        if (column.kind() == Column.Kind.TIME) {
            String text = "column \"%s\" is left out: it contains times".formatted(name);
            notes.all.add(
                    time.isPresent()
                            ? Note.other(text)
                            : new Note(
                                    Topic.TIME,
                                    text,
                                    "to split by time, state it: --time \"%s\", or time: %s in the schema"
                                            .formatted(name, SchemaWriter.scalar(name))));
            return Optional.empty();
        }
        if (!column.kind().isNumeric() && TextHint.isDates(column)) {
            notes.all.add(new Note(
                    Topic.TIME,
                    "column \"%s\" is left out: it contains dates whose day and month are ambiguous".formatted(name),
                    "state how they are written: --time \"%s\" --time-format day-first or month-first"
                            .formatted(name)));
            return Optional.empty();
        }
        if (missing > 0) {
            String text = Plural.format(
                    "column \"%s\": %,d of %,d value[s] [2:is|are] missing", name, missing, column.size());
            notes.all.add(
                    2 * missing < column.size()
                            ? Note.other(text)
                            : new Note(Topic.MISSING, text, "if it is of no use, " + Note.leaveOut(name)));
        }
        Optional<String> identifier = Identifier.reason(
                column, i -> harmless.map(found -> found.side(i)).orElse(-1));
        if (name.matches("column\\d+")
                && identifier.filter("it counts the rows"::equals).isPresent()) {
            notes.other("column \"%s\" is left out: it has no name and counts the rows".formatted(name));
            return Optional.empty();
        }
        List<String> distinct = column.kind().isNumeric() ? List.of() : SchemaFile.distinct(column);
        if (distinct.size() > MOST_CATEGORIES) {
            notes.other("column \"%s\" is left out: %,d different texts (at most %d make a category)%s"
                    .formatted(name, distinct.size(), MOST_CATEGORIES, TextHint.of(column)));
            return Optional.empty();
        }
        identifier.ifPresent(why -> notes.all.add(new Note(
                Topic.IDENTIFIER,
                "column \"%s\" may be an identifier that the model memorises: %s".formatted(name, why),
                Note.leaveOut(name))));
        Feature feature =
                distinct.isEmpty() ? number(name, SchemaFile.numbers(column)) : Feature.category(name, distinct);
        if (feature.low() == feature.high() || constantFlag(feature, column)) {
            notes.constant.add(name);
        }
        return Optional.of(feature);
    }

    private static boolean constantFlag(Feature feature, Column column) {
        if (feature.kind() != Feature.Kind.FLAG) {
            return false;
        }
        Spread spread = Spread.of(SchemaFile.numbers(column));
        return spread.low() == spread.high();
    }

    private static Feature number(String name, double[] values) {
        boolean flag = true;
        boolean whole = true;
        for (double value : values) {
            flag &= Double.isNaN(value) || value == 0 || value == 1;
            whole &= Double.isNaN(value) || value == Math.rint(value);
        }
        if (flag) {
            return Feature.flag(name);
        }
        Spread spread = Spread.of(values);
        Feature feature = whole
                ? Feature.whole(name, spread.low(), spread.high())
                : Feature.real(name, spread.low(), spread.high());
        return feature.withScale(spread.scale());
    }
}
