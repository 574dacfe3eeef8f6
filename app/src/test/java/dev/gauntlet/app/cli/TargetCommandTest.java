package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Detectors that run elsewhere, from the command line. */
final class TargetCommandTest {
    private static final String SECRET = "t0ps3cr3t";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile ToDoubleFunction<JsonNode> score = row -> row.path(0).doubleValue() / 10;
    private volatile int lasts = Integer.MAX_VALUE;
    private HttpServer server = serving();
    private Path table = Path.of("");
    private Path schema = Path.of("");
    private Path target = Path.of("");

    /** A scoring server of MLflow's kind, whose answers fail after some questions. */
    private HttpServer serving() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/invocations", exchange -> {
                boolean broken = asked.incrementAndGet() > lasts;
                List<Double> scores = new ArrayList<>();
                for (JsonNode row : JSON.readTree(exchange.getRequestBody().readAllBytes())
                        .path("dataframe_split")
                        .path("data")
                        .values()) {
                    scores.add(score.applyAsDouble(row));
                }
                String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
                byte[] body = (broken
                                ? "no place for " + key
                                : JSON.writeValueAsString(Map.of("predictions", scores, "you", key)))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("X-You", key);
                exchange.sendResponseHeaders(broken ? 503 : 200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void describe() throws IOException {
        table = Terminal.table(folder.resolve("rows.csv"), 400);
        schema = Files.writeString(
                folder.resolve("schema.yaml"),
                Terminal.run("schema", table, "--label", "verdict", "--benign", "good")
                        .out());
        Files.writeString(folder.resolve("key"), SECRET);
        target = Files.writeString(
                folder.resolve("target.yaml"), """
                protocol: mlflow
                url: http://127.0.0.1:%d
                schema: schema.yaml
                answer: score
                token: {file: key}
                retries: 0
                """.formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String place() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void checkShowsWhatCameBack() {
        Terminal.Result result = Terminal.run("target", "check", target, "--data", table);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "mlflow " + place() + "/invocations",
                        "takes 4 features as JSON of doubles, categories as texts",
                        "answers with scores; its threshold is set on validation rows",
                        "row 3: 0.",
                        "access for attacks: labels, scores",
                        "it gives the same answers",
                        "sent no value of size: ",
                        "sent the text \"not-a-number\" as the value of size: ");
        assertThat(asked).hasValue(8);
    }

    @Test
    void checkNeedsNoFileAndNoData() {
        Terminal.Result result = Terminal.run("target", "check", "mlflow:" + place(), "--schema", schema);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("row 1: ", "row 3: ").doesNotContain("row 4");
    }

    @Test
    void checkNoticesOneThatIsRandom() {
        score = row -> asked.get();
        Terminal.Result result = Terminal.run("target", "check", target);
        assertThat(result.code()).isEqualTo(Main.GATE);
        assertThat(result.out()).contains("other answers when queried again (3 of 3 rows differ");
    }

    @Test
    void checkSaysWhatIsWrong() {
        assertThat(Terminal.run("target", "check", "mlflow:" + place()).err()).contains("its inputs are unknown");
        lasts = 0;
        Terminal.Result result = Terminal.run("target", "check", target);
        assertThat(result.code()).isEqualTo(Main.MISTAKE);
        assertThat(result.err())
                .contains(place() + "/invocations: scoring 3 rows", "503: no place for Bearer ***")
                .doesNotContain(SECRET);
        assertThat(Terminal.run("target", "check", folder.resolve("none.yaml")).err())
                .contains("there is no such target file");
    }

    private Object[] assess(Path out) {
        return new Object[] {
            "assess",
            "--data",
            table,
            "--model",
            target,
            "--out",
            out,
            "--threads",
            2,
            "--attacks",
            "mimicry,leaf-tampering,confidence-membership,label-flip,family-fingerprint,verdict-drop",
            "--budget",
            "queries=20"
        };
    }

    private static String findings(Path out) throws IOException {
        return Files.readString(out.resolve("findings.json"));
    }

    @Test
    void aTargetIsAssessed() throws IOException {
        Path out = folder.resolve("run");
        Terminal.Result result = Terminal.run(assess(out));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(findings(out))
                .contains(
                        "the detector is the target mlflow " + place() + "/invocations, which answers with scores",
                        "the parameters of this detector are not available",
                        "it needs detectors trained like this one",
                        "it is evaluated on detectors of known algorithms",
                        "defences that retrain the detector are left out: adversarial-training")
                .doesNotContain("other answers", "answers differently");
        assertThat(out.resolve("model")).doesNotExist();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(SECRET);
            }
        }
    }

    @Test
    void oneThatStopsLeavesNothingHalfAndIsGoneOnWith() throws IOException {
        Path whole = folder.resolve("whole");
        assertThat(Terminal.run(assess(whole)).code()).isZero();
        int all = asked.getAndSet(0);
        lasts = all * 3 / 4;
        Path out = folder.resolve("run");
        Terminal.Result stopped = Terminal.run(assess(out));
        assertThat(stopped.code()).isEqualTo(Main.MISTAKE);
        assertThat(stopped.err())
                .contains(place() + "/invocations: scoring", "status 503: no place for Bearer ***")
                .doesNotContain(SECRET, "internal error");
        assertThat(out.resolve("findings.json")).doesNotExist();
        assertThat(out.resolve("report.html")).doesNotExist();
        lasts = Integer.MAX_VALUE;
        int before = asked.get();
        Terminal.Result resumed = Terminal.run("resume", out);
        assertThat(resumed.code()).isZero();
        assertThat(resumed.err()).containsPattern("the target scored [0-9,]+ rows in .*; [0-9,]+ answers were stored");
        assertThat(asked.get() - before).isPositive().isLessThanOrEqualTo(all - all * 3 / 4);
        assertThat(findings(out)).isEqualTo(findings(whole));
    }

    @Test
    void oneThatDriftsIsNoted() throws IOException {
        score = row -> row.path(0).doubleValue() / 10 + (asked.get() > 10 ? 0.125 : 0);
        Path out = folder.resolve("run");
        assertThat(Terminal.run("process", "--data", table, "--model", target, "--out", out)
                        .code())
                .isZero();
        assertThat(asked.get()).isGreaterThan(10);
        assertThat(findings(out)).contains("answers differently than before the attacks");
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("answers differently than before the attacks");
    }

    @Test
    void oneThatSaysWhereItAlarmsJudgesRows() throws IOException {
        assertThat(Terminal.run("infer", target, table).err())
                .contains("answers with scores, and no decision threshold is set; state threshold");
        Files.writeString(target, Files.readString(target) + "threshold: 0.5\n");
        Terminal.Result result = Terminal.run("infer", target, table);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out().lines().filter(line -> line.contains("\"malicious\"")))
                .hasSizeBetween(60, 140);
    }

    @Test
    void nothingElseIsDoneWithOne() {
        Path out = folder.resolve("x.onnx");
        assertThat(Terminal.run("export", target, "--out", out).err()).contains("is a target, which runs elsewhere");
        assertThat(Terminal.run("assess", "--data", table, "--model", target, "--trust", "a.pub")
                        .code())
                .isEqualTo(Main.MISTAKE);
        assertThat(out).doesNotExist();
    }
}
