package dev.gauntlet.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gauntlet.Suite;
import dev.gauntlet.adapters.file.FileFormat;
import dev.gauntlet.adapters.file.NumberStyle;
import dev.gauntlet.adapters.file.OddCells;
import dev.gauntlet.adapters.file.TimeFormat;
import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.base.Choice;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.process.Criteria;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.TriageDesk;
import dev.gauntlet.process.assemble.Completeness;
import dev.gauntlet.process.label.Labelling;
import dev.gauntlet.process.train.Calibration;
import dev.gauntlet.process.train.Objective;
import dev.gauntlet.process.train.OperatingPoint;
import dev.gauntlet.process.train.Search;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanFileTest {
    private static Plan parsed(String text) {
        return PlanFile.parse(text, "plan.yaml");
    }

    private static Plan unusual() {
        return new Plan(
                new Plan.Table(
                        Optional.of("it's.csv"),
                        Optional.of("test.csv"),
                        Optional.of("select * from data where a = 'it'"),
                        Optional.of("s.yaml"),
                        Optional.of(List.of(new Choice("port-class", new TreeMap<>(Map.of("column", "it's"))))),
                        Optional.of("#4"),
                        List.of("0", "it's fine"),
                        new ReadingRules(
                                Optional.of(OddCells.SKIP),
                                0.25,
                                new TreeMap<>(Map.of("it's", NumberStyle.THOUSANDS, "b", NumberStyle.PERCENT_SHARE)),
                                Optional.of("when"),
                                Optional.of(new TimeFormat("dd/MM/yyyy HH:mm", "Europe/Zurich")),
                                Optional.of("who"),
                                List.of("unknown", "it's unclear"),
                                true,
                                FileFormat.Absent.MISSING),
                        new Labellers(
                                List.of("ann", "it's"),
                                List.of("scan: a = 'it' and b > 2", "benign: true"),
                                List.of("eve.json"),
                                List.of("bad.csv"),
                                2.5,
                                Labelling.Combine.WEIGHTED,
                                new TreeMap<>(Map.of("ann", 2.0, "it's", 0.5)),
                                Optional.of("benign")),
                        Optional.of("it's in.csv"),
                        Optional.of("out.csv")),
                new Plan.Cleaning(
                        new Completeness(List.of("a"), 0.25, 12, List.of("10.0.0.1")),
                        true,
                        new Sanitise(true, true, 0.5, 8, 0.125)),
                new Plan.Pipeline(
                        Optional.of("m.zip"),
                        Optional.of("soc.pub"),
                        Optional.of(Rounds.ALL),
                        List.of("good", "it's"),
                        List.of(new Choice("random-forest", new TreeMap<>(Map.of("trees", 7, "features", 0.5)))),
                        3,
                        new Plan.Tuning(
                                Optional.of(new Search(
                                        new Search.Strategy.Halving(4), 12, 5, new Objective.RecallAt(0.002))),
                                90,
                                new Criteria(0.75, 0.5, 0.25),
                                Optional.of(new OperatingPoint.Cost(50, 2)),
                                Optional.of(Calibration.ISOTONIC)),
                        new Scaling(Scaling.Numbers.MIN_MAX, Scaling.Missing.MOST_FREQUENT),
                        0.002,
                        new Plan.Cut(Optional.of(Split.By.GROUP), Optional.of("host"), 0.3, 0.1),
                        Optional.of(new BaseRate(1e-4, 5e6))),
                new Aim(Aim.Objective.KINDS, Optional.of("other"), Optional.empty(), Optional.empty()),
                new ThreatModel(
                        Set.of(Requirement.LABELS, Requirement.QUERY),
                        Access.TOP_SCORE,
                        new Budget(0.1, 2.5, 7, 3, 0.25)),
                new Plan.Tried(
                        Suite.QUICK,
                        List.of(new Choice("label-flip", new TreeMap<>(Map.of("share", 0.5)))),
                        List.of(
                                List.of(Choice.of("alert-quota")),
                                List.of(
                                        Choice.of("alert-quota"),
                                        new Choice("stricter-threshold", new TreeMap<>(Map.of("share", 0.5))))),
                        List.of(0.1, 1.0),
                        12,
                        4,
                        0.01,
                        List.of("signed-bundle"),
                        new Proof(Optional.of("detectors"), Optional.of("v.jsonl"), Optional.of("it's.key")),
                        new TriageDesk(5, 7.5, 30, TriageDesk.USUAL.rate())),
                List.of(42L, -7L),
                List.of("evasion.attacked.success>0.2"));
    }

    @Test
    void whatIsWrittenIsReadBackEqual() {
        assertThat(parsed(PlanFile.text(Plan.standard()))).isEqualTo(Plan.standard());
        assertThat(parsed(PlanFile.text(unusual()))).isEqualTo(unusual());
    }

    @Test
    void seedsAreANumberOrAList() {
        assertThat(parsed("seed: 7").seeds()).containsExactly(7L);
        assertThat(parsed("seed: [3, 1, 3]").seeds()).containsExactly(3L, 1L);
        assertThatThrownBy(() -> parsed("seed: [1, two]"))
                .hasMessageContaining("seed: must be whole numbers but one is two");
    }

    @Test
    void withoutACriterionTheSimulationIsSplitByTimeAndGroupAndDataByLabel() {
        assertThat(Plan.standard().cut().by()).contains(Split.By.TIME_AND_GROUP);
        assertThat(parsed("data: rows.csv").cut().by()).contains(Split.By.LABEL);
        assertThat(parsed("pipeline: {split: label}").cut().by()).contains(Split.By.LABEL);
        assertThat(parsed("{data: rows.csv, pipeline: {split: time, group: host}}")
                        .cut())
                .isEqualTo(new Plan.Cut(Optional.of(Split.By.TIME), Optional.of("host"), 0.25, 0.2));
    }

    @Test
    void theSplitAndTheFieldAreCheckedByName() {
        assertThat(parsed("pipeline: {split: time}").pipeline().cut().by()).contains(Split.By.TIME);
        assertThat(parsed("pipeline: {split: time-and-group}").pipeline().cut().by())
                .contains(Split.By.TIME_AND_GROUP);
        assertThatThrownBy(() -> parsed("pipeline: {split: tiem}\nfield: {prevalence: 0.1}"))
                .hasMessageContaining(
                        "pipeline.split must be one of [label, group, time, time-and-group] but is tiem; did you mean \"time\"")
                .hasMessageContaining("field.events-per-day is missing");
    }

    @Test
    void labellersAndScalingsAreCheckedByName() {
        assertThatThrownBy(() -> parsed("labellers: {ruls: [a], combine: most, weights: [1], otherwise: benign}\n"
                        + "pipeline: {scaling: sturdy, missing: mode}"))
                .hasMessageContaining("labellers.ruls is not known; did you mean \"rules\"")
                .hasMessageContaining("labellers.combine must be one of [majority, weighted, dawid-skene]")
                .hasMessageContaining("labellers.weights must give numbers to names of labellers")
                .hasMessageContaining("labellers: no labeller is given")
                .hasMessageContaining("pipeline.scaling must be one of [automatic, none, standard, log1p, min-max")
                .hasMessageContaining("pipeline.missing must be one of [automatic, mean, median, most-frequent, zero]");
    }

    @Test
    void anEmptyPlanIsTheStandardOne() {
        assertThat(parsed("")).isEqualTo(Plan.standard());
        assertThat(parsed("# nothing\n")).isEqualTo(Plan.standard());
    }

    @Test
    void gatesDoNotChangeTheDigestAndAllElseDoes() {
        Plan plan = Plan.standard();
        assertThat(parsed("fail-on: [evasion.attacked.success>0.2]").digest()).isEqualTo(plan.digest());
        for (String other : List.of(
                "seed: 2",
                "fpr: 0.02",
                "budget: {eps: 1}",
                "attacks: [label-flip]",
                "strengths: [1]",
                "pipeline: {settings: 1}",
                "grants: [labels]")) {
            assertThat(parsed(other).digest()).as(other).isNotEqualTo(plan.digest());
        }
    }

    @Test
    void oneTextMayStandForAList() {
        assertThat(parsed("benign: normal").table().benign()).containsExactly("normal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed: much",
                "fpr: 0.9",
                "victims: 0",
                "tolerance: -1",
                "attacks: label-flip",
                "attacks: [label-flop]",
                "attacks: [{id: label-flip, shar: 1}]",
                "attacks: [{id: label-flip, share: true}]",
                "defences: [label-flip]",
                "pipeline: {algorithms: [forest]}",
                "pipeline: 7",
                "grants: [everything]",
                "strengths: [2]",
                "strengths: [x]",
                "budget: {rows: .inf}",
                "colour: blue",
                "- a list",
                "seed: 1\nseed: 2"
            })
    void refusesWhatMakesNoPlanAndNamesTheFile(String text) {
        assertThatThrownBy(() -> parsed(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("plan.yaml");
    }

    @Test
    void listsAllProblemsAtOnce() {
        assertThatThrownBy(() -> parsed("fpr: 3\nvictims: 0\nattacks: [nothing]"))
                .hasMessageContaining("fpr must be in [0, 0.5] but is 3")
                .hasMessageContaining("victims must be in")
                .hasMessageContaining("attacks[0]: there is no attack called \"nothing\"");
    }

    @Test
    void theJsonSchemaTakesWhatIsWrittenAndRefusesWhatIsUnknown() throws IOException {
        String schema = Files.readString(Path.of("..", "schemas", "plan.schema.json"));
        var validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
        assertThat(validator.validate(PlanFile.text(Plan.standard()), InputFormat.YAML))
                .isEmpty();
        assertThat(validator.validate(PlanFile.text(unusual()), InputFormat.YAML))
                .isEmpty();
        assertThat(validator.validate("colour: blue", InputFormat.YAML)).isNotEmpty();
        assertThat(validator.validate("budget: {rows: 3}", InputFormat.YAML)).isNotEmpty();
    }

    @Test
    void theJsonSchemaKnowsEveryPowerAndEveryLevelOfAccess() throws IOException {
        String schema = Files.readString(Path.of("..", "schemas", "plan.schema.json"));
        for (Requirement need : Requirement.values()) {
            if (need.access().isEmpty()) {
                assertThat(schema).contains("\"" + YamlMap.word(need) + "\"");
            }
        }
        for (Access access : Access.values()) {
            assertThat(schema).contains("\"" + YamlMap.word(access) + "\"");
        }
    }

    @Test
    void aSightIsNoPowerToGrant() {
        assertThatThrownBy(() -> parsed("grants: [query, scores]"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "grants: there is no \"scores\"; what answers show is set with access; there are [labels,");
        assertThatThrownBy(() -> parsed("access: scores"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("access");
    }
}
