package dev.gauntlet.app.cli;

import static dev.gauntlet.app.cli.Terminal.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates fail closed: none passes because it could not be evaluated. */
final class GateCommandTest {
    @TempDir
    private static Path folder = Path.of("");

    private static Path data = Path.of("");

    @BeforeAll
    static void makeData() throws IOException {
        data = Terminal.table(folder.resolve("table.csv"), 400);
    }

    private static Object[] words(String command, String out, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                command, "--data", data, "--label", "verdict", "--benign", "good", "--out", folder.resolve(out)));
        words.addAll(Arrays.asList(more));
        return words.toArray();
    }

    private static String refusal(String out, Object... more) {
        String said = refused(words("assess", out, more)).err();
        assertThat(folder.resolve(out)).doesNotExist();
        return said;
    }

    @Test
    void aGateOnAFamilyThatIsNotSelectedIsRefusedBeforeTheRun() {
        assertThat(refusal("unselected", "--attacks", "verdict-drop", "--fail-on", "evasion.attacked.success>0.2"))
                .contains("evasion.attacked.success>0.2", "no attack of the family \"evasion\" is selected")
                .doesNotContain("building");
    }

    @Test
    void aGateOnAnAttackThatIsNotSelectedIsRefused() {
        assertThat(refusal(
                        "attack",
                        "--attacks",
                        "verdict-drop",
                        "--fail-on",
                        "channel.verdict-truncate.attacked.damage>0.2"))
                .contains("the attack \"verdict-truncate\" is not among the selected ones");
    }

    @Test
    void aMistypedMeasureOfAFamilyThatIsNotRunIsRefusedWithTheNearest() {
        assertThat(refusal("typo", "--attacks", "verdict-drop", "--fail-on", "evasion.attacked.sucess>0.2"))
                .contains("there is no measure in this arm \"sucess\"", "did you mean \"success\"");
    }

    @Test
    void aMeasureThatOnlyAnotherArmHasIsRefused() {
        assertThat(refusal("arm", "--attacks", "label-flip", "--fail-on", "labels.clean.rowsChanged>3"))
                .contains("there is no measure in this arm \"rowsChanged\"");
    }

    @Test
    void anAttackOfAnotherFamilyIsRefused() {
        assertThat(refusal("family", "--fail-on", "channel.mimicry.attacked.damage>0.2"))
                .contains("there is no attack of this family \"mimicry\"");
    }

    @Test
    void aGateOnADefendedArmWithoutItsDefenceIsRefused() {
        assertThat(refusal(
                        "defence",
                        "--attacks",
                        "verdict-drop",
                        "--defences",
                        "signed-bundle",
                        "--fail-on",
                        "channel.defended.damage>0.2"))
                .contains("no selected defence", "the arm \"defended\" does not run");
    }

    @Test
    void aGateOnAnAttackThatTheDataRuleOutIsRefusedWithTheReason() {
        assertThat(refusal("skipped", "--attacks", "boiling-frog", "--fail-on", "retraining.attacked.damage>0.2"))
                .contains("boiling-frog is skipped: the data have no time column");
    }

    @Test
    void aGateOnAnAttackThatTheThreatModelRulesOutIsRefusedBeforeTraining() throws IOException {
        Path plan = Files.writeString(folder.resolve("weak.yaml"), "grants: [query]\n");
        assertThat(refusal("weak", plan, "--attacks", "label-flip", "--fail-on", "labels.attacked.damage>0.2"))
                .contains("label-flip is skipped: the threat model does not let the adversary");
    }

    @Test
    void aGateThatCannotBeEvaluatedPassesWhenThatIsAllowedAndIsNamed() {
        Terminal.Result result = Terminal.run(words(
                "assess",
                "allowed",
                "--attacks",
                "verdict-drop",
                "--allow-missing",
                "--fail-on",
                "evasion.attacked.success>0.2"));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains("gate passed: ", "evasion.attacked.success>0.2");
    }

    @Test
    void theDetectorHasGatesOfItsOwn() {
        Terminal.Result result = Terminal.run(words("process", "own", "--fail-on", "detector.recall<0.999"));
        assertThat(result.code()).as(result.err()).isEqualTo(Main.GATE);
        assertThat(result.err()).contains("gate tripped: detector.recall<0.999: the detector has");
        assertThat(Terminal.run(words("process", "own", "--fail-on", "detector.recall<0.01"))
                        .code())
                .isZero();
    }

    @Test
    void aCommandThatAttacksNothingRefusesGatesOnAttacks() {
        assertThat(refused(words("process", "noattacks", "--fail-on", "evasion.attacked.success>0.2"))
                        .err())
                .contains("this command runs no attacks", "gauntlet assess");
    }

    @Test
    void alertsPerDayOfRowsWithoutTimesCannotBeGated() {
        assertThat(refused(words("process", "days", "--fail-on", "detector.alertsPerDay>9"))
                        .err())
                .contains("the test rows have no times");
    }
}
