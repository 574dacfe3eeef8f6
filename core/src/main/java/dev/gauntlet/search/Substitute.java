package dev.gauntlet.search;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.RidgeRegression;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** What a detector answered, from which copies of it are trained. Not thread-safe. */
public final class Substitute {
    private static final List<String> NAMES = List.of("benign", "malicious");

    private final Schema schema;
    private final Rows rows;
    /** See {@link Oracle.Answers#answer}. */
    private final double[] answers;
    /** The copy of a model of a quantity, which serves all victims; empty until it is asked for. */
    private Optional<Model> numbers = Optional.empty();

    private Substitute(Schema schema, Rows rows, double[] answers) {
        this.schema = schema;
        this.rows = rows;
        this.answers = answers;
    }

    /** How far rows are from what an attacker wants, according to a copy. */
    @FunctionalInterface
    public interface Distance {
        /** One number a row: 0.5 where the copy is undecided, smaller where it believes the goal reached. */
        double[] of(Rows rows);
    }

    /**
     * Queries the oracle for the given rows.
     *
     * @param payer the victim on whose budget query i goes
     */
    public static Substitute of(Oracle oracle, IntUnaryOperator payer, Rows questions, Schema schema) {
        int[] victims = IntStream.range(0, questions.size()).map(payer).toArray();
        Oracle.Answers heard = oracle.ask(victims, questions);
        int[] answered =
                IntStream.range(0, heard.size()).filter(heard::answered).toArray();
        return new Substitute(
                schema,
                questions.select(answered),
                IntStream.of(answered).mapToDouble(heard::answer).toArray());
    }

    /**
     * A copy that says whether the detector answers what is wanted.
     *
     * @param truth what is true of the victims
     * @param trainer of copies that answer yes or no
     * @return empty if fewer than two rows, or only one kind of answer, came back
     */
    public Optional<Distance> distance(Goal goal, double truth, Trainer trainer, Run run) {
        if (goal instanceof Goal.Moved moved) {
            return moved(moved, truth, run);
        }
        return yesOrNo(goal, truth, trainer, run).map(model -> model::probability);
    }

    /** The model behind such a copy: malicious are the rows for which the goal is not reached. */
    public Optional<Model> yesOrNo(Goal goal, double truth, Trainer trainer, Run run) {
        int[] labels = IntStream.range(0, answers.length)
                .map(i -> goal.reached(truth, answers[i]) ? 0 : 1)
                .toArray();
        int missed = IntStream.of(labels).sum();
        return missed == 0 || missed == labels.length
                ? Optional.empty()
                : Optional.of(trainer.trained(Dataset.of(schema, rows, labels, NAMES), run));
    }

    /** Of a quantity: half at the amount, less beyond it, and 0 at twice the amount. */
    private Optional<Distance> moved(Goal.Moved goal, double truth, Run run) {
        if (answers.length < 2) {
            return Optional.empty();
        }
        Model copy = numbers.orElseGet(() -> predicting(run));
        numbers = Optional.of(copy);
        double sign = goal.up() ? 1 : -1;
        return Optional.of(asked -> {
            double[] numbers = copy.numbers(asked);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = 1 - sign * (numbers[i] - truth) / goal.amount() / 2;
            }
            return numbers;
        });
    }

    private Model predicting(Run run) {
        Predicts trainer = Families.usual().stream()
                .filter(Predicts.class::isInstance)
                .map(Predicts.class::cast)
                .findFirst()
                .orElseGet(RidgeRegression::new);
        return trainer.predict(Dataset.of(schema, rows, new int[answers.length], NAMES), answers, run);
    }

    /** Auxiliary rows with some cells resampled from other rows, so that queries go beyond the data at hand. */
    public static Rows mixed(Rows rows, int count, double share, Run run) {
        var rng = run.rng();
        double[][] mixed = new double[count][];
        for (int i = 0; i < count; i++) {
            double[] row = rows.row(i < rows.size() ? i : rng.nextInt(rows.size()));
            if (i >= rows.size() / 2) {
                for (int j = 0; j < row.length; j++) {
                    if (rng.chance(share)) {
                        row[j] = rows.get(rng.nextInt(rows.size()), j);
                    }
                }
            }
            mixed[i] = row;
        }
        return Rows.of(mixed);
    }
}
