package dev.gauntlet.app.cli;

import static dev.gauntlet.app.cli.Terminal.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class CommandsTest {
    @Test
    void listsEveryPlugIn() {
        assertThat(said("list", "attacks").lines())
                .hasSize(Catalogue.all(Attack.class).size());
        assertThat(said("list", "defences").lines())
                .hasSize(Catalogue.all(Defence.class).size());
        assertThat(said("list", "trainers").lines())
                .hasSize(Catalogue.all(Trainer.class).size());
        assertThat(said("list", "metrics")).contains("recall", "alertsPerDay");
        assertThat(said("list", "sources")).contains("simulated-network", "zeek", "suricata");
    }

    @Test
    void explainsEveryPlugInWithItsSource() {
        for (Attack attack : Catalogue.all(Attack.class)) {
            assertThat(said("explain", attack.id())).contains(attack.summary(), attack.source(), "NISTAML", "needs");
        }
        for (Defence defence : Catalogue.all(Defence.class)) {
            assertThat(said("explain", defence.id())).contains(defence.summary(), defence.advice());
        }
    }

    @Test
    void listsTheDefencesOfAnAttackAndWhatItCanUseOfThem() {
        assertThat(said("explain", "verdict-drop"))
                .contains("defences  chained-mac", "adapts to the defended detector, which it attacks instead");
        assertThat(said("explain", "class-distribution")).contains("adapts to an output defence");
        assertThat(said("explain", "signed-bundle")).contains("covers    leaf-tampering, threshold-tampering");
    }

    @Test
    void explainsParametersWithRangeAndDefault() {
        assertThat(said("explain", "label-flip"))
                .contains("share of the row budget that is used, in [0, 1] (default 1.0)", "AML.T0020");
    }

    @ParameterizedTest
    @ValueSource(strings = {"assess", "resume", "report", "list", "explain", "schema", "plan", "completion"})
    void everyCommandTeachesItself(String command) {
        assertThat(said(command, "--help"))
                .contains("Usage:", command)
                .hasLineCount(said(command, "--help").lines().toList().size());
    }

    @Test
    void theFirstHelpShowsExamplesAndExitCodes() {
        assertThat(said("--help")).contains("Examples:", "gauntlet assess", "Exit codes:");
    }

    /** Every command, those of commands too, as it is typed. */
    static List<String> commands() {
        List<String> names = new ArrayList<>();
        collect(new CommandLine(new Main()), "", names);
        return names;
    }

    private static void collect(CommandLine line, String prefix, List<String> names) {
        line.getSubcommands().forEach((name, below) -> {
            if (!name.equals("help")) {
                names.add(prefix + name);
                collect(below, prefix + name + " ", names);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyHelpEndsWithTheExitCodes(String command) {
        List<Object> words = new ArrayList<>(List.of(command.split(" ")));
        words.add("--help");
        assertThat(said(words.toArray()))
                .containsSubsequence(
                        "Usage:", "Exit codes:", " 0 ", "done", " 2 ", "a mistake in the input", "130 ", "stopped");
    }

    @Test
    void listAloneListsTheKinds() {
        assertThat(said("list").lines().map(line -> line.split(" ")[0]))
                .contains("attacks", "defences", "trainers", "transforms", "metrics", "sources");
    }

    @Test
    void theVersionNamesTheJava() {
        assertThat(said("--version"))
                .matches("(?s)gauntlet .* on Java " + Runtime.version().feature() + ".*");
    }

    @Test
    void completionIsAScript() {
        assertThat(said("completion")).contains("complete ", "gauntlet");
    }

    @Test
    void thePrintedPlanIsTheDefaultOne(@TempDir Path folder) throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), said("plan"));
        assertThat(dev.gauntlet.app.plan.PlanFile.read(plan)).isEqualTo(dev.gauntlet.app.plan.Plan.standard());
    }

    @Test
    void thePrintedSchemaCanBeUsed(@TempDir Path folder) throws IOException {
        Path data = Terminal.table(folder.resolve("t.csv"), 100);
        String schema = said("schema", data, "--label", "verdict");
        assertThat(schema).contains("name: size", "kind: category", "label: verdict");
        Path file = Files.writeString(folder.resolve("s.yaml"), schema);
        assertThat(dev.gauntlet.adapters.file.SchemaFile.read(file).schema().names())
                .isEqualTo(List.of("size", "rate", "count", "kind"));
    }
}
