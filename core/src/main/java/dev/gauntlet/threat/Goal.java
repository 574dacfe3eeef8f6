package dev.gauntlet.threat;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What an attacker wants a detector to answer. An answer is the class of a verdict (0 benign, 1 ... kinds of malice) or, of a model
 * of a quantity, the estimate; a truth is a label, or the estimate for the row as it was. This is the only place that says what
 * success is.
 */
public sealed interface Goal {
    /** Whether an attacker starts from rows of which this is true, and which the detector answers so. */
    boolean startsFrom(double truth, double answer);

    /** Whether an answer is what the attacker wants of a row of which this is true. */
    boolean reached(double truth, double answer);

    /** The label that serves the goal best on a training row that an attacker starts from, which has this label. */
    int falseLabel(int label, Dataset train);

    /** What a detector is taught to say of a backdoor's trigger. */
    default int taught() {
        return 0;
    }

    /** Whether rows that nobody reports, which are labelled benign, can teach it. */
    default boolean isServedByBenign() {
        return reached(1, 0);
    }

    /**
     * The rows that reached it, in words, for example {@code malicious rows that are missed}.
     *
     * @param labelNames the first is benign
     */
    String text(List<String> labelNames);

    /** What a model says of each row: the class that goes with its verdict, whatever its scale. */
    default double[] answers(Model model, Rows rows) {
        return Arrays.stream(model.verdicts(rows)).asDoubleStream().toArray();
    }

    /** Whether an answer is an estimate, and no class. */
    default boolean isOfQuantity() {
        return false;
    }

    /** Which way the malice score, or an estimate, must go for it: 1 up, -1 down, 0 where it does not tell. */
    default int direction() {
        return 0;
    }

    /** Which way the score that a search hears must go: that of {@link #direction()} or, of a {@link #margin}, up. */
    default int heading() {
        return direction() == 0 ? 1 : direction();
    }

    /**
     * How near an answer is to what is wanted of a row: the score of the best class that is, minus that of the best class that is
     * not.
     *
     * @param truth what is true of the row
     * @param scores of each class; NaN if there are none
     */
    default double margin(double truth, double[] scores) {
        int wanted = best(truth, scores, true);
        int other = best(truth, scores, false);
        return wanted < 0 || other < 0 ? Double.NaN : scores[wanted] - scores[other];
    }

    /** The class with the best score, the first of equals, among those that are wanted or that are not; -1 if there is none. */
    default int best(double truth, double[] scores, boolean wanted) {
        int best = -1;
        for (int c = 0; c < scores.length; c++) {
            if (reached(truth, c) == wanted && (best < 0 || scores[c] > scores[best])) {
                best = c;
            }
        }
        return best;
    }

    /** Whether an answer that is wanted of one row may not be wanted of another. */
    default boolean dependsOnTruth() {
        return false;
    }

    /** The victims of which the same answers are wanted, by what is true of them: all together where that does not matter. */
    default SortedMap<Double, int[]> alike(Dataset victims) {
        SortedMap<Double, int[]> groups = new TreeMap<>();
        int[] all = IntStream.range(0, victims.size()).toArray();
        if (!dependsOnTruth()) {
            groups.put(0.0, all);
            return groups;
        }
        for (int v : all) {
            groups.computeIfAbsent(
                    victims.truth(v),
                    truth -> IntStream.of(all)
                            .filter(i -> victims.truth(i) == truth)
                            .toArray());
        }
        return groups;
    }

    /** The rows of a data set that an attacker starts from whatever the detector answers. */
    default int[] starts(Dataset data) {
        return IntStream.range(0, data.size())
                .filter(i -> startsFrom(data.truth(i), data.truth(i)))
                .toArray();
    }

    /** A malicious row is called benign; of rows without labels, one that alarms. */
    record Silence() implements Goal {
        @Override
        public boolean startsFrom(double truth, double answer) {
            return truth > 0 || (truth < 0 && answer > 0);
        }

        @Override
        public boolean reached(double truth, double answer) {
            return answer == 0;
        }

        @Override
        public int direction() {
            return -1;
        }

        @Override
        public int falseLabel(int label, Dataset train) {
            return 0;
        }

        @Override
        public String text(List<String> labelNames) {
            return "malicious rows that are missed";
        }
    }

    /** A benign row is called malicious; of rows without labels, one that does not alarm. */
    record Alarm() implements Goal {
        @Override
        public boolean startsFrom(double truth, double answer) {
            return truth == 0 || (truth < 0 && answer == 0);
        }

        @Override
        public boolean reached(double truth, double answer) {
            return answer > 0;
        }

        @Override
        public int direction() {
            return 1;
        }

        @Override
        public int falseLabel(int label, Dataset train) {
            return commonest(train, 0);
        }

        @Override
        public String text(List<String> labelNames) {
            return "harmless rows that alarm";
        }
    }

    /** A malicious row is taken for something else: another kind of malice, or benign. */
    record OtherKind() implements Goal {
        @Override
        public boolean startsFrom(double truth, double answer) {
            return truth > 0;
        }

        @Override
        public boolean reached(double truth, double answer) {
            return answer != truth;
        }

        @Override
        public boolean dependsOnTruth() {
            return true;
        }

        @Override
        public int falseLabel(int label, Dataset train) {
            return commonest(train, label);
        }

        @Override
        public String text(List<String> labelNames) {
            return "malicious rows that are taken for something else";
        }
    }

    /**
     * A row is taken for one kind of malice.
     *
     * @param kind its label
     * @param fromBenign whether the attacker starts from benign rows; else from rows of the other kinds
     */
    record Kind(int kind, boolean fromBenign) implements Goal {
        @Override
        public boolean startsFrom(double truth, double answer) {
            return fromBenign ? truth == 0 : truth > 0 && truth != kind;
        }

        @Override
        public boolean reached(double truth, double answer) {
            return answer == kind;
        }

        @Override
        public int falseLabel(int label, Dataset train) {
            return kind;
        }

        @Override
        public int taught() {
            return kind;
        }

        @Override
        public String text(List<String> labelNames) {
            return (fromBenign ? "harmless rows" : "rows of other kinds") + " that are taken for "
                    + labelNames.get(kind);
        }
    }

    /**
     * The estimate of a quantity moves.
     *
     * @param amount by at least so much, in the unit of the quantity
     * @param up or down
     */
    record Moved(double amount, boolean up) implements Goal {
        /** The amount, to four digits. */
        public String amountText() {
            return String.format(Locale.ROOT, "%.4g", amount);
        }

        @Override
        public double[] answers(Model model, Rows rows) {
            return model.numbers(rows);
        }

        @Override
        public boolean isOfQuantity() {
            return true;
        }

        @Override
        public boolean startsFrom(double truth, double answer) {
            return !Double.isNaN(answer);
        }

        @Override
        public boolean reached(double truth, double answer) {
            return up ? answer >= truth + amount : answer <= truth - amount;
        }

        @Override
        public int direction() {
            return up ? 1 : -1;
        }

        @Override
        public int falseLabel(int label, Dataset train) {
            return label;
        }

        @Override
        public boolean dependsOnTruth() {
            return true;
        }

        @Override
        public String text(List<String> labelNames) {
            return "rows whose estimate is at least " + amountText() + (up ? " higher" : " lower");
        }
    }

    /** The malicious label of most rows, another one than this, the first of equals; without another one, benign. */
    private static int commonest(Dataset train, int but) {
        int[] counts = new int[train.labelNames().size()];
        for (int i = 0; i < train.size(); i++) {
            if (train.label(i) > 0) {
                counts[train.label(i)]++;
            }
        }
        int most = 0;
        for (int label = 1; label < counts.length; label++) {
            most = label != but && counts[label] > (most == 0 ? 0 : counts[most]) ? label : most;
        }
        return most;
    }
}
