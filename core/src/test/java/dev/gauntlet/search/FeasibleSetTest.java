package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Move;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.simulate.SimulatedNetwork;
import dev.gauntlet.threat.Budget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FeasibleSetTest {
    private static final Budget WIDE = new Budget(0, 100, 0, 1e6, 0);
    /** duration 50 up, sent 900, received 10 fixed, bytes 910, encrypted, service 2, rate 20 down. */
    private static final double[] ROW = Toy.rows().rows().row(3);

    private static FeasibleSet toy(Budget budget) {
        return new FeasibleSet(Toy.schema(), budget, ROW);
    }

    private static Budget reaching(double eps) {
        return new Budget(0, eps, 0, 1e6, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 60, 60", // up is its way
        "0, 40, 50", // down is not
        "0, 250, 100", // bounds
        "1, 899.4, 900", // whole, towards the original
        "1, 900.6, 900",
        "1, 897.6, 898",
        "1, -50, 0",
        "2, 500, 10", // fixed
        "5, 0, 0", // another category
        "5, -1, 2", // no category
        "6, 5.5, 5.5", // down is its way
        "6, 21, 20", // up is not
        "6, NaN, 20"
    })
    void clipsToKindBoundsAndDirection(int column, double wanted, double allowed) {
        assertThat(toy(WIDE).clip(column, wanted)).isEqualTo(allowed);
    }

    @Test
    void randomMovesReachBothValuesOfAFlagAndLeaveWholeNumbersBySteps() {
        Schema schema = new Schema(java.util.List.of(
                dev.gauntlet.data.Feature.flag("f"),
                dev.gauntlet.data.Feature.whole("n", 0, 9).withScale(0.1)));
        FeasibleSet lawful = new FeasibleSet(schema, new Budget(1, 20, 1, 1000, 1), new double[] {0, 5});
        dev.gauntlet.base.Rng rng = dev.gauntlet.base.Seed.of(1).rng();
        boolean flag = false;
        boolean number = false;
        for (int i = 0; i < 20; i++) {
            double[] moved = lawful.project(lawful.randomMove(rng)).orElseThrow();
            flag |= moved[0] == 1;
            number |= moved[1] != 5;
        }
        assertThat(flag).isTrue();
        assertThat(number).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 90, 55", "1, 0, 850", "1, 2000, 950", "3, 0, 910", "6, 0, 15", "4, 0, 0", "5, 0, 0"})
    void clipsToTheDistanceExceptForFlagsAndCategories(int column, double wanted, double allowed) {
        assertThat(toy(reaching(0.5)).clip(column, wanted)).isEqualTo(allowed);
    }

    @Test
    void clipsACategoryToOneThatIsThere() {
        for (double wanted : new double[] {0.4, 1.5, 3, 7}) {
            double code = toy(WIDE).clip(5, wanted);
            assertThat(code).isIn(0.0, 1.0, 2.0);
        }
    }

    @Test
    void aMissingValueStaysMissing() {
        double[] row = ROW.clone();
        row[0] = Double.NaN;
        assertThat(new FeasibleSet(Toy.schema(), WIDE, row).clip(0, 60)).isNaN();
    }

    @Test
    void repairsASumByTheCheapestMovableTerm() {
        double[] wanted = ROW.clone();
        wanted[1] = 850;
        assertThat(toy(WIDE).project(wanted))
                .hasValueSatisfying(row -> assertThat(row).containsExactly(50, 850, 10, 860, 1, 2, 20));
    }

    @Test
    void repairsACondition() {
        double[] wanted = ROW.clone();
        wanted[1] = 3;
        wanted[3] = 13;
        // encrypted = 1 asks for at least 10 bytes sent.
        Optional<double[]> near = toy(WIDE).project(wanted);
        assertThat(near).isPresent();
        assertThat(Toy.schema().breaches(ROW, near.orElseThrow())).isEmpty();
        assertThat(near.orElseThrow()[1]).isGreaterThanOrEqualTo(10);
    }

    @Test
    void repairsThatUndoEachOtherMoveSomethingElse() {
        // The sum is made up most cheaply by "wide", which its limit takes back at once; "narrow" can make it up for
        // good.
        Schema schema = new Schema(
                List.of(
                        Feature.real("wide", 0, 100),
                        Feature.real("wanted", 0, 10).withScale(1),
                        Feature.real("narrow", 0, 10).withScale(4),
                        Feature.real("sum", 0, 100).withMove(Move.FIXED),
                        Feature.real("limit", 0, 100).withMove(Move.FIXED)),
                Map.of(),
                List.of("wide + wanted + narrow = sum", "wide <= limit"));
        double[] row = {5, 5, 5, 15, 5};
        double[] wanted = {5, 3, 5, 15, 5};
        assertThat(new FeasibleSet(schema, WIDE, row).project(wanted).orElseThrow())
                .containsExactly(5, 3, 7, 15, 5);
    }

    private static Optional<double[]> mended(String rule, double[] original, double... wanted) {
        Schema schema = new Schema(
                List.of(
                        Feature.real("a", 0, 100),
                        Feature.whole("b", 0, 100),
                        Feature.real("f", 0, 100).withMove(Move.FIXED)),
                Map.of(),
                List.of(rule));
        return new FeasibleSet(schema, WIDE, original).project(wanted);
    }

    @Test
    void repairsEveryKindOfComparison() {
        double[] original = {1, 5, 4};
        for (String rule : List.of("a <= f", "a < f", "f >= a", "f > a")) {
            assertThat(mended(rule, original, 50, 5, 4))
                    .as(rule)
                    .hasValueSatisfying(
                            row -> assertThat(row[0]).isLessThanOrEqualTo(4).isGreaterThan(3.9));
        }
        assertThat(mended("b < f", new double[] {1, 2, 4}, 1, 50, 4))
                .hasValueSatisfying(row -> assertThat(row[1]).isEqualTo(3));
        assertThat(mended("b > f", original, 1, 2, 4))
                .hasValueSatisfying(row -> assertThat(row[1]).isEqualTo(5));
        assertThat(mended("2 * a = f", new double[] {2, 0, 4}, 9, 0, 4))
                .hasValueSatisfying(row -> assertThat(row[0]).isEqualTo(2));
    }

    @Test
    void repairsProductsAndQuotientsAndExtremes() {
        assertThat(mended("a * b = 60", new double[] {12, 5, 0}, 10, 5, 0)).isPresent();
        assertThat(mended("a / b <= 2", new double[] {2, 1, 0}, 40, 10, 0))
                .hasValueSatisfying(row -> assertThat(row[0] / row[1]).isLessThanOrEqualTo(2 + 1e-6));
        assertThat(mended("max(a, b) <= f", new double[] {1, 1, 4}, 9, 1, 4))
                .hasValueSatisfying(row -> assertThat(row[0]).isLessThanOrEqualTo(4 + 1e-6));
    }

    @Test
    void repairsChainsAlternativesAndConditions() {
        assertThat(mended("1 <= a <= f", new double[] {2, 0, 4}, 9, 0, 4))
                .hasValueSatisfying(row -> assertThat(row[0]).isEqualTo(4));
        assertThat(mended("a <= f or b >= 50", new double[] {1, 0, 4}, 60, 0, 4))
                .hasValueSatisfying(
                        row -> assertThat(row[0] <= 4 || row[1] >= 50).isTrue());
        assertThat(mended("if a > 0 then b >= 7", new double[] {0, 0, 4}, 3, 0, 4))
                .hasValueSatisfying(row -> assertThat(row[1]).isEqualTo(7));
    }

    @Test
    void givesUpWhereNoMovableFeatureHelps() {
        assertThat(mended("f = 4 * b + a - a", new double[] {3, 1, 4}, 3, 2, 4)).isPresent();
        Schema fixed = new Schema(
                List.of(Feature.whole("a", 0, 9), Feature.whole("b", 0, 9).withMove(Move.FIXED)),
                Map.of(),
                List.of("a * a = b"));
        // The only whole root is where it came from: near is the original again.
        assertThat(new FeasibleSet(fixed, WIDE, new double[] {2, 4}).project(new double[] {5, 4}))
                .satisfiesAnyOf(
                        near -> assertThat(near).isEmpty(),
                        near -> assertThat(near.orElseThrow()).containsExactly(2, 4));
    }

    @Test
    void refusesWhatCostsMoreThanTheBudget() {
        FeasibleSet poor = toy(new Budget(0, 100, 0, 2.9, 0));
        double[] wanted = ROW.clone();
        wanted[5] = 0;
        assertThat(poor.project(wanted)).isEmpty();
        assertThat(toy(new Budget(0, 100, 0, 3, 0)).project(wanted)).isPresent();
        assertThat(poor.cost(wanted)).isEqualTo(3);
    }

    @Test
    void permitsTheOriginalAndNothingInvalid() {
        double[] farther = ROW.clone();
        farther[0] = 60;
        assertThat(toy(reaching(0)).permitted(ROW)).isTrue();
        assertThat(toy(reaching(0.99)).permitted(farther)).isFalse();
        assertThat(toy(reaching(1)).permitted(farther)).isTrue();
        double[] unlawful = ROW.clone();
        unlawful[1] = 800;
        assertThat(toy(WIDE).permitted(unlawful)).isFalse();
    }

    @Test
    void aChangeOfBytesIsKeptAndWhatIsComputedFromThemFollows() {
        Dataset flows = FlowSchema.assembly()
                .assemble(new SimulatedNetwork(1_500).read(Run.seeded(4)))
                .rows();
        Schema schema = flows.schema();
        int sent = schema.column("orig_bytes");
        int kept = 0;
        for (int i = 0; i < flows.size(); i++) {
            double[] original = flows.rows().row(i);
            double[] wanted = flows.rows().row(i);
            wanted[sent] += 100;
            Optional<double[]> near = new FeasibleSet(schema, Budget.standard(), original).project(wanted);
            if (near.isPresent()) {
                double[] row = near.get();
                kept++;
                assertThat(row[sent]).isEqualTo(original[sent] + 100);
                assertThat(row[schema.column("orig_mean_size")]).isEqualTo(row[sent] / row[schema.column("orig_pkts")]);
            }
        }
        assertThat(kept).isGreaterThan(flows.size() * 4 / 5);
    }

    @Test
    void whereAComputedFeatureIsToMoveOneThatItIsComputedFromDoes() {
        Schema schema = new Schema(
                List.of(
                        Feature.whole("bytes", 0, 10_000).withMove(Move.UP_ONLY).withScale(100),
                        Feature.whole("packets", 1, 100).withMove(Move.UP_ONLY).withScale(1),
                        Feature.real("mean", 0, 1500).withScale(10)),
                Map.of(),
                List.of("mean = bytes / packets"));
        FeasibleSet lawful = new FeasibleSet(schema, WIDE, new double[] {300, 3, 100});
        assertThat(lawful.project(new double[] {300, 3, 100.5})).contains(new double[] {302, 3, 302.0 / 3});
        assertThat(lawful.project(new double[] {300, 3, 70})).contains(new double[] {300, 5, 60});
        // Both are to move already, so that the mean is what it is.
        assertThat(lawful.project(new double[] {400, 4, 70})).contains(new double[] {400, 4, 100});
    }

    @Test
    void aComputedFeatureBeyondTheBudgetIsRefused() {
        Schema schema = new Schema(
                List.of(Feature.real("a", 0, 100), Feature.real("b", 0, 1000).withScale(1)),
                Map.of(),
                List.of("b = 10 * a"));
        double[] row = {50, 500};
        FeasibleSet lawful = new FeasibleSet(schema, new Budget(0, 0.1, 0, 1e6, 0), row);
        assertThat(lawful.project(new double[] {50.005, 0})).contains(new double[] {50.005, 500.05});
        assertThat(lawful.project(new double[] {51, 0})).isEmpty();
    }

    @Test
    void aRuleOfAComputedFeatureIsMetByMovingWhatItIsComputedFrom() {
        Schema schema = new Schema(
                List.of(Feature.whole("a", 0, 100), Feature.whole("b", 0, 100), Feature.whole("sum", 0, 200)),
                Map.of(),
                List.of("sum = a + b", "sum <= 60"));
        double[] near = new FeasibleSet(schema, WIDE, new double[] {20, 30, 50})
                .project(new double[] {45, 30, 0})
                .orElseThrow();
        assertThat(near[2]).isEqualTo(near[0] + near[1]).isLessThanOrEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({"0.001, 9, 6", "0.001, 0, 4", "0, 9, 5", "0.3, 9, 8"})
    void aWholeNumberMovesByAtLeastOneWithinAnyBudgetButNone(double eps, double wanted, double allowed) {
        Schema schema = new Schema(List.of(Feature.whole("n", 0, 10)));
        FeasibleSet lawful = new FeasibleSet(schema, reaching(eps), new double[] {5});
        assertThat(lawful.clip(0, wanted)).isEqualTo(allowed);
        assertThat(lawful.permitted(new double[] {allowed})).isTrue();
        assertThat(lawful.permitted(new double[] {allowed + (wanted > 5 ? 1 : -1)}))
                .isFalse();
    }

    @Test
    void handsOutCopies() {
        FeasibleSet lawful = toy(WIDE);
        lawful.original()[0] = 99;
        assertThat(lawful.original()).containsExactly(ROW);
    }

    @Test
    void neverReturnsAnInvalidOrOverspentRowOfAFlow() {
        Dataset flows = FlowSchema.assembly()
                .assemble(new SimulatedNetwork(1_500).read(Run.seeded(4)))
                .rows();
        Schema schema = flows.schema();
        Budget budget = Budget.standard();
        Rng rng = Seed.of(2).rng();
        int found = 0;
        int moved = 0;
        for (int k = 0; k < 3_000; k++) {
            double[] original = flows.rows().row(rng.nextInt(flows.size()));
            double[] other = flows.rows().row(rng.nextInt(flows.size()));
            FeasibleSet lawful = new FeasibleSet(schema, budget, original);
            double[] wanted = rng.chance(0.5) ? lawful.randomMove(rng) : mixed(original, other, rng);
            Optional<double[]> near = lawful.project(wanted);
            if (near.isPresent()) {
                double[] row = near.get();
                found++;
                moved += schema.distance(original, row) > 0 ? 1 : 0;
                assertThat(schema.breaches(original, row)).isEmpty();
                assertThat(schema.cost(original, row)).isLessThanOrEqualTo(budget.cost() * (1 + 1e-9));
                assertThat(schema.reaches(original, row, budget.eps())).isTrue();
            }
        }
        assertThat(found).isGreaterThan(800);
        assertThat(moved).isGreaterThan(500);
    }

    private static double[] mixed(double[] original, double[] other, Rng rng) {
        double[] row = original.clone();
        for (int j = 0; j < row.length; j++) {
            row[j] = rng.chance(0.3) ? other[j] * 2 * rng.nextDouble() : row[j];
        }
        return row;
    }
}
