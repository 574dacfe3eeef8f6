package dev.gauntlet.app.report;

import dev.gauntlet.Phase;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Goals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was tried: the steps of the process by the classes of attack, for the objective that is assessed.
 *
 * @param objective what the detector is for
 */
public record Matrix(Goals.Task objective, List<Column> columns, List<Row> rows) {
    public Matrix {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** A class of attack. */
    public record Column(String name, String meaning) {}

    /** One step; one list of families for each class of attack. */
    public record Row(String phase, List<List<Tried>> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    static Matrix of(Goals.Task objective, List<Tried> tried) {
        List<Row> rows = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            List<List<Tried>> cells = new ArrayList<>();
            for (AttackClass attackClass : AttackClass.values()) {
                cells.add(tried.stream()
                        .filter(t -> t.phase() == phase && t.attackClass() == attackClass)
                        .toList());
            }
            rows.add(new Row(Words.phase(phase), cells));
        }
        List<Column> columns = List.of(AttackClass.values()).stream()
                .map(c -> new Column(Words.attackClass(c), Words.meaning(c)))
                .toList();
        return new Matrix(objective, columns, rows);
    }

    /** The objectives that are not assessed here. */
    public List<String> notAssessed() {
        return Arrays.stream(Goals.Task.values())
                .filter(task -> task != objective)
                .map(Goals.Task::text)
                .toList();
    }

    /** The kind of detector that is assessed. */
    public String detector() {
        return switch (objective) {
            case CLASSIFY -> "a classifier";
            case CATEGORISE -> "a detector of kinds";
            case PREDICT -> "a model of a quantity";
            case DETECT_ANOMALIES -> "an anomaly detector";
        };
    }
}
