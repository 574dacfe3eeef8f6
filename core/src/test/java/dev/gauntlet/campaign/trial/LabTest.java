package dev.gauntlet.campaign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Rebuild;
import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.process.Evaluate;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Preparation;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Requirement;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LabTest {
    private static final double DAY = 86_400;
    private static final Dataset TEST = Fake.rows(0, new double[] {8, 8, 8, 1}, new double[] {7, 1, 1, 1, 1});

    private static double fact(Arm arm, String name) {
        return Objects.requireNonNull(arm.facts().get(name), name).value();
    }

    @Test
    void damageIsTheShareOfMaliciousRowsThatIsMissed() {
        Lab lab = World.of(TEST).lab();
        Arm arm = lab.missed(Arm.Name.CLEAN, Toy.threshold(5));
        assertThat(arm.damage().value()).isEqualTo(0.25);
        assertThat(arm.damage().n()).isEqualTo(4);
        assertThat(arm.confusion()).contains(new Confusion(3, 1, 4, 1));
        assertThat(fact(arm, "recall")).isEqualTo(0.75);
        assertThat(fact(arm, "falsePositiveRate")).isEqualTo(0.2);
        assertThat(fact(arm, "balancedAccuracy")).isCloseTo(0.775, within(1e-12));
    }

    @Test
    void alertsAreCountedByTheDayWhereRowsHaveTimes() {
        double[] times = IntStream.range(0, 9).mapToDouble(i -> i * DAY / 4).toArray();
        Arm timed = World.of(TEST.withTimes(times)).lab().missed(Arm.Name.CLEAN, Toy.threshold(5));
        // Three right and one false in two days.
        assertThat(fact(timed, "alertsPerDay")).isEqualTo(2);
        assertThat(World.of(TEST).lab().missed(Arm.Name.CLEAN, Toy.threshold(5)).facts())
                .doesNotContainKey("alertsPerDay");
    }

    @Test
    void alertsPerDayAreThoseOfTheWholeStreamOfWhichTheTestRowsAreASample() {
        double[] times = IntStream.range(0, 9).mapToDouble(i -> i * DAY / 4).toArray();
        Dataset train = Fake.rows(500, new double[9], new double[20]);
        double[] others = IntStream.range(0, 29)
                .mapToDouble(i -> i < 18 ? i * DAY / 9 : 3 * DAY + i)
                .toArray();
        Lab lab = World.of(train.withTimes(others), TEST.slice(0, 0), TEST.withTimes(times))
                .lab();
        // Of 27 rows in two days 9 are test rows, and 4 of these alarm; 11 rows are of a later day.
        assertThat(fact(lab.missed(Arm.Name.CLEAN, Toy.threshold(5)), "alertsPerDay"))
                .isCloseTo(6, within(1e-12));
        assertThat(Evaluate.days(TEST.withTimes(times), List.of(train))).isEqualTo(2);
        assertThat(Evaluate.days(TEST, List.of(train))).isNaN();
    }

    @Test
    void aDetectorIsRetrainedWithoutContradictoryRows() {
        World world = World.of(TEST);
        Dataset same = TEST.slice(0, 1).relabel(i -> 0);
        Built.plain(world.lab()).learnt(TEST.append(Fake.numbered(same, 90)), Toy.run());
        assertThat(world.shown()).extracting(Dataset::size).containsExactly(8);
    }

    @Test
    void theStandardLaboratoryGivesTheAttackerHalfOfTheValidationRows() {
        Split.Parts cut = new Split(0.3, 0.4).apply(Toy.clusters(360, 5), Toy.run());
        Lab lab = Lab.of(cut, new Train(Toy.forest(), 0.05), Toy.run());
        int half = cut.validation().size() / 2;
        assertThat(lab.auxiliary().size()).isEqualTo(half);
        assertThat(lab.parts().validation().size()).isEqualTo(cut.validation().size() - half);
        Set<Long> ids = new HashSet<>();
        IntStream.range(0, half).forEach(i -> ids.add(lab.auxiliary().id(i)));
        IntStream.range(0, lab.parts().validation().size())
                .forEach(i -> ids.add(lab.parts().validation().id(i)));
        assertThat(ids).hasSize(cut.validation().size());
        assertThat(lab.victims()).isEqualTo(300);
        assertThat(lab.raw()).isEmpty();
        assertThat(lab.parts().test()).isEqualTo(cut.test());
    }

    @Test
    void anAttackerWhoKnowsTheAlgorithmTrainsWithIt() {
        Lab lab = World.toy(Toy.budget());
        assertThat(lab.knowingAlgorithm().surrogate()).isEqualTo(Toy.forest());
        assertThat(lab.knowingAlgorithm().auxiliary()).isEqualTo(lab.auxiliary());
        assertThat(lab.grant().surrogate()).isEqualTo(lab.surrogate()).isNotEqualTo(Toy.forest());
        assertThat(lab.grant().knowledge()).isEmpty();
    }

    @Test
    void listsWhatTheDataProvide() {
        Dataset train = Fake.rows(500, new double[] {8}, new double[] {2});
        assertThat(lab(train, Optional.empty()).data()).isEmpty();
        assertThat(lab(train.withTimes(new double[2]), Optional.empty()).data()).containsExactly(Requirement.TIMES);
        assertThat(lab(train.withSources(new String[] {"a", "b"}), Optional.empty())
                        .data())
                .containsExactly(Requirement.SOURCES);
        RawData raw = new RawData(Records.of(List.of(Column.numbers("n", new double[1]))), Set.of(0L));
        assertThat(lab(train, Optional.of(raw)).data()).containsExactly(Requirement.RAW_RECORDS);
    }

    private static Lab lab(Dataset train, Optional<RawData> raw) {
        Lab lab = World.of(train, TEST, TEST).lab();
        return new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.steps()
                        .with(new Preparation(
                                new Rebuild(records -> train),
                                new Label("label", Set.of("benign")),
                                List.of("benign"),
                                "")),
                lab.model(),
                lab.surrogate(),
                lab.trainers(),
                raw,
                lab.threat(),
                12);
    }

    @Test
    void everyFamilyHasItsTrial() {
        assertThat(Trial.of(new Fake.Sender((own, allowed, sources, grant) -> own)))
                .isInstanceOf(RecordTrial.class);
        assertThat(Trial.of(new Fake.Interceptor((stream, targets) -> stream))).isInstanceOf(ChannelTrial.class);
        assertThat(Trial.of(new Fake.Guesser((oracles, low, high, grant) -> List.of())))
                .isInstanceOf(PropertyTrial.class);
        assertThat(Catalogue.all(Attack.class))
                .allSatisfy(attack -> assertThat(Trial.of(attack).attacks()).isAssignableFrom(attack.getClass()));
    }
}
