package dev.gauntlet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DatasetTest {
    private static final Dataset DATA = Toy.rows();

    private static Dataset bare() {
        return Dataset.of(Toy.schema(), DATA.rows(), DATA.labels(), DATA.labelNames());
    }

    @Test
    void tellsMaliciousFromBenignFromUnlabelled() {
        Dataset some = DATA.relabel(i -> i == 0 ? -1 : DATA.label(i));
        assertThat(some.maliciousRows()).containsExactly(3, 4, 7, 9, 10);
        assertThat(some.benignRows()).containsExactly(1, 2, 5, 6, 8, 11);
        assertThat(some.malice()).hasSize(12);
        assertThat(some.malice()[9]).isTrue();
        assertThat(some.malicious(0)).isFalse();
    }

    @Test
    void refusesLabelsWithoutAName() {
        assertThatThrownBy(() -> Dataset.of(Toy.schema(), DATA.rows().slice(0, 1), new int[] {2}, List.of("a", "b")))
                .hasMessage("label must be in [-1, 1] but is 2");
        assertThatThrownBy(() -> bare().withLabels(new int[12], List.of()))
                .hasMessage("label must be in [-1, -1] but is 0");
        assertThatThrownBy(() -> DATA.relabel(i -> 3)).hasMessage("label must be in [-1, 2] but is 3");
        assertThatThrownBy(() -> DATA.relabel(i -> -2)).hasMessage("label must be in [-1, 2] but is -2");
    }

    @Test
    void refusesAnythingOfTheWrongLength() {
        assertThatThrownBy(() -> Dataset.of(Toy.plain(), DATA.rows(), DATA.labels(), DATA.labelNames()))
                .hasMessage("columns must be 4 but is 7");
        assertThatThrownBy(() -> Dataset.of(Toy.schema(), DATA.rows(), new int[3], DATA.labelNames()))
                .hasMessage("labels must be 12 but is 3");
        assertThatThrownBy(() -> DATA.append(Toy.clusters(3, 1))).hasMessage("columns must be 7 but is 4");
        assertThatThrownBy(() -> DATA.withRows(Rows.fill(12, 4, (i, j) -> 0))).hasMessage("columns must be 7 but is 4");
        assertThatThrownBy(() -> DATA.withIds(new long[3])).hasMessage("ids must be 12 but is 3");
        assertThatThrownBy(() -> DATA.withTimes(new double[3])).hasMessage("times must be 12 but is 3");
        assertThatThrownBy(() -> DATA.withSources(new String[3])).hasMessage("sources must be 12 but is 3");
        assertThatThrownBy(() -> DATA.withRows(DATA.rows().slice(0, 3))).hasMessage("rows must be 12 but is 3");
        assertThatThrownBy(() -> DATA.withLabels(new int[3], List.of("a"))).hasMessage("labels must be 12 but is 3");
        assertThatThrownBy(() -> DATA.withSchema(Toy.plain())).hasMessage("columns must be 4 but is 7");
    }

    @Test
    void selectionCarriesEverything() {
        Dataset two = DATA.select(new int[] {9, 3});
        assertThat(two.labels()).containsExactly(1, 2);
        assertThat(two.id(0)).isEqualTo(9);
        assertThat(two.time(0)).isEqualTo(9 * 21_600);
        assertThat(two.source(1)).contains("x");
        assertThat(two.rows().row(0)).containsExactly(0, 5, 0, 5, 0, 1, 0);
        assertThat(DATA.slice(3, 5).labels()).containsExactly(2, 2);
    }

    @Test
    void appendingKeepsTimesAndSourcesThatBothHave() {
        Dataset both = DATA.slice(0, 2).append(DATA.slice(9, 10));
        assertThat(both.size()).isEqualTo(3);
        assertThat(both.time(2)).isEqualTo(9 * 21_600);
        assertThat(both.source(2)).contains("y");
        assertThat(both.id(2)).isEqualTo(9);
        assertThat(both.label(2)).isEqualTo(1);
    }

    @Test
    void appendingNothingKeepsTimesAndSources() {
        Dataset same = DATA.append(bare().slice(0, 0));
        assertThat(same.hasTimes()).isEqualTo(DATA.hasTimes()).isTrue();
        assertThat(same.digest()).isEqualTo(DATA.digest());
    }

    @Test
    void appendingDropsTimesAndSourcesThatOneLacks() {
        Dataset both = DATA.append(bare());
        assertThat(both.hasTimes()).isFalse();
        assertThat(both.hasSources()).isFalse();
        assertThat(both.source(0)).isEmpty();
    }

    @Test
    void arraysGoInAndOutAsCopies() {
        int[] labels = DATA.labels();
        Dataset copy = Dataset.of(Toy.schema(), DATA.rows(), labels, DATA.labelNames());
        labels[0] = 2;
        copy.labels()[1] = 2;
        assertThat(copy.labels()).isEqualTo(DATA.labels());
        long[] ids = new long[12];
        Dataset other = copy.withIds(ids);
        ids[5] = 5;
        assertThat(other.id(5)).isZero();
    }

    @Test
    void theDigestChangesWithEverythingItCovers() {
        double[] times = new double[12];
        String[] sources = new String[12];
        java.util.Arrays.fill(sources, "a");
        Dataset data = bare().withTimes(times).withSources(sources);
        double[] later = times.clone();
        later[11] = 1;
        String[] others = sources.clone();
        others[11] = "b";
        double[] row = data.rows().toArray();
        row[83] += 1e-12;
        Stream<Dataset> changed = Stream.of(
                data.withTimes(later),
                data.withSources(others),
                data.withRows(Rows.of(12, 7, row)),
                data.relabel(i -> i == 11 ? 1 : data.label(i)),
                data.withIds(new long[12]),
                data.slice(0, 11),
                data.select(new int[] {1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}),
                data.withSchema(new Schema(Toy.schema().features())),
                bare());
        assertThat(changed.map(Dataset::digest)).doesNotHaveDuplicates().doesNotContain(data.digest());
        assertThat(data.withTimes(times.clone()).digest()).isEqualTo(data.digest());
    }

    @Test
    void theDigestTellsTextsApartWhereverTheyAreCut() {
        assertThat(new Digest().add("ab").add("c").hex())
                .isNotEqualTo(new Digest().add("a").add("bc").hex());
        assertThat(new Digest().add(1L).add("a").hex())
                .isNotEqualTo(new Digest().add("a").hex());
        assertThat(new Digest().add(new byte[] {1, 2}).add(new byte[] {3}).hex())
                .isNotEqualTo(
                        new Digest().add(new byte[] {1}).add(new byte[] {2, 3}).hex())
                .isEqualTo(
                        new Digest().add(new byte[] {1, 2}).add(new byte[] {3}).hex());
        assertThat(new Digest().add(0.0).hex())
                .isNotEqualTo(new Digest().add(-0.0).hex());
    }

    @Test
    void aDigestStartsAgainOnceRead() {
        Digest digest = new Digest().add("a");
        String first = digest.hex();
        assertThat(digest.add("a").hex()).isEqualTo(first).hasSize(64);
    }

    @Test
    void aDigestTakesMoreThanItsBuffer() {
        Digest whole = new Digest();
        for (long i = 0; i < 5000; i++) {
            whole.add(i);
        }
        Digest cut = new Digest();
        for (long i = 0; i < 4999; i++) {
            cut.add(i);
        }
        assertThat(whole.hex()).isNotEqualTo(cut.hex());
    }

    @Test
    void theFirstAndLastTimeLeaveOutRowsWithoutOne() {
        Dataset rows = dev.gauntlet.Toy.clusters(3, 1);
        Dataset some = rows.withTimes(new double[] {5, Double.NaN, 2});
        assertThat(some.earliest()).isEqualTo(2);
        assertThat(some.latest()).isEqualTo(5);
        assertThat(dev.gauntlet.process.Evaluate.days(rows.withTimes(new double[] {0, Double.NaN, 4 * 86_400.0})))
                .isEqualTo(4);
        Dataset bare = Dataset.of(rows.schema(), rows.rows(), rows.labels(), rows.labelNames());
        assertThat(bare.latest()).isNaN();
        assertThat(dev.gauntlet.process.Evaluate.days(bare)).isNaN();
    }

    @Test
    void aSampleKeepsTheOrderOfTheRows() {
        Dataset rows = dev.gauntlet.Toy.clusters(30, 1);
        Dataset some = rows.sample(10, dev.gauntlet.Toy.run().rng());
        assertThat(java.util.stream.IntStream.range(0, 10).mapToObj(some::id).toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(rows.sample(30, dev.gauntlet.Toy.run().rng())).isSameAs(rows);
    }
}
