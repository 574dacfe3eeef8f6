package dev.gauntlet.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClassTrainersTest {
    private static final Schema LINE = new Schema(List.of(Feature.real("x", 0, 10)));

    @Test
    void aTreeSplitsThreeClassesWhereTheyMeet() {
        Dataset data = Dataset.of(
                LINE,
                Rows.of(new double[][] {{1}, {2}, {4}, {5}, {8}, {9}}),
                new int[] {2, 2, 0, 0, 1, 1},
                List.of("benign", "scan", "theft"));
        Model model = new DecisionTree(0, 1).categorise(data, Run.seeded(1));
        assertThat(model.categories(Rows.of(new double[][] {{2.9}, {3.1}, {6.4}, {6.6}})))
                .containsExactly(2, 0, 0, 1);
    }

    @Test
    void aLeafHoldsTheSharesOfItsRows() {
        Dataset data = Dataset.of(
                LINE,
                Rows.of(new double[][] {{1}, {1}, {1}, {1}, {7}}),
                new int[] {0, 1, 1, 2, 0},
                List.of("benign", "scan", "theft"));
        Model model = new DecisionTree(0, 1).categorise(data, Run.seeded(1));
        assertThat(model.scores(Rows.of(new double[][] {{1}})).row(0)).containsExactly(0.25, 0.5, 0.25);
    }

    @Test
    void aForestOfTwoNamesIsTheDetectorItself() {
        Dataset data = Toy.clusters(120, 3);
        Model two = Toy.forest().categorise(data, Toy.run());
        assertThat(two.malice(data.rows()))
                .containsExactly(Toy.forest().train(data, Toy.run()).malice(data.rows()));
    }

    /** Weights w and -w of two classes cost twice w squared and give a margin of 2 w. */
    @Test
    void twoClassesAtTwiceThePenaltyGiveTheMarginOfLogisticRegression() {
        Dataset data = Toy.clusters(200, 4);
        double[] margin = new LogisticRegression(1).train(data, Toy.run()).malice(data.rows());
        double[] classes = new LogisticRegression(2).categorise(data, Toy.run()).malice(data.rows());
        for (int i = 0; i < margin.length; i++) {
            assertThat(classes[i]).isCloseTo(margin[i], within(1e-4));
        }
    }

    @Test
    void bayesOfTwoNamesGivesTheSameLogOdds() {
        Dataset data = Toy.clusters(200, 4);
        double[] expected = new NaiveBayes().train(data, Toy.run()).malice(data.rows());
        double[] classes = new NaiveBayes().categorise(data, Toy.run()).malice(data.rows());
        for (int i = 0; i < expected.length; i++) {
            assertThat(classes[i]).isCloseTo(expected[i], within(1e-9));
        }
    }
}
