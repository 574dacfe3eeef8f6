package dev.gauntlet.app.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.data.Inputs;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.PlanFile;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.RawData;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.Preparation;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is deployed is what is attacked: the steps that commands run on a plan are those that the trials get. */
final class SameStepsTest {
    private static final Plan PLAN = PlanFile.parse("""
            fpr: 0.02
            sanitise: {duplicates: true, outliers: 40, source-quota: 0.2}
            pipeline: {algorithms: [naive-bayes], settings: 1, split: time}
            """, "plan");
    private static final Inputs INPUTS = Inputs.of(PLAN, Optional.empty(), Run.seeded(1));
    private static final Lab LAB =
            AssessedSystem.of(PLAN, Run.seeded(1), Checkpoint.nothing(PLAN)).lab();
    private static final RawData RAW = LAB.raw().orElseThrow();

    private static Preparation preparation() {
        return LAB.steps().preparation().orElseThrow();
    }

    /** The training rows as a trial makes them of records. */
    private static Dataset trained(Records records) {
        Dataset rows = RAW.training(preparation().apply(records).rows());
        return LAB.steps().sanitise().apply(rows).rows();
    }

    private static Set<Long> ids(Dataset rows) {
        return IntStream.range(0, rows.size()).mapToObj(rows::id).collect(Collectors.toSet());
    }

    @Test
    void theStepsOfACommandAreThoseOfTheTrials() {
        assertThat(LAB.steps().split()).isEqualTo(INPUTS.steps().split());
        assertThat(LAB.steps().sanitise())
                .isEqualTo(INPUTS.steps().sanitise())
                .isEqualTo(PLAN.cleaning().sanitise());
        assertThat(LAB.steps().policy()).isEqualTo(INPUTS.steps().policy());
        assertThat(LAB.steps().window()).isEqualTo(INPUTS.steps().window());
        assertThat(LAB.steps().train())
                .isEqualTo(INPUTS.steps().train().with(LAB.train().trainer()));
        assertThat(preparation().digest())
                .isEqualTo(INPUTS.steps().preparation().orElseThrow().digest());
    }

    /** The plan leaves out more than contradictory rows, so that a trial with steps of its own would differ. */
    @Test
    void recordsThatNobodyPoisonedGiveTheRowsThatTheCommandTrainsOn() {
        Dataset rebuilt = trained(RAW.records());
        assertThat(rebuilt.digest())
                .isEqualTo(INPUTS.parts().train().digest())
                .isEqualTo(LAB.parts().train().digest());
        assertThat(rebuilt.size()).isLessThan(RAW.training().size() - 10);
        assertThat(ids(rebuilt)).isEqualTo(ids(INPUTS.parts().train()));
    }

    @Test
    void recordsThatAreAddedAreTrainedOnAndMoveNoOtherRecord() {
        Records added = RAW.records()
                .select(IntStream.range(0, 200).map(i -> 37 * i).toArray())
                .withIdsFrom(1L << 41);
        Dataset rows = preparation().apply(RAW.records().append(added)).rows();
        Set<Long> training = ids(RAW.training(rows));
        assertThat(training)
                .containsAll(RAW.training())
                .containsAll(ids(rows).stream().filter(id -> id >= 1L << 41).toList());
        assertThat(training).hasSize(RAW.training().size() + 200);
        assertThat(training)
                .doesNotContainAnyElementsOf(ids(INPUTS.parts().validation()))
                .doesNotContainAnyElementsOf(ids(INPUTS.parts().test()));
    }
}
