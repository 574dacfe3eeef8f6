package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.List;

/**
 * A figure in one window of time after another, the first right after training.
 *
 * @see <a href="https://www.usenix.org/conference/usenixsecurity19/presentation/pendlebury">Pendlebury and others 2019
 *     (TESSERACT)</a>
 */
public record OverTime(List<Double> figures) {
    public OverTime {
        figures = List.copyOf(Require.notEmpty("figures", figures));
    }

    /** The area under the figure over time, by trapezia, in the figure's own range; of one window it is the figure itself. */
    public double area() {
        if (figures.size() == 1) {
            return figures.get(0);
        }
        double sum = 0;
        for (int k = 1; k < figures.size(); k++) {
            sum += (figures.get(k - 1) + figures.get(k)) / 2;
        }
        return sum / (figures.size() - 1);
    }
}
