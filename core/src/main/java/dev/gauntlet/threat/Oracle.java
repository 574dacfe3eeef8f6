package dev.gauntlet.threat;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The only access an attack has to a detector. Answers batches, counts queries per victim and stops answering a victim
 * whose budget is spent; one spent victim never loses the others' answers. Decisions are the detector's own, whatever
 * an answer shows beside them. Not thread-safe.
 */
public final class Oracle {
    static final double SUREST = 1e-9;
    private static final double[] NONE = {};
    /** The log-odds of a label where only labels are shown. */
    private static final double SURE = StrictMath.log((1 - SUREST) / (1 - (1 - SUREST)));

    private static final double UNSURE = StrictMath.log(SUREST / (1 - SUREST));

    /** The detector behind the oracle. */
    @FunctionalInterface
    public interface Target {
        /** How malicious each row looks; alarm is what reaches {@link Oracle}'s threshold. */
        double[] malice(Rows rows);

        /** The probability of a malice score. */
        default double probability(double malice) {
            return malice;
        }

        /** The log-odds of a malice score. */
        default double margin(double malice) {
            return logit(probability(malice));
        }

        /** The scores of each class, of a detector of more than two; otherwise rows without columns. */
        default Rows scores(Rows rows) {
            return Rows.of(rows.size(), 0, new double[0]);
        }

        /** The probability of each class. */
        default Rows chances(Rows scores) {
            return scores;
        }

        /** The logarithms of these probabilities, but for a constant of each row. */
        default double logarithm(double score) {
            return StrictMath.log(Math.max(SUREST, score));
        }

        /** Whether its answers are estimates of a quantity, which its malice score then is. */
        default boolean isOfQuantity() {
            return false;
        }
    }

    /** The answers to a batch. */
    public static final class Answers {
        private final boolean[] alarms;
        private final double[] said;
        private final double[] scores;
        private final double[] margins;
        private final double[][] logits;
        private final List<Rows> gradients;

        private Answers(
                boolean[] alarms,
                double[] said,
                double[] scores,
                double[] margins,
                double[][] logits,
                List<Rows> gradients) {
            this.alarms = alarms;
            this.said = said;
            this.scores = scores;
            this.margins = margins;
            this.logits = logits;
            this.gradients = gradients;
        }

        /** Whether a question was answered; otherwise the budget was spent or a screen refused. */
        public boolean answered(int question) {
            return !Double.isNaN(scores[question]);
        }

        /** Whether the detector alarmed; false if not answered. */
        public boolean alarm(int question) {
            return alarms[question];
        }

        /** What the detector says: the class of its verdict, or a quantity. */
        public double answer(int question) {
            return checked(question, said);
        }

        /** The probability of the malicious class as shown; 0 or 1 where only labels are granted. */
        public double score(int question) {
            return checked(question, scores);
        }

        /**
         * The log-odds of the malicious class; of the probability shown where those are not granted, within 21 of 0.
         */
        public double margin(int question) {
            return checked(question, margins);
        }

        /**
         * The logarithm of the probability of each class, of a detector of kinds, but for a constant; of the probabilities shown
         * where log-odds are not granted. Where only that of the predicted class is, the others have equal shares of the rest. Empty
         * where no scores are granted, or there are two classes.
         */
        public double[] logits(int question) {
            checked(question, scores);
            return logits[question].clone();
        }

        /** Whether the queries requested gradients. */
        public boolean hasGradients() {
            return !gradients.isEmpty();
        }

        /**
         * The gradient of the detector's malice score, on its own scale, by each feature, in the schema's units.
         *
         * @throws IllegalArgumentException if the query did not request gradients, or was not answered
         */
        public double[] gradient(int question) {
            checked(question, scores);
            Require.that(hasGradients(), "no gradients were requested");
            return gradients.get(0).row(question);
        }

        /** The same of the score of a class, where the query requested these. */
        public double[] gradient(int question, int output) {
            checked(question, scores);
            return gradients.get(output).row(question);
        }

        private double checked(int question, double[] from) {
            Require.that(answered(question), "query " + question + " was not answered");
            return from[question];
        }

        public int size() {
            return scores.length;
        }
    }

    private final Target target;
    private final Optional<Model> inside;
    private final double threshold;
    private final Access access;
    private final Screen screen;
    private final Screened screened;

    private final int budget;
    private final int principals;
    private final boolean quantity;
    private final int[] spent;
    private long asked;

    private Oracle(
            Target target,
            Optional<Model> inside,
            double threshold,
            Access access,
            Screen screen,
            int budget,
            int victims,
            int principals,
            boolean quantity) {
        this.target = target;
        this.inside = inside;
        this.threshold = threshold;
        this.access = access;
        this.screen = screen;
        this.screened = new Screened(screen);
        this.budget = budget;
        this.principals = principals;
        this.quantity = quantity;
        this.spent = new int[victims];
    }

    /**
     * An oracle over a black box.
     *
     * @param threshold the malice score at or above which it alarms
     * @param access at most {@link Access#MARGIN}
     * @param budget queries per victim
     * @param victims how many victims share the oracle, numbered from 0
     */
    public Oracle(Target target, double threshold, Access access, Screen screen, int budget, int victims) {
        this(target, Optional.empty(), threshold, access.atMost(Access.MARGIN), screen, budget, victims, 1, false);
    }

    /**
     * An oracle over a detector at its threshold.
     *
     * @param budget queries per victim
     * @param victims how many victims share the oracle, numbered from 0
     */
    public static Oracle of(Model model, Access access, Screen screen, int budget, int victims) {
        return of(model, access, screen, budget, victims, 1, false);
    }

    /**
     * An oracle over a detector at its threshold, whose attacker has several clients.
     *
     * @param principals clients from which the queries for one victim are sent in turn; none is used for two victims, so that
     *     a result does not depend on the other victims
     * @param quantity whether its answers are estimates, and not the classes of its verdicts
     */
    public static Oracle of(
            Model model, Access access, Screen screen, int budget, int victims, int principals, boolean quantity) {
        Target target = new Detector(model, quantity);
        return new Oracle(
                target, Optional.of(model), model.threshold(), access, screen, budget, victims, principals, quantity);
    }

    /**
     * An oracle for one asker, without a screen.
     *
     * @param budget how many queries it answers
     */
    public static Oracle of(Model model, Access access, int budget) {
        return of(model, access, Screen.OPEN, budget, 1);
    }

    /** Sends a batch of queries for the only client. */
    public Answers ask(Rows rows) {
        return ask(new int[rows.size()], rows);
    }

    /**
     * Sends a batch of queries.
     *
     * @param victims the victim each row is queried for
     */
    public Answers ask(int[] victims, Rows rows) {
        return ask(victims, rows, sent -> List.of());
    }

    /**
     * Sends a batch of queries, each for a gradient too.
     *
     * @throws IllegalArgumentException if gradients are not granted, or the detector has none
     */
    public Answers askGradients(int[] victims, Rows rows) {
        granted(Access.GRADIENTS);
        Optional<Gradients> gradients = inside.flatMap(Model::gradients);
        Require.that(gradients.isPresent(), "this detector has no gradients");
        return ask(victims, rows, sent -> List.of(gradients.get().maliceGradient(sent)));
    }

    /**
     * Sends a batch of queries, each for the gradients of the scores of all classes too.
     *
     * @throws IllegalArgumentException if gradients are not granted, or the detector has none of its classes
     */
    public Answers askClassGradients(int[] victims, Rows rows) {
        granted(Access.GRADIENTS);
        Model model = inside.filter(Model::hasClassGradients).orElseThrow();
        return ask(victims, rows, model::classGradients);
    }

    private Answers ask(int[] victims, Rows rows, Function<Rows, List<Rows>> slopes) {
        Require.same("victims", rows.size(), victims.length);
        inside.ifPresent(model -> model.demandWidth(rows));
        int[] affordable = new int[victims.length];
        long[] clients = new long[victims.length];
        int count = 0;
        for (int i = 0; i < victims.length; i++) {
            int victim = victims[i];
            if (spent[victim] < budget) {
                clients[count] = (long) victim * principals + spent[victim] % principals;
                spent[victim]++;
                affordable[count++] = i;
            }
        }
        int[] paid = Arrays.copyOf(affordable, count);
        boolean[] alarms = new boolean[victims.length];
        double[] said = new double[victims.length];
        double[] scores = new double[victims.length];
        double[] margins = new double[victims.length];
        double[][] logits = new double[victims.length][];
        Arrays.fill(logits, NONE);
        Arrays.fill(scores, Double.NaN);
        List<Rows> gradients = List.of();
        if (count > 0) {
            Granted granted = new Granted(access, target, threshold);
            Rows sent = count < rows.size() ? rows.select(paid) : rows;
            double[] malice = target.malice(sent);
            Rows classes = target.scores(sent);
            double[] answers = answers(malice, classes);
            double[] open = granted.numbers(malice, answers, classes);
            int each = open.length / count;
            double[] shown = screen == Screen.OPEN ? open : screened.pass(sent, open, clients);
            for (int i = 0; i < count; i++) {
                int question = paid[i];
                int at = i * each;
                scores[question] = shown[at];
                said[question] = answers[i];
                alarms[question] = malice[i] >= threshold && !Double.isNaN(shown[at]);
                margins[question] = granted.margin(open[at], shown[at], malice[i], screen == Screen.OPEN);
                if (each > 1) {
                    logits[question] = granted.logits(
                            Arrays.copyOfRange(open, at + 1, at + each),
                            Arrays.copyOfRange(shown, at + 1, at + each),
                            classes.row(i),
                            screen == Screen.OPEN);
                }
            }
            gradients = slopes.apply(sent).stream()
                    .map(slope -> spread(slope, paid, victims.length))
                    .toList();
        }
        asked += count;
        return new Answers(alarms, said, scores, margins, logits, gradients);
    }

    /** What it says of each row: the class of its verdict, or a quantity. */
    private double[] answers(double[] malice, Rows classes) {
        if (target.isOfQuantity()) {
            return malice;
        }
        int[] kinds = classes.width() > 2 ? Model.likeliest(classes, 1) : new int[malice.length];
        return IntStream.range(0, malice.length)
                .mapToDouble(i -> malice[i] >= threshold ? Math.max(1, kinds[i]) : 0)
                .toArray();
    }

    /** The log-odds of a probability, within 21 of 0. */
    static double logit(double probability) {
        if (probability == 0 || probability == 1) {
            return probability == 0 ? UNSURE : SURE;
        }
        double p = Math.max(SUREST, Math.min(1 - SUREST, probability));
        return StrictMath.log(p / (1 - p));
    }

    private static Rows spread(Rows few, int[] places, int size) {
        double[] all = new double[size * few.width()];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(few.row(i), 0, all, places[i] * few.width(), few.width());
        }
        return Rows.of(size, few.width(), all);
    }

    /**
     * The detector itself.
     *
     * @throws IllegalArgumentException unless its parameters are granted, or its trees and it consists of trees
     */
    public Model opened() {
        granted(Access.TREES);
        Model model = inside.orElseThrow(
                () -> new IllegalArgumentException("this detector is a black box " + "(queries only)"));
        Require.that(Access.of(model).contains(access), "this detector has no " + access.text());
        return model;
    }

    private void granted(Access wanted) {
        Require.that(access.shows(wanted), "%s are not granted; %s are", wanted.text(), access.text());
    }

    /** How many classes its answers can name, benign included; 0 if it estimates a quantity. */
    public int classes() {
        return inside.map(model -> quantity ? 0 : Math.max(2, model.outputs())).orElse(2);
    }

    /** How much its answers show. */
    public Access access() {
        return access;
    }

    /** How many more queries a victim may send. */
    public int left(int victim) {
        return budget - spent[victim];
    }

    /** How many queries a victim has sent. */
    public int spent(int victim) {
        return spent[victim];
    }

    /** How many queries were sent in total. */
    public long asked() {
        return asked;
    }
}
