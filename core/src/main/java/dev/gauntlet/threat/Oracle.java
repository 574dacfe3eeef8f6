package dev.gauntlet.threat;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import java.util.Arrays;

/**
 * The model through the keyhole: the only way an attack sees a detector. Answers batches, counts questions per victim
 * and stops answering a victim whose budget is spent; one spent victim never loses the others' answers. Not
 * thread-safe.
 */
public final class Oracle {
    /** What an answer shows. */
    public enum Access {
        LABEL,
        SCORE
    }

    /** The detector behind the keyhole. */
    @FunctionalInterface
    public interface Target {
        /** The probability of malice of each row; alarm is what reaches {@link Oracle}'s threshold. */
        double[] probability(Rows rows);
    }

    /** Stands between the detector and the asker, for example a rounding or a rate limit. */
    public interface Guard {
        /**
         * Passes, changes or refuses answers.
         *
         * @param asked how many questions came before these
         * @return one value per answer: what is shown, NaN for refused
         */
        double[] filter(double[] probabilities, long asked);
    }

    /** The answers to a batch. */
    public static final class Answers {
        private final double[] probabilities;
        private final double threshold;
        private final Access access;

        private Answers(double[] probabilities, double threshold, Access access) {
            this.probabilities = probabilities;
            this.threshold = threshold;
            this.access = access;
        }

        /** Whether a question was answered; otherwise the budget was spent or a guard refused. */
        public boolean answered(int question) {
            return !Double.isNaN(probabilities[question]);
        }

        /** Whether the detector alarmed; false if not answered. */
        public boolean alarm(int question) {
            return probabilities[question] >= threshold;
        }

        /** The probability of malice as shown; 0 or 1 where only labels are granted. */
        public double score(int question) {
            if (!answered(question)) {
                throw new IllegalArgumentException("question " + question + " was not answered");
            }
            return access == Access.SCORE ? probabilities[question] : alarm(question) ? 1 : 0;
        }

        public int size() {
            return probabilities.length;
        }
    }

    private final Target target;
    private final double threshold;
    private final Access access;
    private final Guard guard;
    private final int budget;
    private final int[] spent;
    private long asked;

    /**
     * An oracle.
     *
     * @param threshold the probability from which the detector alarms
     * @param budget questions per victim
     * @param victims how many victims share the oracle, numbered from 0
     */
    public Oracle(Target target, double threshold, Access access, Guard guard, int budget, int victims) {
        this.target = target;
        this.threshold = threshold;
        this.access = access;
        this.guard = guard;
        this.budget = budget;
        this.spent = new int[victims];
    }

    /**
     * An oracle for one asker, without a guard.
     *
     * @param budget how many questions it answers
     */
    public static Oracle of(Model model, Access access, int budget) {
        return new Oracle(
                model::probability,
                model.probability(model.threshold()),
                access,
                (probabilities, asked) -> probabilities,
                budget,
                1);
    }

    /** Asks a batch of questions for the only asker. */
    public Answers ask(Rows rows) {
        return ask(new int[rows.size()], rows);
    }

    /**
     * Asks a batch of questions.
     *
     * @param victims the victim each row is asked for
     */
    public Answers ask(int[] victims, Rows rows) {
        Require.same("victims", rows.size(), victims.length);
        double[] shown = new double[victims.length];
        Arrays.fill(shown, Double.NaN);
        int[] affordable = new int[victims.length];
        int count = 0;
        for (int i = 0; i < victims.length; i++) {
            if (spent[victims[i]] < budget) {
                spent[victims[i]]++;
                affordable[count++] = i;
            }
        }
        int[] answered = Arrays.copyOf(affordable, count);
        if (count > 0) {
            double[] probabilities = guard.filter(target.probability(rows.select(answered)), asked);
            for (int i = 0; i < count; i++) {
                shown[answered[i]] = probabilities[i];
            }
        }
        asked += count;
        return new Answers(shown, threshold, access);
    }

    /** How many more questions a victim may ask. */
    public int left(int victim) {
        return budget - spent[victim];
    }

    /** How many questions a victim has asked. */
    public int spent(int victim) {
        return spent[victim];
    }

    /** How many questions were asked in all. */
    public long asked() {
        return asked;
    }
}
