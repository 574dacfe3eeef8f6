package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.app.assess.FindingsJson;
import dev.gauntlet.campaign.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector of URLs, whose attacker edits them; what it made of them is then judged as it arrives. */
final class SiteActionsTest {
    private static final List<String> WORDS = List.of("news", "press", "item", "help", "docs");

    @TempDir
    private Path folder = Path.of("");

    /** Phishing sites have a longer host and path; others a path of words. */
    private Path urls() throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder("link,verdict\n");
        for (int i = 0; i < 800; i++) {
            String word = WORDS.get(random.nextInt(5));
            text.append(
                    i % 2 == 0
                            ? "http://login-%d-bank.test%d.com/%x/%s.php?id=%d,bad\n"
                                    .formatted(i, i, random.nextInt(1 << 20), word, random.nextInt(1000))
                            : "https://www.site%d.org/%s/%s,good\n".formatted(i, word, WORDS.get(random.nextInt(5))));
        }
        return Files.writeString(folder.resolve("urls.csv"), text);
    }

    private Finding assessed(Path data, Path run) throws IOException {
        Terminal.Result result = Terminal.run(
                "assess",
                "--data",
                data,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--derive",
                "url-text:column=link,buckets=4",
                "--algorithm",
                "random-forest:trees=30",
                "--attacks",
                "action-evasion",
                "--defences",
                "adversarial-training",
                "--budget",
                "queries=150",
                "--arm-seeds",
                "1",
                "--out",
                run);
        assertThat(result.code()).as(result.err()).isZero();
        return FindingsJson.read(
                        Files.readString(run.resolve("findings.json")),
                        SchemaFile.read(run.resolve("schema.yaml")).schema())
                .findings()
                .get(0);
    }

    @Test
    void whatTheReportShowsOfUrlsIsWhatTheDetectorSaysOfThem() throws IOException {
        Path run = folder.resolve("run");
        Finding finding = assessed(urls(), run);
        List<Finding.Example> examples = finding.examples();
        assertThat(examples).isNotEmpty();
        List<String[]> pairs = examples.stream()
                .map(one -> one.actions().get(one.actions().size() - 1).split(" became "))
                .toList();
        Path before = links("before.csv", pairs, 0);
        Path after = links("after.csv", pairs, 1);
        assertThat(Terminal.run("infer", run, before).out().lines())
                .hasSize(pairs.size())
                .allMatch(line -> line.contains("\"malicious\""));
        assertThat(Terminal.run("infer", run, after).out().lines())
                .hasSize(pairs.size())
                .allMatch(line -> line.contains("\"benign\""));
        assertThat(Files.readString(run.resolve("report.html"))).contains(pairs.get(0)[1].replace("&", "&amp;"));
    }

    private Path links(String name, List<String[]> pairs, int side) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                pairs.stream().map(pair -> pair[side]).collect(Collectors.joining("\n", "link\n", "\n")));
    }
}
