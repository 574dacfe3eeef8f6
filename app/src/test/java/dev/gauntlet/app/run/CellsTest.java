package dev.gauntlet.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.poisoning.LabelFlip;
import dev.gauntlet.attack.poisoning.LossGainFlip;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Guard;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.RawData;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.data.LeakCheck;
import dev.gauntlet.defence.data.NearestNeighbourFilter;
import dev.gauntlet.defence.training.RegularisedTraining;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.train.Calibration;
import dev.gauntlet.process.train.OperatingPoint;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Need;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class CellsTest {
    private static final Lab LAB = withRaw(Toy.lab(), raw("10.0.0.1", "host", "one"));
    private static final Attack FLIP = new LabelFlip();
    private static final Guard FILTER = guard("filter", new NearestNeighbourFilter());
    private static final Guard OTHER = guard("leaks", new LeakCheck());
    private static final Campaign CAMPAIGN = campaign(List.of(FLIP), List.of(FILTER), List.of(0.5, 1.0), 0.05);
    private static final String KEY = key(CAMPAIGN, LAB);

    private static Guard guard(String name, Defence... defences) {
        return new Guard(name, List.of(defences));
    }

    private static Campaign campaign(
            List<Attack> attacks, List<Guard> guards, List<Double> strengths, double tolerance) {
        return new Campaign(attacks, guards, false, strengths, tolerance);
    }

    private static String key(Campaign campaign, Lab lab) {
        return Cells.of(campaign, lab, 1, "build").key(FLIP);
    }

    private static String guarded(Guard... guards) {
        return key(campaign(List.of(FLIP), List.of(guards), List.of(0.5, 1.0), 0.05), LAB);
    }

    private static RawData raw(String host, String source, String process) {
        return raw(host, source, process, new Label("label", Set.of("benign")));
    }

    private static RawData raw(String host, String source, String process, Label label) {
        Records records = Records.of(List.of(
                        Column.times("ts", new double[] {0}),
                        Column.addresses("host", new String[] {host}),
                        Column.addresses("peer", new String[] {"10.0.0.9"}),
                        Column.texts("label", new String[] {"benign"})))
                .withRoles(Optional.of("ts"), Optional.of(source));
        return new RawData(records, label, List.of("benign", "worm"), all -> Toy.rows(), process);
    }

    private static Label label(Set<String> unlabelled, boolean exact) {
        return new Label("label", Set.of("benign"), unlabelled, exact);
    }

    private static Lab withRaw(Lab lab, RawData raw) {
        return lab(lab, lab.parts(), lab.auxiliary(), lab.train(), lab.model(), Optional.of(raw), lab.threat());
    }

    private static Lab lab(
            Lab lab,
            Split.Parts parts,
            Dataset auxiliary,
            Train train,
            Model model,
            Optional<RawData> raw,
            ThreatModel threat) {
        return new Lab(
                parts,
                auxiliary,
                train,
                model,
                lab.surrogate(),
                lab.trainers(),
                raw,
                threat,
                lab.victims(),
                lab.sanitise());
    }

    private static Lab with(Split.Parts parts) {
        return lab(LAB, parts, LAB.auxiliary(), LAB.train(), LAB.model(), LAB.raw(), LAB.threat());
    }

    private static Lab with(Train train) {
        return lab(LAB, LAB.parts(), LAB.auxiliary(), train, LAB.model(), LAB.raw(), LAB.threat());
    }

    private static Lab with(ThreatModel threat) {
        return lab(LAB, LAB.parts(), LAB.auxiliary(), LAB.train(), LAB.model(), LAB.raw(), threat);
    }

    private static Lab with(Trainer surrogate, List<Trainer> trainers, int victims, Sanitise sanitise) {
        return new Lab(
                LAB.parts(),
                LAB.auxiliary(),
                LAB.train(),
                LAB.model(),
                surrogate,
                trainers,
                LAB.raw(),
                LAB.threat(),
                victims,
                sanitise);
    }

    private static Dataset shorter(Dataset rows) {
        return rows.slice(0, rows.size() - 1);
    }

    private static ThreatModel threat(UnaryOperator<Budget> budget) {
        return LAB.threat().withBudget(budget.apply(LAB.budget()));
    }

    private static void allDifferent(List<String> keys) {
        assertThat(new HashSet<>(keys)).hasSameSizeAs(keys).doesNotContain(KEY);
    }

    @Test
    void theSameCellHasTheSameKey() {
        Lab again = withRaw(Toy.lab(), raw("10.0.0.1", "host", "one"));
        assertThat(key(campaign(List.of(new LabelFlip()), List.of(FILTER), List.of(0.5, 1.0), 0.05), again))
                .isEqualTo(KEY);
    }

    @Test
    void otherAttacksAndGuardsThatItDoesNotMeetDoNotCount() {
        List<Attack> more = List.of(new LossGainFlip(), FLIP);
        assertThat(key(campaign(more, List.of(OTHER, FILTER), List.of(0.5, 1.0), 0.05), LAB))
                .isEqualTo(KEY);
    }

    @Test
    void aGuardThatItMeetsBecauseEveryPairIsTriedCounts() {
        Guard training = guard("training", new RegularisedTraining());
        assertThat(guarded(FILTER, training)).isEqualTo(KEY);
        assertThat(everyPair(FILTER, training)).isNotEqualTo(KEY);
        assertThat(everyPair(FILTER, OTHER)).as("it passes no leak check").isEqualTo(KEY);
    }

    private static String everyPair(Guard... guards) {
        return key(new Campaign(List.of(FLIP), List.of(guards), true, List.of(0.5, 1.0), 0.05), LAB);
    }

    @Test
    void anotherAttackOrAnotherSettingIsAnotherCell() {
        Cells cells = Cells.of(CAMPAIGN, LAB, 1, "build");
        allDifferent(List.of(cells.key(new LabelFlip(0.5)), cells.key(new LossGainFlip())));
    }

    @Test
    void theClassOfAPluginCountsAndNotItsId() {
        record Twin() implements Plugin {
            @Override
            public String id() {
                return FLIP.id();
            }

            @Override
            public String summary() {
                return "";
            }

            @Override
            public String source() {
                return "";
            }

            @Override
            public String toString() {
                return FLIP.toString();
            }
        }
        assertThat(Cells.text(new Twin())).endsWith("Twin[]");
        assertThat(Cells.text(FLIP)).endsWith(".LabelFlip[share=1.0]");
    }

    @Test
    void namesSettingsAndOrderOfTheGuardsCount() {
        Defence filter = new NearestNeighbourFilter();
        Defence training = new RegularisedTraining();
        allDifferent(List.of(
                guarded(),
                guarded(guard("other name", filter)),
                guarded(guard("filter", new NearestNeighbourFilter(3, 0.5))),
                guarded(guard("filter", filter, training)),
                guarded(guard("filter", training, filter)),
                guarded(guard("filter", filter), guard("both", training, filter)),
                guarded(guard("both", training, filter), guard("filter", filter))));
    }

    @Test
    void theRowsCountEachPartByItself() {
        Split.Parts parts = LAB.parts();
        List<String> names = new ArrayList<>(parts.train().labelNames());
        names.set(1, "worm");
        allDifferent(List.of(
                key(CAMPAIGN, with(new Split.Parts(shorter(parts.train()), parts.validation(), parts.test()))),
                key(CAMPAIGN, with(new Split.Parts(parts.train(), shorter(parts.validation()), parts.test()))),
                key(CAMPAIGN, with(new Split.Parts(parts.train(), parts.validation(), shorter(parts.test())))),
                key(CAMPAIGN, with(parts.withTest(parts.train()).withTrain(parts.test()))),
                key(CAMPAIGN, with(parts.withTest(renamed(parts.test(), names)))),
                key(
                        CAMPAIGN,
                        lab(LAB, parts, shorter(LAB.auxiliary()), LAB.train(), LAB.model(), LAB.raw(), LAB.threat()))));
    }

    private static Dataset renamed(Dataset rows, List<String> names) {
        int[] labels = new int[rows.size()];
        java.util.Arrays.setAll(labels, rows::label);
        return rows.withLabels(labels, names);
    }

    @Test
    void theDetectorCounts() {
        Model model = LAB.model().withThreshold(LAB.model().threshold() / 2);
        assertThat(key(CAMPAIGN, lab(LAB, LAB.parts(), LAB.auxiliary(), LAB.train(), model, LAB.raw(), LAB.threat())))
                .isNotEqualTo(KEY);
    }

    @Test
    void theRawRecordsCountAndWhatIsDoneWithThem() {
        allDifferent(List.of(
                key(CAMPAIGN, withRaw(LAB, raw("10.0.0.2", "host", "one"))),
                key(CAMPAIGN, withRaw(LAB, raw("10.0.0.1", "peer", "one"))),
                key(CAMPAIGN, withRaw(LAB, raw("10.0.0.1", "host", "two"))),
                key(CAMPAIGN, withRaw(LAB, raw("10.0.0.1", "host", "one", new Label("peer", Set.of("benign"))))),
                key(CAMPAIGN, withRaw(LAB, raw("10.0.0.1", "host", "one", new Label("label", Set.of("fine"))))),
                key(CAMPAIGN, withRaw(LAB, raw("10.0.0.1", "host", "one", label(Set.of("unknown"), false)))),
                key(CAMPAIGN, withRaw(LAB, raw("10.0.0.1", "host", "one", label(Set.of(), true)))),
                key(
                        CAMPAIGN,
                        lab(
                                LAB,
                                LAB.parts(),
                                LAB.auxiliary(),
                                LAB.train(),
                                LAB.model(),
                                Optional.empty(),
                                LAB.threat()))));
    }

    @Test
    void theTrainStepCounts() {
        Train train = LAB.train();
        allDifferent(List.of(
                key(CAMPAIGN, with(train.with(new RandomForest(9, 6, 2, 0.5)))),
                key(CAMPAIGN, with(train.with(new OperatingPoint.FalsePositives(0.06)))),
                key(CAMPAIGN, with(train.with(new OperatingPoint.Cost(1, 1, 0.5)))),
                key(CAMPAIGN, with(new Train(train.trainer(), train.point(), Optional.of(Calibration.PLATT))))));
    }

    @Test
    void whatAttackersTrainVictimsAndSanitisingCount() {
        Trainer forest = new RandomForest(9, 6, 2, 0.5);
        allDifferent(List.of(
                key(CAMPAIGN, with(forest, LAB.trainers(), LAB.victims(), LAB.sanitise())),
                key(CAMPAIGN, with(LAB.surrogate(), List.of(forest), LAB.victims(), LAB.sanitise())),
                key(CAMPAIGN, with(LAB.surrogate(), List.of(), LAB.victims(), LAB.sanitise())),
                key(CAMPAIGN, with(LAB.surrogate(), LAB.trainers(), LAB.victims() + 1, LAB.sanitise())),
                key(
                        CAMPAIGN,
                        with(
                                LAB.surrogate(),
                                LAB.trainers(),
                                LAB.victims(),
                                new Sanitise(false, true, 0, Double.POSITIVE_INFINITY, 1)))));
    }

    @Test
    void theThreatModelAndEachPartOfTheBudgetCount() {
        ThreatModel threat = LAB.threat();
        EnumSet<Need> fewer = EnumSet.allOf(Need.class);
        fewer.remove(Need.RAW_RECORDS);
        allDifferent(List.of(
                key(CAMPAIGN, with(new ThreatModel(fewer, threat.access(), threat.budget()))),
                key(CAMPAIGN, with(new ThreatModel(threat.grants(), Access.LABEL, threat.budget()))),
                key(CAMPAIGN, with(threat(b -> new Budget(0.3, b.eps(), b.queries(), b.cost(), b.sources())))),
                key(CAMPAIGN, with(threat(b -> new Budget(b.rows(), 0.3, b.queries(), b.cost(), b.sources())))),
                key(CAMPAIGN, with(threat(b -> new Budget(b.rows(), b.eps(), 7, b.cost(), b.sources())))),
                key(CAMPAIGN, with(threat(b -> new Budget(b.rows(), b.eps(), b.queries(), 7, b.sources())))),
                key(CAMPAIGN, with(threat(b -> new Budget(b.rows(), b.eps(), b.queries(), b.cost(), 0.7))))));
    }

    @Test
    void strengthsToleranceSeedAndBuildCount() {
        allDifferent(List.of(
                key(campaign(List.of(FLIP), List.of(FILTER), List.of(1.0), 0.05), LAB),
                key(campaign(List.of(FLIP), List.of(FILTER), List.of(0.5, 1.0), 0.06), LAB),
                Cells.of(CAMPAIGN, LAB, 2, "build").key(FLIP),
                Cells.of(CAMPAIGN, LAB, 1, "rebuilt").key(FLIP)));
    }
}
