package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A row before and after an attack: only what changed.
 *
 * @param before the probability of the malicious class
 * @param after the probability of the malicious class
 * @param actions what the attacker did to raw records; empty where it changed the row itself
 */
public record ChangedRow(
        String row,
        List<Change> changes,
        String before,
        String after,
        String cost,
        String queries,
        List<String> actions) {
    /** How many the report shows of one attack. */
    static final int MOST = 5;

    public ChangedRow {
        changes = List.copyOf(changes);
        actions = List.copyOf(actions);
    }

    /** One cell that changed. */
    public record Change(String feature, String unit, String before, String after) {}

    static List<ChangedRow> first(List<Finding.Example> examples, Schema schema) {
        return examples.stream().limit(MOST).map(e -> of(e, schema)).toList();
    }

    private static ChangedRow of(Finding.Example example, Schema schema) {
        List<Change> changes = new ArrayList<>();
        for (int j = 0; j < Math.min(schema.width(), example.before().size()); j++) {
            double before = example.before().get(j);
            double after = example.after().get(j);
            if (Double.compare(before, after) != 0) {
                changes.add(change(schema.feature(j), before, after));
            }
        }
        return new ChangedRow(
                Long.toString(example.row()),
                changes,
                Numbers.fixed(example.probabilityBefore(), 3),
                Numbers.fixed(example.probabilityAfter(), 3),
                Numbers.fixed(example.cost(), 3),
                Integer.toString(example.queries()),
                example.actions());
    }

    /** With as many digits as the two need to differ. */
    private static Change change(Feature feature, double before, double after) {
        String from = text(feature, before, Numbers::significant);
        String to = text(feature, after, Numbers::significant);
        return from.equals(to)
                ? new Change(
                        feature.name(),
                        feature.unit(),
                        text(feature, before, Numbers::raw),
                        text(feature, after, Numbers::raw))
                : new Change(feature.name(), feature.unit(), from, to);
    }

    private static String text(Feature feature, double value, DoubleFunction<String> digits) {
        if (Double.isNaN(value)) {
            return "missing";
        }
        boolean number = feature.kind() == Feature.Kind.REAL && value != Math.rint(value);
        return number ? digits.apply(value) : feature.text(value);
    }
}
