package dev.gauntlet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.attack.poisoning.LossGainFlip;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The README's example of core as a library: the very lines that stand there compile and run here. */
final class LibraryExampleTest {
    @Test
    void trainsAttacksAndReadsAFinding() {
        // README
        Run run = Run.seeded(1);
        Records records = new SimulatedNetwork(4000).read(run);
        Label label = new Label("label", Set.of("benign"));
        Dataset rows = label.apply(FlowSchema.assembly().assemble(records).rows(), records);
        Split.Parts parts = new Split().apply(rows, run);
        Lab lab = Lab.of(parts, new Train(new RandomForest(), 0.01), run);
        Campaign campaign = new Campaign(List.of(new LossGainFlip()), List.of(), 0.05);
        Finding finding = campaign.apply(lab, run, Campaign.SILENT).get(0);
        String read =
                finding.outcome() + " " + finding.excess(Arm.Name.ATTACKED).orElseThrow();
        // README
        assertThat(read).startsWith("BROKEN Interval[value=0.");
    }

    @Test
    void standsInTheReadmeLineByLine() throws IOException {
        List<String> source =
                Files.readAllLines(Path.of("src", "test", "java", "dev", "gauntlet", "app", "LibraryExampleTest.java"));
        int from = source.indexOf("        // README");
        int to = source.lastIndexOf("        // README");
        String example = String.join(
                "\n",
                source.subList(from + 1, to).stream()
                        .map(line -> line.substring(8))
                        .toList());
        assertThat(to - from - 1).isLessThanOrEqualTo(10);
        assertThat(Files.readString(Path.of("..", "README.md")).replace("\r\n", "\n"))
                .contains("```java\n" + example + "\n```");
    }
}
