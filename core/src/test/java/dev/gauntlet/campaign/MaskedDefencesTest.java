package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.evasion.GreedyScore;
import dev.gauntlet.attack.evasion.LabelOnlyEvasion;
import dev.gauntlet.attack.evasion.ProjectedGradient;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.learn.NeuralNetwork;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.ThreatModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Defences that leave every verdict as it was and only hide the way to a change: no report may count them as defences. */
final class MaskedDefencesTest {
    private static final Lab LAB = lab();
    private static final List<Attack> ATTACKS =
            List.of(new ProjectedGradient(), new GreedyScore(), new LabelOnlyEvasion());

    private static Lab lab() {
        Split.Parts parts = new Split(0.3, 0.4).apply(Toy.clusters(360, 5), Toy.run());
        Lab lab = Lab.of(parts, new Train(new NeuralNetwork(1, 8, 40, 32, 1e-2), 0.05), Toy.run());
        return new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.train(),
                lab.model(),
                lab.surrogate(),
                lab.trainers(),
                lab.raw(),
                lab.threat().withBudget(new Budget(0.2, 0.35, 60, 20, 0.5)),
                30);
    }

    /** What a mask makes of how far a score is above the threshold, never across it. */
    enum Mask {
        /** Only the side tells, and gradients are 0. */
        SATURATED,
        /** A staircase with wide steps. */
        STEPS,
        /** Each row's score is drowned in noise of its own. */
        NOISE,
        /** The further from the threshold, the nearer it looks. */
        REVERSED;

        /**
         * What is shown.
         *
         * @param distance from the threshold, not negative
         * @param noise of the row, in [0, 1)
         */
        private double shown(double distance, double noise) {
            return switch (this) {
                case SATURATED -> 40;
                case STEPS -> 2 + Math.floor(distance / 8);
                case NOISE -> 1e-9 + 20 * noise;
                case REVERSED -> 1 / (0.05 + distance);
            };
        }
    }

    private record Masked(Mask mask, Predictor inner, double threshold) implements Predictor, Gradients {
        @Override
        public double[] malice(Rows rows) {
            double[] malice = inner.malice(rows);
            for (int i = 0; i < malice.length; i++) {
                String hash = rows.slice(i, i + 1).digest().substring(0, 8);
                double margin = malice[i] - threshold;
                double shown = mask.shown(Math.abs(margin), Long.parseLong(hash, 16) / 0x1p32);
                malice[i] = margin >= 0 ? shown : -shown;
            }
            return malice;
        }

        @Override
        public Rows scores(Rows rows) {
            double[] malice = malice(rows);
            return Rows.fill(malice.length, 2, (i, k) -> k == 0 ? 0 : malice[i]);
        }

        @Override
        public Rows maliceGradient(Rows rows) {
            return Rows.fill(rows.size(), rows.width(), (i, j) -> 0);
        }

        @Override
        public int inputs() {
            return inner.inputs();
        }

        @Override
        public int outputs() {
            return 2;
        }

        @Override
        public Scale scale() {
            return Scale.LOGIT;
        }

        @Override
        public String form() {
            return "masked";
        }

        @Override
        public Map<String, double[]> parameters() {
            return inner.parameters();
        }

        @Override
        public Predictor rebuild(Map<String, double[]> parameters) {
            return new Masked(mask, inner.rebuild(parameters), threshold);
        }
    }

    record Masking(Mask mask) implements TrainingDefence {
        @Override
        public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
            Model model = LAB.model();
            return model.withKernel(new Masked(mask, model.kernel(), model.threshold()))
                    .withThreshold(0);
        }

        @Override
        public Set<String> against() {
            return Set.of("evasion");
        }

        @Override
        public String advice() {
            return "None.";
        }

        @Override
        public String summary() {
            return "Hides scores.";
        }

        @Override
        public String source() {
            return "Athalye, Carlini, Wagner, Obfuscated Gradients Give a False Sense of Security, ICML 2018";
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMaskThatLeavesTheVerdictsIsFoundBroken(Mask mask) {
        Defence masking = new Masking(mask);
        Model masked = ((Masking) masking).harden(Learner.PLAIN, LAB.train(), LAB.parts(), LAB.threat(), Toy.run());
        Rows test = LAB.parts().test().rows();
        assertThat(masked.alarms(test)).isEqualTo(LAB.model().alarms(test));
        List<Finding> findings = new Campaign(ATTACKS, List.of(masking), 0.05).apply(LAB, Toy.run(), Campaign.SILENT);
        assertThat(findings).hasSize(ATTACKS.size() + 1);
        for (Finding finding : findings) {
            assertThat(finding.outcome()).as(finding.id()).isEqualTo(Finding.Outcome.BROKEN);
            assertThat(finding.comparison().prevented().orElseThrow().value())
                    .as(finding.id())
                    .isZero();
            assertThat(damage(finding, Arm.Name.DEFENDED))
                    .as("what worked before is sent again: %s", finding.id())
                    .isEqualTo(damage(finding, Arm.Name.ATTACKED));
        }
        assertThat(damage(finding(findings, "projected-gradient"), Arm.Name.ADAPTIVE))
                .as("the mask does hide the way from a search by gradients")
                .isLessThan(0.6 * damage(finding(findings, "projected-gradient"), Arm.Name.ATTACKED));
        for (String id : List.of("label-only-evasion", "evasion-worst-case")) {
            assertThat(damage(finding(findings, id), Arm.Name.ADAPTIVE))
                    .as("and from no search by verdicts: %s", id)
                    .isGreaterThan(0.6)
                    .isGreaterThanOrEqualTo(0.95 * damage(finding(findings, id), Arm.Name.ATTACKED));
        }
    }

    private static Finding finding(List<Finding> findings, String attack) {
        return findings.stream()
                .filter(finding -> finding.id().equals(attack + "+masking"))
                .findFirst()
                .orElseThrow();
    }

    private static double damage(Finding finding, Arm.Name name) {
        return finding.arms().stream()
                .filter(arm -> arm.name() == name)
                .mapToDouble(arm -> arm.damage().value())
                .findFirst()
                .orElseThrow();
    }
}
