package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies other than JSON: the sum of three numbers, and 100 where the kind is udp, is the score. */
final class OtherBodiesTest {
    private static final Schema SCHEMA = new Schema(List.of(
            Feature.real("a", 0, 10),
            Feature.whole("b", 0, 10),
            Feature.category("kind", List.of("tcp", "udp")),
            Feature.real("c, d", 0, 10)));
    private static final Rows ROWS = Rows.of(
            new double[] {1.5, 2, 0, 3}, new double[] {0.25, 7, 1, Double.NaN}, new double[] {1e-5, 0, 1, 9.75});
    private static final double[] SUMS = {6.5, 107.25, 109.75001};

    private static double sum(List<String> cells) {
        return number(cells.get(0))
                + number(cells.get(1))
                + number(cells.get(3))
                + (List.of("1", "udp").contains(cells.get(2)) ? 100 : 0);
    }

    private static double number(String cell) {
        return cell.isEmpty() ? 0 : Double.parseDouble(cell);
    }

    private static String scored(String csv, String separator) {
        return csv.lines()
                .filter(line -> !line.startsWith("a,"))
                .map(line -> Double.toString(sum(List.of(line.split(",", -1)))))
                .collect(Collectors.joining(separator));
    }

    private static void agrees(Mock mock, String... lines) {
        try (mock;
                RemoteKernel kernel = RemoteKernel.open(mock.target(lines), SCHEMA, ROWS)) {
            assertThat(kernel.over(SCHEMA).malice(ROWS)).containsExactly(SUMS);
            assertThat(kernel.probe().isSteady()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\n"})
    void csvInAndOutOverLinesOrOneLine(String separator) {
        Mock mock = new Mock(asked ->
                new Mock.Answered(200, Map.of("Content-Type", "text/csv"), scored(asked.asString(), separator)));
        agrees(mock, "protocol: csv", "answer: score");
        assertThat(mock.seen.get(0).body()).isEqualTo("1.5,2,0,3.0\n0.25,7,1,\n1.0E-5,0,1,9.75\n");
        assertThat(mock.seen.get(0).headers().get("Content-type")).containsExactly("text/csv");
        assertThat(mock.seen.get(0).headers().get("Accept")).containsExactly("text/csv");
    }

    @Test
    void csvWithNamesHasCategoriesAsTexts() {
        Mock mock = new Mock(asked -> new Mock.Answered(200, Map.of(), "score\n" + scored(asked.asString(), "\n")));
        agrees(mock, "protocol: csv", "answer: score", "header: true");
        assertThat(mock.seen.get(0).body()).startsWith("a,b,kind,\"c, d\"\n1.5,2,tcp,3.0\n");
    }

    /** The target file of a SageMaker endpoint as its owner wrote it. */
    @Test
    void aContentTypeOfCsvMakesCsvOfARowsTemplate() {
        Mock mock = new Mock(asked -> new Mock.Answered(200, Map.of(), scored(asked.asString(), "\n")));
        agrees(mock, "protocol: json", "template: $rows", "headers: {Content-Type: text/csv}", "answer: score");
        assertThat(mock.seen.get(0).headers().get("Content-type")).containsExactly("text/csv");
    }

    @Test
    void csvMayBeAnsweredInJson() {
        Mock mock = new Mock(asked -> Mock.Answered.ok(Map.of(
                "predictions",
                scored(asked.asString(), "\n")
                        .lines()
                        .map(score -> Map.of("score", Double.parseDouble(score)))
                        .toList())));
        agrees(mock, "protocol: csv", "answer: score", "pointer: /predictions/*/score");
        assertThat(mock.seen.get(0).headers().get("Accept")).containsExactly("application/json");
    }

    @Test
    void formFieldsAreOneRow() {
        Mock mock = new Mock(asked -> Mock.Answered.ok(Map.of("score", sum(fields(asked.asString())))));
        agrees(mock, "protocol: json", "body: form", "answer: score", "pointer: /score");
        assertThat(mock.seen.get(0).body()).isEqualTo("a=1.5&b=2&kind=tcp&c%2C%20d=3.0");
    }

    private static List<String> fields(String form) {
        return List.of(form.split("&")).stream()
                .map(field -> field.replaceFirst(".*=", ""))
                .toList();
    }

    @Test
    void aFormFieldCanHoldTheRowsAsJson() {
        Mock mock = new Mock(asked -> {
            String rows = URLDecoder.decode(asked.asString().replaceFirst(".*data=", ""), StandardCharsets.UTF_8);
            return Mock.Answered.ok(Mock.JSON.readTree(rows).values().stream()
                    .map(row -> sum(row.values().stream()
                            .map(value -> value.isNull() ? "" : value.toString())
                            .toList()))
                    .toList());
        });
        agrees(mock, "protocol: json", "body: form", "template: {v: 2, data: $rows}", "answer: score");
        assertThat(mock.seen.get(0).body())
                .startsWith("v=2&data=%5B%5B1.5%2C2%2C0%2C3.0%5D%2C%5B0.25%2C7%2C1%2Cnull%5D%2C%5B");
    }

    @Test
    void queryParametersAreOneRowAndSecretsAreHidden() {
        Mock open = new Mock(asked -> Mock.Answered.ok(Map.of("score", 1.5)));
        try (open;
                RemoteKernel kernel = RemoteKernel.open(
                        TargetFile.parse(
                                "url: %s/judge?v=1\nprotocol: json\nbody: query\nanswer: score\npointer: /score\n"
                                                .formatted(open.url())
                                        + "query: {site: a b, key: {env: KEY}}",
                                "target.yaml",
                                java.nio.file.Path.of("").toAbsolutePath(),
                                name -> "hush&"),
                        SCHEMA,
                        ROWS.slice(0, 1))) {
            assertThat(open.seen.get(0).path())
                    .isEqualTo("/judge?v=1&site=a%20b&key=hush%26&a=1.5&b=2&kind=tcp&c%2C%20d=3.0");
            assertThat(open.seen.get(0).body()).isEmpty();
            assertThat(kernel.target().name()).doesNotContain("hush");
            assertThat(kernel.target().keys().hide("said hush& back")).isEqualTo("said *** back");
        }
    }

    @Test
    void aContentTypeOfJsonCanBeMoreSpecific() {
        Mock mock = new Mock(asked -> Mock.Answered.ok(asked.values().stream()
                .map(row -> row.path(0).asDouble()
                        + row.path(1).asDouble()
                        + row.path(3).asDouble(0)
                        + 100 * row.path(2).asDouble())
                .toList()));
        agrees(
                mock,
                "protocol: json",
                "template: $rows",
                "answer: score",
                "headers: {content-type: application/vnd.acme+json; v=2, Accept: application/vnd.acme+json}");
        assertThat(Objects.requireNonNull(mock.seen.get(0).headers().get("Content-type")))
                .containsExactly("application/vnd.acme+json; v=2");
    }

    @Test
    void anUnsupportedBodyNamesTheAlternative() {
        assertThatThrownBy(() -> Mock.parsed(
                        "url: http://h",
                        "protocol: json",
                        "template: $rows",
                        "headers: {Content-Type: application/x-protobuf}"))
                .hasMessageContaining("application/x-protobuf cannot be written")
                .hasMessageContaining("protocol exec");
        assertThatThrownBy(() -> Mock.parsed(
                        "url: http://h",
                        "protocol: json",
                        "template: {rows: $rows}",
                        "headers: {Content-Type: text/csv}"))
                .hasMessageContaining("template must be $rows where the body is CSV");
        assertThatThrownBy(() -> Mock.parsed("url: http://h", "protocol: kserve", "model: m", "headers: {Host: x}"))
                .hasMessageContaining("headers.Host cannot be set");
    }

    @Test
    void anAnswerThatIsNotJsonNamesCsvAndExec() {
        try (Mock mock = new Mock(asked -> new Mock.Answered(200, Map.of(), "0.5\n0.25\n"))) {
            assertThatThrownBy(() -> RemoteKernel.open(
                            mock.target("protocol: json", "template: $rows", "retries: 0"), SCHEMA, ROWS))
                    .hasMessageContaining("is not JSON")
                    .hasMessageContaining("protocol csv")
                    .hasMessageContaining("protocol exec");
        }
    }

    @Test
    void aTensorIsRequestedByName() {
        Mock mock = new Mock(asked -> {
            assertThat(asked.path("outputs").path(0).path("name").asString()).isEqualTo("predict_proba");
            int size = asked.path("inputs").path(0).path("shape").path(0).asInt();
            return Mock.Answered.ok(Map.of(
                    "model_name",
                    "m",
                    "outputs",
                    List.of(
                            Map.of(
                                    "name",
                                    "predict",
                                    "datatype",
                                    "INT64",
                                    "shape",
                                    List.of(size),
                                    "data",
                                    new int[size]),
                            Map.of(
                                    "name",
                                    "predict_proba",
                                    "datatype",
                                    "FP64",
                                    "shape",
                                    List.of(size, 2),
                                    "data",
                                    java.util.stream.IntStream.range(0, 2 * size)
                                            .mapToObj(i -> i % 2 == 0 ? 0.75 : 0.25)
                                            .toList()))));
        });
        try (mock;
                RemoteKernel kernel = RemoteKernel.open(
                        mock.target("protocol: kserve", "model: m", "output: predict_proba"), SCHEMA, ROWS)) {
            assertThat(kernel.answer()).isEqualTo(Answer.PROBABILITIES);
            assertThat(kernel.over(SCHEMA).malice(ROWS)).containsExactly(0.25, 0.25, 0.25);
        }
    }

    @Test
    void answersToMalformedRowsAreReported() {
        try (Mock careless = new Mock(asked ->
                        Mock.Answered.ok(asked.values().stream().map(row -> 0.5).toList()));
                RemoteKernel kernel = RemoteKernel.open(
                        careless.target("protocol: json", "template: $rows", "answer: score"), SCHEMA, ROWS)) {
            assertThat(kernel.oddities(SCHEMA, ROWS))
                    .containsExactly(
                            new Oddity("no value of a", true, "[0.5]"),
                            new Oddity("the text \"not-a-number\" as the value of a", true, "[0.5]"));
            assertThat(careless.seen.get(careless.seen.size() - 1).body()).isEqualTo("[[\"not-a-number\",2,0,3.0]]");
        }
        try (Mock strict = new Mock(asked -> asked.toString().matches(".*(null|not-a-number).*") && asked.size() == 1
                        ? new Mock.Answered(400, Map.of(), "bad value")
                        : Mock.Answered.ok(
                                asked.values().stream().map(row -> 0.5).toList()));
                RemoteKernel kernel = RemoteKernel.open(
                        strict.target("protocol: json", "template: $rows", "answer: score"),
                        SCHEMA,
                        ROWS.slice(0, 1))) {
            assertThat(kernel.oddities(SCHEMA, ROWS)).allSatisfy(odd -> {
                assertThat(odd.answered()).isFalse();
                assertThat(odd.said()).isEqualTo("status 400: bad value");
            });
        }
    }
}
