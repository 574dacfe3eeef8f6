package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.evasion.LabelOnlyEvasion;
import dev.gauntlet.attack.evasion.Mimicry;
import dev.gauntlet.attack.flooding.CheapestFlood;
import dev.gauntlet.attack.labels.LabelFlip;
import dev.gauntlet.attack.labels.LossGainFlip;
import dev.gauntlet.attack.membership.CalibratedMembership;
import dev.gauntlet.attack.poisoning.InjectedSamples;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.base.Store;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.data.NearestNeighbourFilter;
import dev.gauntlet.defence.query.RoundedLimited;
import dev.gauntlet.defence.training.AdversarialTraining;
import dev.gauntlet.defence.verdict.AlertQuota;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** What cells share is trained once. */
final class SharedTrainingTest {
    private static final Lab LAB = CampaignTest.lab();

    private static Store.Use use(String kind, List<Attack> attacks, List<Defence> defences) {
        // With one thread nothing is computed twice at the same time.
        Run run = Run.on(new ForkJoinPool(1), Seed.of(5));
        new Campaign(attacks, Guard.each(defences), true, List.of(), 0.05).apply(LAB, run, Campaign.SILENT);
        return Objects.requireNonNull(run.store().uses().get(kind));
    }

    @Test
    void referenceModelsAreTrainedOnceWhateverStandsBeforeTheDetector() {
        List<Attack> attack = List.of(new CalibratedMembership(9));
        Store.Use bare = use("detector", attack, List.of());
        Store.Use guarded = use(
                "detector",
                attack,
                List.of(new RoundedLimited(1, 500), new RoundedLimited(2, 500), new RoundedLimited(3, 500)));
        assertThat(bare.made())
                .as("with the target, one that is blind, and the detector of the trial")
                .isEqualTo(9 + 3);
        assertThat(guarded.made()).isEqualTo(9 + 3);
        assertThat(guarded.asked()).isGreaterThan(40);
    }

    @Test
    void theRandomAttackersOfAFamilyShareTheirDetectors() {
        long one = use("detector", List.of(new LabelFlip()), List.of()).made();
        long both = use("detector", List.of(new LabelFlip(), new LabelFlip(0.5)), List.of())
                .made();
        assertThat(both)
                .as("one more attacked detector, and no other random one")
                .isEqualTo(one + 1);
    }

    @Test
    void rowsThatNobodyChangedAreFilteredOnce() {
        Store.Use one = use("cleaned rows", List.of(new LabelFlip()), List.of(new NearestNeighbourFilter()));
        Store.Use three = use(
                "cleaned rows",
                List.of(new LabelFlip(), new LossGainFlip(), new InjectedSamples()),
                List.of(new NearestNeighbourFilter()));
        assertThat(three.asked() - three.made()).isGreaterThan(one.asked() - one.made());
    }

    @Test
    void randomChangesAreSearchedOncePerDetectorAndGoal() {
        List<Defence> defences = List.of(new AdversarialTraining(), new AlertQuota());
        Store.Use evasion = use("random changes", List.of(new Mimicry(), new LabelOnlyEvasion()), defences);
        // Two attacks, and the random attacker beside the worst case of both, who goes on where the other ended.
        assertThat(evasion).isEqualTo(new Store.Use(8, 4));
        Store.Use both =
                use("random changes", List.of(new Mimicry(), new LabelOnlyEvasion(), new CheapestFlood()), defences);
        assertThat(both.made()).isGreaterThan(4);
    }
}
