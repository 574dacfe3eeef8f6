package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.app.assess.FindingsJson;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.threat.Goals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models made elsewhere, and targets, by kinds, quantity and anomalies. */
final class GivenObjectivesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> KINDS = List.of("good", "scan", "theft");
    private static final int ROWS = 600;

    @TempDir
    private Path folder = Path.of("");

    private volatile Function<double[], Object> answer = row -> 0;
    private final HttpServer server = serving();

    /** A server of MLflow's kind. */
    private HttpServer serving() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/invocations", exchange -> {
                List<Object> answers = new ArrayList<>();
                for (JsonNode row : JSON.readTree(exchange.getRequestBody().readAllBytes())
                        .path("dataframe_split")
                        .path("data")
                        .values()) {
                    answers.add(answer.apply(row.values().stream()
                            .mapToDouble(JsonNode::doubleValue)
                            .toArray()));
                }
                byte[] body =
                        JSON.writeValueAsString(Map.of("predictions", answers)).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String target() {
        return "mlflow:http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Good rows of a size around 2, scans around 5, theft around 8; the last column as stated. */
    private Path rows(String column, Function<double[], String> value, int from) throws IOException {
        StringBuilder text = new StringBuilder("size,rate," + column + "\n");
        double[][] numbers = numbers();
        for (int i = from; i < ROWS; i++) {
            text.append("%.3f,%.3f,%s%n"
                    .formatted(numbers[i][0], numbers[i][1], value.apply(new double[] {numbers[i][0], i % 3})));
        }
        return Files.writeString(folder.resolve(column + ".csv"), text.toString());
    }

    private static double[][] numbers() {
        Random random = new Random(1);
        return IntStream.range(0, ROWS)
                .mapToObj(i -> new double[] {2 + 3 * (i % 3) + random.nextGaussian() / 2, 10 * random.nextDouble()})
                .toArray(double[][]::new);
    }

    private Path kinds() throws IOException {
        return rows("label", row -> KINDS.get((int) row[1]), 0);
    }

    /** The place of the kind of a size in [theft, good, scan]. */
    private static int place(double size) {
        return size < 3.5 ? 1 : size < 6.5 ? 2 : 0;
    }

    private Terminal.Result run(Path run, Object... words) {
        List<Object> all =
                new ArrayList<>(List.of("assess", "--arm-seeds", "1", "--budget", "queries=20", "--out", run));
        all.addAll(List.of(words));
        return Terminal.run(all.toArray());
    }

    private Assessment assess(String name, Object... words) throws IOException {
        Path run = folder.resolve(name);
        Terminal.Result result = run(run, words);
        assertThat(result.code()).as(result.err()).isZero();
        return FindingsJson.read(
                Files.readString(run.resolve("findings.json")),
                SchemaFile.read(run.resolve("schema.yaml")).schema());
    }

    private void assertRefused(String why, Object... words) {
        Path run = folder.resolve("refused " + why.hashCode());
        Terminal.Result result = run(run, words);
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(why);
        assertThat(run.resolve("findings.json")).doesNotExist();
    }

    private static String reason(Assessment found, String attack) {
        return found.findings().stream()
                .filter(finding -> finding.attack().id().equals(attack))
                .map(Finding::reason)
                .findFirst()
                .orElseThrow();
    }

    private static double clean(Assessment found, String measure) {
        return Optional.ofNullable(found.clean().get(measure)).orElseThrow().value();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTargetOfKindsIsComparedByItsStatedClasses(boolean labels) throws IOException {
        List<String> names = List.of("theft", "good", "scan");
        answer = labels
                ? row -> names.get(place(row[0]))
                : row -> IntStream.range(0, 3)
                        .mapToDouble(k -> k == place(row[0]) ? 0.8 : 0.1)
                        .toArray();
        Path rows = kinds();
        Object[] usual = {
            "--data", rows, "--label", "label", "--benign", "good", "--objective", "kinds", "--model", target()
        };
        assertRefused("the model names no classes", usual);
        Assessment found = assess(
                "run",
                with(usual, "--classes", "theft,good,scan", "--goal", "SCAN", "--attacks", "mimicry,label-flip"));
        assertThat(found.threat().goals()).isEqualTo(Goals.kind(2));
        assertThat(clean(found, "kindRecall")).isGreaterThan(0.97);
        assertThat(clean(found, "falsePositiveRate")).isLessThan(0.05);
        assertThat(reason(found, "label-flip")).contains("black box");
        assertRefused("which class is which would be a guess", with(usual, "--classes", "a,b,c"));
        assertRefused(
                labels ? "none of the stated classes" : "3 probabilities, and 4 classes are stated",
                with(usual, "--classes", labels ? "theft,good,scam" : "theft,good,scan,worm"));
        answer = row -> 0.5;
        assertRefused("tell no classes apart", with(usual, "--classes", "theft,good,scan"));
    }

    private static Object[] with(Object[] words, Object... more) {
        List<Object> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }

    @Test
    void aTargetStatesItsClassesInItsFile() throws IOException {
        answer = row -> List.of("theft", "good", "scan").get(place(row[0]));
        Path file =
                Files.writeString(folder.resolve("target.yaml"), """
                protocol: mlflow
                url: %s
                classes: [theft, good, scan]
                """.formatted(target().substring("mlflow:".length())));
        Object[] usual = {
            "--data", kinds(), "--label", "label", "--benign", "good", "--objective", "kinds", "--model", file
        };
        Assessment found = assess("run", with(usual, "--attacks", "mimicry"));
        assertThat(clean(found, "kindRecall")).isGreaterThan(0.97);
        assertRefused("states its classes itself", with(usual, "--classes", "theft,good,scan"));
    }

    @Test
    void aTargetEstimatesAQuantity() throws IOException {
        answer = row -> 10 * row[0];
        Path rows = rows("price", row -> "%.3f".formatted(10 * row[0]), 0);
        for (String given : List.of("--data", "--test")) {
            Assessment found = assess(
                    "run" + given,
                    given,
                    rows,
                    "--objective",
                    "quantity",
                    "--target",
                    "price",
                    "--model",
                    target(),
                    "--attacks",
                    "mimicry,greedy-score,substitute-extraction");
            assertThat(clean(found, "rSquared")).isGreaterThan(0.999);
            assertThat(reason(found, "greedy-score")).doesNotContain("black box");
            assertThat("0".equals(found.facts().get("trainRows"))).isEqualTo(given.equals("--test"));
        }
        answer = row -> new double[] {0.2, 0.8};
        assertRefused(
                "should be a number (answer: number)",
                "--data",
                rows,
                "--objective",
                "quantity",
                "--target",
                "price",
                "--model",
                target());
    }

    @Test
    void aTargetOfAnomaliesNeedsNoLabels() throws IOException {
        answer = row -> Math.abs(row[0] - 5) + 0.001;
        Path rows = rows("price", row -> "1.5", 0);
        Object[] usual = {"--data", rows, "--objective", "anomalies", "--model", target(), "--attacks", "mimicry"};
        Assessment found = assess("run", usual);
        assertThat(found.clean()).isEmpty();
        assertThat(found.threat().goals()).isEqualTo(Goals.ANOMALIES);
        Assessment labelled = assess(
                "labelled",
                "--data",
                kinds(),
                "--label",
                "label",
                "--benign",
                "good",
                "--objective",
                "anomalies",
                "--model",
                target(),
                "--attacks",
                "mimicry");
        assertThat(labelled.clean()).containsKey("recall");
        Path numbers = Files.writeString(
                folder.resolve("numbers.yaml"), """
                protocol: mlflow
                url: %s
                answer: number
                """.formatted(target().substring("mlflow:".length())));
        assertRefused("estimates a quantity", "--data", rows, "--objective", "anomalies", "--model", numbers);
        answer = row -> new double[] {0.2, 0.8};
        assertRefused("tells classes apart, which is learnt from labels", usual);
    }

    /** XGBoost's files have numbers of classes only; softmax and softprob store the same margins. */
    @ParameterizedTest
    @ValueSource(strings = {"multi:softprob", "multi:softmax"})
    void classesThatAreNumbersAreNamed(String objective) throws IOException, XGBoostError {
        Path model = boosted(objective, i -> new int[] {1, 2, 0}[i % 3]);
        Object[] usual = {
            "--test", kinds(), "--label", "label", "--benign", "good", "--objective", "kinds", "--model", model
        };
        assertRefused("the model's classes are 0, 1, 2, and the labels are good (benign) and scan, theft", usual);
        Assessment found = assess("run", with(usual, "--classes", "theft,good,scan", "--attacks", "mimicry"));
        assertThat(clean(found, "kindRecall")).isGreaterThan(0.97);
        Path made = folder.resolve("run");
        Assessment again = assess(
                "again",
                "--test",
                kinds(),
                "--label",
                "label",
                "--benign",
                "good",
                "--objective",
                "kinds",
                "--model",
                made,
                "--attacks",
                "mimicry");
        assertThat(clean(again, "kindRecall"))
                .as("the bundle of a run names its kinds")
                .isGreaterThan(0.97);
        assertRefused(
                "names its classes itself",
                "--test",
                kinds(),
                "--label",
                "label",
                "--benign",
                "good",
                "--objective",
                "kinds",
                "--model",
                made,
                "--classes",
                "theft,good,scan");
        assertRefused("it has 3 classes, and 2 are named", with(usual, "--classes", "good,scan"));
        assertRefused("must name at least two, each once", with(usual, "--classes", "good,scan,scan"));
        Path numbers = rows("label", row -> String.valueOf(((int) row[1] + 1) % 3), 0);
        Assessment same = assess(
                "numbers",
                "--test",
                numbers,
                "--label",
                "label",
                "--benign",
                "1",
                "--objective",
                "kinds",
                "--model",
                model,
                "--attacks",
                "mimicry");
        assertThat(clean(same, "kindRecall")).isGreaterThan(0.97);
    }

    private Path boosted(String objective, IntToDoubleFunction label) throws XGBoostError {
        double[][] numbers = numbers();
        float[] cells = new float[2 * ROWS];
        float[] labels = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            cells[2 * i] = (float) numbers[i][0];
            cells[2 * i + 1] = (float) numbers[i][1];
            labels[i] = (float) label.applyAsDouble(i);
        }
        DMatrix matrix = new DMatrix(cells, ROWS, 2, Float.NaN);
        matrix.setLabel(labels);
        Map<String, Object> settings =
                new HashMap<>(Map.of("objective", objective, "max_depth", 3, "nthread", 1, "base_score", 0.5));
        if (objective.startsWith("multi")) {
            settings.put("num_class", 3);
        }
        Path file = folder.resolve("model.json");
        XGBoost.train(matrix, settings, 30, Map.of(), null, null).saveModel(file.toString());
        return file;
    }

    @ParameterizedTest
    @CsvSource({"reg:squarederror,0.98", "count:poisson,0.9", "binary:logistic,-1"})
    void aRegressorIsAssessedByWhatItEstimates(String objective, double least) throws IOException, XGBoostError {
        double[][] numbers = numbers();
        boolean classes = objective.startsWith("binary");
        Path model = boosted(objective, i -> classes ? i % 2 : 10 * numbers[i][0]);
        Object[] usual = {
            "--test",
            rows("price", row -> "%.3f".formatted(10 * row[0]), 0),
            "--objective",
            "quantity",
            "--target",
            "price",
            "--model",
            model
        };
        if (classes) {
            assertRefused("it tells classes apart and estimates no quantity", usual);
            return;
        }
        Assessment found = assess("run", with(usual, "--attacks", "mimicry,substitute-extraction"));
        assertThat(clean(found, "rSquared")).isGreaterThan(least);
        assertThat(Terminal.run("verify", folder.resolve("run")).code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOnnxModelIsComparedByTheNamesItStates(boolean texts) throws IOException {
        List<String> names = texts ? List.of("theft", "good", "scan") : List.of("2", "0", "1");
        Path model = Files.write(
                folder.resolve("linear.onnx"), classifier(names, texts).toByteArray());
        Path rows = texts ? kinds() : rows("label", row -> String.valueOf((int) row[1]), 0);
        Assessment found = assess(
                "run",
                "--test",
                rows,
                "--label",
                "label",
                "--benign",
                texts ? "good" : "0",
                "--objective",
                "kinds",
                "--goal",
                names.get(0),
                "--model",
                model,
                "--attacks",
                "mimicry");
        assertThat(clean(found, "kindRecall")).isGreaterThan(0.95);
        assertThat(found.threat().goals()).isEqualTo(Goals.kind(1));
    }

    /** Logits of a size: theft above 6.5, good below 3.5. */
    private static ModelProto classifier(List<String> names, boolean texts) {
        AttributeProto labels = texts
                ? AttributeProto.newBuilder()
                        .setName("classlabels_strings")
                        .setType(AttributeType.STRINGS)
                        .addAllStrings(
                                names.stream().map(ByteString::copyFromUtf8).toList())
                        .build()
                : AttributeProto.newBuilder()
                        .setName("classlabels_ints")
                        .setType(AttributeType.INTS)
                        .addAllInts(names.stream().map(Long::valueOf).toList())
                        .build();
        NodeProto node = NodeProto.newBuilder()
                .setOpType("LinearClassifier")
                .setDomain("ai.onnx.ml")
                .addInput("X")
                .addOutput("label")
                .addOutput("shares")
                .addAttribute(labels)
                .addAttribute(floats("coefficients", 3, 0, -3, 0, 0, 0))
                .addAttribute(floats("intercepts", -19.5f, 10.5f, 0))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("post_transform")
                        .setType(AttributeType.STRING)
                        .setS(ByteString.copyFromUtf8("SOFTMAX")))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(15))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(2))
                .setGraph(GraphProto.newBuilder()
                        .setName("linear")
                        .addNode(node)
                        .addInput(value("X", TensorProto.DataType.FLOAT, 2))
                        .addOutput(value("label", texts ? TensorProto.DataType.STRING : TensorProto.DataType.INT64, 0))
                        .addOutput(value("shares", TensorProto.DataType.FLOAT, 3)))
                .build();
    }

    private static AttributeProto floats(String name, float... values) {
        AttributeProto.Builder made = AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOATS);
        for (float value : values) {
            made.addFloats(value);
        }
        return made.build();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, int width) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
        if (width > 0) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }
}
