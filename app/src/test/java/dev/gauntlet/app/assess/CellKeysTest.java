package dev.gauntlet.app.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Rebuild;
import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.labels.LabelFlip;
import dev.gauntlet.attack.labels.LossGainFlip;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Cell;
import dev.gauntlet.campaign.Guard;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.RawData;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.data.NearestNeighbourFilter;
import dev.gauntlet.defence.training.RegularisedTraining;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Preparation;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.retrain.Window;
import dev.gauntlet.process.train.Calibration;
import dev.gauntlet.process.train.OperatingPoint;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class CellKeysTest {
    private static final Lab LAB = raw("10.0.0.1", "host", "one");
    private static final Attack FLIP = new LabelFlip();
    private static final Guard FILTER = guard("filter", new NearestNeighbourFilter());
    private static final Cell CELL = cell(FLIP, FILTER);
    private static final String KEY = key(LAB);

    private static Guard guard(String name, Defence... defences) {
        return new Guard(name, List.of(defences));
    }

    private static Cell cell(Attack attack, Guard guard) {
        return new Cell(attack, Optional.of(guard), Arm.Name.DEFENDED, 1, 0, 1);
    }

    private static String key(Lab lab) {
        return CellKeys.of(lab, 1, "build").key(CELL);
    }

    private static String key(Cell cell) {
        return CellKeys.of(LAB, 1, "build").key(cell);
    }

    private static Lab raw(String host, String source, String process) {
        return raw(host, source, process, new Label("label", Set.of("benign")));
    }

    private static Lab raw(String host, String source, String process, Label label) {
        return raw(host, source, process, label, Set.of(0L));
    }

    private static Lab raw(String host, String source, String process, Label label, Set<Long> training) {
        Records records = Records.of(List.of(
                        Column.times("ts", new double[] {0}),
                        Column.addresses("host", new String[] {host}),
                        Column.addresses("peer", new String[] {"10.0.0.9"}),
                        Column.texts("label", new String[] {"benign"})))
                .withRoles(Optional.of("ts"), Optional.of(source));
        Lab toy = Toy.lab();
        return new Lab(
                toy.parts(),
                toy.auxiliary(),
                toy.steps()
                        .with(new Preparation(
                                new Rebuild(all -> Toy.rows()), label, List.of("benign", "worm"), process)),
                toy.model(),
                toy.surrogate(),
                toy.trainers(),
                Optional.of(new RawData(records, training)),
                toy.threat(),
                toy.victims());
    }

    private static Label label(Set<String> unlabelled, boolean exact) {
        return new Label("label", Set.of("benign"), unlabelled, exact);
    }

    private static Lab lab(
            Lab lab, Split.Parts parts, Dataset auxiliary, Train train, Model model, ThreatModel threat) {
        return new Lab(
                parts,
                auxiliary,
                lab.steps().with(train),
                model,
                lab.surrogate(),
                lab.trainers(),
                lab.raw(),
                threat,
                lab.victims());
    }

    private static Lab with(Split.Parts parts) {
        return lab(LAB, parts, LAB.auxiliary(), LAB.train(), LAB.model(), LAB.threat());
    }

    private static Lab with(Train train) {
        return lab(LAB, LAB.parts(), LAB.auxiliary(), train, LAB.model(), LAB.threat());
    }

    private static Lab with(ThreatModel threat) {
        return lab(LAB, LAB.parts(), LAB.auxiliary(), LAB.train(), LAB.model(), threat);
    }

    private static Lab with(Trainer surrogate, List<Trainer> trainers, int victims, Sanitise sanitise) {
        return new Lab(
                LAB.parts(),
                LAB.auxiliary(),
                LAB.steps().with(sanitise),
                LAB.model(),
                surrogate,
                trainers,
                LAB.raw(),
                LAB.threat(),
                victims);
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
    void theSameCellHasTheSameKeyWhateverItsGuardIsCalled() {
        Lab again = raw("10.0.0.1", "host", "one");
        Guard same = guard("other name", new NearestNeighbourFilter());
        assertThat(CellKeys.of(again, 1, "build").key(cell(new LabelFlip(), same)))
                .isEqualTo(KEY);
    }

    @Test
    void anotherAttackOrAnotherSettingIsAnotherCell() {
        allDifferent(List.of(key(cell(new LabelFlip(0.5), FILTER)), key(cell(new LossGainFlip(), FILTER))));
    }

    @Test
    void theArmAndTheStrengthCount() {
        Optional<Guard> guard = Optional.of(FILTER);
        allDifferent(List.of(
                key(new Cell(FLIP, guard, Arm.Name.ADAPTIVE, 1, 0, 1)),
                key(new Cell(FLIP, guard, Arm.Name.DEFENDED, 0.5, 0, 1)),
                key(new Cell(FLIP, guard, Arm.Name.DEFENDED, 1, 1, 1)),
                key(new Cell(FLIP, guard, Arm.Name.DEFENDED, 1, 0, 2)),
                key(new Cell(FLIP, Optional.empty(), Arm.Name.DEFENDED, 1, 0, 1))));
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
        assertThat(Catalogue.text(new Twin())).endsWith("Twin[]");
        assertThat(Catalogue.text(FLIP)).endsWith(".LabelFlip[share=1.0]");
    }

    @Test
    void settingsAndOrderOfTheDefencesCount() {
        Defence filter = new NearestNeighbourFilter();
        Defence training = new RegularisedTraining();
        allDifferent(List.of(
                key(cell(FLIP, guard("filter", new NearestNeighbourFilter(3, 0.5)))),
                key(cell(FLIP, guard("filter", filter, training))),
                key(cell(FLIP, guard("filter", training, filter)))));
    }

    @Test
    void theRowsCountEachPartByItself() {
        Split.Parts parts = LAB.parts();
        List<String> names = new ArrayList<>(parts.train().labelNames());
        names.set(1, "worm");
        allDifferent(List.of(
                key(with(new Split.Parts(shorter(parts.train()), parts.validation(), parts.test()))),
                key(with(new Split.Parts(parts.train(), shorter(parts.validation()), parts.test()))),
                key(with(new Split.Parts(parts.train(), parts.validation(), shorter(parts.test())))),
                key(with(parts.withTest(parts.train()).withTrain(parts.test()))),
                key(with(parts.withTest(renamed(parts.test(), names)))),
                key(lab(LAB, parts, shorter(LAB.auxiliary()), LAB.train(), LAB.model(), LAB.threat()))));
    }

    private static Dataset renamed(Dataset rows, List<String> names) {
        int[] labels = new int[rows.size()];
        java.util.Arrays.setAll(labels, rows::label);
        return rows.withLabels(labels, names);
    }

    @Test
    void theDetectorCounts() {
        Model model = LAB.model().withThreshold(LAB.model().threshold() / 2);
        assertThat(key(lab(LAB, LAB.parts(), LAB.auxiliary(), LAB.train(), model, LAB.threat())))
                .isNotEqualTo(KEY);
    }

    @Test
    void theRawRecordsCountAndWhatIsDoneWithThem() {
        allDifferent(List.of(
                key(raw("10.0.0.2", "host", "one")),
                key(raw("10.0.0.1", "peer", "one")),
                key(raw("10.0.0.1", "host", "two")),
                key(raw("10.0.0.1", "host", "one", new Label("peer", Set.of("benign")))),
                key(raw("10.0.0.1", "host", "one", new Label("label", Set.of("fine")))),
                key(raw("10.0.0.1", "host", "one", label(Set.of("unknown"), false))),
                key(raw("10.0.0.1", "host", "one", label(Set.of(), true))),
                key(raw("10.0.0.1", "host", "one", new Label("label", Set.of("benign")), Set.of())),
                key(Toy.lab())));
    }

    @Test
    void theTrainStepCounts() {
        Train train = LAB.train();
        allDifferent(List.of(
                key(with(train.with(new RandomForest(9, 6, 2, 0.5)))),
                key(with(train.with(new OperatingPoint.FalsePositives(0.06)))),
                key(with(train.with(new OperatingPoint.Cost(1, 1, 0.5)))),
                key(with(new Train(train.trainer(), train.point(), Optional.of(Calibration.PLATT))))));
    }

    @Test
    void theWindowOfRetrainingCounts() {
        Lab other = new Lab(
                LAB.parts(),
                LAB.auxiliary(),
                LAB.steps().with(new Window.Sliding(3)),
                LAB.model(),
                LAB.surrogate(),
                LAB.trainers(),
                LAB.raw(),
                LAB.threat(),
                LAB.victims());
        assertThat(key(other)).isNotEqualTo(KEY);
    }

    @Test
    void whatAttackersTrainVictimsAndSanitisingCount() {
        Trainer forest = new RandomForest(9, 6, 2, 0.5);
        allDifferent(List.of(
                key(with(forest, LAB.trainers(), LAB.victims(), LAB.steps().sanitise())),
                key(with(
                        LAB.surrogate(),
                        List.of(forest),
                        LAB.victims(),
                        LAB.steps().sanitise())),
                key(with(LAB.surrogate(), List.of(), LAB.victims(), LAB.steps().sanitise())),
                key(with(
                        LAB.surrogate(),
                        LAB.trainers(),
                        LAB.victims() + 1,
                        LAB.steps().sanitise())),
                key(with(
                        LAB.surrogate(),
                        LAB.trainers(),
                        LAB.victims(),
                        new Sanitise(false, true, 0, Double.POSITIVE_INFINITY, 1)))));
    }

    @Test
    void theThreatModelAndEachPartOfTheBudgetCount() {
        ThreatModel threat = LAB.threat();
        EnumSet<Requirement> fewer = EnumSet.allOf(Requirement.class);
        fewer.remove(Requirement.RAW_RECORDS);
        allDifferent(List.of(
                key(with(new ThreatModel(fewer, threat.access(), threat.budget()))),
                key(with(new ThreatModel(threat.grants(), Access.LABEL, threat.budget()))),
                key(with(threat(b -> new Budget(0.3, b.eps(), b.queries(), b.cost(), b.sources())))),
                key(with(threat(b -> new Budget(b.rows(), 0.3, b.queries(), b.cost(), b.sources())))),
                key(with(threat(b -> new Budget(b.rows(), b.eps(), 7, b.cost(), b.sources())))),
                key(with(threat(b -> new Budget(b.rows(), b.eps(), b.queries(), 7, b.sources())))),
                key(with(threat(b -> new Budget(b.rows(), b.eps(), b.queries(), b.cost(), 0.7))))));
    }

    @Test
    void seedAndBuildCount() {
        allDifferent(List.of(
                CellKeys.of(LAB, 2, "build").key(CELL),
                CellKeys.of(LAB, 1, "rebuilt").key(CELL)));
    }
}
