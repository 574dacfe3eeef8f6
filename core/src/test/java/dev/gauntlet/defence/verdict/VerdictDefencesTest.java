package dev.gauntlet.defence.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.process.Alert;
import dev.gauntlet.process.VerdictSession;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.process.Verdicts.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class VerdictDefencesTest {
    private static final byte[] KEY = "a key of thirty-two bytes or so.".getBytes(StandardCharsets.US_ASCII);
    private static final ChainedMac CHAIN = new ChainedMac();
    private static final double DAY = 86_400;
    private static final VerdictSession YESTERDAY = new VerdictSession("0123456789abcdef", 1e6);
    private static final VerdictSession TODAY = new VerdictSession("fedcba9876543210", 1e6 + DAY);
    private static final Verdicts SENT = Toy.verdicts(12, 1, 5, 8);
    private static final Verdicts SEALED = CHAIN.seal(SENT, TODAY, KEY);

    private static boolean intact(List<Verdict> list) {
        return CHAIN.intact(new Verdicts(list), TODAY, KEY);
    }

    private static List<Verdict> copy() {
        return new ArrayList<>(SEALED.list());
    }

    @Test
    void anUntouchedStreamIsIntact() {
        assertThat(intact(copy())).isTrue();
        for (int n = 0; n < 40; n++) {
            assertThat(CHAIN.intact(CHAIN.seal(Toy.verdicts(n), TODAY, KEY), TODAY, KEY))
                    .isTrue();
        }
    }

    @Test
    void sealingChangesNothingButTagsAndNumbers() {
        assertThat(SEALED.size()).isEqualTo(14);
        for (int i = 0; i < 12; i++) {
            assertThat(SEALED.list().get(i + 1).withTag("").withSequence(i))
                    .isEqualTo(SENT.list().get(i));
        }
    }

    @Test
    void anotherKeyDoesNotVerify() {
        byte[] other = KEY.clone();
        other[31] ^= 1;
        assertThat(CHAIN.intact(SEALED, TODAY, other)).isFalse();
    }

    @Test
    void anEmptyOrUnsealedStreamIsNotIntact() {
        assertThat(intact(List.of())).isFalse();
        assertThat(CHAIN.intact(SENT, TODAY, KEY)).isFalse();
    }

    @Test
    void everySingleAlterationIsNoticed() {
        for (int i = 0; i < SEALED.size(); i++) {
            Verdict v = SEALED.list().get(i);
            List<Verdict> others = List.of(
                    v.withMalicious(!v.malicious()),
                    v.withTag(v.tag().substring(1) + v.tag().charAt(0)),
                    v.withSequence(v.sequence() + 1),
                    v.withTime(7),
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
        Verdict closing = SEALED.list().get(13);
        for (int n = 0; n < 13; n++) {
            List<Verdict> cut = new ArrayList<>(SEALED.list().subList(0, n));
            assertThat(intact(cut)).isFalse();
            cut.add(closing);
            assertThat(intact(cut)).isFalse();
        }
        assertThat(intact(SEALED.list().subList(0, 13))).isFalse();
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
        Verdicts other = CHAIN.seal(Toy.verdicts(12, 2), TODAY, KEY);
        for (int i = 2; i < 13; i++) {
            List<Verdict> changed = copy();
            changed.set(i, other.list().get(i));
            assertThat(intact(changed)).isFalse();
        }
    }

    @Test
    void anEarlierSessionUnderTheSameKeyIsNotThisOne() {
        for (Verdicts stream : List.of(SENT, Toy.verdicts(0))) {
            Verdicts earlier = CHAIN.seal(stream, YESTERDAY, KEY);
            assertThat(CHAIN.intact(earlier, YESTERDAY, KEY)).isTrue();
            assertThat(CHAIN.intact(earlier, TODAY, KEY)).isFalse();
        }
        ChainedMac.Received received = CHAIN.check(
                CHAIN.seal(SENT, YESTERDAY, KEY),
                new ChainedMac.Expected(Optional.empty(), TODAY.opened() - 60, OptionalDouble.empty()),
                KEY);
        assertThat(received.session()).contains(YESTERDAY);
        assertThat(received.problems()).singleElement().asString().contains("not after");
    }

    @Test
    void recordsOfAnEarlierSessionDoNotFitIntoThisOne() {
        List<Verdict> earlier = CHAIN.seal(Toy.verdicts(12), YESTERDAY, KEY).list();
        for (int i = 0; i < 14; i++) {
            List<Verdict> changed = copy();
            changed.set(i, earlier.get(i));
            assertThat(intact(changed)).as("record %d", i).isFalse();
        }
        List<Verdict> body = new ArrayList<>(earlier);
        body.set(0, SEALED.list().get(0));
        assertThat(intact(body)).isFalse();
    }

    @Test
    void tagsAreThoseOfTheirSession() {
        byte[] record = {1, 2};
        String tag = new SessionTags(KEY, TODAY).tag("", 3, record);
        assertThat(tag).matches("[0-9a-f]{64}").isEqualTo(new SessionTags(KEY, TODAY).tag("", 3, record));
        assertThat(List.of(
                        new SessionTags(KEY, YESTERDAY).tag("", 3, record),
                        new SessionTags(KEY, TODAY).tag("", 4, record),
                        new SessionTags(KEY, TODAY).tag(tag, 3, record),
                        new SessionTags(KEY, TODAY).tag("", 3, new byte[] {1, 3})))
                .doesNotHaveDuplicates()
                .noneMatch(other -> SessionTags.same(tag, other));
    }

    @Test
    void aSilenceThatIsLongerThanAnnouncedIsReported() {
        VerdictSession often = new VerdictSession("00112233445566778899", 1000, 60);
        List<Verdict> timed = new ArrayList<>();
        double[] times = {1010, 1050, 1300, 1310};
        for (int i = 0; i < times.length; i++) {
            timed.add(Toy.verdicts(4, 1).list().get(i).withTime(times[i]));
        }
        Verdicts sealed = CHAIN.seal(new Verdicts(timed), often, KEY);
        // Opened, four verdicts, four empty records between the second and the third, closed.
        assertThat(sealed.size()).isEqualTo(10);
        assertThat(CHAIN.check(sealed, ChainedMac.Expected.of(often), KEY))
                .isEqualTo(new ChainedMac.Received(Optional.of(often), List.of()));
        Verdicts cut = new Verdicts(sealed.list().subList(0, 3));
        Optional<String> nonce = Optional.of(often.nonce());
        assertThat(CHAIN.check(cut, new ChainedMac.Expected(nonce, 0, OptionalDouble.of(1100)), KEY)
                        .problems())
                .isEmpty();
        assertThat(CHAIN.check(cut, new ChainedMac.Expected(nonce, 0, OptionalDouble.of(1200)), KEY)
                        .problems())
                .containsExactly(
                        "nothing came for 150.0 seconds after 1050.0, and a record was due every 60.0 seconds");
        assertThat(CHAIN.check(cut, ChainedMac.Expected.of(often), KEY).problems())
                .singleElement()
                .asString()
                .contains("without a closing record");
    }

    @Test
    void theOpeningRecordNamesSessionAndKey() {
        assertThat(SEALED.list().get(0).model())
                .isEqualTo("session fedcba9876543210 opened 1086400.0 silence Infinity key " + ChainedMac.keyId(KEY));
        assertThat(VerdictSession.parse(TODAY.text())).contains(TODAY);
        assertThat(VerdictSession.parse("session xyz")).isEmpty();
    }

    @Test
    void theQuotaShowsTheFirstAlarmsOfEachSourceAndDay() {
        assertThat(new AlertQuota(2)
                        .shown(List.of(
                                alert("a", 1),
                                alert("a", 1),
                                alert("b", 1),
                                alert("a", 1),
                                alert("a", 2),
                                alert("b", 1))))
                .containsExactly(true, true, true, false, true, true);
        assertThat(new AlertQuota(1).shown(List.of())).isEmpty();
    }

    private static Alert alert(String source, long day) {
        return new Alert(source, day, "");
    }

    @Test
    void ofAlarmsOfOneSourceAndDayWithTheSameReasonsTheFirstIsShown() {
        assertThat(new AlertGrouping()
                        .shown(List.of(
                                new Alert("a", 1, "bytes"),
                                new Alert("a", 1, "port"),
                                new Alert("a", 1, "bytes"),
                                new Alert("b", 1, "bytes"),
                                new Alert("a", 2, "bytes"))))
                .containsExactly(true, true, false, true, true);
    }
}
