package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.channel.SessionReplay;
import dev.gauntlet.attack.channel.VerdictDrop;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.defence.verdict.ChainedMac;
import dev.gauntlet.process.VerdictSession;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.process.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ChannelTrialTest {
    /** So many rows of which the first few alarm. */
    private static Lab lab(int alarms, int quiet) {
        double[] loud = new double[alarms];
        java.util.Arrays.fill(loud, 8);
        return World.of(Fake.rows(0, loud, new double[quiet])).lab();
    }

    private static Bench<?> trial(Lab lab, BiFunction<Verdicts, Set<Long>, Verdicts> act) {
        return Bench.of(lab, new Fake.Interceptor(act), Toy.run());
    }

    @Test
    void halfOfTheAlarmsAreTargetsAndDroppedOnesAreSuppressed() {
        Bench<?> trial = Bench.of(lab(5, 7), new VerdictDrop(), Toy.run());
        List<Arm> arms = trial.undefended();
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(1);
        assertThat(damage(arms, Arm.Name.ATTACKED).n()).isEqualTo(2);
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isZero();
        assertThat(fact(arms, Arm.Name.ATTACKED, "noticed")).isZero();
        assertThat(trial.measure()).isEqualTo("share of the targeted alarms suppressed unnoticed");
    }

    @Test
    void aSingleAlarmIsATarget() {
        assertThat(damage(trial(lab(1, 3), (stream, targets) -> stream).undefended(), Arm.Name.ATTACKED)
                        .n())
                .isEqualTo(1);
    }

    @Test
    void anAlarmThatArrivesAsSilenceIsSuppressed() {
        var arms = trial(
                        lab(4, 4),
                        (stream, targets) -> new Verdicts(stream.list().stream()
                                .map(v -> targets.contains(v.row()) ? v.withMalicious(false) : v)
                                .toList()))
                .undefended();
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(1);
    }

    @Test
    void theRandomAttackerDropsAsManyVerdictsAtRandom() {
        // All eight alarm; four are targets and four are dropped.
        var some = trial(lab(8, 0), (stream, targets) -> stream).undefended();
        assertThat(damage(some, Arm.Name.NULL).value()).isBetween(0.25, 0.75);
        // Among fifty rows the one dropped is hardly the one alarm.
        var none = trial(lab(1, 49), (stream, targets) -> stream).undefended();
        assertThat(damage(none, Arm.Name.NULL).value()).isZero();
    }

    /** Lets the one target arrive so many places late. */
    private static Verdicts late(Verdicts stream, Set<Long> targets, int places) {
        List<Verdict> all = new ArrayList<>(stream.list());
        Verdict target =
                all.stream().filter(v -> targets.contains(v.row())).findFirst().orElseThrow();
        int due = all.indexOf(target);
        all.remove(due);
        Verdict quiet = all.get(0);
        while (all.size() < due + places) {
            all.add(quiet);
        }
        all.add(due + places, target);
        return new Verdicts(all);
    }

    @Test
    void anAnalystHasPatienceForAHundredVerdicts() {
        Lab lab = lab(1, 20);
        var intime = trial(lab, (stream, targets) -> late(stream, targets, 100)).undefended();
        var late = trial(lab, (stream, targets) -> late(stream, targets, 101)).undefended();
        assertThat(damage(intime, Arm.Name.ATTACKED).value()).isZero();
        assertThat(damage(late, Arm.Name.ATTACKED).value()).isEqualTo(1);
    }

    @Test
    void whatAGuardNoticesSuppressesNothing() {
        List<Arm> arms = Bench.of(lab(4, 4), new VerdictDrop(), Toy.run()).defended(new ChainedMac());
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "noticed")).isZero();
        assertThat(fact(arms, Arm.Name.DEFENDED, "noticed")).isEqualTo(1);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isZero();
    }

    private static final Verdict CLOSING = new Verdict(-1, -1, false, 0, "", "end");

    /** Closes a stream, and looks for nothing but one closing record at its end. */
    private static final Fake.Courier LAX = new Fake.Courier(
            stream -> {
                List<Verdict> all = new ArrayList<>(stream.list());
                all.add(CLOSING);
                return new Verdicts(all);
            },
            arrived -> arrived.list().indexOf(CLOSING) == arrived.size() - 1);

    @Test
    void anInformedAttackerRestoresTheClosingRecord() {
        var arms = trial(
                        lab(4, 4),
                        (stream, targets) -> new Verdicts(stream.list().stream()
                                .filter(v -> v.row() >= 0 && !targets.contains(v.row()))
                                .collect(Collectors.toList())))
                .defended(LAX);
        assertThat(fact(arms, Arm.Name.DEFENDED, "noticed")).isEqualTo(1);
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "noticed")).isZero();
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(1);
    }

    @Test
    void theClosingRecordIsNotRestoredTwice() {
        var twice = new Fake.Courier(
                LAX.close(),
                arrived -> arrived.list().stream().filter(CLOSING::equals).count() == 1);
        var arms = Bench.of(lab(4, 4), new VerdictDrop(), Toy.run()).defended(twice);
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(1);
    }

    /** Tags every record by itself, so that one of another day fits in its place. */
    private static final Fake.Courier UNCHAINED = new Fake.Courier(
            stream -> new Verdicts(stream.list().stream()
                    .map(v -> v.withTag("of place " + v.sequence()))
                    .toList()),
            arrived -> java.util.stream.IntStream.range(0, arrived.size())
                    .allMatch(i -> arrived.list().get(i).tag().equals("of place " + i)));

    @Test
    void anInformedAttackerSendsRecordsOfYesterdayThatWereValid() {
        Lab lab = World.of(
                        Fake.rows(500, new double[] {8}, new double[] {2}),
                        Fake.rows(700, new double[0], new double[20]),
                        Fake.rows(0, new double[] {8, 8, 8, 8}, new double[] {1, 1, 1, 1}))
                .lab();
        Bench<?> trial = Bench.of(lab, new VerdictDrop(), Toy.run());
        List<Arm> unchained = trial.defended(UNCHAINED);
        assertThat(damage(unchained, Arm.Name.DEFENDED).value()).isZero();
        assertThat(damage(unchained, Arm.Name.ADAPTIVE).value()).isEqualTo(1);
        assertThat(damage(trial.defended(new ChainedMac()), Arm.Name.ADAPTIVE).value())
                .isZero();
    }

    @Test
    void aWholeEarlierSessionIsNoticedByItsSessionAlone() {
        Lab lab = lab(4, 4);
        Bench<?> trial = Bench.of(lab, new SessionReplay(), Toy.run());
        assertThat(damage(trial.undefended(), Arm.Name.ATTACKED).value()).isEqualTo(1);
        ChainedMac chain = new ChainedMac();
        byte[] key = new byte[32];
        VerdictSession any = new VerdictSession("0123456789abcdef", 0);
        // A receiver that expects no session believes every whole stream.
        Fake.Courier forgetful =
                new Fake.Courier(stream -> chain.seal(stream, any, key), arrived -> chain.intact(arrived, any, key));
        assertThat(damage(trial.defended(forgetful), Arm.Name.DEFENDED).value()).isEqualTo(1);
        List<Arm> arms = trial.defended(chain);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isZero();
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isZero();
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "noticed")).isEqualTo(1);
    }

    @Test
    void otherDefencesDoNotApply() {
        assertThat(trial(lab(4, 4), (stream, targets) -> stream).defended(Fake.stranger()))
                .isEmpty();
    }
}
