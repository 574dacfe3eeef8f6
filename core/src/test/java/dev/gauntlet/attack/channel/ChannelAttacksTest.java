package dev.gauntlet.attack.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.ChannelAttack;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.threat.AttackerContext;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Six verdicts of rows 100 to 105; 101, 103 and 104 are alarms, and 103 is the attacker's. */
final class ChannelAttacksTest {
    private static final Verdicts SENT = Toy.verdicts(6, 1, 3, 4);

    private static Verdicts arriving(ChannelAttack attack) {
        return attack.intercept(SENT, Set.of(103L), Toy.grant(Toy.clusters(6, 1)), Toy.run());
    }

    private static List<Long> rows(Verdicts verdicts) {
        return verdicts.list().stream().map(Verdicts.Verdict::row).toList();
    }

    @Test
    void dropLosesItsOwnAlarmsOnly() {
        assertThat(rows(arriving(new VerdictDrop()))).containsExactly(100L, 101L, 102L, 104L, 105L);
    }

    @Test
    void flipClearsItsOwnAlarmsAndChangesNothingElse() {
        Verdicts arrived = arriving(new VerdictFlip());
        assertThat(arrived.list().get(3)).isEqualTo(SENT.list().get(3).withMalicious(false));
        assertThat(arrived.list())
                .doesNotContain(SENT.list().get(3))
                .containsAll(SENT.list().subList(0, 3));
        assertThat(arrived.size()).isEqualTo(6);
    }

    @Test
    void reorderHoldsItsOwnAlarmsBackUntilTheEnd() {
        assertThat(rows(arriving(new VerdictReorder()))).containsExactly(100L, 101L, 102L, 104L, 105L, 103L);
    }

    @Test
    void replayPutsTheLastAllClearInItsPlace() {
        Verdicts arrived = arriving(new VerdictReplay());
        assertThat(rows(arrived)).containsExactly(100L, 101L, 102L, 102L, 104L, 105L);
        assertThat(arrived.list().get(3)).isEqualTo(SENT.list().get(2));
    }

    @Test
    void truncateCutsBeforeItsFirstAlarm() {
        assertThat(rows(arriving(new VerdictTruncate()))).containsExactly(100L, 101L, 102L);
    }

    @Test
    void aSessionReplaySendsTheEarlierStreamAsItIs() {
        Verdicts earlier = Toy.verdicts(9, 2);
        AttackerContext grant = Toy.grant(Toy.clusters(6, 1));
        assertThat(new SessionReplay().intercept(SENT, earlier, Set.of(103L), grant, Toy.run()))
                .isEqualTo(earlier);
        assertThat(new SessionReplay().intercept(SENT, earlier, Set.of(), grant, Toy.run()))
                .isEqualTo(SENT);
        assertThat(new VerdictDrop().intercept(SENT, earlier, Set.of(103L), grant, Toy.run()))
                .isEqualTo(arriving(new VerdictDrop()));
    }

    @Test
    void withoutTargetsEverythingArrives() {
        for (ChannelAttack attack : List.of(
                new VerdictDrop(),
                new VerdictFlip(),
                new VerdictReorder(),
                new VerdictReplay(),
                new VerdictTruncate())) {
            assertThat(attack.intercept(SENT, Set.of(), Toy.grant(Toy.clusters(6, 1)), Toy.run()))
                    .isEqualTo(SENT);
        }
    }
}
