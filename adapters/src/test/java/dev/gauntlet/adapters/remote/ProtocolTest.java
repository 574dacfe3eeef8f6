package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.RandomForest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire, and that what comes back has the same bits as a model asked here. */
final class ProtocolTest {
    private static final Model MODEL = new LogisticRegression().train(Toy.rows(), Toy.run());
    private static final Rows ROWS = rows(300);

    /** Rows of every kind of value, some missing. */
    private static Rows rows(int size) {
        Schema schema = Toy.schema();
        Rng rng = Seed.of(3).rng();
        return Rows.fill(size, schema.width(), (i, j) -> {
            Feature feature = schema.feature(j);
            boolean real = feature.kind() == Feature.Kind.REAL;
            double value = rng.between(feature.low(), feature.high());
            return real && i % 7 == 3 ? Double.NaN : real ? value * Math.pow(10, i % 9 - 6) : Math.rint(value);
        });
    }

    private static void sameBits(Mock mock, Target target) {
        try (mock;
                RemoteKernel kernel = RemoteKernel.open(target, Toy.schema(), ROWS.slice(0, 5))) {
            assertThat(kernel.probe().isSteady()).isTrue();
            assertThat(kernel.over(Toy.schema()).malice(ROWS)).isEqualTo(MODEL.malice(ROWS));
        }
    }

    @Test
    void kserve() {
        Mock mock = new Mock(Mock.kserve(MODEL));
        sameBits(mock, mock.target("protocol: kserve", "model: a b", "answer: log-odds", "batch: 32"));
        assertThat(mock.seen.get(0).path()).isEqualTo("/v2/models/a%20b/infer");
    }

    @Test
    void mlflow() {
        Mock mock = new Mock(Mock.mlflow(MODEL));
        sameBits(mock, mock.target("protocol: mlflow", "answer: log-odds", "batch: 32", "concurrency: 8"));
        assertThat(mock.seen.get(0).path()).isEqualTo("/invocations");
    }

    @Test
    void tensorFlowServing() {
        Mock mock = new Mock(Mock.tensorFlow(MODEL));
        sameBits(mock, mock.target("protocol: tf-serving", "model: m", "answer: score", "batch: 7"));
        assertThat(mock.seen.get(0).path()).isEqualTo("/v1/models/m:predict");
    }

    @Test
    void anyJson() {
        Mock mock = new Mock(Mock.records(MODEL));
        sameBits(
                mock,
                mock.target(
                        "protocol: json",
                        "answer: score",
                        "template: {records: $records}",
                        "pointer: /results/*/verdict/score"));
        assertThat(mock.seen.get(0).path()).isEqualTo("/");
    }

    @Test
    void oneRowAtATime() {
        Mock mock = new Mock(asked -> {
            Rows row = Mock.coded(Mock.JSON.createArrayNode().add(asked.path("x")), 7);
            return Mock.Answered.ok(List.of(MODEL.malice(row)[0]));
        });
        sameBits(mock, mock.target("protocol: json", "answer: log-odds", "template: {x: $row}", "pointer: /0"));
    }

    /** One whose answers depend on the order of questions is found out even if it takes one row at a time. */
    @Test
    void oneRowAtATimeIsProbedToo() {
        java.util.concurrent.atomic.AtomicInteger asked = new java.util.concurrent.atomic.AtomicInteger();
        try (Mock mock = new Mock(question -> Mock.Answered.ok(List.of(asked.getAndIncrement() % 5 + 0.5)));
                RemoteKernel kernel = RemoteKernel.open(
                        mock.target("protocol: json", "template: {x: $row}", "pointer: /0", "concurrency: 1"),
                        Toy.schema(),
                        ROWS.slice(0, 5))) {
            assertThat(kernel.probe().asked().size()).isEqualTo(5);
            assertThat(kernel.probe().again().rows()).isZero();
            assertThat(kernel.probe().turned().rows()).isEqualTo(4);
        }
    }

    @Test
    void probabilitiesOfClasses() {
        Model forest = new RandomForest(8, 6, 2, 0.5).train(Toy.rows(), Toy.run());
        try (Mock mock = new Mock(asked -> {
                    Rows scores = forest.scores(Mock.coded(asked.path("instances"), 7));
                    return Mock.Answered.ok(java.util.Map.of(
                            "predictions",
                            java.util.stream.IntStream.range(0, scores.size())
                                    .mapToObj(scores::row)
                                    .toList()));
                });
                RemoteKernel kernel = RemoteKernel.open(
                        mock.target("protocol: tf-serving", "model: m"), Toy.schema(), ROWS.slice(0, 9))) {
            assertThat(kernel.answer()).isEqualTo(Answer.PROBABILITIES);
            assertThat(kernel.over(Toy.schema()).malice(ROWS)).isEqualTo(forest.malice(ROWS));
            assertThat(kernel.over(Toy.schema()).threshold()).isEqualTo(0.5);
        }
    }

    private static String filled(Target target, double... row) throws Trouble {
        return new String(
                target.form()
                        .template()
                        .fill(Toy.schema(), Rows.of(row), target.form().floats()),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The bodies that the servers' own manuals show. */
    @Test
    void requestsAreThoseOfTheManuals() throws Trouble {
        double[] row = {0.1, 20, 100, 120, 1, 2, Double.NaN};
        assertThat(filled(Mock.parsed("url: http://h", "protocol: kserve", "model: m"), row))
                .isEqualTo(
                        "{\"inputs\":[{\"name\":\"input-0\",\"shape\":[1,7],\"datatype\":\"FP64\",\"data\":[0.1,20,100,120,1,2,null]}]}");
        assertThat(filled(
                        Mock.parsed("url: http://h", "protocol: kserve", "model: m", "datatype: FP32", "input: 'a\"'"),
                        row))
                .contains("\"name\":\"a\\\"\"", "\"datatype\":\"FP32\"", "[0.10000000149011612,20,");
        assertThat(filled(Mock.parsed("url: http://h", "protocol: mlflow"), row))
                .isEqualTo(
                        "{\"dataframe_split\":{\"columns\":[\"duration\",\"sent\",\"received\",\"bytes\",\"encrypted\",\"service\",\"rate\"],\"data\":[[0.1,20,100,120,1,\"ssh\",null]]}}");
        assertThat(filled(Mock.parsed("url: http://h", "protocol: tf-serving", "model: m"), row))
                .isEqualTo("{\"instances\":[[0.1,20,100,120,1,2,null]]}");
        assertThat(filled(
                        Mock.parsed(
                                "url: http://h",
                                "protocol: json",
                                "template: {n: $size, rows: $rows, as: $columns, k: 3, f: [true]}"),
                        row))
                .startsWith("{\"n\":1,\"rows\":[[0.1,20,100,120,1,\"ssh\",null]],\"as\":[\"duration\",")
                .endsWith("],\"k\":3,\"f\":[true]}");
    }

    @Test
    void valuesThatJsonCannotRepresentAreRefused() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> filled(
                        Mock.parsed("url: http://h", "protocol: mlflow"), Double.POSITIVE_INFINITY, 1, 1, 1, 1, 1, 1))
                .hasMessageContaining("duration is infinite");
    }

    @ParameterizedTest
    @CsvSource({
        "kserve, http://h:1, m, http://h:1/v2/models/m/infer",
        "kserve, http://h:1/v2/models/x, , http://h:1/v2/models/x/infer",
        "kserve, https://h/v2/models/x/versions/2/, , https://h/v2/models/x/versions/2/infer",
        "kserve, http://h/gate/v2/models/x/infer, , http://h/gate/v2/models/x/infer",
        "mlflow, http://h:5000/, , http://h:5000/invocations",
        "mlflow, http://h/invocations, , http://h/invocations",
        "tf-serving, http://h, ä/b, http://h/v1/models/%C3%A4%2Fb:predict",
        "tf-serving, http://h/v1/models/m, , http://h/v1/models/m:predict",
        "json, http://h/score?v=1, , http://h/score?v=1"
    })
    void addresses(String protocol, String url, String model, String address) {
        assertThat(Protocol.of(protocol).address(url, Optional.ofNullable(model)))
                .hasToString(address);
    }

    @Test
    void invalidAddressesAreRefused() {
        Optional<String> none = Optional.empty();
        for (String bad : List.of("ftp://h", "h:80", "/v2", "http://", "http://a b", "file:///etc/passwd")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Protocol.JSON.address(bad, none))
                    .withMessageContaining("http://host:8080");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Protocol.JSON.address("http://me:hush@h/", none))
                .withMessageContaining("must not contain")
                .matches(e -> !String.valueOf(e.getMessage()).contains("hush"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Protocol.KSERVE.address("http://h", none))
                .withMessageContaining("state model");
    }
}
