package dev.gauntlet.defence.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A hundred harmless rows around (3, 3), fifty malicious ones around (7, 7), and ten called harmless that lie in one spot
 * among the malicious.
 */
final class LeafSpectralFilterTest {
    private static final Dataset CLEAN = Toy.clusters(150, 1);
    private static final Dataset TRAIN = CLEAN.append(Dataset.of(
                    CLEAN.schema(),
                    Rows.fill(10, 4, (i, j) -> j < 2 ? 7 + i / 100.0 : 9.5),
                    new int[10],
                    CLEAN.labelNames())
            .withTimes(new double[10])
            .withSources(sources()));

    private static String[] sources() {
        String[] sources = new String[10];
        java.util.Arrays.fill(sources, "attacker");
        return sources;
    }

    private static List<Integer> dropped(LeafSpectralFilter filter) {
        boolean[] kept = filter.kept(TRAIN, Toy.run());
        assertThat(kept).hasSize(160);
        return IntStream.range(0, 160).filter(i -> !kept[i]).boxed().toList();
    }

    @Test
    void whatSharesUnusualLeavesIsDropped() {
        List<Integer> dropped = dropped(new LeafSpectralFilter(0.1, 20, 6));
        assertThat(dropped).hasSize(11);
        assertThat(dropped).filteredOn(i -> i >= 150).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void asManyAreDroppedAsTheShareOfHarmlessRowsSays() {
        assertThat(dropped(new LeafSpectralFilter(0.05, 20, 6))).hasSize(5);
        assertThat(dropped(new LeafSpectralFilter(0, 20, 6))).isEmpty();
    }

    @Test
    void whatStandsOutMostGoesFirst() {
        List<Integer> few = dropped(new LeafSpectralFilter(0.05, 20, 6));
        assertThat(dropped(new LeafSpectralFilter(0.1, 20, 6))).containsAll(few);
        assertThat(few).allMatch(i -> i >= 150);
    }

    @Test
    void rowsLabelledMaliciousStay() {
        assertThat(dropped(new LeafSpectralFilter(0.5, 20, 6))).noneMatch(TRAIN::malicious);
    }
}
