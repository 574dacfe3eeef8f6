package dev.gauntlet.search;

import dev.gauntlet.data.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The features that are moved together: the members of each one-hot group, and each other movable feature alone.
 *
 * @param all columns of each
 */
record Units(List<int[]> all) {
    static Units of(Schema schema) {
        List<int[]> units = new ArrayList<>();
        Set<Integer> grouped = new HashSet<>();
        schema.groups().values().forEach(members -> {
            int[] columns = members.stream().mapToInt(schema::column).toArray();
            Arrays.stream(columns).forEach(grouped::add);
            units.add(columns);
        });
        Arrays.stream(schema.movable())
                .filter(j -> !grouped.contains(j))
                .mapToObj(j -> new int[] {j})
                .forEach(units::add);
        return new Units(List.copyOf(units));
    }
}
