package dev.gauntlet.threat;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The only access an attack has to a detector. Answers batches, counts queries per victim and stops answering a victim
 * whose budget is spent; one spent victim never loses the others' answers. Decisions are the detector's own, whatever
 * an answer shows beside them. Not thread-safe.
 */
public final class Oracle {
    private static final double DECIMALS = 100;
    private static final double SUREST = 1e-9;

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

        /**
         * What it says of each row: the class of its verdict, or a quantity.
         *
         * @param malice of these rows
         */
        default double[] answers(Rows rows, double[] malice, double threshold) {
            double[] answers = new double[malice.length];
            for (int i = 0; i < answers.length; i++) {
                answers[i] = malice[i] >= threshold ? 1 : 0;
            }
            return answers;
        }
    }

    /** The answers to a batch. */
    public static final class Answers {
        private final boolean[] alarms;
        private final double[] said;
        private final double[] scores;
        private final double[] margins;
        private final Rows gradients;

        private Answers(boolean[] alarms, double[] said, double[] scores, double[] margins, Rows gradients) {
            this.alarms = alarms;
            this.said = said;
            this.scores = scores;
            this.margins = margins;
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

        /** Whether the queries requested gradients. */
        public boolean hasGradients() {
            return gradients.size() > 0;
        }

        /**
         * The gradient of the detector's malice score, on its own scale, by each feature, in the schema's units.
         *
         * @throws IllegalArgumentException if the query did not request gradients, or was not answered
         */
        public double[] gradient(int question) {
            checked(question, scores);
            Require.that(hasGradients(), "no gradients were requested");
            return gradients.row(question);
        }

        private double checked(int question, double[] from) {
            Require.that(answered(question), "query " + question + " was not answered");
            return from[question];
        }

        public int size() {
            return scores.length;
        }
    }

    private static final Rows NONE = Rows.of(0, 0, new double[0]);

    private final Target target;
    private final Optional<Model> inside;
    private final double threshold;
    private final Access access;
    private final Screen screen;
    /** By client, those that have sent something. */
    private final Map<Long, Screen.Session> sessions = new HashMap<>();

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
        Target target = new Target() {
            @Override
            public double[] malice(Rows rows) {
                return model.malice(rows);
            }

            @Override
            public double probability(double malice) {
                return model.probability(malice);
            }

            @Override
            public double margin(double malice) {
                return model.scale() == Scores.Scale.LOGIT ? malice : Target.super.margin(malice);
            }

            @Override
            public double[] answers(Rows rows, double[] malice, double threshold) {
                if (quantity) {
                    return malice;
                }
                return model.outputs() > 2
                        ? Arrays.stream(model.verdicts(rows)).asDoubleStream().toArray()
                        : Target.super.answers(rows, malice, threshold);
            }
        };
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
        return ask(victims, rows, Optional.empty());
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
        return ask(victims, rows, gradients);
    }

    private Answers ask(int[] victims, Rows rows, Optional<Gradients> slopes) {
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
        Arrays.fill(scores, Double.NaN);
        Rows gradients = NONE;
        if (count > 0) {
            Rows sent = rows.select(paid);
            double[] malice = target.malice(sent);
            double[] open = new double[count];
            for (int i = 0; i < count; i++) {
                open[i] = shown(malice[i]);
            }
            double[] shown = screened(sent, open, clients);
            double[] answers = target.answers(sent, malice, threshold);
            for (int i = 0; i < count; i++) {
                int question = paid[i];
                scores[question] = shown[i];
                said[question] = answers[i];
                alarms[question] = malice[i] >= threshold && !Double.isNaN(shown[i]);
                boolean exact = access.shows(Access.MARGIN) && shown[i] == open[i];
                margins[question] = exact ? target.margin(malice[i]) : logit(shown[i]);
            }
            gradients = slopes.map(of -> spread(of.maliceGradient(sent), paid, victims.length))
                    .orElse(NONE);
        }
        asked += count;
        return new Answers(alarms, said, scores, margins, gradients);
    }

    /** The answers as the screen lets each client see them. */
    private double[] screened(Rows sent, double[] open, long[] clients) {
        if (screen == Screen.OPEN) {
            return open;
        }
        if (spent.length == 1 && principals == 1) {
            return session(0).pass(sent, open.clone());
        }
        double[] shown = new double[open.length];
        Map<Long, List<Integer>> byClient = new TreeMap<>();
        for (int i = 0; i < open.length; i++) {
            byClient.computeIfAbsent(clients[i], client -> new ArrayList<>()).add(i);
        }
        byClient.forEach((client, places) -> {
            int[] own = places.stream().mapToInt(Integer::intValue).toArray();
            double[] seen = session(client)
                    .pass(
                            sent.select(own),
                            IntStream.of(own).mapToDouble(i -> open[i]).toArray());
            for (int k = 0; k < own.length; k++) {
                shown[own[k]] = seen[k];
            }
        });
        return shown;
    }

    private Screen.Session session(long client) {
        return sessions.computeIfAbsent(client, number -> screen.open("client " + number));
    }

    /** The probability of malice as far as it is granted. */
    private double shown(double malice) {
        boolean alarm = malice >= threshold;
        double probability = target.probability(malice);
        return switch (access) {
            case LABEL -> alarm ? 1 : 0;
            case TOP_SCORE -> alarm ? probability : 1 - (1 - probability);
            case ROUNDED -> Math.rint(probability * DECIMALS) / DECIMALS;
            default -> probability;
        };
    }

    private static double logit(double probability) {
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
