package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.adapters.foreign.InputFacts.Codes;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.RuleParser;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.Transform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A table's schema made to fit another program's model: the features that the model takes, in its order, with the categories of
 * the file; then those that rules or one-hot groups tie to them, which the model ignores. What the model does not name is left
 * out.
 *
 * @param path prefix of each message
 * @param model what the rows are for
 * @param stated whether the user stated the categories of a feature, rather than the data
 * @param records the rows, if there are any, to explain what is lacking
 */
record FittedSchema(String path, ForeignModel model, Predicate<String> stated, Optional<Records> records) {
    private static final int SHOWN = 8;
    /** How many different texts of a column are looked at. */
    private static final int MOST_FOUND = 10_000;

    /**
     * The schema of a table that fits.
     *
     * @param notes takes what a person should know
     * @throws InputException if the model takes what the table lacks, or codes of texts that are not stated
     */
    TableSchema of(TableSchema table, List<String> notes) {
        TableSchema whole = withUnknownColumns(table, notes);
        int[] places = places(whole.schema());
        List<Feature> taken = new ArrayList<>();
        for (int input = 0; input < places.length; input++) {
            taken.add(coded(input, whole.schema().feature(places[input]), notes));
        }
        Set<String> names = new LinkedHashSet<>();
        taken.forEach(feature -> names.add(feature.name()));
        model.inputs()
                .matchedByPosition(List.copyOf(names))
                .ifPresent(note -> notes.add("%s: %s".formatted(path, note)));
        Set<String> tied = tied(whole.schema(), names);
        List<Feature> features = new ArrayList<>(taken);
        List<String> left = new ArrayList<>();
        for (Feature feature : whole.schema().features()) {
            if (tied.contains(feature.name())) {
                features.add(feature);
            } else if (!names.contains(feature.name())) {
                left.add(feature.name());
            }
        }
        if (!left.isEmpty()) {
            notes.add("%s: the model does not use %s; left out".formatted(path, columns(left)));
        }
        if (!tied.isEmpty()) {
            notes.add(
                    "%s: the model does not use %s; kept, because rules or groups connect them to columns that it uses"
                            .formatted(path, columns(tied)));
        }
        names.addAll(tied);
        return fitted(whole, features, names);
    }

    private int[] places(Schema schema) {
        try {
            return model.inputs().places(model.kernel().inputs(), schema.names());
        } catch (IllegalArgumentException e) {
            throw new InputException("%s: %s".formatted(path, e.getMessage()));
        }
    }

    /** The table with columns that the model names and that no feature was made of, since all of their values are missing. */
    private TableSchema withUnknownColumns(TableSchema table, List<String> notes) {
        if (records.isEmpty() || !model.inputs().areNamed()) {
            return table;
        }
        List<Feature> features = new ArrayList<>(table.schema().features());
        for (String name : model.names()) {
            Optional<Column> column = records.get().find(name);
            if (table.schema().column(name) >= 0 || column.isEmpty()) {
                continue;
            }
            Column found = column.get();
            boolean empty = true;
            for (int i = 0; i < found.size() && empty; i++) {
                empty = found.missing(i);
            }
            Optional<Feature> category = model.category(model.names().indexOf(name), name);
            if (category.isPresent()) {
                features.add(category.get());
            } else if (empty) {
                features.add(Feature.real(name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
                notes.add("%s: the model uses \"%s\", but every value of this column is missing".formatted(path, name));
            } else {
                throw new InputException(
                        "%s: the model uses \"%s\", a column that is the label, the time or the source, or text that cannot be a"
                                        .formatted(path, name)
                                + " feature; state it in --schema");
            }
        }
        return features.size() == table.schema().width()
                ? table
                : table.withSchema(table.schema().withFeatures(features));
    }

    /** An input's feature, with the categories of the file. */
    private Feature coded(int input, Feature feature, List<String> notes) {
        Codes codes = model.inputs().codes().getOrDefault(input, new Codes(List.of(), -1));
        boolean category = feature.kind() == Feature.Kind.CATEGORY;
        if (codes.areStated()) {
            return category || !stated.test(feature.name()) ? ofFile(codes, feature, notes) : feature;
        }
        if (!category) {
            return feature;
        }
        if (!stated.test(feature.name())) {
            throw new InputException(
                    ("%s: \"%s\" contains texts, and the file does not state their codes; list them in "
                                    + "--schema in the order of their codes in training, from 0, for example as - {name: "
                                    + "%s, kind: category,"
                                    + " categories: [%s]}")
                            .formatted(path, feature.name(), feature.name(), String.join(", ", feature.categories())));
        }
        notes.add("%s: texts of \"%s\" are coded in the order of the schema: %s"
                .formatted(path, feature.name(), numbered(feature.categories())));
        return withCategories(feature, model.withEmpty(feature.categories()));
    }

    private Feature ofFile(Codes codes, Feature feature, List<String> notes) {
        List<String> texts = model.withEmpty(codes.texts());
        Set<String> found = new TreeSet<>(feature.categories());
        records.flatMap(rows -> rows.find(feature.name())).ifPresent(column -> {
            for (int i = 0; i < column.size() && found.size() <= MOST_FOUND; i++) {
                found.add(column.text(i));
            }
        });
        List<String> unknown = found.stream()
                .filter(text -> !texts.contains(text) && !text.isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            notes.add("%s: the model does not know these texts of \"%s\": %s; %s"
                    .formatted(
                            path,
                            feature.name(),
                            some(unknown),
                            Double.isNaN(codes.other())
                                    ? "they count as missing, as in LightGBM"
                                    : "they count as unknown categories"));
        }
        return withCategories(feature, texts);
    }

    private static Feature withCategories(Feature feature, List<String> texts) {
        return new Feature(
                feature.name(),
                Feature.Kind.CATEGORY,
                0,
                texts.size() - 1,
                feature.unit(),
                1,
                feature.move(),
                feature.cost(),
                texts);
    }

    /** The other features in rules and groups with one that the model takes. */
    private static Set<String> tied(Schema schema, Set<String> taken) {
        Set<String> tied = new LinkedHashSet<>();
        List<Collection<String>> ties = new ArrayList<>();
        schema.ruleTexts().forEach(rule -> ties.add(RuleParser.names(rule)));
        ties.addAll(schema.groups().values());
        boolean more = true;
        while (more) {
            more = false;
            for (Collection<String> tie : ties) {
                if (tie.stream().anyMatch(name -> taken.contains(name) || tied.contains(name))) {
                    for (String name : tie) {
                        more |= !taken.contains(name) && schema.column(name) >= 0 && tied.add(name);
                    }
                }
            }
        }
        return tied;
    }

    private static TableSchema fitted(TableSchema table, List<Feature> features, Set<String> kept) {
        Schema schema = table.schema();
        Map<String, List<String>> groups = new LinkedHashMap<>();
        schema.groups().forEach((name, members) -> {
            if (kept.containsAll(members)) {
                groups.put(name, members);
            }
        });
        List<String> rules = schema.ruleTexts().stream()
                .filter(rule -> kept.containsAll(RuleParser.names(rule)))
                .toList();
        Map<String, Scaling> scalings = new TreeMap<>(schema.scalings());
        scalings.keySet().retainAll(kept);
        List<Transform> derive = table.derive().stream()
                .filter(transform ->
                        transform.features().stream().map(Feature::name).anyMatch(kept::contains))
                .toList();
        return new TableSchema(
                new Schema(features, groups, rules, scalings),
                table.columns(),
                table.ignored(),
                table.label(),
                table.benign(),
                table.time(),
                table.source(),
                Set.of(),
                derive,
                table.cells());
    }

    /** Whether a file names inputs that are all columns as they are. */
    static boolean takes(InputFacts inputs, List<String> columns) {
        return inputs.areNamed() && columns.containsAll(inputs.names());
    }

    private static String columns(Collection<String> names) {
        return (names.size() == 1 ? "the column " : names.size() + " columns: ") + some(List.copyOf(names));
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    }

    private static String numbered(List<String> texts) {
        List<String> some = new ArrayList<>();
        for (int code = 0; code < Math.min(SHOWN, texts.size()); code++) {
            some.add(code + " " + texts.get(code));
        }
        return String.join(", ", some) + (texts.size() > SHOWN ? ", ..." : "");
    }
}
