package dev.gauntlet.process.assemble;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.Transform.Input;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Builds one row per record: each feature is read from the column with its name, original or derived. A category
 * becomes its code, -1 if it is not in the schema, and if it is missing, the code of {@code -} if the schema has it. A
 * blank number is missing. A record with invalid or infinite numbers is dropped.
 *
 * @param transforms in the order of application; a transform is skipped if the records already have all of its
 *     features, so that assembled rows can be read again
 */
public record TableAssembly(Schema schema, List<Transform> transforms) implements Assembly {
    /** The text of an unset value. */
    private static final String UNSET = "-";

    public TableAssembly {
        transforms = List.copyOf(transforms);
    }

    /** An assembly without transforms. */
    public TableAssembly(Schema schema) {
        this(schema, List.of());
    }

    @Override
    public List<String> reads() {
        Set<String> reads = new LinkedHashSet<>();
        Set<String> derived = new LinkedHashSet<>();
        for (Transform transform : transforms) {
            transform.reads().stream()
                    .map(Input::column)
                    .filter(name -> !derived.contains(name))
                    .forEach(reads::add);
            derived.addAll(transform.derives());
        }
        schema.names().stream().filter(name -> !derived.contains(name)).forEach(reads::add);
        return List.copyOf(reads);
    }

    @Override
    public List<String> missing(Collection<String> columns) {
        List<Transform> due = transforms.stream()
                .filter(transform -> !derivedAlready(transform, columns))
                .toList();
        Set<String> derived = transforms.stream()
                .filter(transform -> !due.contains(transform))
                .flatMap(transform -> transform.derives().stream())
                .collect(Collectors.toSet());
        return new TableAssembly(schema, due)
                .reads().stream()
                        .filter(name -> !columns.contains(name) && !derived.contains(name))
                        .toList();
    }

    @Override
    public boolean derives(Collection<String> columns) {
        return transforms.stream().anyMatch(transform -> !derivedAlready(transform, columns));
    }

    @Override
    public Running start() {
        List<Transform.Running> running =
                transforms.stream().map(Transform::start).toList();
        return records -> assembled(records, running);
    }

    private Assembled assembled(Records records, List<Transform.Running> running) {
        Reading reading = read(records, running);
        double[][] columns = new double[schema.width()][];
        for (int j = 0; j < columns.length; j++) {
            Feature feature = schema.feature(j);
            columns[j] = feature.kind() == Feature.Kind.CATEGORY
                    ? codes(feature, reading.column(feature.name()))
                    : reading.numbers(feature.name());
        }
        return reading.assemble(schema, (i, j) -> columns[j][i]);
    }

    /** Records without earlier ones as the transforms leave them, with all derived columns. */
    Reading read(Records records) {
        return read(records, transforms.stream().map(Transform::start).toList());
    }

    private Reading read(Records records, List<Transform.Running> running) {
        Reading reading = new Reading(records);
        List<Integer> due = new ArrayList<>();
        for (int t = 0; t < transforms.size(); t++) {
            if (!derivedAlready(transforms.get(t), records.names())) {
                due.add(t);
            }
        }
        for (Feature feature : schema.features()) {
            if (feature.kind() != Feature.Kind.CATEGORY
                    && records.find(feature.name()).isPresent()) {
                reading.numbers(feature.name());
            }
        }
        // Everything that can drop a record is checked first, so that dropped records are in no window.
        due.forEach(t -> check(transforms.get(t), reading));
        for (int t : due) {
            check(transforms.get(t), reading);
            running.get(t).derive(reading).forEach(reading::add);
        }
        return reading;
    }

    private boolean derivedAlready(Transform transform, Collection<String> columns) {
        List<String> wanted = transform.features().stream()
                .map(Feature::name)
                .filter(name -> schema.column(name) >= 0)
                .filter(name -> transform.reads().stream().map(Input::column).noneMatch(name::equals))
                .toList();
        long has = wanted.stream().filter(columns::contains).count();
        Require.that(
                has == 0 || has == wanted.size(),
                "%s derives %s, of which the records already have some but not all",
                transform.id(),
                wanted);
        return has > 0;
    }

    private static void check(Transform transform, Reading reading) {
        for (Input input : transform.reads()) {
            if (!reading.has(input.column())) {
                continue;
            }
            switch (input.kind()) {
                case TEXT -> {
                    if (input.needed()) {
                        reading.demand(input.column());
                    }
                }
                case TIME, NUMBER -> reading.numbers(input.column());
                case AMOUNT -> reading.amounts(input.column());
            }
            if (input.needed() && input.kind() != Input.Kind.TEXT) {
                reading.demand(input.column(), reading.numbers(input.column()));
            }
        }
    }

    private static double[] codes(Feature feature, Column column) {
        Map<String, Integer> codeOf = new HashMap<>();
        for (int c = feature.categories().size() - 1; c >= 0; c--) {
            codeOf.put(feature.categories().get(c), c);
        }
        int unset = codeOf.getOrDefault(UNSET, -1);
        double[] codes = new double[column.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = column.missing(i) ? codeOf.getOrDefault("", unset) : codeOf.getOrDefault(column.text(i), -1);
        }
        return codes;
    }
}
