package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gauntlet.Toy;
import dev.gauntlet.adapters.PublicData;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.LogisticRegression;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What goes over the wire to a KServe target keeps to the protocol's published description, and so does what is accepted. */
final class OpenInferenceContractTest {
    private static final Model MODEL = new LogisticRegression().train(Toy.rows(), Toy.run());

    private static JsonNode components = Mock.JSON.createObjectNode();

    @BeforeAll
    static void read() throws IOException {
        components = new YAMLMapper()
                .readTree(PublicData.unpacked("open-inference/open_inference_rest.yaml"))
                .get("components");
    }

    /** Everything wrong with a document that should be one of the named kind. */
    private static List<String> wrong(String kind, String json) {
        ObjectNode schema = Mock.JSON.createObjectNode();
        schema.put("$ref", "#/components/schemas/" + kind);
        schema.set("components", components);
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString());
        return compiled.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void theSchemasAreAbleToRefuse() {
        assertThat(wrong("inference_request", "{\"inputs\": [{\"name\": \"x\"}]}"))
                .isNotEmpty();
        assertThat(wrong("inference_response", "{\"outputs\": []}")).isNotEmpty();
    }

    @Test
    void everyRequestKeepsToIt() {
        for (String output : List.of("", "output: predict_proba")) {
            for (String type : List.of("FP64", "FP32")) {
                try (Mock mock = new Mock(asked -> answer(asked.path("inputs")
                                .path(0)
                                .path("shape")
                                .path(0)
                                .asInt()));
                        RemoteKernel kernel = RemoteKernel.open(
                                mock.target(
                                        "protocol: kserve",
                                        "model: m",
                                        "answer: probabilities",
                                        "datatype: " + type,
                                        output),
                                Toy.schema(),
                                Toy.rows().rows())) {
                    kernel.over(Toy.schema()).malice(Toy.rows().rows());
                    kernel.oddities(Toy.schema(), Toy.rows().rows());
                    assertThat(mock.seen).isNotEmpty();
                    // What is malformed on purpose comes last.
                    mock.seen.subList(0, mock.seen.size() - 2).forEach(seen -> {
                        assertThat(seen.path()).isEqualTo("/v2/models/m/infer");
                        assertThat(wrong("inference_request", seen.body())).isEmpty();
                    });
                }
            }
        }
    }

    private static Mock.Answered answer(int size) {
        Rows rows = Toy.rows().rows();
        Object[] data = new Object[2 * size];
        for (int i = 0; i < size; i++) {
            double p = MODEL.probability(rows.slice(i, i + 1))[0];
            data[2 * i] = 1 - p;
            data[2 * i + 1] = p;
        }
        return Mock.Answered.ok(Map.of(
                "model_name",
                "m",
                "model_version",
                "1",
                "id",
                "42",
                "parameters",
                Map.of("content_type", "np"),
                "outputs",
                List.of(Map.of(
                        "name",
                        "predict_proba",
                        "datatype",
                        "FP64",
                        "shape",
                        List.of(size, 2),
                        "parameters",
                        Map.of(),
                        "data",
                        data))));
    }

    /** Each is valid by the description: flat and nested data, one number or two a row, numbers and truth values. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "FP32; 1; 0.5; SCORE",
                "FP64; 1; 1; SCORE",
                "FP64; 1; [0.25]; SCORE",
                "INT64; 1; 1; LABEL",
                "BOOL; 1; true; LABEL",
                "BYTES; 1; \"bad\"; LABEL",
                "FP64; 2; 0.75, 0.25; PROBABILITIES",
                "FP64; 2; [0.75, 0.25]; PROBABILITIES"
            })
    void everyValidAnswerIsAccepted(String type, int width, String row, Answer meaning) {
        Mock.Behaviour server = asked -> {
            int size = asked.path("inputs").path(0).path("shape").path(0).asInt();
            String shape = width == 1 ? "[%d]".formatted(size) : "[%d, %d]".formatted(size, width);
            String answer =
                    "{\"id\": \"7\", \"model_name\": \"m\", \"outputs\": [{\"name\": \"p\", \"shape\": %s, \"datatype\": \"%s\", \"data\": [%s]}]}"
                            .formatted(shape, type, String.join(", ", Collections.nCopies(size, row)));
            assertThat(wrong("inference_response", answer)).isEmpty();
            return new Mock.Answered(200, Map.of(), answer);
        };
        try (Mock mock = new Mock(server);
                RemoteKernel kernel = RemoteKernel.open(
                        mock.target("protocol: kserve", "model: m", "retries: 0", "benign: [good]"),
                        Toy.schema(),
                        Toy.rows().rows())) {
            assertThat(kernel.answer()).isEqualTo(meaning);
        }
    }

    @Test
    void anErrorOfTheProtocolIsShown() {
        String error = "{\"error\": \"Model m is not ready\"}";
        assertThat(wrong("inference_error_response", error)).isEmpty();
        try (Mock mock = new Mock(asked -> new Mock.Answered(400, Map.of(), error))) {
            assertThatThrownBy(() -> RemoteKernel.open(
                            mock.target("protocol: kserve", "model: m", "retries: 0"),
                            Toy.schema(),
                            Toy.rows().rows()))
                    .hasMessageContaining("Model m is not ready");
        }
    }
}
