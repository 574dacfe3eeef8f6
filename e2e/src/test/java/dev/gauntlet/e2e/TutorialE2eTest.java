package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial from logs to a detector in service, command by command. */
class TutorialE2eTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyCommandDoesAndShowsWhatThePageSays() throws Exception {
        assertThat(Tutorial.follow(Path.of("..", "docs", "tutorial.md"), folder))
                .isEqualTo(18);
        List<String> truth = Files.readAllLines(folder.resolve("network/truth.csv"));
        List<String> sunday = Files.readAllLines(folder.resolve("sunday.jsonl"));
        List<String> kinds = truth.subList(truth.size() - sunday.size(), truth.size());
        int malicious = 0;
        int found = 0;
        int alarms = 0;
        for (int i = 0; i < sunday.size(); i++) {
            boolean bad = !kinds.get(i).endsWith(",benign");
            boolean alarm = sunday.get(i).contains("\"verdict\":\"malicious\"");
            malicious += bad ? 1 : 0;
            alarms += alarm ? 1 : 0;
            found += bad && alarm ? 1 : 0;
        }
        assertThat(Files.readString(Path.of("..", "docs", "tutorial.md")).replaceAll("\\s+", " "))
                .contains("%d of its %d alarms are correct and there were %d malicious connections"
                        .formatted(found, alarms, malicious));
        assertThat(folder.resolve("assessment/report.html")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("parts/seal.json"))).contains("openings");
    }
}
