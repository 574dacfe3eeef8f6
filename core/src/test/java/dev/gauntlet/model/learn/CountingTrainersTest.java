package dev.gauntlet.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.NearestRows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Methods whose answers can be counted by hand. */
final class CountingTrainersTest {
    private static final List<String> TWO = List.of("benign", "bad");

    private static double log(double value) {
        return StrictMath.log(value);
    }

    /** Benign: 1 of 4 flags set; malicious: 2 of 2. */
    private static Dataset flags() {
        return Dataset.of(
                new Schema(List.of(Feature.flag("f"))),
                Rows.of(new double[][] {{1}, {0}, {0}, {0}, {1}, {1}}),
                new int[] {0, 0, 0, 0, 1, 1},
                TWO);
    }

    @Test
    void bernoulliBayesCountsWhatIsSet() {
        Model model = new BernoulliBayes(1).train(flags(), Toy.run());
        double prior = log(2.0 / 4);
        assertThat(model.malice(Rows.of(new double[][] {{1}, {0}, {Double.NaN}})))
                .containsExactly(
                        new double[] {
                            prior + log(3.0 / 4) - log(2.0 / 6),
                            prior + log(1.0 / 4) - log(4.0 / 6),
                            prior + log(1.0 / 4) - log(4.0 / 6)
                        },
                        within(1e-12));
    }

    @Test
    void bernoulliBayesOfTwoNamesGivesTheSameLogOdds() {
        Dataset data = Toy.clusters(120, 3);
        double[] expected = new BernoulliBayes().train(data, Toy.run()).malice(data.rows());
        double[] classes = new BernoulliBayes().categorise(data, Toy.run()).malice(data.rows());
        assertThat(classes).containsExactly(expected, within(1e-9));
    }

    /** Features of range 0 to 4 and 0 to 2: mass 0.25 and 1.5 of benign rows, 1 and 0.5 of the malicious one. */
    private static Dataset counts() {
        return Dataset.of(
                new Schema(List.of(Feature.whole("a", 0, 10), Feature.whole("b", 0, 10))),
                Rows.of(new double[][] {{1, 2}, {0, 1}, {4, 1}, {0, 0}}),
                new int[] {0, 0, 1, 1},
                TWO);
    }

    @Test
    void multinomialBayesComparesSharesOfMass() {
        Model model = new MultinomialBayes(1).train(counts(), Toy.run());
        double a = log(2 / 3.5) - log(1.25 / 3.75);
        double b = log(1.5 / 3.5) - log(2.5 / 3.75);
        assertThat(model.malice(Rows.of(new double[][] {{4, 0}, {0, 2}, {8, 1}, {Double.NaN, 0}})))
                .containsExactly(new double[] {a, b, 2 * a + b / 2, 0}, within(1e-12));
    }

    @Test
    void multinomialBayesOfTwoNamesGivesTheSameLogOdds() {
        double[] expected = new MultinomialBayes().train(counts(), Toy.run()).malice(counts().rows());
        double[] classes =
                new MultinomialBayes().categorise(counts(), Toy.run()).malice(counts().rows());
        assertThat(classes).containsExactly(expected, within(1e-12));
    }

    @Test
    void theUnitEncodingRunsFromZeroToOneAndSurvivesItsText() {
        Encoding unit = Encoding.unit(counts());
        assertThat(unit.encode(counts().rows())).isEqualTo(Rows.of(new double[][] {{0.25, 1}, {0, 0.5}, {1, 0.5}, {0, 0}
        }));
        Encoding again = Encoding.parse(unit.text());
        assertThat(again.encode(counts().rows())).isEqualTo(unit.encode(counts().rows()));
        Dataset same = counts().withRows(Rows.fill(4, 2, (i, j) -> j == 0 ? 3 : i));
        assertThat(Encoding.unit(same).encode(0, 9)).isZero();
    }

    private static Dataset line() {
        return Dataset.of(
                new Schema(List.of(Feature.real("x", 0, 100))),
                Rows.of(new double[][] {{0}, {1}, {3}, {6}, {10}, {15}}),
                new int[] {0, 2, 0, 1, 1, 0},
                List.of("benign", "scan", "theft"));
    }

    @Test
    void theNearestRowsVote() {
        Model model = new NearestNeighbours(3, 100).categorise(line(), Toy.run());
        Rows asked = Rows.of(new double[][] {{0}, {8}, {14}});
        Rows expected = Rows.of(
                new double[] {2 / 3.0, 0, 1 / 3.0}, // 0, 1, 3
                new double[] {1 / 3.0, 2 / 3.0, 0}, // 6, 10, 3
                new double[] {1 / 3.0, 2 / 3.0, 0}); // 15, 10, 6
        assertThat(model.scores(asked)).isEqualTo(expected);
        assertThat(new NearestNeighbours(3, 100).train(line(), Toy.run()).malice(asked))
                .containsExactly(new double[] {1 / 3.0, 2 / 3.0, 2 / 3.0}, within(1e-12));
    }

    @Test
    void theNearestQuantitiesAreAveraged() {
        double[] targets = {0, 10, 20, 30, 40, 50};
        Model model = new NearestNeighbours(2, 100).predict(line(), targets, Toy.run());
        assertThat(model.numbers(Rows.of(new double[][] {{0}, {12}}))).containsExactly(5, 45);
    }

    @Test
    void ofEquallyNearRowsTheEarlierIsUsed() {
        Rows kept = Rows.of(new double[][] {{5}, {1}, {3}, {1}, {3}});
        Rows answers = Rows.of(new double[][] {{1}, {2}, {4}, {8}, {16}});
        Rows two = Rows.of(new double[][] {{2}});
        assertThat(new NearestRows(1, kept, answers).malice(two)).containsExactly(2);
        assertThat(new NearestRows(3, kept, answers).malice(two)).containsExactly(14 / 3.0);
        assertThat(new NearestRows(99, kept, answers).malice(two)).containsExactly(31 / 5.0);
    }

    @Test
    void ofTooManyRowsARandomPartIsKept() {
        Dataset data = Toy.clusters(300, 1);
        NearestNeighbours few = new NearestNeighbours(3, 30);
        Model model = few.train(data, Run.seeded(1));
        assertThat(model.kernel().parameters().get("size")).containsExactly(30);
        assertThat(few.train(data, Run.seeded(2)).malice(data.rows())).isNotEqualTo(model.malice(data.rows()));
        assertThatThrownBy(() -> new NearestNeighbours(0, 30)).hasMessageStartingWith("neighbours");
    }
}
