package dev.gauntlet.app.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gauntlet.app.cli.Terminal;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Targets that users met trouble with; skipped where they are absent. */
final class TargetCasesTest {
    private static final String NAMES = "proto,pkts,dur,bytes";

    @TempDir
    private Path folder = Path.of("");

    private final AtomicInteger scored = new AtomicInteger();
    private volatile boolean named;
    private HttpServer server = serving();

    /** An endpoint of SageMaker's kind: lines of the schema's columns in, a line with a score for each out. */
    private HttpServer serving() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/sagemaker", this::answer);
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        List<String> lines = body.lines().toList();
        boolean csv = "text/csv".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
        boolean headed = !named || (!lines.isEmpty() && lines.get(0).equals(NAMES));
        List<String> rows = named && headed ? lines.subList(1, lines.size()) : lines;
        boolean good = csv && headed && !rows.isEmpty() && rows.stream().allMatch(TargetCasesTest::isRow);
        StringBuilder answer = new StringBuilder();
        if (good) {
            rows.forEach(row -> answer.append(isBad(row) ? "0.875\n" : "0.125\n"));
            scored.addAndGet(rows.size());
        }
        byte[] bytes = (good ? answer.toString() : "cannot read " + lines).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/csv");
        exchange.sendResponseHeaders(good ? 200 : 400, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static boolean isRow(String line) {
        return line.matches("(tcp|udp),\\d{1,2},\\d+\\.\\d+(E-\\d+)?,\\d{2,4}");
    }

    /** The rule of the endpoint: many bytes over UDP. */
    private static boolean isBad(String line) {
        String[] cells = line.split(",", -1);
        return cells[0].equals("udp") && Integer.parseInt(cells[3]) >= 2000;
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The target of the case at this server, beside a copy of its schema, with other words in place of some. */
    private Path target(String... words) throws IOException {
        Path of = Cases.folder("sagemaker-csv-endpoint");
        Files.write(folder.resolve("d.yaml"), Files.readAllBytes(of.resolve("d.yaml")));
        String text = Files.readString(of.resolve("sm.yaml"))
                .replaceFirst(
                        "http://[^/]+",
                        "http://127.0.0.1:" + server.getAddress().getPort());
        for (int i = 0; i < words.length; i += 2) {
            assertThat(text).contains(words[i]);
            text = text.replace(words[i], words[i + 1]);
        }
        return Files.writeString(folder.resolve("sm.yaml"), text + "retries: 0\n");
    }

    /** The same target with a protocol of its own for CSV. */
    private Path csv(String key) throws IOException {
        return target(
                "protocol: json", "protocol: csv", "template: $rows\n", "", "headers: {Content-Type: text/csv}\n", key);
    }

    @Test
    void csvByAContentTypeLeadsToTheProtocolCsv() throws IOException {
        Terminal.Result absent = Terminal.run(
                "target", "check", Cases.folder("sagemaker-csv-endpoint").resolve("sm.yaml"));
        assertThat(absent.code()).isEqualTo(2);
        assertThat(absent.err()).contains("protocol: csv");
        Terminal.Result refused = Terminal.run("target", "check", target());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("status 400: cannot read [0,", "protocol: csv", "with categories: texts they are texts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"categories: texts\nthreshold: 0.5\n", "header: true\nthreshold: 0.5\n"})
    void theProtocolCsvSendsWhatSuchAnEndpointTakes(String keys) throws IOException {
        named = keys.startsWith("header");
        Path target = csv(keys);
        Terminal.Result check = Terminal.run("target", "check", target);
        assertThat(check.code()).as(check.err()).isZero();
        assertThat(check.out())
                .contains(
                        "takes 4 features as CSV of doubles, categories as texts",
                        "sent the text \"not-a-number\" as the value of pkts: refused, status 400: cannot read");
        assertThat(scored).hasValue(12);
        Path train = rows("train.csv", 400);
        Path test = rows("test.csv", 200);
        Path out = folder.resolve("run");
        Terminal.Result assess = Terminal.run(
                "assess",
                "--data",
                train,
                "--test",
                test,
                "--schema",
                folder.resolve("d.yaml"),
                "--model",
                target,
                "--attacks",
                "mimicry",
                "--budget",
                "queries=5",
                "--out",
                out);
        assertThat(assess.code()).as(assess.err()).isZero();
        assertThat(scored.get()).isGreaterThan(200);
        double recall = JsonMapper.shared()
                .readTree(out.resolve("findings.json").toFile())
                .at("/clean/recall/value")
                .doubleValue();
        List<String> bad = Files.readAllLines(test).stream()
                .filter(line -> line.endsWith(",True"))
                .toList();
        double expected = bad.stream().filter(TargetCasesTest::isBad).count() / (double) bad.size();
        assertThat(expected).isBetween(0.3, 0.9);
        assertThat(recall).isCloseTo(expected, within(1e-8));
    }

    /** Connections of which a third is bad, most of these by the endpoint's rule. */
    private Path rows(String name, int rows) throws IOException {
        Rng rng = Seed.of(rows).rng();
        StringBuilder text = new StringBuilder(NAMES + ",label\n");
        for (int i = 0; i < rows; i++) {
            boolean bad = i % 3 == 0;
            boolean loud = bad && rng.chance(0.6);
            text.append(String.format(
                    Locale.ROOT,
                    "%s,%d,%.3f,%d,%s%n",
                    loud || rng.chance(0.5) ? "udp" : "tcp",
                    1 + rng.nextInt(80),
                    0.1 + 18 * rng.nextDouble(),
                    loud ? 2000 + rng.nextInt(2900) : 64 + rng.nextInt(1900),
                    bad ? "True" : "False"));
        }
        return Files.writeString(folder.resolve(name), text);
    }
}
