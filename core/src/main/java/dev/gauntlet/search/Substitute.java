package dev.gauntlet.search;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.threat.Oracle;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Trains a copy of a detector from its answers. */
public final class Substitute {
    private Substitute() {}

    /**
     * Queries the oracle for the given rows and trains on its decisions.
     *
     * @param payer the victim on whose budget query i goes
     * @return empty if fewer than two rows, or only one kind of decision, came back
     */
    public static Optional<Model> train(
            Oracle oracle, IntUnaryOperator payer, Rows questions, Dataset like, Trainer trainer, Run run) {
        int[] victims = IntStream.range(0, questions.size()).map(payer).toArray();
        Oracle.Answers answers = oracle.ask(victims, questions);
        int[] answered =
                IntStream.range(0, answers.size()).filter(answers::answered).toArray();
        int[] labels = IntStream.of(answered).map(i -> answers.alarm(i) ? 1 : 0).toArray();
        int alarms = IntStream.of(labels).sum();
        if (alarms == 0 || alarms == labels.length) {
            return Optional.empty();
        }
        Dataset learnt =
                Dataset.of(like.schema(), questions.select(answered), labels, java.util.List.of("benign", "malicious"));
        return Optional.of(trainer.trained(learnt, run));
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
