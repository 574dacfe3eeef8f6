package dev.gauntlet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.learn.MultinomialBayes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every trainer in the catalogue signs that tells kinds of malicious rows apart. */
final class CategorisesTest {
    private static final List<String> NAMES = List.of("benign", "scan", "theft", "unseen");

    static Stream<Categorises> trainers() {
        return Catalogue.all(Trainer.class).stream()
                .filter(Categorises.class::isInstance)
                .map(t -> Catalogue.with(
                        (Categorises) t,
                        Catalogue.parameters(t).stream().anyMatch(p -> p.name().equals("trees"))
                                ? Map.of("trees", 10)
                                : Map.of()));
    }

    /** Three clouds around (2, 2), (8, 2) and (5, 8) in the first two of four features; the others are noise. */
    static Dataset clouds(int size, long seed) {
        double[][] centres = {{2, 2}, {8, 2}, {5, 8}};
        Rng rng = Seed.of(seed).rng();
        int[] labels = IntStream.range(0, size).map(i -> i % 3).toArray();
        Rows rows = Rows.fill(size, 4, (i, j) -> {
            double centre = j > 1 ? 5 : centres[labels[i]][j];
            return Math.max(0, Math.min(10, centre + 0.8 * rng.nextGaussian()));
        });
        return Dataset.of(Toy.plain(), rows, labels, NAMES);
    }

    private static double accuracy(Model model, Dataset data) {
        int[] found = model.categories(data.rows());
        return IntStream.range(0, found.length)
                        .filter(i -> found[i] == data.label(i))
                        .count()
                / (double) found.length;
    }

    @Test
    void thereAreSome() {
        assertThat(trainers().map(Trainer::id))
                .contains("decision-tree", "logistic-regression", "naive-bayes", "neural-network", "random-forest");
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void separatesThreeClusters(Categorises trainer) {
        Model model = trainer.categorise(clouds(450, 1), Toy.run());
        assertThat(accuracy(model, clouds(300, 2))).isGreaterThan(0.95);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void hasAnOutputPerNameAndNeverFindsAnUnseenClass(Categorises trainer) {
        Model model = trainer.categorise(clouds(90, 1), Toy.run());
        Rows far = Rows.fill(50, 4, (i, j) -> i % 5 * 2.5 + j);
        assertThat(model.scores(far).width()).isEqualTo(NAMES.size());
        assertThat(model.outputs()).isEqualTo(NAMES.size());
        assertThat(IntStream.of(model.categories(far))).doesNotContain(3);
        assertThat(model.scale()).isIn(Scores.Scale.LOGIT, Scores.Scale.PROBABILITY);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void isADetectorToo(Categorises trainer) {
        Dataset test = clouds(300, 2);
        Model model = trainer.categorise(clouds(450, 1), Toy.run());
        double[] malice = model.malice(test.rows());
        assertThat(Ranking.of(malice, test.malice()).rocAuc()).isGreaterThan(0.95);
        assertThat(model.threshold()).isEqualTo(model.scale() == Scores.Scale.LOGIT ? 0 : 0.5);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void survivesABundle(Categorises trainer) {
        Dataset data = clouds(90, 1);
        Model model = trainer.categorise(data, Toy.run());
        Model again = Bundle.of(model).model(data.schema());
        assertThat(again.scores(data.rows())).isEqualTo(model.scores(data.rows()));
        assertThat(again.categories(data.rows())).containsExactly(model.categories(data.rows()));
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void givesTheSameBitsOnOneThreadAndOnEight(Categorises trainer) {
        Dataset data = clouds(90, 1);
        Rows one = Toy.onThreads(1, run -> trainer.categorise(data, run).scores(data.rows()));
        Rows eight = Toy.onThreads(8, run -> trainer.categorise(data, run).scores(data.rows()));
        assertThat(eight).isEqualTo(one);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void leavesOutUnlabelledRows(Categorises trainer) {
        Dataset data = clouds(90, 1);
        Dataset junk = data.withRows(Rows.fill(90, 4, (i, j) -> 10)).relabel(i -> -1);
        Rows expected = trainer.categorise(data, Toy.run()).scores(data.rows());
        assertThat(trainer.categorise(data.append(junk), Toy.run()).scores(data.rows()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void refusesOneClassOnly(Categorises trainer) {
        assertThatThrownBy(() -> trainer.categorise(clouds(30, 1).relabel(i -> 2), Toy.run()))
                .hasMessage("training needs rows of two classes but has those of 1");
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void gradientsAreThoseOfFiniteDifferences(Categorises trainer) {
        Model model = trainer.categorise(clouds(90, 1), Toy.run());
        double[] row = {4.1, 3.2, 5.3, 4.4};
        model.gradients().ifPresent(smooth -> {
            Rows gradient = smooth.maliceGradient(Rows.of(row));
            for (int j = 0; j < row.length; j++) {
                double[] up = row.clone();
                up[j] += 1e-6;
                double[] down = row.clone();
                down[j] -= 1e-6;
                double[] malice = model.malice(Rows.of(up, down));
                assertThat(gradient.get(0, j)).isCloseTo((malice[0] - malice[1]) / 2e-6, within(1e-4));
            }
        });
    }

    @Test
    void theClassOfAVerdictNeverContradictsIt() {
        Model model = new MultinomialBayes().categorise(clouds(450, 1), Toy.run());
        Rows rows = clouds(300, 2).rows();
        for (double threshold : new double[] {model.threshold(), -5, 5}) {
            Model set = model.withThreshold(threshold);
            boolean[] alarms = set.alarms(rows);
            int[] classes = set.verdicts(rows);
            Rows scores = set.scores(rows);
            for (int i = 0; i < alarms.length; i++) {
                int malicious = scores.get(i, 2) > scores.get(i, 1) ? 2 : 1;
                assertThat(classes[i]).isEqualTo(alarms[i] ? malicious : 0);
            }
        }
    }

    @Test
    void theMostLikelyClassIsTheFirstOfEqualsAndAnAlarmOfOneOutput() {
        Rows rows = Rows.of(new double[] {1, 0, 0, 0}, new double[] {2, 0, 0, 0}, new double[] {3, 0, 0, 0});
        Predictor kernel = new dev.gauntlet.model.kernel.LinearKernel(new double[] {1, 0, 0, 0}, -2);
        Model line = new Model("by-hand", Toy.plain(), Encoding.identity(4), kernel);
        assertThat(line.categories(rows)).containsExactly(0, 0, 1);
        assertThat(line.verdicts(rows)).containsExactly(0, 1, 1);
        assertThatThrownBy(() -> line.numbers(rows))
                .hasMessage("by-hand trained a detector, which does not " + "estimate a quantity");
    }
}
