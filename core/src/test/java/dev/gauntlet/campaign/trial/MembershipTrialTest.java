package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MembershipTrialTest {
    private final List<Dataset> learnt = Collections.synchronizedList(new ArrayList<>());
    private final Lab lab = lab(Toy.lab());

    /** A detector that scores the rows it was trained on 0.9 and all others 0.1. */
    private record Memory(Set<List<Double>> seen) implements BlackBox {
        static Model of(Dataset data) {
            Set<List<Double>> seen = new HashSet<>();
            for (int i = 0; i < data.size(); i++) {
                seen.add(Arrays.stream(data.rows().row(i)).boxed().toList());
            }
            return new Model("memory", data.schema(), Encoding.identity(4), new Memory(seen));
        }

        @Override
        public Scale scale() {
            return Scale.PROBABILITY;
        }

        @Override
        public int outputs() {
            return 2;
        }

        @Override
        public int inputs() {
            return 4;
        }

        @Override
        public String form() {
            return "memory";
        }

        @Override
        public boolean showsScores() {
            return true;
        }

        @Override
        public Rows scores(Rows rows) {
            return Rows.fill(rows.size(), 2, (i, k) -> {
                boolean known = seen.contains(Arrays.stream(rows.row(i)).boxed().toList());
                return known == (k == 1) ? 0.9 : 0.1;
            });
        }

        @Override
        public Map<String, double[]> parameters() {
            return Map.of("seen", new double[] {seen.size()});
        }

        @Override
        public Predictor rebuild(Map<String, double[]> parameters) {
            return this;
        }
    }

    /** The toy laboratory, whose learner learns by heart. */
    private Lab lab(Lab toy) {
        return new Lab(
                toy.parts(),
                toy.auxiliary(),
                new Train(new Fake.Learner(Memory::of, learnt), 0.05),
                toy.model(),
                toy.surrogate(),
                toy.trainers(),
                toy.raw(),
                toy.threat().withBudget(Toy.budget()),
                12);
    }

    private static Set<Long> ids(Dataset rows) {
        return IntStream.range(0, rows.size()).mapToObj(rows::id).collect(Collectors.toSet());
    }

    private Bench<?> trial(BiFunction<Oracle, Dataset, double[]> act) {
        return Bench.of(lab, new Fake.Spy(act), Toy.run());
    }

    private List<Arm> undefended(BiFunction<Oracle, Dataset, double[]> act) {
        return trial(act).undefended();
    }

    /** The scores of a detector that remembers its members. */
    private static double[] remembered(Oracle oracle, Dataset candidates) {
        Oracle.Answers answers = oracle.ask(new int[candidates.size()], candidates.rows());
        return IntStream.range(0, candidates.size())
                .mapToDouble(i -> answers.answered(i) ? answers.score(i) : Double.NaN)
                .toArray();
    }

    @Test
    void theTargetIsTrainedOnHalfOfTheTrainingRowsAndCandidatesAreOfBothHalves() {
        List<Dataset> shown = new ArrayList<>();
        undefended((oracle, candidates) -> {
            shown.add(candidates);
            assertThat(oracle.left(0)).isEqualTo(candidates.size());
            return remembered(oracle, candidates);
        });
        Dataset train = lab.parts().train();
        Set<Long> members = ids(learnt.get(0));
        assertThat(members).hasSizeBetween(train.size() / 2 - 1, train.size() / 2 + 1);
        assertThat(ids(train)).containsAll(members);
        Set<Long> asked = ids(shown.get(0));
        assertThat(asked).hasSize(shown.get(0).size());
        assertThat(ids(train)).containsAll(asked);
        assertThat(asked.stream().filter(members::contains)).hasSize(asked.size() / 2);
    }

    @Test
    void aDetectorThatLearnsByHeartGivesItsMembersAway() {
        List<Arm> arms = undefended(MembershipTrialTest::remembered);
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(1);
        assertThat(fact(arms, Arm.Name.ATTACKED, "auc")).isEqualTo(1);
        assertThat(fact(arms, Arm.Name.ATTACKED, "blindAccuracy")).isEqualTo(0.5);
    }

    @Test
    void driftBetweenTrainingAndTestRowsIsNoMembership() {
        Split.Parts parts = lab.parts();
        Dataset test = parts.test();
        Dataset late = test.withRows(
                Rows.fill(test.size(), 4, (i, j) -> j == 3 ? 10 : test.rows().get(i, j)));
        Lab drifted = lab(new Lab(
                parts.withTest(late),
                lab.auxiliary(),
                lab.train(),
                lab.model(),
                lab.surrogate(),
                lab.trainers(),
                lab.raw(),
                lab.threat(),
                12));
        List<Arm> arms = Bench.of(
                        drifted,
                        new Fake.Spy((oracle, candidates) -> IntStream.range(0, candidates.size())
                                .mapToDouble(i -> -candidates.rows().get(i, 3))
                                .toArray()),
                        Toy.run())
                .undefended();
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isBetween(0.35, 0.65);
    }

    @Test
    void chanceIsOneHalf() {
        List<Arm> arms = undefended((oracle, candidates) -> new double[candidates.size()]);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(0.5);
        assertThat(damage(arms, Arm.Name.NULL).value()).isEqualTo(0.5);
        assertThat(damage(arms, Arm.Name.NULL).low()).isEqualTo(0.5);
        assertThat(fact(arms, Arm.Name.ATTACKED, "auc")).isEqualTo(0.5);
    }

    @Test
    void whatRecognisesMembersOfATargetThatNeverSawThemFails() {
        Bench<?> trial = trial((oracle, candidates) -> {
            Set<Long> members = ids(learnt.get(0));
            return IntStream.range(0, candidates.size())
                    .mapToDouble(i -> members.contains(candidates.id(i)) ? 1 : 0)
                    .toArray();
        });
        assertThatThrownBy(trial::undefended)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trained on none of them")
                .hasMessageContaining("1.000");
        assertThat(ids(learnt.get(1))).isEqualTo(ids(lab.parts().validation()));
    }

    @Test
    void invertedSuspicionRanksNothing() {
        List<Arm> arms = undefended((oracle, candidates) ->
                Arrays.stream(remembered(oracle, candidates)).map(v -> -v).toArray());
        assertThat(fact(arms, Arm.Name.ATTACKED, "auc")).isZero();
    }

    @Test
    void recallAtARateThatTheNonMembersCannotMeasureIsLeftOut() {
        Lab few = lab;
        List<Arm> arms = undefended(MembershipTrialTest::remembered);
        int others = damage(arms, Arm.Name.ATTACKED).n() / 2;
        assertThat(others).isLessThan(100);
        assertThat(fact(arms, Arm.Name.ATTACKED, "smallestFalsePositiveRate")).isEqualTo(1.0 / others);
        assertThat(World.arm(arms, Arm.Name.ATTACKED).facts())
                .doesNotContainKeys("truePositivesAt1Percent", "truePositivesAt1Permille");
        Split.Parts parts = new Split(0.3, 0.2).apply(Toy.clusters(2400, 5), Toy.run());
        Lab many = new Lab(
                parts,
                few.auxiliary(),
                few.train(),
                few.model(),
                few.surrogate(),
                few.trainers(),
                few.raw(),
                few.threat(),
                12);
        List<Arm> judged = Bench.of(many, new Fake.Spy(MembershipTrialTest::remembered), Toy.run())
                .undefended();
        assertThat(fact(judged, Arm.Name.ATTACKED, "truePositivesAt1Percent")).isEqualTo(1);
        assertThat(World.arm(judged, Arm.Name.ATTACKED).facts()).doesNotContainKey("truePositivesAt1Permille");
    }

    @Test
    void aLimitOnQueriesIsSpentOnJudgedRowsToo() {
        Bench<?> trial = trial(MembershipTrialTest::remembered);
        int judged = damage(trial.undefended(), Arm.Name.ATTACKED).n();
        List<Arm> arms = trial.defended(new Fake.Mute(30));
        // Two of three queries are about judged rows; of the others all are called no members, which is right for half
        // of them.
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "unanswered")).isEqualTo(judged - 20);
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isBetween(0.5 + 5.0 / judged, 0.5 + 15.0 / judged);
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "auc")).isGreaterThan(0.53);
        List<Arm> silent = trial.defended(new Fake.Mute(0));
        assertThat(damage(silent, Arm.Name.ADAPTIVE).value()).isEqualTo(0.5);
        assertThat(fact(silent, Arm.Name.ADAPTIVE, "auc")).isEqualTo(0.5);
        assertThat(fact(silent, Arm.Name.ADAPTIVE, "unanswered")).isEqualTo(judged);
    }

    /** Knows the members of a detector that learns by heart, but on another scale where the first query gets no answer. */
    private static double[] shifting(Oracle oracle, Dataset candidates) {
        Oracle.Answers answers = oracle.ask(new int[candidates.size()], candidates.rows());
        boolean odd = IntStream.range(0, candidates.size()).anyMatch(i -> answers.answered(i) && answers.score(i) == 1);
        return IntStream.range(0, candidates.size())
                .mapToDouble(i -> odd ? candidates.id(i) : answers.score(i))
                .toArray();
    }

    @Test
    void aHardenedDetectorIsQueriedInsteadOfThePlainOne() {
        Model sure = Toy.threshold(-1);
        List<Arm> arms = trial(MembershipTrialTest::shifting).defended(new Fake.Hardening(sure));
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(0.5);
        assertThat(damage(arms, Arm.Name.DEFENDED_CLEAN))
                .as("nothing was measured, so that there are no cases and no interval")
                .isEqualTo(Interval.exact(0));
        assertThat(damage(arms, Arm.Name.DEFENDED_RANDOM).value()).isEqualTo(0.5);
    }

    @Test
    void aDefenceOfTheTrainingRowsMeetsTheRowsOfTheTarget() {
        Dataset train = lab.parts().train();
        List<Arm> arms =
                trial(MembershipTrialTest::remembered).defended(new Fake.Filter((data, row) -> data.id(row) % 2 == 0));
        assertThat(learnt.stream()
                        .filter(rows -> rows.size() > 1 && ids(train).containsAll(ids(rows)))
                        .filter(rows -> rows.size() < train.size() / 3)
                        .flatMap(rows -> ids(rows).stream()))
                .isNotEmpty()
                .allMatch(id -> id % 2 == 0);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isBetween(0.6, 0.9);
    }

    /** The toy laboratory with a given detector that remembers every other test row; all of them are named. */
    private Lab named() {
        Dataset test = lab.parts().test();
        Dataset in = test.select(
                IntStream.range(0, test.size()).filter(i -> i % 2 == 0).toArray());
        Dataset out = test.select(
                IntStream.range(0, test.size()).filter(i -> i % 2 == 1).toArray());
        return lab.with(Memory.of(in)).ofGivenDetector(Optional.of(KnownRows.named(in, out)));
    }

    @Test
    void aGivenDetectorIsJudgedOnRowsThatAreNamedAndNoOtherIsTrained() {
        Bench<?> bench = Bench.of(named(), new Fake.Spy(MembershipTrialTest::remembered), Toy.run());
        assertThat(damage(bench.undefended(), Arm.Name.ATTACKED).value()).isEqualTo(1);
        assertThat(damage(bench.undefended(), Arm.Name.NULL).value()).isEqualTo(0.5);
        assertThat(learnt).allMatch(rows -> ids(lab.parts().validation()).containsAll(ids(rows)));
        assertThat(new MembershipTrial().subject(named())).isEqualTo(Subject.DETECTOR);
        assertThat(new MembershipTrial().subject(lab)).isEqualTo(Subject.LEARNER);
    }

    @Test
    void aGivenDetectorThatRemembersOtherRowsIsNotTold() {
        Lab stranger = named().with(Memory.of(lab.parts().train()));
        Bench<?> bench = Bench.of(stranger, new Fake.Spy(MembershipTrialTest::remembered), Toy.run());
        assertThat(damage(bench.undefended(), Arm.Name.ATTACKED).value()).isEqualTo(0.5);
    }

    @Test
    void namedRowsThatDifferInMoreThanMembershipFail() {
        Dataset test = lab.parts().test();
        KnownRows drifted = KnownRows.named(test.select(test.maliciousRows()), test.select(test.benignRows()));
        Lab given = lab.with(Memory.of(drifted.members())).ofGivenDetector(Optional.of(drifted));
        BiFunction<Oracle, Dataset, double[]> byValue = (oracle, rows) -> IntStream.range(0, rows.size())
                .mapToDouble(i -> rows.malicious(i) ? 1 : 0)
                .toArray();
        assertThatThrownBy(
                        () -> Bench.of(given, new Fake.Spy(byValue), Toy.run()).undefended())
                .hasMessageContaining("no memory of training rows");
    }

    @Test
    void theBlindDetectorSeesNoNamedRow() {
        Dataset validation = lab.parts().validation();
        int half = validation.size() / 2;
        KnownRows named = KnownRows.named(validation.slice(0, half / 2), validation.slice(half / 2, half));
        Lab given = lab.with(Memory.of(named.members())).ofGivenDetector(Optional.of(named));
        Bench.of(given, new Fake.Spy(MembershipTrialTest::remembered), Toy.run())
                .undefended();
        assertThat(learnt)
                .isNotEmpty()
                .allMatch(rows -> ids(validation.slice(half, validation.size())).containsAll(ids(rows)));
    }

    @Test
    void aGivenDetectorWhoseMembersAreNotNamedIsSkipped() {
        Lab given = lab.ofGivenDetector(Optional.empty());
        Fake.Spy spy = new Fake.Spy(MembershipTrialTest::remembered);
        assertThat(new MembershipTrial().lacks(given, spy))
                .hasValueSatisfying(reason -> assertThat(reason).contains("--members", "--non-members"));
        assertThat(new MembershipTrial().lacks(lab, spy)).isEmpty();
    }

    @Test
    void aDefenceThatTrainsAnotherDetectorSaysNothingOfTheGivenOne() {
        Bench<?> bench = Bench.of(named(), new Fake.Spy(MembershipTrialTest::remembered), Toy.run());
        assertThat(bench.defended(new Fake.Filter((data, row) -> true))).isEmpty();
    }

    @Test
    void noRowIsNamedAsBoth() {
        Dataset test = lab.parts().test();
        assertThatThrownBy(() -> KnownRows.named(test.slice(0, 3), test.slice(2, 5)))
                .hasMessageContaining("among both");
    }

    @Test
    void otherDefencesDoNotApply() {
        assertThat(trial(MembershipTrialTest::remembered).defended(Fake.stranger()))
                .isEmpty();
        assertThat(trial(MembershipTrialTest::remembered).measure()).contains("membership in the training set");
    }
}
