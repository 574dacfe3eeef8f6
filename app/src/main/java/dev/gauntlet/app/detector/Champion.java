package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Paired;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Model;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The detector in use, which another is to be compared with. */
public final class Champion {
    private final GivenModel given;

    private Champion(GivenModel given) {
        this.given = given;
    }

    /**
     * One figure of both.
     *
     * @param p the probability of a difference at least as large by chance, two-sided
     * @param test by which p was found
     */
    public record Line(String figure, double before, double after, double p, String test) {}

    /** All figures of both. */
    public record Comparison(Line recall, Line falsePositiveRate, Line rocAuc) {}

    /**
     * A bundle, the champion of a registry, or another program's model.
     *
     * @param rounds which rounds of such a model count, if the user states it
     */
    public static Champion read(String model, Optional<Rounds> rounds) {
        return new Champion(GivenModel.read(model, Optional.empty(), rounds, Optional.empty()));
    }

    /**
     * The figures of another detector beside this one's, on test rows.
     *
     * @param benign the labels that mean benign
     * @param stated whether the user stated the schema of the rows
     */
    public Comparison beside(Model second, Dataset test, List<String> benign, boolean stated) {
        Model first = given.calling(benign, test.labelNames()).over(fitting(test.schema(), stated));
        boolean[] before = first.alarms(test.rows());
        boolean[] after = second.alarms(test.rows());
        Confusion was = Confusion.of(test.malice(), before);
        Confusion is = Confusion.of(test.malice(), after);
        double[] malice = first.malice(test.rows());
        double[] other = second.malice(test.rows());
        BlackBox.settle(first);
        return new Comparison(
                new Line(
                        "recall",
                        was.recall().value(),
                        is.recall().value(),
                        mcNemar(before, after, test.maliciousRows()),
                        "McNemar"),
                new Line(
                        "false-positive rate",
                        was.falsePositiveRate().value(),
                        is.falsePositiveRate().value(),
                        mcNemar(before, after, test.benignRows()),
                        "McNemar"),
                new Line(
                        "ROC AUC",
                        Ranking.of(malice, test.malice()).rocAuc(),
                        Ranking.of(other, test.malice()).rocAuc(),
                        Paired.deLong(malice, other, test.malice()).p(),
                        "DeLong"));
    }

    /** The schema of the rows, unless the champion takes text as codes that are not stated. */
    private Schema fitting(Schema schema, boolean stated) {
        if (!stated && given instanceof FileModel file) {
            file.refuseGuesses(schema);
        }
        return schema;
    }

    /** Of rows of one class a right answer is an alarm, or none; whether two differ is the same either way. */
    private static double mcNemar(boolean[] before, boolean[] after, int[] rows) {
        boolean[] first = new boolean[rows.length];
        boolean[] second = new boolean[rows.length];
        IntStream.range(0, rows.length).forEach(i -> {
            first[i] = before[rows[i]];
            second[i] = after[rows[i]];
        });
        return Paired.mcNemar(first, second).p();
    }
}
