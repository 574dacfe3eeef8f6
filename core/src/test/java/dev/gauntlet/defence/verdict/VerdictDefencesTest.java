package dev.gauntlet.defence.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.process.Verdicts.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerdictDefencesTest {
    private static final byte[] KEY = "a key of thirty-two bytes or so.".getBytes(StandardCharsets.US_ASCII);
    private static final ChainedMac CHAIN = new ChainedMac();
    private static final Verdicts SENT = Toy.verdicts(12, 1, 5, 8);
    private static final Verdicts SEALED = CHAIN.seal(SENT, KEY);

    private static boolean intact(List<Verdict> list) {
        return CHAIN.intact(new Verdicts(list), KEY);
    }

    private static List<Verdict> copy() {
        return new ArrayList<>(SEALED.list());
    }

    @Test
    void anUntouchedStreamIsIntact() {
        assertThat(intact(copy())).isTrue();
        for (int n = 0; n < 40; n++) {
            assertThat(CHAIN.intact(CHAIN.seal(Toy.verdicts(n), KEY), KEY)).isTrue();
        }
    }

    @Test
    void sealingChangesNothingButTags() {
        assertThat(SEALED.size()).isEqualTo(13);
        for (int i = 0; i < 12; i++) {
            assertThat(SEALED.list().get(i).withTag("")).isEqualTo(SENT.list().get(i));
        }
    }

    @Test
    void anotherKeyDoesNotVerify() {
        byte[] other = KEY.clone();
        other[31] ^= 1;
        assertThat(CHAIN.intact(SEALED, other)).isFalse();
    }

    @Test
    void anEmptyOrUnsealedStreamIsNotIntact() {
        assertThat(intact(List.of())).isFalse();
        assertThat(CHAIN.intact(SENT, KEY)).isFalse();
    }

    @Test
    void everySingleAlterationIsNoticed() {
        for (int i = 0; i < SEALED.size(); i++) {
            Verdict v = SEALED.list().get(i);
            List<Verdict> others = List.of(
                    v.withMalicious(!v.malicious()),
                    v.withTag(v.tag().substring(1) + v.tag().charAt(0)),
                    new Verdict(v.sequence() + 1, v.row(), v.malicious(), v.score(), v.model(), v.tag()),
                    new Verdict(v.sequence(), v.row() + 1, v.malicious(), v.score(), v.model(), v.tag()),
                    new Verdict(v.sequence(), v.row(), v.malicious(), Math.nextUp(v.score()), v.model(), v.tag()),
                    new Verdict(v.sequence(), v.row(), v.malicious(), v.score(), v.model() + "x", v.tag()));
            for (Verdict other : others) {
                List<Verdict> changed = copy();
                changed.set(i, other);
                assertThat(intact(changed)).as("verdict %d as %s", i, other).isFalse();
            }
        }
    }

    @Test
    void everyTruncationIsNoticedWithOrWithoutTheClosingRecord() {
        Verdict closing = SEALED.list().get(12);
        for (int n = 0; n < 12; n++) {
            List<Verdict> cut = new ArrayList<>(SEALED.list().subList(0, n));
            assertThat(intact(cut)).isFalse();
            cut.add(closing);
            assertThat(intact(cut)).isFalse();
        }
        assertThat(intact(SEALED.list().subList(0, 12))).isFalse();
    }

    @Test
    void twoHundredRandomDropsSwapsReplaysAndInsertionsAreNoticed() {
        Rng rng = Seed.of(8).rng();
        for (int n = 0; n < 200; n++) {
            List<Verdict> changed = copy();
            int i = rng.nextInt(changed.size());
            int j = (i + 1 + rng.nextInt(changed.size() - 1)) % changed.size();
            switch (rng.nextInt(4)) {
                case 0 -> changed.remove(i);
                case 1 -> Collections.swap(changed, i, j);
                case 2 -> changed.set(i, changed.get(j));
                default -> changed.add(i, changed.get(j));
            }
            assertThat(intact(changed)).isFalse();
        }
    }

    @Test
    void aVerdictOfAnotherStreamWithTheSameKeyIsNoticed() {
        Verdicts other = CHAIN.seal(Toy.verdicts(12, 2), KEY);
        for (int i = 1; i < 12; i++) {
            List<Verdict> changed = copy();
            changed.set(i, other.list().get(i));
            assertThat(intact(changed)).isFalse();
        }
    }

    @Test
    void theQuotaShowsTheFirstAlarmsOfEachSourceAndDay() {
        assertThat(new AlertQuota(2).shown(List.of("a", "a", "b", "a", "a", "b"), List.of(1L, 1L, 1L, 1L, 2L, 1L)))
                .containsExactly(true, true, true, false, true, true);
        assertThat(new AlertQuota(1).shown(List.of(), List.of())).isEmpty();
    }
}
