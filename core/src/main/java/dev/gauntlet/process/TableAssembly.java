package dev.gauntlet.process;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import java.util.HashMap;
import java.util.Map;

/**
 * One row a record: each feature is read from the column of its name. A text category becomes its code, one not in the
 * schema -1; a blank number is missing; a record with text that is no number, or an infinite one, is dropped.
 */
public record TableAssembly(Schema schema) implements Assembly {
    @Override
    public Assembled assemble(Records records) {
        Reading reading = new Reading(records);
        double[][] columns = new double[schema.width()][];
        for (int j = 0; j < columns.length; j++) {
            Feature feature = schema.feature(j);
            columns[j] = feature.kind() == Feature.Kind.CATEGORY
                    ? codes(feature, records.column(feature.name()))
                    : reading.numbers(feature.name());
        }
        return reading.assemble(schema, (i, j) -> columns[j][i]);
    }

    private static double[] codes(Feature feature, Column column) {
        Map<String, Integer> codeOf = new HashMap<>();
        for (int c = feature.categories().size() - 1; c >= 0; c--) {
            codeOf.put(feature.categories().get(c), c);
        }
        double[] codes = new double[column.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = codeOf.getOrDefault(column.text(i), -1);
        }
        return codes;
    }
}
