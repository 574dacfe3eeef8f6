package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real scikit-learn behind a real server gives the answers it gives itself, whatever way it is asked. */
final class ScikitServerTest {
    private static final Schema SCHEMA = new Schema(
            List.of(Feature.real("size", -10, 20), Feature.real("rate", -10, 20), Feature.whole("count", -10, 20)));

    private static Process server;
    private static int port;
    private static JsonNode truth = JsonMapper.shared().createObjectNode();
    private static Rows rows = Rows.of();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        List<String> pythons = List.of("/usr/bin/python3", "python3");
        Optional<String> python = Optional.empty();
        for (int i = 0; i < pythons.size() && python.isEmpty(); i++) {
            python = Optional.of(pythons.get(i)).filter(one -> runs(one, "-c", "import sklearn"));
        }
        assumeTrue(
                python.isPresent(),
                "no server was asked: python3 has no scikit-learn here (Debian: apt-get install python3-sklearn)");
        server = new ProcessBuilder(
                        python.orElseThrow(),
                        Path.of("src/test/resources/sklearn_server.py").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        port = Integer.parseInt(said.readLine());
        truth = JsonMapper.shared().readTree(said.readLine());
        rows = Rows.fill(
                truth.path("rows").size(),
                3,
                (i, j) -> truth.path("rows").path(i).path(j).asDouble());
    }

    private static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.destroy();
        }
    }

    private static RemoteKernel open(String path, String... lines) {
        return RemoteKernel.open(
                Mock.parsed("url: http://127.0.0.1:%d%s".formatted(port, path), lines), SCHEMA, rows.slice(0, 9));
    }

    private static void agrees(String model, int count, String path, String... lines) {
        try (RemoteKernel kernel = open(path, lines)) {
            double[] malice = kernel.over(SCHEMA).malice(rows.slice(0, count));
            for (int i = 0; i < count; i++) {
                // The product of a matrix may round the last digit otherwise for another number of rows; trees do not.
                assertThat(malice[i])
                        .isCloseTo(truth.path(model).path(i).asDouble(), within(model.equals("forest") ? 0.0 : 1e-12));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "forest"})
    void probabilitiesOverTheOpenInferenceProtocol(String model) {
        agrees(model, 300, "/v2/models/" + model, "protocol: kserve", "output: predict_proba", "batch: 64");
    }

    @Test
    void itReturnsLabelsUnlessAnOutputIsNamed() {
        try (RemoteKernel kernel = open("/v2/models/linear", "protocol: kserve")) {
            assertThat(kernel.answer()).isEqualTo(Answer.LABEL);
        }
    }

    @Test
    void asMlflow() {
        agrees("linear", 300, "", "protocol: mlflow");
    }

    @Test
    void asCsv() {
        agrees("linear", 300, "/csv", "protocol: csv", "answer: score");
        agrees(
                "linear",
                300,
                "/csv",
                "protocol: json",
                "template: $rows",
                "headers: {Content-Type: text/csv}",
                "answer: score");
    }

    @ParameterizedTest
    @ValueSource(strings = {"form", "query"})
    void asFormFields(String body) {
        agrees("linear", 40, "/form", "protocol: json", "body: " + body, "pointer: /score", "answer: score");
    }

    @Test
    void malformedRowsAreRefusedOrScoredByACarelessServer() {
        try (RemoteKernel kernel = open("/v2/models/linear", "protocol: kserve", "output: predict_proba")) {
            List<Oddity> odd = kernel.oddities(SCHEMA, rows);
            assertThat(odd).extracting(Oddity::answered).containsExactly(false, false);
            assertThat(odd.get(0).said()).contains("status 400", "NaN");
            assertThat(odd.get(1).said()).contains("could not convert string to float");
        }
        try (RemoteKernel kernel = open("/careless", "protocol: json", "template: $rows", "answer: score")) {
            assertThat(kernel.oddities(SCHEMA, rows))
                    .extracting(Oddity::answered)
                    .containsExactly(true, true);
        }
    }
}
