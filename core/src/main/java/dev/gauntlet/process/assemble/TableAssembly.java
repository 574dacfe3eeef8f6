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
 * One row a record: each feature is read from the column of its name, be it the records' own or derived. A text category
 * becomes its code, one not in the schema -1, a missing one that of {@code -} where the schema has it; a blank number is
 * missing; a record with text that is no number, or an infinite one, is dropped.
 *
 * @param transforms in the order in which they are applied; one all of whose features the records already have is left
 *     out, so that rows once assembled can be read again
 */
public record TableAssembly(Schema schema, List<Transform> transforms) implements Assembly {
    /** How a text is written that is unset. */
    private static final String UNSET = "-";

    public TableAssembly {
        transforms = List.copyOf(transforms);
    }

    /** Rows of the columns as they are. */
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
        // All that can drop a record comes first, so that it counts in no window.
        due.forEach(t -> check(transforms.get(t), reading));
        for (int t : due) {
            check(transforms.get(t), reading);
            running.get(t).derive(reading).forEach(reading::add);
        }
        double[][] columns = new double[schema.width()][];
        for (int j = 0; j < columns.length; j++) {
            Feature feature = schema.feature(j);
            columns[j] = feature.kind() == Feature.Kind.CATEGORY
                    ? codes(feature, reading.column(feature.name()))
                    : reading.numbers(feature.name());
        }
        return reading.assemble(schema, (i, j) -> columns[j][i]);
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
                "%s derives %s, of which the records already have some but not all".formatted(transform.id(), wanted));
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
