package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.process.assemble.TableAssembly;
import dev.gauntlet.process.assemble.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A first schema guessed from data, for a person to correct: kinds and bounds as they occur, everything movable.
 *
 * @param notes what a person should look at: columns left out and why, constant and half-empty columns, the benign label
 */
public record SchemaInference(TableSchema table, List<String> notes) {
    private static final int MOST_CATEGORIES = 200;
    private static final Set<String> BENIGN =
            Set.of("0", "normal", "normal.", "benign", "b", "good", "legitimate", "ham", "no", "false", "clean");

    public SchemaInference {
        notes = List.copyOf(notes);
    }

    /**
     * Guesses a schema. Connections of Zeek or Suricata get that of {@link FlowSchema}.
     *
     * @param label the column that says what a row is, if any
     * @param benign the label's names that mean benign; guessed if empty
     */
    public static SchemaInference infer(Records records, Optional<String> label, List<String> benign) {
        return infer(records, label, benign, Optional.empty());
    }

    /**
     * Guesses a schema.
     *
     * @param derive what makes further features; the columns that only it reads are none
     */
    public static SchemaInference infer(
            Records records, Optional<String> label, List<String> benign, Optional<List<Transform>> derive) {
        label.ifPresent(name -> {
            if (records.find(name).isEmpty()) {
                throw new InputException("there is no column \"%s\" for the label%s"
                        .formatted(name, Problems.didYouMean(name, records.names())));
            }
        });
        List<String> notes = new ArrayList<>();
        Optional<TableAssembly> flows = derive.isEmpty() ? FlowSchema.of(records.names()) : Optional.empty();
        if (flows.isPresent()) {
            return flows(flows.get(), records, label, benign, notes);
        }
        Set<String> texts = derive.orElse(List.of()).stream()
                .flatMap(transform -> transform.reads().stream())
                .filter(input -> input.kind() == Transform.Input.Kind.TEXT)
                .map(Transform.Input::column)
                .collect(Collectors.toSet());
        List<String> left = new ArrayList<>();
        List<Feature> features = new ArrayList<>();
        Optional<String> time = records.time().map(Column::name);
        Optional<String> source = records.source().map(Column::name);
        for (Column column : records.columns()) {
            String name = column.name();
            boolean role = label.filter(name::equals).isPresent()
                    || time.filter(name::equals).isPresent()
                    || source.filter(name::equals).isPresent()
                    || texts.contains(name);
            if (role || left.contains(name)) {
                continue;
            }
            Optional<Feature> feature = feature(column, notes);
            feature.ifPresentOrElse(features::add, () -> left.add(name));
        }
        List<Transform> transforms = derive.orElse(List.of());
        if (features.isEmpty() && transforms.isEmpty()) {
            throw new InputException("no column can be used as a feature: " + String.join("; ", notes));
        }
        List<String> harmless = harmless(records, label, benign, notes);
        Schema schema = TableSchema.derived(features, Map.of(), List.of(), Map.of(), transforms);
        return new SchemaInference(
                new TableSchema(schema, List.of(), left, label, harmless, time, source, Set.of(), transforms), notes);
    }

    /** Connections: what they mean is known. */
    private static SchemaInference flows(
            TableAssembly assembly, Records records, Optional<String> label, List<String> benign, List<String> notes) {
        List<String> read = new ArrayList<>(assembly.reads());
        List.of(label, records.time().map(Column::name), records.source().map(Column::name))
                .forEach(role -> role.ifPresent(read::add));
        List<String> left =
                records.names().stream().filter(name -> !read.contains(name)).toList();
        notes.add("the columns are those of connections: windows, ratios, port class and hour are derived%s"
                .formatted(left.isEmpty() ? "" : ", and left out are " + String.join(", ", left)));
        TableSchema table = new TableSchema(
                assembly.schema(),
                List.of(),
                left,
                label,
                harmless(records, label, benign, notes),
                records.time().map(Column::name),
                records.source().map(Column::name),
                Set.of(),
                assembly.transforms());
        return new SchemaInference(table, notes);
    }

    private static List<String> harmless(
            Records records, Optional<String> label, List<String> benign, List<String> notes) {
        return benign.isEmpty()
                ? label.map(name -> benign(records.column(name), notes)).orElse(List.of())
                : benign;
    }

    private static Optional<Feature> feature(Column column, List<String> notes) {
        String name = column.name();
        int missing = 0;
        for (int i = 0; i < column.size(); i++) {
            missing += column.missing(i) ? 1 : 0;
        }
        if (missing == column.size()) {
            notes.add("column \"%s\" is left out: every value is missing".formatted(name));
            return Optional.empty();
        }
        if (missing > 0) {
            notes.add("column \"%s\": %d of %d values are missing".formatted(name, missing, column.size()));
        }
        List<String> distinct = column.kind().isNumeric() ? List.of() : SchemaFile.distinct(column);
        if (distinct.size() > MOST_CATEGORIES) {
            notes.add("column \"%s\" is left out: %d different texts (at most %d make a category)"
                    .formatted(name, distinct.size(), MOST_CATEGORIES));
            return Optional.empty();
        }
        Feature feature =
                distinct.isEmpty() ? number(name, SchemaFile.numbers(column)) : Feature.category(name, distinct);
        if (feature.low() == feature.high() || constantFlag(feature, column)) {
            notes.add("column \"%s\" is constant: every value is %s".formatted(name, text(column)));
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

    private static String text(Column column) {
        int i = 0;
        while (column.missing(i)) {
            i++;
        }
        return column.text(i);
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

    private static List<String> benign(Column label, List<String> notes) {
        List<String> values = SchemaFile.distinct(label);
        if (values.size() < 2) {
            notes.add("label \"%s\" takes one value only: %s".formatted(label.name(), values));
        }
        Optional<String> known = values.stream()
                .filter(value -> BENIGN.contains(value.toLowerCase(Locale.ROOT)))
                .findFirst();
        String chosen = known.or(() -> values.stream().findFirst())
                .orElseThrow(() -> new InputException("label \"" + label.name() + "\" is missing in every row"));
        notes.add("label \"%s\": \"%s\" is taken as benign%s"
                .formatted(
                        label.name(), chosen, known.isPresent() ? "" : ", being the first; correct it if it is not"));
        return List.of(chosen);
    }
}
