package dev.gauntlet.search;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.RidgeRegression;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Copies of a detector that tells more than two classes apart, or estimates a quantity, learnt from its answers by algorithms of
 * every family. The best on answers that were held out is trained again on all of them.
 */
final class AnswerCopies {
    /** One of so many answers is held out. */
    private static final int PARTS = 5;

    private final Dataset taught;
    private final boolean quantity;
    private final List<Trainer> trainers;

    private AnswerCopies(Dataset taught, boolean quantity, List<Trainer> trainers) {
        this.taught = taught;
        this.quantity = quantity;
        this.trainers = trainers;
    }

    /** Copies of a model of a quantity. */
    static AnswerCopies ofQuantity(Rows rows, double[] answers, Dataset like) {
        Dataset rowsAlone = Dataset.of(like.schema(), rows, new int[answers.length], like.labelNames());
        return new AnswerCopies(
                answers.length == 0 ? rowsAlone : rowsAlone.withQuantities(answers),
                true,
                trainers(Predicts.class, new RidgeRegression()));
    }

    /** Copies of a detector of kinds; classes are the labels of {@code like}. */
    static AnswerCopies ofKinds(Rows rows, double[] answers, Dataset like, Trainer surrogate) {
        int[] labels = Arrays.stream(answers).mapToInt(answer -> (int) answer).toArray();
        return new AnswerCopies(
                Dataset.of(like.schema(), rows, labels, like.labelNames()).ofKinds(),
                false,
                trainers(Categorises.class, surrogate));
    }

    private static List<Trainer> trainers(Class<?> kind, Trainer first) {
        return Stream.concat(Stream.of(first), Families.usual().stream())
                .filter(kind::isInstance)
                .distinct()
                .toList();
    }

    /** The best copy; empty if fewer than two rows, or only one answer, came back. */
    Optional<Model> best(Run run) {
        int[] mixed = run.child("held out").rng().permutation(taught.size());
        int held = taught.size() / PARTS;
        Dataset apart = taught.select(IntStream.of(mixed).limit(held).sorted().toArray());
        Dataset rest = taught.select(IntStream.of(mixed).skip(held).sorted().toArray());
        if (!differ(rest) || held == 0) {
            return Optional.empty();
        }
        List<Double> errors = run.child("tried")
                .map(trainers.size(), (i, r) -> error(trainers.get(i).trained(rest, r), apart));
        int best = 0;
        for (int i = 1; i < trainers.size(); i++) {
            best = errors.get(i) < errors.get(best) ? i : best;
        }
        return Optional.of(trainers.get(best).trained(taught, run.child("best")));
    }

    private static boolean differ(Dataset rows) {
        return IntStream.range(0, rows.size())
                        .mapToDouble(rows::truth)
                        .distinct()
                        .count()
                > 1;
    }

    /** Of classes the share answered otherwise, each class counting alike; of a quantity the mean absolute difference. */
    private double error(Model copy, Dataset held) {
        double[] answers = quantity ? copy.numbers(held.rows()) : likeliest(copy, held.rows());
        int[] sizes = new int[held.labelNames().size()];
        IntStream.range(0, held.size()).forEach(i -> sizes[held.label(i)]++);
        double sum = 0;
        for (int i = 0; i < answers.length; i++) {
            sum += quantity
                    ? Math.abs(answers[i] - held.truth(i))
                    : (answers[i] == held.truth(i) ? 0 : 1.0 / sizes[held.label(i)]);
        }
        return sum;
    }

    /** What a copy says of rows: its likeliest class, as it has no operating point. */
    private static double[] likeliest(Model copy, Rows rows) {
        return Arrays.stream(copy.categories(rows)).asDoubleStream().toArray();
    }
}
