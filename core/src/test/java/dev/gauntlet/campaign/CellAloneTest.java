package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.evasion.Mimicry;
import dev.gauntlet.attack.labels.LabelFlip;
import dev.gauntlet.base.MemoryStore;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.base.Store;
import dev.gauntlet.campaign.trial.Built;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.data.LeafSpectralFilter;
import dev.gauntlet.defence.data.NearestNeighbourFilter;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Sanitise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** The result of a cell does not depend on which other cells there are, or on what a store holds. */
final class CellAloneTest {
    /** Labels so noisy that the filter drops clean rows, and a limit on outliers that drops more of what is left each time. */
    private static final Lab LAB = noisy();

    private static Lab noisy() {
        Lab lab = CampaignTest.lab();
        Dataset train = lab.parts().train();
        return new Lab(
                lab.parts()
                        .withTrain(train.relabel(i -> i % 6 == 0 ? 1 - Math.min(1, train.label(i)) : train.label(i))),
                lab.auxiliary(),
                lab.steps().with(new Sanitise(false, false, 0, 1.5, 1)),
                lab.model(),
                lab.surrogate(),
                lab.trainers(),
                lab.raw(),
                lab.threat(),
                12);
    }

    private static CampaignRun on(Attack... attacks) {
        return new Campaign(List.of(attacks), Guard.each(List.of(new NearestNeighbourFilter())), true, List.of(), 0.05)
                .on(LAB, Toy.run());
    }

    private static Map<String, Arm> measured(CampaignRun run, List<List<Cell>> batches) {
        Map<String, Arm> arms = new HashMap<>();
        Campaign.Listener listener = new Campaign.Listener() {
            @Override
            public void measured(Cell cell, Measured result) {
                synchronized (arms) {
                    arms.put(cell.text(), result.arm());
                }
            }
        };
        batches.forEach(cells -> assertThat(run.measure(cells, listener)).isZero());
        return arms;
    }

    @Test
    void anAttackHasTheSameArmsWhateverElseIsTried() {
        CampaignRun alone = on(new LabelFlip());
        CampaignRun beside = on(new LabelFlip(), new Mimicry());
        Map<String, Arm> both = measured(beside, List.of(beside.cells()));
        assertThat(measured(alone, List.of(alone.cells())))
                .isNotEmpty()
                .allSatisfy((cell, arm) -> assertThat(both.get(cell)).as(cell).isEqualTo(arm));
    }

    @Test
    void cellsOfOneRunCanBeMeasuredInAnyOrder() {
        CampaignRun atOnce = on(new LabelFlip(), new Mimicry());
        Map<String, Arm> whole = measured(atOnce, List.of(atOnce.cells()));
        CampaignRun inTwo = on(new LabelFlip(), new Mimicry());
        List<Cell> flips = inTwo.cells().stream()
                .filter(cell -> cell.attack() instanceof LabelFlip)
                .toList();
        List<Cell> others =
                inTwo.cells().stream().filter(cell -> !flips.contains(cell)).toList();
        assertThat(measured(inTwo, List.of(flips, others))).isEqualTo(whole);
    }

    @Test
    void aDetectorIsTheSameWhetherItIsBuiltBeforeOrTrainedForAnArm() {
        Pipeline filtered = Guard.of(List.of(new NearestNeighbourFilter())).pipeline();
        Run run = Toy.run();
        Built before = Built.of(LAB, filtered, true, run.child("hardened"));
        Built later = Built.of(LAB, filtered, false, run.child("hardened"));
        Built.Learnt learnt = later.learnt(LAB.parts().train(), run.child("arm"));
        assertThat(learnt.kept().size()).isLessThan(LAB.parts().train().size());
        assertThat(Bundle.of(learnt.model()).digest())
                .isEqualTo(Bundle.of(before.model()).digest());
    }

    @Test
    void rowsWithOtherNamesOfTheirLabelsAreCleanedAgain() {
        Store store = new MemoryStore();
        Run run = Run.on(new ForkJoinPool(1), Seed.of(5), store);
        Pipeline filtered = Guard.of(List.of(new LeafSpectralFilter())).pipeline();
        Dataset train = LAB.parts().train();
        Dataset renamed = train.withLabels(
                train.labels(),
                train.labelNames().stream().map(name -> name + "!").toList());
        Built built = Built.of(LAB, filtered, false, run);
        built.learnt(train, run);
        built.learnt(renamed, run);
        assertThat(store.uses()).containsEntry("cleaned rows", new Store.Use(2, 2));
    }
}
