package dev.gauntlet.defence.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.Intake;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DataDefencesTest {
    private static final Dataset TRAIN = Toy.clusters(150, 1);

    private static List<Integer> dropped(NearestNeighbourFilter filter, Dataset train) {
        boolean[] kept = filter.kept(train, Toy.run());
        assertThat(kept).hasSize(train.size());
        return IntStream.range(0, kept.length).filter(i -> !kept[i]).boxed().toList();
    }

    @Test
    void theFilterCatchesPlantedFlips() {
        List<Integer> planted = List.of(2, 32, 62, 92, 122);
        Dataset poisoned = TRAIN.relabel(i -> planted.contains(i) ? 0 : TRAIN.label(i));
        List<Integer> dropped = dropped(new NearestNeighbourFilter(), poisoned);
        assertThat(dropped).filteredOn(planted::contains).hasSizeGreaterThanOrEqualTo(3);
        assertThat(dropped).hasSizeLessThan(planted.size() + 4);
        assertThat(new NearestNeighbourFilter().clean(poisoned, Toy.run()).size())
                .isEqualTo(150 - dropped.size());
    }

    @Test
    void theFilterLeavesCleanDataNearlyWhole() {
        assertThat(dropped(new NearestNeighbourFilter(), TRAIN)).hasSizeLessThan(4);
    }

    @Test
    void theFilterNeverDropsWhatIsLabelledMalicious() {
        Dataset turned = TRAIN.relabel(i -> i % 30 == 0 ? 1 : TRAIN.label(i));
        assertThat(dropped(new NearestNeighbourFilter(5, 0.2), turned)).noneMatch(turned::malicious);
    }

    /** Malicious rows at 0, 1, 2 and benign ones at 10, 11 and, out of place, 1.4. */
    private static Dataset line() {
        double[] at = {0, 1, 2, 10, 11, 1.4};
        return Dataset.of(
                new Schema(List.of(Feature.real("x", 0, 20).withScale(100))),
                Rows.fill(6, 1, (i, j) -> at[i]),
                new int[] {1, 1, 1, 0, 0, 0},
                List.of("benign", "malicious"));
    }

    @Test
    void aRowDoesNotVouchForItself() {
        assertThat(dropped(new NearestNeighbourFilter(1, 1), line())).containsExactly(5);
        assertThat(dropped(new NearestNeighbourFilter(2, 1), line())).containsExactly(5);
    }

    @Test
    void asManyNeighboursAsTheMajorityMustContradict() {
        // One of the three neighbours of the rows at 10 and 11 is malicious, and all of that at 1.4.
        assertThat(dropped(new NearestNeighbourFilter(3, 1), line())).containsExactly(5);
        assertThat(dropped(new NearestNeighbourFilter(3, 0.3), line())).containsExactly(3, 4, 5);
    }

    /** Whole numbers, so that many rows are equally far; of those a malicious one counts as nearer. */
    @Test
    void theFilterDropsWhatALookAtAllNeighboursDrops() {
        var rng = Toy.run().child("grid").rng();
        Dataset train = Dataset.of(
                new Schema(List.of(
                        Feature.real("x", 0, 20).withScale(4),
                        Feature.real("y", 0, 20).withScale(4))),
                Rows.fill(400, 2, (i, j) -> rng.nextInt(12)),
                IntStream.range(0, 400).map(i -> rng.nextInt(2)).toArray(),
                List.of("benign", "malicious"));
        for (int k : new int[] {1, 2, 5, 10}) {
            for (double majority : new double[] {0, 0.3, 0.5, 0.8, 1}) {
                List<Integer> wanted = IntStream.range(0, 400)
                        .filter(i -> train.label(i) == 0 && isOutvoted(train, i, k, majority))
                        .boxed()
                        .toList();
                assertThat(dropped(new NearestNeighbourFilter(k, majority), train))
                        .as("%d neighbours, majority %s", k, majority)
                        .isEqualTo(wanted);
            }
        }
    }

    private static boolean isOutvoted(Dataset train, int row, int k, double majority) {
        double[] point = train.rows().row(row);
        long against = IntStream.range(0, train.size())
                .filter(i -> i != row)
                .boxed()
                .sorted(java.util.Comparator.comparingDouble((Integer i) -> Math.hypot(
                                train.rows().get(i, 0) - point[0], train.rows().get(i, 1) - point[1]))
                        .thenComparing(i -> !train.malicious(i)))
                .limit(k)
                .filter(train::malicious)
                .count();
        return !(against < majority * k);
    }

    @Test
    void theFilterDoesTheSameAgain() {
        assertThat(new NearestNeighbourFilter().clean(TRAIN, Run.seeded(3)).digest())
                .isEqualTo(
                        new NearestNeighbourFilter().clean(TRAIN, Run.seeded(3)).digest());
    }

    private static Records records() {
        return Records.of(List.of(
                        Column.times("ts", new double[] {10, 20, 30, 86_400, 50}),
                        Column.addresses("host", new String[] {"a", "a", "a", "a", "b"})))
                .withRoles(Optional.of("ts"), Optional.of("host"))
                .withIdsFrom(7);
    }

    private static Intake.Admission quota(double quantile, double factor) {
        return new SourceQuota(quantile, factor).fitted(records());
    }

    @Test
    void theQuotaAdmitsTheFirstOfEachSourceAndDay() {
        // On clean days a source sends 1, 1 or 3 records.
        assertThat(quota(0.5, 2).admitted(records())).containsExactlyInAnyOrder(7L, 8L, 10L, 11L);
        assertThat(quota(0.5, 1).admitted(records())).containsExactlyInAnyOrder(7L, 10L, 11L);
        assertThat(quota(1, 1).admitted(records())).hasSize(5);
    }

    @Test
    void theQuotaIsFittedToCleanRecordsAndNotToThoseItAdmits() {
        Records flood = records().append(records().select(new int[] {0, 1, 2}).withIdsFrom(50));
        assertThat(quota(1, 1).admitted(flood)).containsExactlyInAnyOrder(7L, 8L, 9L, 10L, 11L);
    }

    @Test
    void oneBusySourceDoesNotMoveTheQuota() {
        Records busy = records();
        for (int more = 1; more < 9; more++) {
            busy = busy.append(records().select(new int[] {0, 1, 2}).withIdsFrom(100L * more));
        }
        assertThat(new SourceQuota(0.5, 2).fitted(busy).known())
                .isEqualTo(quota(0.5, 2).known());
    }

    @Test
    void theQuotaIsWhatAnAttackerStaysUnder() {
        assertThat(quota(1, 1.5).known()).containsExactly(new Knowledge.Limit(4, Knowledge.Limit.PER_SOURCE_AND_DAY));
        assertThat(quota(0, 0.1).known()).containsExactly(new Knowledge.Limit(1, Knowledge.Limit.PER_SOURCE_AND_DAY));
        assertThat(new SourceQuota().fitted(records().select(new int[0])).known())
                .containsExactly(new Knowledge.Limit(1, Knowledge.Limit.PER_SOURCE_AND_DAY));
    }

    @Test
    void theSealBreaksWithAnyChangeOfTheTestPart() {
        SealedTest defence = new SealedTest();
        Split.Parts parts = new Split.Parts(TRAIN, Toy.clusters(9, 2), Toy.clusters(9, 3));
        String seal = defence.seal(parts);
        Dataset test = parts.test();
        assertThat(defence.intact(parts, seal, Run.seeded(1))).isTrue();
        assertThat(defence.intact(parts.withTrain(test), seal, Run.seeded(1))).isTrue();
        assertThat(defence.intact(parts.withTest(test.relabel(i -> 0)), seal, Run.seeded(1)))
                .isFalse();
        assertThat(defence.intact(parts.withTest(test.slice(0, 8)), seal, Run.seeded(1)))
                .isFalse();
        assertThatThrownBy(() -> new SourceQuota(2, 1)).hasMessageStartingWith("quantile must be in [0");
    }
}
