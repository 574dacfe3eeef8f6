package dev.gauntlet.process.retrain;

import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.measure.OverTime;
import dev.gauntlet.process.Seal;
import java.util.List;
import java.util.function.Function;

/**
 * A detector that is retrained over days, compared with one that never is.
 *
 * @param canaries the malicious rows that every champion must still detect
 * @param seals one seal for each day with labels, with every comparison on its rows
 */
public record RetrainHistory(List<Day> days, int canaries, List<Seal> seals) {
    /** One of the two detectors. */
    public enum Line {
        RETRAINED,
        NEVER;

        /** The results of this detector on a day. */
        public Confusion on(Day day) {
            return this == RETRAINED ? day.retrained() : day.never();
        }
    }

    public RetrainHistory {
        days = List.copyOf(days);
        seals = List.copyOf(seals);
    }

    /** The area under the recall over the days that have malicious rows; NaN if there is none. */
    public double recall(Line line) {
        return area(line, Confusion::recall);
    }

    /** The area under the false-positive rate over the days that have benign rows; NaN if there is none. */
    public double falsePositiveRate(Line line) {
        return area(line, Confusion::falsePositiveRate);
    }

    private double area(Line line, Function<Confusion, Interval> figure) {
        List<Double> values = days.stream()
                .map(line::on)
                .map(figure)
                .filter(value -> value.n() > 0)
                .map(Interval::value)
                .toList();
        return values.isEmpty() ? Double.NaN : new OverTime(values).area();
    }

    /** The number of challengers that replaced the champion. */
    public long promotions() {
        return days.stream().filter(Day::promoted).count();
    }

    /** The number of challengers that were trained. */
    public long challengers() {
        return days.stream().filter(day -> day.contest().isPresent()).count();
    }
}
