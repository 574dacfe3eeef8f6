package dev.gauntlet.app.report;

import dev.gauntlet.app.retrain.Retrained;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.retrain.Day;
import dev.gauntlet.process.retrain.RetrainHistory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A metric of both detectors over the days, with the decisions after each day below it. Coordinates are in the units of
 * the picture, already text.
 *
 * @param id unique on the page
 * @param size {@code wide} or {@code tall}, as the page is
 * @param bottom of the plot
 * @param across the lines of the scale
 * @param down the names of some days
 */
public record OverTimePicture(
        String id,
        String size,
        String title,
        String unit,
        int width,
        int height,
        int left,
        int right,
        int top,
        int bottom,
        List<Tick> across,
        List<Tick> down,
        List<Curve> curves,
        List<RetrainStep> retrainSteps) {
    private static final int LEFT = 62;
    private static final int TOP = 14;
    private static final int MARGIN = 8;
    private static final int BELOW = 62;
    private static final double APART = 3;
    private static final List<Double> TOPS = List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0);

    public OverTimePicture {
        across = List.copyOf(across);
        down = List.copyOf(down);
        curves = List.copyOf(curves);
        retrainSteps = List.copyOf(retrainSteps);
    }

    /** A place on an axis and its name. */
    public record Tick(String at, String text) {}

    /** One detector: a line that leaves out days without cases, and a point with its interval for each other day. */
    public record Curve(String name, String line, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /** A value at its day, with the ends of its interval. */
    public record Point(String x, String y, String low, String high) {}

    /** A challenger of one day, promoted or not. */
    public record RetrainStep(String x, boolean promoted) {}

    static List<OverTimePicture> recall(Retrained retrained) {
        return both("recall", "Recall", retrained, 1, Confusion::recall);
    }

    /** The false-positive rate, to the next round number above every interval. */
    static List<OverTimePicture> falsePositiveRate(Retrained retrained) {
        double highest = retrained.course().days().stream()
                .flatMapToDouble(day -> DoubleStream.of(
                        day.retrained().falsePositiveRate().high(),
                        day.never().falsePositiveRate().high()))
                .max()
                .orElse(1);
        double most = TOPS.stream().filter(t -> t >= highest).findFirst().orElse(1.0);
        return both("fpr", "False-positive rate", retrained, most, Confusion::falsePositiveRate);
    }

    private static List<OverTimePicture> both(
            String id, String title, Retrained retrained, double most, Function<Confusion, Interval> figure) {
        return List.of(
                of(id, "wide", title, retrained, most, figure, 1100, 300),
                of(id, "tall", title, retrained, most, figure, 360, 300));
    }

    private static OverTimePicture of(
            String id,
            String size,
            String title,
            Retrained retrained,
            double most,
            Function<Confusion, Interval> figure,
            int width,
            int height) {
        List<Day> days = retrained.course().days();
        int bottom = height - BELOW;
        double step = (width - LEFT - MARGIN) / (double) days.size();
        int every = (int) Math.ceil(34 / step);
        return new OverTimePicture(
                id + "-" + size,
                size,
                title,
                retrained.unit(),
                width,
                height,
                LEFT,
                width - MARGIN,
                TOP,
                bottom,
                IntStream.rangeClosed(0, 4)
                        .mapToObj(i -> new Tick(text(y(most * i / 4, most, bottom)), Numbers.setting(most * i / 4)))
                        .toList(),
                IntStream.range(0, days.size())
                        .filter(i -> i % every == 0)
                        .mapToObj(i -> new Tick(
                                text(x(i, step)), Integer.toString(days.get(i).number())))
                        .toList(),
                List.of(
                        curve("never", RetrainHistory.Line.NEVER, days, figure, step, most, bottom),
                        curve("retrained", RetrainHistory.Line.RETRAINED, days, figure, step, most, bottom)),
                IntStream.range(0, days.size())
                        .filter(i -> days.get(i).contest().isPresent())
                        .mapToObj(i -> new RetrainStep(
                                text(x(i, step) + step / 2), days.get(i).promoted()))
                        .toList());
    }

    private static Curve curve(
            String name,
            RetrainHistory.Line line,
            List<Day> days,
            Function<Confusion, Interval> figure,
            double step,
            double most,
            int bottom) {
        StringBuilder path = new StringBuilder();
        List<Point> points = new ArrayList<>();
        double aside = Math.min(APART, step / 4) * (line == RetrainHistory.Line.NEVER ? 1 : -1);
        boolean gap = true;
        for (int i = 0; i < days.size(); i++) {
            Interval value = figure.apply(line.on(days.get(i)));
            if (value.n() == 0) {
                gap = true;
                continue;
            }
            String x = text(x(i, step) + aside);
            String y = text(y(value.value(), most, bottom));
            path.append(gap ? "M" : "L").append(x).append(' ').append(y);
            points.add(new Point(
                    x, y, text(y(value.low(), most, bottom)), text(y(Math.min(most, value.high()), most, bottom))));
            gap = false;
        }
        return new Curve(name, path.toString(), points);
    }

    private static double x(int day, double step) {
        return LEFT + step * (day + 0.4);
    }

    private static double y(double value, double most, int bottom) {
        return bottom - (bottom - TOP) * value / most;
    }

    private static String text(double place) {
        return new BigDecimal(place).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }
}
