package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Escapes of terminals, C1 controls and overrides of direction, in every name that a user takes from others. */
final class HostileNamesTest {
    private static final String HOSTILE = "\u001b[31mE\u001b[0m\u202eR\u009b2J\u0085\u0007";
    private static final String LABEL = "label" + HOSTILE;
    private static final String GOOD = "good" + HOSTILE;
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]");

    @TempDir
    Path folder;

    private Path table() throws IOException {
        Random random = new Random(2);
        List<String> lines = new ArrayList<>(List.of("n%s,size,cat%s,%s".formatted(HOSTILE, HOSTILE, LABEL)));
        for (int i = 0; i < 400; i++) {
            int malicious = i % 2;
            lines.add(String.format(
                    Locale.ROOT,
                    "%.3f,%.3f,%s,%s",
                    malicious + random.nextGaussian(),
                    2 * malicious + random.nextGaussian(),
                    i % 3 == 0 ? "tcp" + HOSTILE : "udp",
                    malicious == 1 ? "bad" + HOSTILE : GOOD));
        }
        return Files.write(folder.resolve("rows.csv"), lines, StandardCharsets.UTF_8);
    }

    private static void plain(int code, Object... words) {
        Terminal.Result result = Terminal.run(words);
        assertThat(result.code()).as("%s: %s", words[0], result.err()).isEqualTo(code);
        for (String text : List.of(result.out(), result.err())) {
            assertThat(CONTROL.matcher(text.replace("\r\n", "\n")).results().count())
                    .as("%s: %s", words[0], text)
                    .isZero();
        }
    }

    @Test
    void neverReachATerminal() throws IOException {
        Path rows = table();
        Path run = folder.resolve("run");
        Path bundle = run.resolve("model").resolve("detector.zip");
        Path trained = folder.resolve("trained.zip");
        plain(0, "schema", rows, "--label", LABEL);
        plain(0, "process", "--data", rows, "--label", LABEL, "--benign", GOOD, "--out", run);
        plain(0, "train", "--data", rows, "--label", LABEL, "--benign", GOOD, "--out", trained);
        plain(0, "split", "--data", rows, "--label", LABEL, "--benign", GOOD, "--out", folder.resolve("parts"));
        plain(0, "infer", bundle, rows, "--keep", "n" + HOSTILE + ",cat" + HOSTILE);
        plain(0, "infer", bundle, rows, "--out", folder.resolve("verdicts.csv"));
        plain(0, "monitor", "--model", bundle, "--reference", rows, "--live", rows);
        plain(0, "export", bundle, "--out", folder.resolve(HOSTILE + ".onnx"));
        plain(0, "import", folder.resolve(HOSTILE + ".onnx"));
        plain(2, "import", folder.resolve("none" + HOSTILE));
        plain(2, "infer", folder.resolve("none" + HOSTILE), rows);
        plain(2, "process", "--data", rows, "--label", HOSTILE);
        plain(2, "list", HOSTILE);
        plain(2, "explain", HOSTILE);
        plain(2, "--" + HOSTILE);
        plain(2, "target", "check", "exec:echo " + HOSTILE);
    }

    @Test
    void formulasAreDefusedInVerdictsButNumbersAreNot() throws IOException {
        Path rows = table();
        String text = Files.readString(rows).replace("udp", "=1+1").replace("tcp" + HOSTILE, "@x");
        Files.writeString(rows, text.replace("cat" + HOSTILE, "cat"));
        Path bundle = folder.resolve("trained.zip");
        Path verdicts = folder.resolve("verdicts.csv");
        plain(0, "train", "--data", rows, "--label", LABEL, "--benign", GOOD, "--out", bundle);
        plain(0, "infer", bundle, rows, "--keep", "cat,size", "--out", verdicts);
        assertThat(Files.readString(verdicts)).contains(",'=1+1,", ",'@x,").doesNotContain(",=", ",@", "'-0.", "'-1.");
    }
}
