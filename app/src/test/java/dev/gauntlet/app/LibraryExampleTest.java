package dev.gauntlet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.adapters.onnx.OnnxExport;
import dev.gauntlet.attack.evasion.LabelOnlyEvasion;
import dev.gauntlet.attack.labels.LossGainFlip;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.simulate.SimulatedNetwork;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example of core as a library: the very lines that stand there compile and run here. */
final class LibraryExampleTest {
    @Test
    void trainsAttacksAndReadsAFinding() {
        // README
        Run run = Run.seeded(1);
        Records records = new SimulatedNetwork(8000).read(run);
        Label label = new Label("label", Set.of("benign"));
        Dataset rows = label.apply(FlowSchema.assembly().assemble(records).rows(), records);
        Split.Parts parts = new Split().apply(rows, run);
        Lab lab = Lab.of(parts, new Train(new RandomForest(), 0.01), run);
        Campaign campaign = new Campaign(List.of(new LossGainFlip()), List.of(), 0.05);
        Finding finding = campaign.apply(lab, run, Campaign.SILENT).get(0);
        String read =
                finding.outcome() + " " + finding.comparison().beyondRandom().orElseThrow();
        // README
        assertThat(read).startsWith("BROKEN Interval[value=0.");
    }

    @Test
    void anyFunctionIsADetector() {
        Run run = Run.seeded(1);
        Records records = new SimulatedNetwork(4000).read(run);
        Label label = new Label("label", Set.of("benign"));
        Dataset rows = label.apply(FlowSchema.assembly().assemble(records).rows(), records);
        Split.Parts parts = new Split().apply(rows, run);
        int bytes = rows.schema().column("orig_bytes");
        // README
        Model mine = Model.of("house-rule", rows.schema(), row -> row[bytes] < 300 ? 0.9 : 0.1);
        Oracle oracle = Oracle.of(mine, Access.LABEL, 500);
        boolean alarm = oracle.ask(parts.test().rows().slice(0, 1)).alarm(0);
        Lab other = Lab.of(parts, new Train(new RandomForest(), 0.01), mine, run);
        // README
        assertThat(alarm).isEqualTo(parts.test().rows().get(0, bytes) < 300);
        assertThat(oracle.left(0)).isEqualTo(499);
        Finding evasion = new Campaign(List.of(new LabelOnlyEvasion()), List.of(), 0.05)
                .apply(other, run, Campaign.SILENT)
                .get(0);
        assertThat(evasion.outcome()).isEqualTo(Finding.Outcome.BROKEN);
        Finding flips = new Campaign(List.of(new LossGainFlip()), List.of(), 0.05)
                .apply(other, run, Campaign.SILENT)
                .get(0);
        assertThat(flips.outcome()).isEqualTo(Finding.Outcome.SKIPPED);
    }

    @Test
    void readsWhatAnotherProgramWrote(@TempDir Path folder) throws IOException {
        Run run = Run.seeded(1);
        Records records = new SimulatedNetwork(4000).read(run);
        Label label = new Label("label", Set.of("benign"));
        Dataset rows = label.apply(FlowSchema.assembly().assemble(records).rows(), records);
        Split.Parts parts = new Split().apply(rows, run);
        Model trained = new RandomForest().train(parts.train(), run);
        Path file = folder.resolve("forest.onnx");
        Files.write(file, OnnxExport.of(trained, List.of(), false));
        // README
        Model theirs = Gauntlet.importModel(file, rows.schema());
        Lab lab = Lab.of(parts, new Train(new RandomForest(), 0.01), theirs, run);
        // README
        assertThat(theirs.malice(parts.test().rows()))
                .containsExactly(trained.malice(parts.test().rows()), within(1e-6));
        assertThat(lab.model()).isSameAs(theirs);
        Model alone = Gauntlet.importModel(file);
        assertThat(alone.schema().width()).isEqualTo(rows.schema().width());
        assertThat(alone.malice(parts.test().rows()))
                .containsExactly(theirs.malice(parts.test().rows()));
        Path target = Files.writeString(folder.resolve("target.yaml"), "url: http://localhost:1/score\n");
        assertThatThrownBy(() -> Gauntlet.importModel(target))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("target.yaml: ");
    }

    @Test
    void standsInTheReadmeLineByLine() throws IOException {
        List<String> source =
                Files.readAllLines(Path.of("src", "test", "java", "dev", "gauntlet", "app", "LibraryExampleTest.java"));
        int[] marks = IntStream.range(0, source.size())
                .filter(i -> source.get(i).equals("        // README"))
                .toArray();
        assertThat(marks).hasSize(6);
        String readme = Files.readString(Path.of("..", "README.md")).replace("\r\n", "\n");
        for (int m = 0; m < marks.length; m += 2) {
            List<String> lines = source.subList(marks[m] + 1, marks[m + 1]);
            assertThat(lines).hasSizeLessThanOrEqualTo(10);
            String example = lines.stream().map(line -> line.substring(8)).collect(Collectors.joining("\n"));
            assertThat(readme).contains("```java\n" + example + "\n```");
        }
    }
}
