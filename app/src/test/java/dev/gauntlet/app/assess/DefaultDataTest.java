package dev.gauntlet.app.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.data.LeftOut;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.PlanFile;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.process.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What an assessment without data is about, over ten simulations: a detector that works on later days and on hosts that it
 * does not know, as far as one that is neither trivial nor hopeless does, and a test that is honest.
 */
@Execution(ExecutionMode.SAME_THREAD)
final class DefaultDataTest {
    private static final List<Long> SEEDS =
            LongStream.rangeClosed(1, 10).boxed().toList();
    private static final List<Shown> DEFAULT = shown(Plan.standard());

    /** The parts and the detector's results on the test part under one seed. */
    private record Shown(long seed, Split.Parts parts, List<LeftOut> leftOut, int records, Confusion test) {
        static Shown of(Plan plan, long seed) {
            Plan own = plan.at(seed);
            AssessedSystem prepared = AssessedSystem.of(own, Run.seeded(seed), Checkpoint.nothing(own));
            Split.Parts parts = prepared.lab().parts();
            Confusion test = Confusion.of(
                    parts.test().malice(),
                    prepared.lab().model().alarms(parts.test().rows()));
            int records = prepared.lab().raw().orElseThrow().records().size();
            Shown shown = new Shown(seed, parts, prepared.leftOut(), records, test);
            System.out.printf(
                    "seed %d: recall %.3f, false-positive rate %.4f, %d infected test hosts, %d malicious test rows, %d rows left"
                            + " out, best feature %.3f%n",
                    seed,
                    shown.recall(),
                    shown.falsePositives(),
                    shown.infected().size(),
                    test.malicious(),
                    shown.leftOut.size(),
                    shown.bestFeature());
            return shown;
        }

        double recall() {
            return test.recall().value();
        }

        double falsePositives() {
            return test.falsePositiveRate().value();
        }

        Set<String> infected() {
            return hosts(parts.test().select(parts.test().maliciousRows()));
        }

        double bestFeature() {
            return IntStream.range(0, parts.test().schema().width())
                    .mapToDouble(j -> area(parts, j))
                    .max()
                    .orElseThrow();
        }
    }

    private static List<Shown> shown(Plan plan) {
        return SEEDS.stream().map(seed -> Shown.of(plan, seed)).toList();
    }

    private static double[] recalls(List<Shown> shown) {
        return shown.stream().mapToDouble(Shown::recall).sorted().toArray();
    }

    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static Set<String> hosts(Dataset rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> rows.source(i).orElseThrow())
                .collect(Collectors.toSet());
    }

    @Test
    void theDetectorFindsMostAndAlarmsRarelyOnEverySimulation() {
        double[] recalls = recalls(DEFAULT);
        assertThat(median(recalls)).isBetween(0.80, 0.95);
        assertThat(recalls[0]).isGreaterThanOrEqualTo(0.70);
        assertThat(DEFAULT)
                .allSatisfy(shown -> assertThat(shown.falsePositives()).isLessThanOrEqualTo(0.02));
    }

    @Test
    void noHostThatIsInfectedInTheTestPartIsLearntFrom() {
        assertThat(DEFAULT).allSatisfy(shown -> {
            assertThat(shown.infected()).hasSizeGreaterThanOrEqualTo(20);
            assertThat(shown.test.malicious()).isGreaterThanOrEqualTo(600);
            assertThat(hosts(shown.parts.train())).doesNotContainAnyElementsOf(shown.infected());
            assertThat(hosts(shown.parts.validation())).doesNotContainAnyElementsOf(shown.infected());
            assertThat(shown.parts.train().latest())
                    .isLessThan(shown.parts.validation().earliest());
            assertThat(shown.parts.validation().latest())
                    .isLessThan(shown.parts.test().earliest());
        });
    }

    /** Half of the validation rows are the attacker's, and are in no part of the detector. */
    @Test
    void whatIsLeftOutIsCounted() {
        assertThat(DEFAULT).allSatisfy(shown -> {
            int validation = 2 * shown.parts.validation().size();
            int used =
                    shown.parts.train().size() + validation + shown.parts.test().size();
            assertThat(shown.leftOut.size()).isBetween(shown.records - used - 1, shown.records - used + 1);
            assertThat(shown.leftOut.size()).isGreaterThan(2000);
        });
    }

    @Test
    void noSingleFeatureAndNoCategoryGivesMaliceAway() {
        assertThat(DEFAULT).allSatisfy(shown -> {
            assertThat(shown.bestFeature()).isLessThan(0.60);
            assertThat(telling(shown.parts.test())).isEmpty();
        });
    }

    /** The plan in the documentation: what a random split of the same records says of the same detector. */
    @Test
    void aRandomSplitLooksBetterThanItIs() {
        Plan random = PlanFile.read(Path.of("..", "docs", "examples", "random-split.yaml"));
        List<Shown> shown = shown(random);
        assertThat(median(recalls(shown))).isGreaterThan(median(recalls(DEFAULT)) + 0.05);
        assertThat(shown)
                .allSatisfy(one -> assertThat(
                                hosts(one.parts.train().select(one.parts.train().maliciousRows())))
                        .containsAll(one.infected()));
    }

    /** The area under the precision-recall curve of one feature in the better direction; a category is its malicious share. */
    private static double area(Split.Parts parts, int j) {
        boolean category = parts.test().schema().feature(j).kind() == Feature.Kind.CATEGORY;
        double[] values = parts.test().rows().column(j);
        Map<Double, double[]> shares = category ? shares(parts.train(), j) : Map.of();
        double[] up = Arrays.stream(values)
                .map(value -> category ? share(shares, value) : Double.isNaN(value) ? 0 : value)
                .toArray();
        double[] down = DoubleStream.of(up).map(value -> -value).toArray();
        boolean[] malice = parts.test().malice();
        return Math.max(Ranking.of(up, malice).prAuc(), Ranking.of(down, malice).prAuc());
    }

    private static double share(Map<Double, double[]> shares, double value) {
        double[] counts = shares.getOrDefault(value, new double[] {1, 0});
        return counts[1] / counts[0];
    }

    private static Map<Double, double[]> shares(Dataset rows, int j) {
        Map<Double, double[]> shares = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            double[] counts = shares.computeIfAbsent(rows.rows().get(i, j), value -> new double[2]);
            counts[0]++;
            counts[1] += rows.malicious(i) ? 1 : 0;
        }
        return shares;
    }

    /** Categories that hold a tenth of one kind of malice, of which more than nine in ten rows are malicious. */
    private static List<String> telling(Dataset rows) {
        List<String> telling = new ArrayList<>();
        int kinds = rows.labelNames().size();
        for (int j = 0; j < rows.schema().width(); j++) {
            Feature feature = rows.schema().feature(j);
            if (feature.kind() != Feature.Kind.CATEGORY) {
                continue;
            }
            for (Map.Entry<Double, double[]> value : shares(rows, j).entrySet()) {
                int column = j;
                double code = value.getKey();
                boolean holds = IntStream.range(1, kinds).anyMatch(kind -> {
                    int[] own = IntStream.range(0, rows.size())
                            .filter(i -> rows.label(i) == kind)
                            .toArray();
                    return IntStream.of(own)
                                    .filter(i -> rows.rows().get(i, column) == code)
                                    .count()
                            > 0.1 * own.length;
                });
                if (holds && value.getValue()[1] > 0.9 * value.getValue()[0]) {
                    telling.add(feature.name() + " " + feature.text(code));
                }
            }
        }
        return telling;
    }
}
