package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.model.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    private volatile String answer = "";

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
        String report = Files.readString(run.resolve("report.html"));
        assertThat(report).contains("tcp\\u001b[31mE");
        assertThat(CONTROL.matcher(report).find()).isFalse();
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
    void neverReachATerminalFromEveryOtherCommand() throws IOException {
        Path rows = table();
        Path bundle = folder.resolve("trained.zip");
        Path registry = folder.resolve("registry" + HOSTILE);
        Path key = folder.resolve("soc.key");
        plain(0, "train", "--data", rows, "--label", LABEL, "--benign", GOOD, "--out", bundle);
        plain(0, "evaluate", bundle, "--test", rows, "--label", LABEL, "--benign", GOOD);
        plain(
                0,
                "label",
                rows,
                "--column",
                LABEL,
                "--otherwise",
                "none" + HOSTILE,
                "--out",
                folder.resolve("l" + HOSTILE + ".csv"));
        plain(0, "label", rows, "--rule", HOSTILE + ": size > 1", "--out", folder.resolve("l.csv"));
        plain(0, "key", "new", "soc", "--out", folder);
        plain(0, "deploy", bundle, "--registry", registry, "--key", key);
        plain(0, "registry", "promote", registry, 1, "--to", "champion");
        plain(0, "registry", "list", registry);
        plain(2, "registry", "promote", registry, 9, "--to", "champion");
        plain(2, "registry", "list", folder.resolve(HOSTILE));
        plain(0, "infer", registry, rows);
        plain(
                0,
                "retrain",
                "--simulate",
                "--data",
                rows,
                "--test",
                rows,
                "--label",
                LABEL,
                "--benign",
                GOOD,
                "--block",
                100,
                "--out",
                folder.resolve("walk"));
        plain(
                0,
                "assess",
                "--data",
                rows,
                "--label",
                LABEL,
                "--benign",
                GOOD,
                "--attacks",
                "label-flip,verdict-drop",
                "--out",
                folder.resolve("assessed"));
        plain(2, "verify", bundle, "--trust", key.resolveSibling("none" + HOSTILE));
    }

    @Test
    void neverReachATerminalFromSealedVerdicts() throws IOException {
        Path rows = table();
        Path bundle = folder.resolve("trained.zip");
        Path key = folder.resolve("seal.key");
        Path sealed = folder.resolve("v.jsonl");
        plain(0, "train", "--data", rows, "--label", LABEL, "--benign", GOOD, "--out", bundle);
        plain(0, "key", "seal", key);
        plain(0, "infer", bundle, rows, "--keep", "cat" + HOSTILE, "--out", sealed, "--seal-key", key);
        plain(0, "verify", sealed, "--seal-key", key, "--model", bundle);
        Files.writeString(sealed, Files.readString(sealed).replace("\"row\":7,", "\"row\":" + HOSTILE + ","));
        plain(1, "verify", sealed, "--seal-key", key);
        Files.writeString(sealed, "{\"record\":\"" + HOSTILE + "\",\"sequence\":0,\"tag\":\"" + HOSTILE + "\"}\n");
        plain(1, "verify", sealed, "--seal-key", key);
    }

    @Test
    void neverReachATerminalFromTheTrainerOfABundle() throws IOException {
        Path rows = table();
        Path bundle = folder.resolve("trained.zip");
        plain(0, "train", "--data", rows, "--label", LABEL, "--benign", GOOD, "--out", bundle);
        BundleFile honest = BundleFile.read(bundle);
        Model model = honest.model();
        Path hostile = folder.resolve("hostile.zip");
        TreeMap<String, String> facts = new TreeMap<>(Map.of("trained by" + HOSTILE, "somebody" + HOSTILE));
        new BundleFile(
                        new Model(
                                "trainer" + HOSTILE,
                                model.schema(),
                                model.encoding(),
                                model.kernel(),
                                model.threshold()),
                        honest.table(),
                        new BundleFacts(List.of(), facts, new TreeMap<>()))
                .write(hostile);
        plain(0, "infer", hostile, rows);
        plain(0, "evaluate", hostile, "--test", rows, "--label", LABEL, "--benign", GOOD);
        plain(0, "monitor", "--model", hostile, "--reference", rows, "--live", rows);
        plain(0, "key", "new", "soc", "--out", folder);
        Path registry = folder.resolve("detectors");
        plain(0, "deploy", hostile, "--registry", registry, "--key", folder.resolve("soc.key"));
        plain(0, "registry", "list", registry);
        plain(0, "registry", "show", registry, 1);
        plain(
                0,
                "verify",
                registry.resolve("versions").resolve("1").resolve("detector.zip"),
                "--trust",
                folder.resolve("soc.pub"));
    }

    @Test
    void neverReachATerminalFromTheAnswersOfAServer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger code = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            asked.incrementAndGet();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code.get(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            Path rows = Terminal.table(folder.resolve("plain.csv"), 400);
            Files.writeString(
                    folder.resolve("schema.yaml"),
                    Terminal.said("schema", rows, "--label", "verdict", "--benign", "good"));
            Path target = Files.writeString(folder.resolve("target.yaml"), """
                    protocol: mlflow
                    url: http://127.0.0.1:%d
                    schema: schema.yaml
                    answer: score
                    retries: 0
                    """.formatted(
                            server.getAddress().getPort()));
            for (int status : new int[] {200, 400, 503}) {
                for (String said : new String[] {
                    HOSTILE, "{\"predictions\":[\"" + HOSTILE + "\"]}", "{\"error\":\"" + HOSTILE + "\"}"
                }) {
                    code.set(status);
                    answer = said;
                    plain(2, "target", "check", target, "--data", rows);
                }
            }
            assertThat(asked).hasValueGreaterThanOrEqualTo(9);
        } finally {
            server.stop(0);
        }
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

    @Test
    void formulasAreDefusedInWhatWasLeftOutAndInChangedRows() throws IOException {
        Random random = new Random(4);
        List<String> lines = new ArrayList<>(List.of("=n,size,@kind,verdict"));
        for (int i = 0; i < 400; i++) {
            int malicious = i % 2;
            lines.add(String.format(
                    Locale.ROOT,
                    "%.3f,%.3f,%s,%s",
                    malicious + random.nextGaussian(),
                    i == 7 ? Double.NaN : 2 * malicious + random.nextGaussian(),
                    i % 3 == 0 ? "=cmd()" : "-x",
                    malicious == 1 ? "bad" : "good"));
        }
        Path rows = Files.write(folder.resolve("=rows.csv"), lines);
        Path run = folder.resolve("run");
        plain(
                0,
                "assess",
                "--data",
                rows,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--attacks",
                "label-only-evasion",
                "--out",
                run);
        Pattern formula = Pattern.compile("(^|,)\"?(=|@|\\+|-[^0-9,.\"])", Pattern.MULTILINE);
        int changed = 0;
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".csv")).toList()) {
                String text = Files.readString(file);
                assertThat(formula.matcher(text).find())
                        .as("%s:%n%s", file, text)
                        .isFalse();
                changed += text.contains("'=n,") && text.contains("'=cmd()") ? 1 : 0;
            }
        }
        assertThat(changed).as("tables of changed rows").isPositive();
        assertThat(run.resolve("findings.csv")).exists();
    }
}
