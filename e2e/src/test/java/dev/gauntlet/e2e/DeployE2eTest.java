package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial on deployment, command by command, and what happens where two processes write at once. */
class DeployE2eTest {
    private static final Path TUTORIAL = Path.of("..", "docs", "deploy.md");

    @TempDir
    private Path folder = Path.of("");

    private Command.Result run(String... words) throws Exception {
        return Command.here().run(folder, words);
    }

    private String done(String... words) throws Exception {
        Command.Result result = run(words);
        assertThat(result.code())
                .as(String.join(" ", words) + "\n" + result.output())
                .isZero();
        return result.output();
    }

    private void writeTable() throws IOException {
        StringBuilder table = new StringBuilder("size,rate,verdict\n");
        for (int i = 0; i < 400; i++) {
            boolean bad = i % 4 == 0;
            table.append((bad ? 70 : 30) + i * 37 % 50)
                    .append(',')
                    .append(i * i % 11)
                    .append(bad ? ",bad\n" : ",good\n");
        }
        Files.writeString(folder.resolve("flows.csv"), table);
    }

    @Test
    void everyCommandOfTheTutorialDoesWhatItSays() throws Exception {
        writeTable();
        Files.writeString(folder.resolve("passphrase.txt"), "correct horse\n");
        assertThat(Tutorial.follow(TUTORIAL, folder)).isGreaterThan(12);
        assertThat(Files.readString(folder.resolve("detectors/versions/1/bom.json")))
                .contains("\"specVersion\" : \"1.6\"", "pkg:maven/ml.dmlc/xgboost4j-spark_2.13@", "\"Apache-2.0\"");
    }

    @Test
    void twoProcessesThatDeployAtOnceLoseNothing() throws Exception {
        writeTable();
        done("process", "--data", "flows.csv", "--label", "verdict", "--benign", "good", "--out", "run");
        done("key", "new", "soc");
        List<Process> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(Command.here()
                    .start(
                            folder,
                            folder.resolve(i + ".txt"),
                            "deploy",
                            "run",
                            "--registry",
                            "detectors",
                            "--key",
                            "soc.key"));
        }
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < running.size(); i++) {
            assertThat(running.get(i).waitFor())
                    .as(Files.readString(folder.resolve(i + ".txt")))
                    .isZero();
            said.append(Files.readString(folder.resolve(i + ".txt")));
        }
        assertThat(said.toString())
                .contains("version 1 is a candidate", "version 2 is a", "version 3 is a", "version 4 is a");
        assertThat(done("registry", "history", "detectors").lines()).hasSize(4);
        assertThat(done("registry", "list", "detectors").lines()).hasSize(5);
    }
}
