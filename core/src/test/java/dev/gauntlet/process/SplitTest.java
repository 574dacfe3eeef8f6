package dev.gauntlet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SplitTest {
    /** 200 benign and 100 malicious rows. */
    private static final Dataset DATA = Toy.clusters(300, 1);

    private static Stream<Long> ids(Dataset part) {
        return IntStream.range(0, part.size()).mapToObj(part::id);
    }

    @Test
    void everyRowIsInExactlyOnePart() {
        Split.Parts parts = new Split().apply(DATA, Toy.run());
        assertThat(Stream.of(parts.train(), parts.validation(), parts.test()).flatMap(SplitTest::ids))
                .hasSize(300)
                .doesNotHaveDuplicates();
    }

    @Test
    void everyPartKeepsTheShareOfEveryLabel() {
        Split.Parts parts = new Split(0.25, 0.2).apply(DATA, Toy.run());
        assertThat(List.of(parts.test().size(), parts.test().maliciousRows().length))
                .containsExactly(75, 25);
        assertThat(List.of(parts.validation().size(), parts.validation().maliciousRows().length))
                .containsExactly(45, 15);
        assertThat(List.of(parts.train().size(), parts.train().maliciousRows().length))
                .containsExactly(180, 60);
    }

    @Test
    void unlabelledRowsAreSplitTooAndStayUnlabelled() {
        Dataset some = DATA.relabel(i -> i < 40 ? -1 : DATA.label(i));
        Dataset test = new Split(0.25, 0.2).apply(some, Toy.run()).test();
        assertThat(IntStream.of(test.labels()).filter(label -> label == -1)).hasSize(10);
    }

    @Test
    void partsKeepTheOrderOfTheRows() {
        Split.Parts parts = new Split().apply(DATA, Toy.run());
        assertThat(ids(parts.train()).toList()).isSorted();
        assertThat(ids(parts.test()).toList()).isSorted();
    }

    @Test
    void theSameSeedSplitsTheSameAndAnotherDoesNot() {
        assertThat(new Split().apply(DATA, Run.seeded(1)).test().digest())
                .isEqualTo(new Split().apply(DATA, Run.seeded(1)).test().digest())
                .isNotEqualTo(new Split().apply(DATA, Run.seeded(2)).test().digest());
    }

    @Test
    void aGivenTestPartIsLeftAlone() {
        Dataset test = Toy.clusters(30, 2);
        Split.Parts parts = new Split(0.25, 0.2).withGivenTest(DATA, test, Toy.run());
        assertThat(parts.test()).isSameAs(test);
        assertThat(parts.validation().size()).isEqualTo(60);
        assertThat(parts.train().size()).isEqualTo(240);
    }

    @Test
    void sharesOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new Split(0, 0.2)).hasMessageStartingWith("testShare must be in [0.01, 0.9]");
        assertThatThrownBy(() -> new Split(0.2, 1)).hasMessageStartingWith("validationShare must be in [0.01, 0.9]");
    }

    /** The same rows without times and sources. */
    private static final Dataset BARE = Dataset.of(DATA.schema(), DATA.rows(), DATA.labels(), DATA.labelNames());

    /** The data in 30 groups: row i belongs to group i % 30. */
    private static final List<String> GROUPS =
            IntStream.range(0, 300).mapToObj(i -> "host" + i % 30).toList();

    private static java.util.Set<String> groups(Dataset part) {
        return ids(part).map(id -> GROUPS.get(id.intValue())).collect(java.util.stream.Collectors.toSet());
    }

    @Test
    void groupsStayTogetherAndSharesAreKept() {
        Split.Parts parts = new Split(Split.By.GROUP, 0.25, 0.2).apply(DATA, GROUPS, Toy.run());
        assertThat(groups(parts.test())).doesNotContainAnyElementsOf(groups(parts.train()));
        assertThat(groups(parts.test())).doesNotContainAnyElementsOf(groups(parts.validation()));
        assertThat(groups(parts.validation())).doesNotContainAnyElementsOf(groups(parts.train()));
        assertThat(parts.test().size()).isBetween(65, 85);
        assertThat(parts.test().maliciousRows().length).isBetween(18, 32);
    }

    @Test
    void aRowsGroupIsItsSourceUnlessGiven() {
        Dataset sourced = DATA.withSources(GROUPS.toArray(String[]::new));
        assertThat(new Split(Split.By.GROUP, 0.25, 0.2)
                        .apply(sourced, Toy.run())
                        .digest())
                .isEqualTo(new Split(Split.By.GROUP, 0.25, 0.2)
                        .apply(sourced, GROUPS, Toy.run())
                        .digest());
        assertThatThrownBy(() -> new Split(Split.By.GROUP, 0.25, 0.2).apply(BARE, Toy.run()))
                .hasMessageContaining("needs a group for every row");
    }

    @Test
    void oneGroupCannotBeCut() {
        List<String> one = java.util.Collections.nCopies(300, "host");
        assertThatThrownBy(() -> new Split(Split.By.GROUP, 0.25, 0.2).apply(DATA, one, Toy.run()))
                .hasMessageContaining("at least three groups");
    }

    @Test
    void byTimeEveryTestRowIsLaterThanEveryOther() {
        double[] times = IntStream.range(0, 300)
                .mapToDouble(i -> Math.floor((i * 7) % 300 / 2.0))
                .toArray();
        Split.Parts parts = new Split(Split.By.TIME, 0.25, 0.2).apply(DATA.withTimes(times), Toy.run());
        assertThat(latest(parts.train())).isLessThan(earliest(parts.validation()));
        assertThat(latest(parts.validation())).isLessThan(earliest(parts.test()));
        assertThat(parts.test().size()).isBetween(75, 76);
        assertThatThrownBy(() -> new Split(Split.By.TIME, 0.25, 0.2).apply(DATA.withTimes(new double[300]), Toy.run()))
                .hasMessageContaining("the same time");
        assertThatThrownBy(() -> new Split(Split.By.TIME, 0.25, 0.2).apply(BARE, Toy.run()))
                .hasMessageContaining("needs a time column");
    }

    /** Hosts 0 to 9 are malicious only in the first 200 rows, 10 to 19 only in the last 100, 20 to 29 never. */
    private static Dataset attackedOverTime() {
        double[] times = IntStream.range(0, 300).mapToDouble(i -> i).toArray();
        return DATA.relabel(i -> i % 30 / 10 == (i < 200 ? 0 : 1) ? 1 : 0)
                .withTimes(times)
                .withSources(GROUPS.toArray(String[]::new));
    }

    @Test
    void byTimeAndGroupNoGroupIsMaliciousInTestAndPresentBefore() {
        Dataset data = attackedOverTime();
        Split split = new Split(Split.By.TIME_AND_GROUP, 0.25, 0.2);
        Split.Parts parts = split.apply(data, Toy.run());
        Split.Parts byTime = new Split(Split.By.TIME, 0.25, 0.2).apply(data, Toy.run());
        assertThat(parts.test().digest()).isEqualTo(byTime.test().digest());
        Dataset malicious = parts.test().select(parts.test().maliciousRows());
        assertThat(groups(malicious)).hasSize(10);
        assertThat(groups(parts.train())).doesNotContainAnyElementsOf(groups(malicious));
        assertThat(groups(parts.validation())).doesNotContainAnyElementsOf(groups(malicious));
        assertThat(groups(parts.train())).as("a benign host stays").contains("host20", "host29");
        assertThat(latest(parts.train())).isLessThan(earliest(parts.validation()));
        Dataset tuned = parts.validation().select(parts.validation().maliciousRows());
        assertThat(groups(tuned)).isNotEmpty();
        assertThat(groups(parts.train())).doesNotContainAnyElementsOf(groups(tuned));
    }

    @Test
    void rowsLeftOutByTimeAndGroupAreTheEarlierOnesOfMaliciousGroups() {
        Dataset data = attackedOverTime();
        Split.Parts parts = new Split(Split.By.TIME_AND_GROUP, 0.25, 0.2).apply(data, Toy.run());
        int[] left = Split.leftOut(data, parts);
        assertThat(left.length)
                .isEqualTo(300
                        - parts.train().size()
                        - parts.validation().size()
                        - parts.test().size())
                .isPositive();
        assertThat(IntStream.of(left)).noneMatch(row -> row % 30 >= 20).allMatch(row -> row < 225);
        assertThat(Split.leftOut(data, new Split(Split.By.TIME, 0.25, 0.2).apply(data, Toy.run())))
                .isEmpty();
    }

    @Test
    void byTimeAndGroupNeedsBothAndCutsValidationFromAGivenTestPart() {
        Dataset data = attackedOverTime();
        Split split = new Split(Split.By.TIME_AND_GROUP, 0.25, 0.2);
        assertThatThrownBy(() -> split.apply(BARE, Toy.run())).hasMessageContaining("needs a time column");
        assertThatThrownBy(() -> split.apply(data, List.of(), Toy.run()))
                .hasMessageContaining("needs a group for every row")
                .hasMessageContaining("split by time");
        Split.Parts given = split.withGivenTest(data, data, Toy.run());
        Dataset tuned = given.validation().select(given.validation().maliciousRows());
        assertThat(groups(tuned)).hasSize(10);
        assertThat(groups(given.train())).doesNotContainAnyElementsOf(groups(tuned));
        Split.Parts held = split.withoutTraining(data, GROUPS, Toy.run());
        Dataset tested = held.test().select(held.test().maliciousRows());
        assertThat(groups(tested)).isNotEmpty();
        assertThat(groups(held.validation())).doesNotContainAnyElementsOf(groups(tested));
    }

    @Test
    void byTimeRowsWithoutATimeAreLearntFromAndALongFirstInstantIsCutBehind() {
        double[] times = IntStream.range(0, 300)
                .mapToDouble(i -> i < 100 ? Double.NaN : i)
                .toArray();
        Split.Parts parts = new Split(Split.By.TIME, 0.25, 0.2).apply(DATA.withTimes(times), Toy.run());
        assertThat(parts.test().size()).isEqualTo(50);
        assertThat(IntStream.range(0, parts.test().size()).mapToDouble(parts.test()::time))
                .noneMatch(time -> Double.isNaN(time));
        double[] two = IntStream.range(0, 300).mapToDouble(i -> i < 280 ? 1 : 2).toArray();
        assertThat(new Split(Split.By.TIME, 0.25, 0.2)
                        .withGivenTest(DATA.withTimes(two), DATA, Toy.run())
                        .validation()
                        .size())
                .isEqualTo(20);
    }

    @Test
    void twoEqualGroupsAreCutApart() {
        List<String> two =
                IntStream.range(0, 300).mapToObj(i -> i < 150 ? "a" : "b").toList();
        List<String> three = IntStream.range(0, 300).mapToObj(i -> "g" + i % 3).toList();
        assertThat(new Split(Split.By.GROUP, 0.25, 0.2)
                        .apply(DATA, three, Toy.run())
                        .test()
                        .size())
                .isEqualTo(100);
        assertThatThrownBy(() -> new Split(Split.By.GROUP, 0.25, 0.2).apply(DATA, two, Toy.run()))
                .hasMessageContaining("at least three groups");
    }

    private static double latest(Dataset part) {
        return IntStream.range(0, part.size()).mapToDouble(part::time).max().orElseThrow();
    }

    private static double earliest(Dataset part) {
        return IntStream.range(0, part.size()).mapToDouble(part::time).min().orElseThrow();
    }

    @Test
    void everyRowIsHeldOutByOneFold() {
        List<Split.Fold> folds = Split.folds(DATA, 4, Toy.run());
        assertThat(folds.stream().map(Split.Fold::held).flatMap(SplitTest::ids))
                .hasSize(300)
                .doesNotHaveDuplicates();
        for (Split.Fold fold : folds) {
            assertThat(fold.held().maliciousRows().length).isEqualTo(25);
            assertThat(ids(fold.train()).toList())
                    .hasSize(225)
                    .doesNotContainAnyElementsOf(ids(fold.held()).toList());
        }
    }

    @Test
    void duplicatesAreRowsOfTheSameValues() {
        Dataset some = DATA.select(new int[] {5, 7, 299});
        Dataset other = Toy.clusters(3, 9).append(DATA.slice(7, 8));
        assertThat(Split.duplicates(some, other)).containsExactly(1);
        assertThat(Split.duplicates(some, Toy.clusters(3, 9))).isEmpty();
    }
}
