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

    @Test
    void duplicatesAreRowsOfTheSameValues() {
        Dataset some = DATA.select(new int[] {5, 7, 299});
        Dataset other = Toy.clusters(3, 9).append(DATA.slice(7, 8));
        assertThat(Split.duplicates(some, other)).containsExactly(1);
        assertThat(Split.duplicates(some, Toy.clusters(3, 9))).isEmpty();
    }
}
