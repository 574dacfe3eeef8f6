package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.EvaluationAttack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.attack.RetrainingAttack;
import dev.gauntlet.attack.TamperingAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.Reply;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Trials check what attacks give back: none marks its own work. */
final class RefereeTest {
    private static final Lab LAB = CampaignTest.lab();

    private static Finding only(Attack attack) {
        List<Finding> findings = new Campaign(List.of(attack), List.of(), 0.05).apply(LAB, Toy.run(), Campaign.SILENT);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static double fact(Finding finding, Arm.Name arm, String fact) {
        return Objects.requireNonNull(finding.arm(arm).orElseThrow().facts().get(fact))
                .value();
    }

    private static double damage(Finding finding, Arm.Name arm) {
        return finding.arm(arm).orElseThrow().damage().value();
    }

    /** A poisoning attack that does what a test wants of it. */
    interface Poison extends PoisoningAttack {
        @Override
        default Set<Requirement> needs() {
            return Set.of(Requirement.LABELS);
        }

        @Override
        default String taxonomy() {
            return "label-flipping";
        }

        @Override
        default String summary() {
            return "Cheats.";
        }

        @Override
        default String source() {
            return "none";
        }
    }

    /** Relabels everything. */
    record Greedy() implements Poison {
        @Override
        public Dataset poison(Dataset train, AttackerContext grant, Run run) {
            return train.relabel(i -> 0);
        }
    }

    /** Leaves labels only and writes other values into the rows that are there. */
    record Rewriter() implements Poison {
        @Override
        public Dataset poison(Dataset train, AttackerContext grant, Run run) {
            return train.withRows(Rows.fill(train.size(), 4, (i, j) -> 5));
        }
    }

    /** Removes rows instead of adding them. */
    record Remover() implements Poison {
        @Override
        public Dataset poison(Dataset train, AttackerContext grant, Run run) {
            return train.select(train.benignRows());
        }
    }

    /** Adds more rows than allowed, every other one out of bounds. */
    record Flooder() implements Poison {
        @Override
        public Dataset poison(Dataset train, AttackerContext grant, Run run) {
            Dataset more = train.withRows(Rows.fill(train.size(), 4, (i, j) -> i % 2 == 0 ? 5 : 99));
            return train.append(more);
        }
    }

    /** Poisons nothing; later sends benign rows in the place of its own. */
    record Impostor() implements Poison {
        @Override
        public Dataset poison(Dataset train, AttackerContext grant, Run run) {
            return train;
        }

        @Override
        public Dataset trigger(Dataset victims, Dataset train, AttackerContext grant, Run run) {
            return victims.withRows(Rows.fill(victims.size(), 4, (i, j) -> 0));
        }
    }

    /** Claims the same row for every victim, or rows a step apart. */
    record Liar(double value, boolean wantsAlarm, double step) implements InputAttack {
        Liar(double value, boolean wantsAlarm) {
            this(value, wantsAlarm, 0);
        }

        @Override
        public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
            return IntStream.range(0, victims.size())
                    .mapToObj(v -> new Claim(value + v * step))
                    .toList();
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.QUERY);
        }

        @Override
        public String taxonomy() {
            return "evasion";
        }

        @Override
        public String summary() {
            return "Lies.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    /** Asks for its row and offers it whatever the answer is. */
    private static final class Claim implements AttackSearch {
        private final double value;
        private boolean asked;

        Claim(double value) {
            this.value = value;
        }

        @Override
        public List<double[]> propose() {
            return asked ? List.of() : offers();
        }

        @Override
        public void hear(List<Reply> replies) {
            asked = true;
        }

        @Override
        public List<double[]> offers() {
            return List.<double[]>of(new double[] {value, value, value, value});
        }
    }

    /** Writes another text into the bundle, which is no number and so not in its budget. */
    record Forger() implements TamperingAttack {
        @Override
        public Optional<String> unfit(Bundle bundle) {
            return Optional.empty();
        }

        @Override
        public Bundle tamper(Bundle bundle, Dataset own, AttackerContext grant, Run run) {
            return bundle.withEntry("encoding", "IDENTITY 0 0 NaN\n".repeat(4));
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.PARAMETERS);
        }

        @Override
        public String taxonomy() {
            return "tampering";
        }

        @Override
        public String summary() {
            return "Forges.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    /** Leaves nothing but benign rows in the test part. */
    record Selective() implements EvaluationAttack {
        @Override
        public Split.Parts tamper(Split.Parts parts, Model candidate, AttackerContext grant, Run run) {
            return parts.withTest(parts.test().select(parts.test().benignRows()));
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.EVALUATION_DATA);
        }

        @Override
        public String taxonomy() {
            return "evaluation-poisoning";
        }

        @Override
        public String summary() {
            return "Selects.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    /** Submits too many rows. */
    record Spammer(double value) implements RetrainingAttack {
        @Override
        public Rows submit(int round, int rounds, Dataset own, AttackerContext grant, Run run) {
            return Rows.fill(1000, 4, (i, j) -> value);
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.RETRAINING);
        }

        @Override
        public String taxonomy() {
            return "retraining-poisoning";
        }

        @Override
        public String summary() {
            return "Spams.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    @Test
    void aPoisonerWhoRelabelsMoreThanTheBudgetHasFailed() {
        Finding finding = only(new Greedy());
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.FAILED);
        assertThat(finding.reason()).contains("greedy changed", "but may change 30");
    }

    @Test
    void aPoisonerWhoRewritesRowsInPlaceHasFailed() {
        assertThat(only(new Rewriter()).outcome()).isEqualTo(Finding.Outcome.FAILED);
    }

    @Test
    void aPoisonerWhoRemovesRowsHasFailed() {
        assertThat(only(new Remover()).outcome()).isEqualTo(Finding.Outcome.FAILED);
    }

    @Test
    void addedRowsAreCutToTheBudgetAndInvalidOnesDropped() {
        int allowed = LAB.budget().rowsOf(LAB.parts().train().size());
        assertThat(fact(only(new Flooder()), Arm.Name.ATTACKED, "rowsChanged")).isEqualTo(allowed);
    }

    @Test
    void aTriggerThatNoAttackerCanSendIsNotCounted() {
        Finding finding = only(new Impostor());
        assertThat(damage(finding, Arm.Name.ATTACKED)).isEqualTo(damage(finding, Arm.Name.CLEAN));
    }

    @Test
    void invalidInputsAreRefusedAndCountForNothing() {
        Finding finding = only(new Liar(-1, false));
        assertThat(damage(finding, Arm.Name.ATTACKED)).isEqualTo(damage(finding, Arm.Name.CLEAN));
        assertThat(fact(finding, Arm.Name.ATTACKED, "rowsRefused")).isEqualTo(11);
    }

    @Test
    void inputsFartherThanTheDistanceAreRefused() {
        // From (7, 7) to (0, 0) is more than half of the range of 10.
        assertThat(fact(only(new Liar(0, false)), Arm.Name.ATTACKED, "rowsRefused"))
                .isGreaterThan(8);
    }

    @Test
    void validInputsThatDoNotWorkAreNoSuccess() {
        Finding finding = only(new Liar(6, false));
        assertThat(damage(finding, Arm.Name.ATTACKED)).isEqualTo(damage(finding, Arm.Name.CLEAN));
        assertThat(fact(finding, Arm.Name.ATTACKED, "rowsRefused")).isZero();
    }

    @Test
    void oneAlarmForAllVictimsIsOneSuccess() {
        Finding finding = only(new Liar(6, true));
        assertThat(damage(finding, Arm.Name.ATTACKED)).isLessThan(0.2);
    }

    @Test
    void validInputsThatWorkAreSuccesses() {
        Finding finding = only(new Liar(6, true, 1e-3));
        assertThat(damage(finding, Arm.Name.ATTACKED)).isGreaterThan(0.9);
        assertThat(finding.arm(Arm.Name.ATTACKED).orElseThrow().damage().n()).isEqualTo(12);
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.BROKEN);
    }

    @Test
    void aTampererWhoChangesTextsOfTheBundleHasFailed() {
        assertThat(only(new Forger()).outcome()).isEqualTo(Finding.Outcome.FAILED);
    }

    @Test
    void anEvaluationAttackThatRemovesTestRowsHasFailed() {
        Finding finding = only(new Selective());
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.FAILED);
        assertThat(finding.reason()).contains("selective changed more of the parts than it may");
    }

    @Test
    void aRetrainingLearnsNoMoreThanTheBudget() {
        int allowed = LAB.budget().rowsOf(LAB.parts().train().size());
        assertThat(fact(only(new Spammer(5)), Arm.Name.ATTACKED, "rowsLearnt")).isEqualTo(allowed);
    }

    @Test
    void aRetrainingLearnsNoInvalidRow() {
        assertThat(fact(only(new Spammer(99)), Arm.Name.ATTACKED, "rowsLearnt")).isZero();
    }
}
