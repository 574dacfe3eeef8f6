package dev.gauntlet.search;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.RidgeRegression;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Oracle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Copies of a detector by algorithms of every family, learnt from its answers: from decisions and, where they are shown,
 * from scores. The best on answers that were held out is trained again on all of them.
 */
public final class Copies {
    /** One of so many parts of the answers is held out; of few answers, each in turn. */
    private static final int PARTS = 5;

    private static final int FEW = 1000;

    /** Log-odds beyond this are all certain. */
    private static final double SURE = 6;

    private static final List<String> NAMES = List.of("benign", "malicious");

    private final Dataset like;
    private final Rows rows;
    private final boolean[] alarms;
    private final double[] margins;
    private final boolean scored;

    /** An algorithm, and whether it learns from scores. */
    private record Way(Trainer trainer, boolean byScore) {}

    /** How well the copy made in one way does at its best threshold. */
    private record Tried(Way way, double threshold, double agreement) {}

    private Copies(Dataset like, Rows rows, boolean[] alarms, double[] margins, boolean scored) {
        this.like = like;
        this.rows = rows;
        this.alarms = alarms;
        this.margins = margins;
        this.scored = scored;
    }

    /**
     * Queries the oracle for the given rows and learns from its answers. A copy of a detector of kinds says the likeliest one of each
     * row; see {@link Model#categories}.
     *
     * @param like labelled rows with the schema of the copy
     * @param surrogate tried beside the usual algorithms
     * @return empty if fewer than two rows, or only one kind of decision, came back
     */
    public static Optional<Model> best(Oracle oracle, Rows questions, Dataset like, Trainer surrogate, Run run) {
        Oracle.Answers answers = oracle.ask(questions);
        int[] answered =
                IntStream.range(0, answers.size()).filter(answers::answered).toArray();
        Rows rows = questions.select(answered);
        double[] said = IntStream.of(answered).mapToDouble(answers::answer).toArray();
        if (oracle.classes() != 2) {
            AnswerCopies copies = oracle.classes() == 0
                    ? AnswerCopies.ofQuantity(rows, said, like)
                    : AnswerCopies.ofKinds(rows, said, like, surrogate);
            return copies.best(run);
        }
        boolean[] alarms = new boolean[answered.length];
        double[] margins = new double[answered.length];
        for (int i = 0; i < answered.length; i++) {
            alarms[i] = answers.alarm(answered[i]);
            margins[i] = Math.max(-SURE, Math.min(SURE, answers.margin(answered[i])));
        }
        boolean scored = oracle.access().shows(Access.TOP_SCORE);
        Copies copies = new Copies(like, rows, alarms, margins, scored);
        int[] all = IntStream.range(0, answered.length).toArray();
        return copies.differ(all) ? Optional.of(copies.best(all, surrogate, run)) : Optional.empty();
    }

    private Model best(int[] all, Trainer surrogate, Run run) {
        int[] mixed = run.child("held out").rng().sample(all, all.length);
        int[] kept = IntStream.of(mixed)
                .limit(all.length <= FEW ? all.length : all.length / PARTS)
                .toArray();
        List<Way> ways = ways(surrogate);
        int folds = all.length <= FEW ? PARTS : 1;
        boolean possible = all.length >= PARTS
                && IntStream.range(0, folds).allMatch(fold -> differ(taught(mixed, kept, fold, folds)));
        if (!possible || !differ(kept)) {
            return learnt(new Way(surrogate, false), all, run);
        }
        List<Tried> tried = run.child("tried").map(ways.size(), (i, r) -> {
            double[] malice = new double[alarms.length];
            for (int fold = 0; fold < folds; fold++) {
                int[] held = part(kept, fold, folds);
                double[] part = learnt(ways.get(i), taught(mixed, kept, fold, folds), r.child(fold))
                        .malice(rows.select(held));
                for (int k = 0; k < held.length; k++) {
                    malice[held[k]] = part[k];
                }
            }
            return tried(ways.get(i), kept, malice);
        });
        Tried best = tried.get(0);
        for (Tried next : tried) {
            best = next.agreement() > best.agreement() ? next : best;
        }
        return learnt(best.way(), all, run.child("best")).withThreshold(best.threshold());
    }

    /** The answers that are held out in a fold. */
    private static int[] part(int[] kept, int fold, int folds) {
        return Arrays.copyOfRange(kept, kept.length * fold / folds, kept.length * (fold + 1) / folds);
    }

    /** All answers but those. */
    private static int[] taught(int[] mixed, int[] kept, int fold, int folds) {
        int from = kept.length * fold / folds;
        int to = kept.length * (fold + 1) / folds;
        return IntStream.range(0, mixed.length)
                .filter(k -> k < from || k >= to)
                .map(k -> mixed[k])
                .sorted()
                .toArray();
    }

    /** The surrogate first, which wins ties, then one algorithm of each usual family; with scores, those that estimate them. */
    private List<Way> ways(Trainer surrogate) {
        Set<Way> ways = new LinkedHashSet<>(List.of(new Way(surrogate, false)));
        List<Trainer> usual = Families.usual().stream()
                .filter(trainer -> !trainer.unsupervised())
                .toList();
        usual.forEach(trainer -> ways.add(new Way(trainer, false)));
        if (scored) {
            Stream.concat(usual.stream().filter(Predicts.class::isInstance), Stream.of(new RidgeRegression()))
                    .forEach(trainer -> ways.add(new Way(trainer, true)));
        }
        return List.copyOf(ways);
    }

    private boolean differ(int[] some) {
        return IntStream.of(some).anyMatch(i -> alarms[i]) && IntStream.of(some).anyMatch(i -> !alarms[i]);
    }

    private Model learnt(Way way, int[] some, Run run) {
        if (way.byScore() && way.trainer() instanceof Predicts predicts) {
            double[] targets = IntStream.of(some).mapToDouble(i -> margins[i]).toArray();
            return predicts.predict(labelled(some, new int[some.length]), targets, run);
        }
        return way.trainer().trained(labelled(some, decisions(some)), run);
    }

    private int[] decisions(int[] some) {
        return IntStream.of(some).map(i -> alarms[i] ? 1 : 0).toArray();
    }

    private Dataset labelled(int[] some, int[] labels) {
        return Dataset.of(like.schema(), rows.select(some), labels, NAMES);
    }

    /** The threshold is the one at which the copy agrees most, alarms and others counting alike. */
    private Tried tried(Way way, int[] held, double[] malice) {
        int[] order = IntStream.of(held)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> malice[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double loud = IntStream.of(held).filter(i -> alarms[i]).count();
        double quiet = held.length - loud;
        // At a threshold below all scores every alarm agrees, and nothing else.
        double agreement = 0.5;
        Tried best = new Tried(way, Double.NEGATIVE_INFINITY, agreement);
        for (int k = 0; k + 1 < order.length; k++) {
            agreement += alarms[order[k]] ? -0.5 / loud : 0.5 / quiet;
            double below = malice[order[k]];
            double above = malice[order[k + 1]];
            if (below < above && agreement > best.agreement()) {
                best = new Tried(way, below + (above - below) / 2, agreement);
            }
        }
        return best;
    }
}
