package dev.gauntlet.app.report;

import dev.gauntlet.Phase;
import dev.gauntlet.threat.AttackClass;
import java.util.ArrayList;
import java.util.List;

/** What was tried: the steps of the process by the classes of attack, for the objective that is assessed. */
public record Matrix(List<Column> columns, List<Row> rows) {
    /** The objectives of a detector that are not assessed. */
    static final List<String> NOT_ASSESSED = List.of("Categorise", "Predict", "Detect anomalies");

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

    static Matrix of(List<Tried> tried) {
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
        return new Matrix(columns, rows);
    }

    public List<String> notAssessed() {
        return NOT_ASSESSED;
    }
}
