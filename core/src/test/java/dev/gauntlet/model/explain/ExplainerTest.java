package dev.gauntlet.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Monotone;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.learn.IsolationForest;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.NeuralNetwork;
import dev.gauntlet.model.learn.RandomForest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExplainerTest {
    private static final Dataset DATA = Toy.clusters(300, 4);

    private static double sum(Explainer explainer, Rows rows, int row) {
        Rows found = explainer.contributions(rows);
        double sum = explainer.expectation();
        for (int j = 0; j < found.width(); j++) {
            sum += found.get(row, j);
        }
        return sum;
    }

    @Test
    void trainedTreesHoldTheirCoversThroughABundle() {
        for (Model trained : new Model[] {
            new RandomForest().train(DATA, Run.seeded(1)), new IsolationForest().train(DATA, Run.seeded(1))
        }) {
            Model model = Bundle.of(trained).model(DATA.schema());
            Explainer explainer = Explainer.of(model);
            assertThat(explainer.kind()).isEqualTo(Explainer.Kind.EXACT);
            double score = model.malice(DATA.rows())[7];
            boolean paths = trained.outputs() == 1;
            assertThat(sum(explainer, DATA.rows(), 7))
                    .isCloseTo(paths ? StrictMath.log(score) / StrictMath.log(2) : score, within(1e-9));
        }
    }

    @Test
    void aWeightedSumIsDividedByWeightsFromTheTrainingMeans() {
        Model model = new LogisticRegression().train(DATA, Run.seeded(1));
        Explainer explainer = Explainer.of(model);
        LinearKernel kernel = (LinearKernel) model.kernel();
        double[] column = DATA.rows().column(1);
        double mean = java.util.Arrays.stream(column).average().orElseThrow();
        double squares = java.util.Arrays.stream(column)
                .map(v -> (v - mean) * (v - mean))
                .sum();
        double deviation = StrictMath.sqrt(squares / column.length);
        assertThat(explainer.kind()).isEqualTo(Explainer.Kind.EXACT);
        assertThat(explainer.contributions(DATA.rows()).get(5, 1))
                .isCloseTo(kernel.weight(1) * (column[5] - mean) / deviation, within(1e-9));
        assertThat(sum(explainer, DATA.rows(), 5)).isCloseTo(model.malice(DATA.rows())[5], within(1e-9));
    }

    @Test
    void otherKernelsAreExplainedOneFeatureAtATime() {
        Model model = new NeuralNetwork().train(DATA, Run.seeded(1));
        Explainer explainer = Explainer.of(model);
        double[] row = DATA.rows().row(9);
        double[] without = row.clone();
        without[0] = java.util.Arrays.stream(DATA.rows().column(0)).average().orElseThrow();
        double[] malice = model.malice(Rows.of(new double[][] {row, without}));
        assertThat(explainer.kind()).isEqualTo(Explainer.Kind.APPROXIMATE);
        assertThat(explainer.contributions(DATA.rows()).get(9, 0)).isCloseTo(malice[0] - malice[1], within(1e-9));
    }

    @Test
    void aCalibratedModelIsExplainedBeforeCalibration() {
        Model model = new LogisticRegression().train(DATA, Run.seeded(1));
        Model calibrated = model.withCalibration(new Monotone.Line(2, 1));
        assertThat(Explainer.of(calibrated).contributions(DATA.rows()))
                .isEqualTo(Explainer.of(model).contributions(DATA.rows()));
    }

    @Test
    void treesWithoutCoversSayWhyTheyAreNotExplained() {
        Model model = new RandomForest().train(DATA, Run.seeded(1));
        Map<String, double[]> parameters = new LinkedHashMap<>(model.kernel().parameters());
        assertThat(parameters.remove("cover")).isNotNull();
        Model bare = model.withKernel(TreeEnsemble.fromParameters(parameters));
        assertThat(bare.malice(DATA.rows())).isEqualTo(model.malice(DATA.rows()));
        assertThatThrownBy(() -> Explainer.of(bare))
                .hasMessageContaining("does not store how many training rows reached each node");
        parameters.put("cover", new double[] {1});
        assertThatThrownBy(() -> TreeEnsemble.fromParameters(parameters))
                .hasMessageContaining("numbers in cover of trees");
    }
}
