package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.attack.evasion.GreedyScore;
import dev.gauntlet.attack.evasion.Mimicry;
import dev.gauntlet.attack.evasion.ProjectedGradient;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goals;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attacks that follow the score or its gradient, and where they cannot. */
final class FollowingTest {
    private static Lab lab(Model model, Goals goals) {
        Lab lab = Toy.lab();
        return new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.train(),
                model,
                lab.surrogate(),
                lab.trainers(),
                lab.raw(),
                lab.threat().withGoals(goals),
                12);
    }

    private static final Model LINE =
            new LogisticRegression().train(Toy.lab().parts().train(), Toy.run());

    @Test
    void kindsOfMaliceAreNoGoalToFollowTheGradientOfMaliceTo() {
        for (Goals goals : List.of(Goals.OTHER_KIND, Goals.kind(1))) {
            assertThat(new Lacking(lab(LINE, goals)).direction(new ProjectedGradient(), goals.evade()))
                    .contains("it needs the gradient of each kind's score, which this detector does not have");
            for (InputAttack attack : List.of(new GreedyScore(), new Mimicry())) {
                assertThat(new Lacking(lab(LINE, goals)).direction(attack, goals.evade()))
                        .isEmpty();
            }
        }
        assertThat(lab(LINE, Goals.OTHER_KIND).refuses(new ProjectedGradient())).isPresent();
        for (Goals goals : List.of(Goals.DETECTION, Goals.BENIGN, Goals.moved(2))) {
            assertThat(new Lacking(lab(LINE, goals)).direction(new ProjectedGradient(), goals.evade()))
                    .isEmpty();
        }
    }

    @Test
    void aDetectorWithoutGradientsIsNoneToFollow() {
        assertThat(lab(LINE, Goals.DETECTION).refuses(new ProjectedGradient())).isEmpty();
        assertThat(Toy.lab().refuses(new ProjectedGradient()))
                .contains("it needs gradients, which this detector does not expose");
    }

    @Test
    void whereADefenceLeavesNoGradientsTheAttackerSendsWhatItFoundBefore() {
        World world = World.of(Fake.rows(10, new double[] {5.2, 9.9, 5.4, 3, 6}, new double[] {1, 4.8, 7}))
                .with(new Budget(0.2, 0.45, 100, 20, 0.5));
        Bench<?> trial = Bench.of(world.lab(Toy.line(-5, 1, 0, 0, 0)), new ProjectedGradient(), Toy.run());
        assertThat(damage(trial.undefended(), Arm.Name.ATTACKED).value()).isEqualTo(0.8);
        // What was found is just below 5.
        for (double threshold : new double[] {4.85, 5}) {
            List<Arm> arms = trial.defended(new Fake.Hardening(Toy.threshold(threshold)));
            assertThat(damage(arms, Arm.Name.ADAPTIVE).value())
                    .isEqualTo(damage(arms, Arm.Name.DEFENDED).value())
                    .isEqualTo(threshold == 5 ? 0.8 : 0.2);
        }
    }
}
