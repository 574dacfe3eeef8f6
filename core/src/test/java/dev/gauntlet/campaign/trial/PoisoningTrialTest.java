package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.attack.labels.LabelFlip;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Requirement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Twenty training rows, of which four may be poisoned; every benign row at 5 or more lifts the threshold of 5 by one. */
final class PoisoningTrialTest {
    private final World world = World.of(
                    Fake.rows(100, filled(10, 9), filled(10, 1)),
                    Fake.rows(200, filled(4, 9.9), filled(4, 1)),
                    Fake.rows(0, new double[] {5.5, 6.5, 7.5, 8.5, 9.5}, filled(5, 1)))
            .learning(data -> Toy.threshold(5 + poison(data)));

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        java.util.Arrays.fill(values, value);
        return values;
    }

    private static boolean poison(Dataset data, int row) {
        return data.label(row) == 0 && data.rows().get(row, 0) >= 5;
    }

    private static int poison(Dataset data) {
        return (int)
                IntStream.range(0, data.size()).filter(i -> poison(data, i)).count();
    }

    private Bench<?> trial(Set<Requirement> needs, BiFunction<Dataset, AttackerContext, Dataset> act) {
        return Bench.of(world.lab(), new Fake.Poisoner(needs, act), Toy.run());
    }

    private static Dataset flipped(Dataset train, int rows) {
        return train.relabel(i -> i < rows ? 0 : train.label(i));
    }

    private static Dataset added(Dataset train, int rows) {
        Rows more = Rows.fill(rows, 4, (i, j) -> j == 0 ? 6 : j == 1 ? 9 - i / 10.0 : 5);
        Dataset fresh = Dataset.of(train.schema(), more, new int[rows], train.labelNames());
        return train.append(Fake.numbered(fresh, 900));
    }

    private Bench<?> flips() {
        return trial(
                Set.of(Requirement.LABELS),
                (train, grant) -> flipped(train, grant.budget().rowsOf(train.size())));
    }

    @Test
    void damageIsWhatThePoisonedDetectorMisses() {
        Bench<?> trial = flips();
        List<Arm> arms = trial.undefended();
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isZero();
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(0.8);
        assertThat(fact(arms, Arm.Name.ATTACKED, "rowsChanged")).isEqualTo(4);
        assertThat(fact(arms, Arm.Name.ATTACKED, "maliciousShareChanged")).isEqualTo(0.4);
        assertThat(fact(arms, Arm.Name.ATTACKED, "cleanRecall")).isEqualTo(0.2);
        assertThat(trial.measure()).isEqualTo("share of malicious test rows missed");
    }

    @Test
    void aPointOfTheCurveIsTheArmAtThatStrength() {
        Bench<?> trial = flips();
        assertThat(List.of(0.0, 0.5, 0.75))
                .extracting(strength -> trial.damage(strength).value())
                .containsExactly(0.0, 0.4, 0.6);
        assertThat(trial.damage(1)).isEqualTo(damage(trial.undefended(), Arm.Name.ATTACKED));
    }

    @Test
    void relabelledAndAddedRowsAreOneBudget() {
        List<Arm> arms = trial(Set.of(Requirement.TRAINING_ROWS), (train, grant) -> added(flipped(train, 1), 9))
                .undefended();
        assertThat(fact(arms, Arm.Name.ATTACKED, "rowsChanged")).isEqualTo(4);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(0.8);
        List<Arm> full = trial(Set.of(Requirement.TRAINING_ROWS), (train, grant) -> added(flipped(train, 4), 9))
                .undefended();
        assertThat(fact(full, Arm.Name.ATTACKED, "rowsChanged")).isEqualTo(4);
    }

    @Test
    void invalidRowsAreDropped() {
        List<Arm> arms = trial(Set.of(Requirement.TRAINING_ROWS), (train, grant) -> {
                    Dataset more = added(train, 2);
                    return more.withRows(Rows.fill(
                            more.size(), 4, (i, j) -> i == 20 ? 99 : more.rows().get(i, j)));
                })
                .undefended();
        assertThat(fact(arms, Arm.Name.ATTACKED, "rowsChanged")).isEqualTo(1);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(0.2);
    }

    private Bench<?> idle(Requirement need) {
        return trial(Set.of(need), (train, grant) -> train);
    }

    @Test
    void theRandomAttackerCallsAsManyMaliciousRowsBenign() {
        List<Arm> arms = idle(Requirement.LABELS).undefended();
        Dataset noisy = world.shown().stream()
                .filter(data -> Toy.relabelled(world.train(), data).size() == 4)
                .findFirst()
                .orElseThrow();
        assertThat(noisy.size()).isEqualTo(20);
        assertThat(noisy.maliciousRows()).hasSize(6);
        assertThat(world.shown()).hasSize(2);
        assertThat(fact(arms, Arm.Name.NULL, "rowsChanged")).isEqualTo(4);
        assertThat(fact(arms, Arm.Name.NULL, "maliciousShareChanged")).isEqualTo(0.4);
        assertThat(fact(arms, Arm.Name.ATTACKED, "maliciousShareChanged")).isZero();
        List<Arm> guarded = idle(Requirement.LABELS).defended(new Fake.Filter((data, row) -> true));
        assertThat(fact(guarded, Arm.Name.DEFENDED_RANDOM, "maliciousShareChanged"))
                .isEqualTo(0.4);
    }

    @Test
    void whereFewerRowsAreMaliciousThanMayBeChangedTheRandomAttackerChangesAsManyAsTheAttack() {
        World few = World.of(
                        Fake.rows(100, filled(3, 9), filled(17, 1)),
                        Fake.rows(200, filled(4, 9.9), filled(4, 1)),
                        Fake.rows(0, new double[] {5.5, 6.5}, filled(5, 1)))
                .learning(data -> Toy.threshold(5 + poison(data)));
        List<Arm> arms = Bench.of(few.lab(), new LabelFlip(), Toy.run()).undefended();
        for (Arm.Name name : List.of(Arm.Name.NULL, Arm.Name.ATTACKED)) {
            assertThat(fact(arms, name, "rowsChanged")).isEqualTo(2);
            assertThat(fact(arms, name, "maliciousShareChanged")).isEqualTo(2 / 3.0);
        }
    }

    @Test
    void theRandomAttackerAddsAsManyValidRowsWithAnotherLabelThatCopyNone() {
        idle(Requirement.TRAINING_ROWS).undefended();
        Dataset noisy = world.shown().stream()
                .filter(data -> data.size() == 24)
                .findFirst()
                .orElseThrow();
        for (int i = 20; i < 24; i++) {
            double[] row = noisy.rows().row(i);
            assertThat(noisy.schema().faults(row)).isEmpty();
            assertThat(IntStream.range(0, 20))
                    .noneMatch(j -> Arrays.equals(noisy.rows().row(j), row));
            // An added row keeps the id of its model.
            int model = (int) noisy.id(i) - 100;
            assertThat(noisy.malicious(i)).isNotEqualTo(world.train().malicious(model));
        }
    }

    /** Its trigger lowers x by 3, and raises it in benign rows; two planted rows carry it, those of a random attacker do not. */
    private record Backdoor() implements PoisoningAttack {
        private static Dataset planted(Dataset train, double x) {
            Rows more = Rows.fill(2, 4, (i, j) -> j == 0 ? x : i);
            return train.append(Fake.numbered(Dataset.of(train.schema(), more, new int[2], train.labelNames()), 900));
        }

        @Override
        public Dataset poison(Dataset train, AttackerContext grant, Run run) {
            return planted(train, 6);
        }

        @Override
        public Dataset decoys(Dataset train, AttackerContext grant, Run run) {
            return planted(train, 2);
        }

        @Override
        public Dataset trigger(Dataset victims, Dataset train, AttackerContext grant, Run run) {
            return victims.withRows(Rows.fill(victims.size(), 4, (i, j) -> {
                double value = victims.rows().get(i, j);
                return j > 0 ? value : victims.malicious(i) ? value - 3 : value + 4.5;
            }));
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.TRAINING_ROWS, Requirement.INPUTS);
        }

        @Override
        public String taxonomy() {
            return "backdoor";
        }

        @Override
        public String summary() {
            return "Pretends.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    @Test
    void aBackdoorIsJudgedByWhatPoisoningAddsToItsTrigger() {
        Bench<?> trial = Bench.of(world.lab(), new Backdoor(), Toy.run());
        List<Arm> arms = trial.undefended();
        // Stamped are 2.5, 3.5, 4.5, 5.5 and 6.5, of which the clean detector misses three.
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isEqualTo(0.6);
        assertThat(damage(arms, Arm.Name.NULL).value()).isEqualTo(0.6);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(1);
        assertThat(fact(arms, Arm.Name.ATTACKED, "foundDespiteTrigger")).isEqualTo(0.4);
        assertThat(world.shown()).filteredOn(rows -> rows.size() == 22).hasSize(2);
        assertThat(trial.measure()).contains("with the trigger stamped");
    }

    @Test
    void aTriggerIsStampedOnMaliciousRowsOnlyAndWithoutAnAttackerTheMetricsAreThoseOfTheDetector() {
        List<Arm> arms = Bench.of(world.lab(), new Backdoor(), Toy.run()).undefended();
        assertThat(fact(arms, Arm.Name.CLEAN, "recall")).isEqualTo(1);
        assertThat(fact(arms, Arm.Name.NULL, "recall")).isEqualTo(0.4);
        assertThat(fact(arms, Arm.Name.NULL, "falsePositiveRate")).isZero();
    }

    @Test
    void aTriggerThatEvadesTheCleanDetectorAloneIsNoBackdoor() {
        World easy = World.of(world.train(), world.validation(), Fake.rows(0, filled(100, 6), filled(100, 1)))
                .learning(data -> Toy.threshold(5 + poison(data)));
        Finding finding = new Campaign(List.of(new Backdoor()), List.of(), 0.05)
                .apply(easy.lab(), Toy.run(), Campaign.SILENT)
                .get(0);
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.HELD);
        assertThat(finding.arms()).allMatch(arm -> arm.damage().value() == 1);
        assertThat(fact(finding.arms(), Arm.Name.ATTACKED, "foundDespiteTrigger"))
                .isZero();
    }

    @Test
    void rowsWithoutTheTriggerThatHelpTheDetectorMakeNoBackdoor() {
        // The random attacker's rows at 2 lower the threshold to 3; those with the trigger leave it at 5.
        World helped = World.of(world.train(), world.validation(), world.test())
                .learning(data -> Toy.threshold(
                        IntStream.range(0, data.size())
                                        .anyMatch(i -> data.rows().get(i, 0) == 2)
                                ? 3
                                : 5));
        List<Arm> arms = Bench.of(helped.lab(), new Backdoor(), Toy.run()).undefended();
        assertThat(arms).extracting(arm -> arm.damage().value()).containsOnly(0.6);
        List<Arm> guarded =
                Bench.of(helped.lab(), new Backdoor(), Toy.run()).defended(new Fake.Filter((data, row) -> true));
        assertThat(guarded).extracting(arm -> arm.damage().value()).containsOnly(0.6);
        assertThat(fact(guarded, Arm.Name.DEFENDED_RANDOM, "rowsChanged")).isZero();
    }

    @Test
    void behindADefenceABackdoorIsJudgedInTheSameWay() {
        Fake.Filter filter = new Fake.Filter((data, row) -> !poison(data, row));
        List<Arm> arms = Bench.of(world.lab(), new Backdoor(), Toy.run()).defended(filter);
        assertThat(arms).extracting(arm -> arm.damage().value()).containsOnly(0.6);
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "recall")).isEqualTo(1);
        assertThat(fact(arms, Arm.Name.DEFENDED_RANDOM, "rowsChanged")).isEqualTo(2);
        assertThat(fact(arms, Arm.Name.DEFENDED_RANDOM, "rowsDropped")).isZero();
        assertThat(fact(arms, Arm.Name.DEFENDED, "rowsDropped")).isEqualTo(2);
    }

    @Test
    void aFilterDropsRowsAndAnInformedAttackerPoisonsRowsThatItKeeps() {
        // Drops flipped rows; who can run it sees that and adds rows below 5 instead.
        Fake.Filter filter = new Fake.Filter((data, row) -> !poison(data, row));
        Bench<?> trial = trial(Set.of(Requirement.LABELS), (train, grant) -> {
            Dataset poisoned = flipped(train, 3);
            boolean seen =
                    grant.filter().isPresent() && !grant.filter().orElseThrow().kept(poisoned)[0];
            return seen ? train : poisoned;
        });
        List<Arm> arms = trial.defended(filter);
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "rowsDropped")).isZero();
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "rowsChanged")).isZero();
        assertThat(fact(arms, Arm.Name.DEFENDED, "rowsChanged")).isEqualTo(3);
        assertThat(fact(arms, Arm.Name.DEFENDED, "rowsDropped")).isEqualTo(3);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isZero();
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "rowsChanged")).isZero();
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "rowsDropped")).isZero();
    }

    @Test
    void otherDefencesDoNotApply() {
        assertThat(flips().defended(new Fake.Mute(0))).isEmpty();
    }
}
