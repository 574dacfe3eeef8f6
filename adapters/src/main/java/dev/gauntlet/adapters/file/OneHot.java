package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds one-hot groups: flags with the same prefix before a separator, exactly one of which is 1 in every row. */
final class OneHot {
    private static final String SEPARATORS = "_=.:-| ";

    private OneHot() {}

    /** The groups among these features, by common prefix. */
    static Map<String, List<String>> groups(List<Feature> features, Records records) {
        Map<String, List<String>> byPrefix = new LinkedHashMap<>();
        for (Feature feature : features) {
            if (feature.kind() == Feature.Kind.FLAG
                    && records.find(feature.name()).isPresent()) {
                prefixes(feature.name())
                        .forEach(prefix -> byPrefix.computeIfAbsent(prefix, p -> new ArrayList<>())
                                .add(feature.name()));
            }
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        List<String> grouped = new ArrayList<>();
        byPrefix.forEach((prefix, names) -> {
            if (names.size() > 1 && names.stream().noneMatch(grouped::contains) && isOneHot(names, records)) {
                groups.put(prefix, List.copyOf(names));
                grouped.addAll(names);
            }
        });
        return groups;
    }

    /** The prefixes of a name before each separator, the longest last. */
    private static List<String> prefixes(String name) {
        List<String> prefixes = new ArrayList<>();
        for (int i = 1; i < name.length() - 1; i++) {
            if (SEPARATORS.indexOf(name.charAt(i)) >= 0 && SEPARATORS.indexOf(name.charAt(i - 1)) < 0) {
                prefixes.add(name.substring(0, i));
            }
        }
        return prefixes;
    }

    private static boolean isOneHot(List<String> names, Records records) {
        List<Column> columns = names.stream().map(records::column).toList();
        for (int i = 0; i < records.size(); i++) {
            double sum = 0;
            for (Column column : columns) {
                sum += column.number(i);
            }
            if (sum != 1) {
                return false;
            }
        }
        return records.size() > 0;
    }
}
