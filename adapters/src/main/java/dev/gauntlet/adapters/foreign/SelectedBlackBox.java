package dev.gauntlet.adapters.foreign;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Predictor;
import java.util.Map;

/** A black box that gets some columns of each row, in an order of its own. */
final class SelectedBlackBox implements BlackBox {
    private final BlackBox box;
    private final int width;
    private final int[] places;

    SelectedBlackBox(BlackBox box, int width, int[] places) {
        this.box = box;
        this.width = width;
        this.places = places.clone();
    }

    private Rows selected(Rows rows) {
        return Rows.fill(rows.size(), places.length, (i, j) -> rows.get(i, places[j]));
    }

    @Override
    public boolean showsScores() {
        return box.showsScores();
    }

    @Override
    public int inputs() {
        return width;
    }

    @Override
    public String form() {
        return box.form();
    }

    @Override
    public Map<String, double[]> parameters() {
        return box.parameters();
    }

    @Override
    public Predictor rebuild(Map<String, double[]> parameters) {
        return box.rebuild(parameters);
    }

    @Override
    public Scale scale() {
        return box.scale();
    }

    @Override
    public int outputs() {
        return box.outputs();
    }

    @Override
    public Rows scores(Rows rows) {
        return box.scores(selected(rows));
    }

    @Override
    public double[] malice(Rows rows) {
        return box.malice(selected(rows));
    }
}
