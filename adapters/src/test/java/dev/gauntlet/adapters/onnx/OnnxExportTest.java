package dev.gauntlet.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Scores.Scale;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.Activation;
import dev.gauntlet.model.kernel.FloatNetwork;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.Network;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.process.train.Calibration;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime says of rows must be what the detector says. */
final class OnnxExportTest {
    private static final Run RUN = Run.seeded(1);
    private static final List<String> OTHER_FORMS = List.of(
            "autoencoder",
            "kernel-density",
            "neighbour-distance",
            "nearest-neighbours",
            "principal-residual",
            "radial-svm",
            "robust-centroid");

    /** What a session answered, by the name of the output. */
    private record Answer(Map<String, double[]> outputs) {
        double[] get(String name) {
            double[] found = outputs.get(name);
            assertThat(found).as(name).isNotNull();
            return found == null ? new double[0] : found;
        }
    }

    private static Answer ask(byte[] file, Rows rows, boolean floats) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {rows.size(), rows.width()};
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file, options);
                    OnnxTensor tensor = floats
                            ? OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows.toFloats()), shape)
                            : OnnxTensor.createTensor(environment, DoubleBuffer.wrap(rows.toArray()), shape);
                    OrtSession.Result result = session.run(Map.of("rows", tensor))) {
                Map<String, double[]> outputs = new java.util.HashMap<>();
                for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
                    outputs.put(output.getKey(), numbers((OnnxTensor) output.getValue()));
                }
                return new Answer(outputs);
            }
        }
    }

    private static double[] numbers(OnnxTensor tensor) {
        if (tensor.getInfo().type == ai.onnxruntime.OnnxJavaType.INT64) {
            long[] values = new long[tensor.getLongBuffer().remaining()];
            tensor.getLongBuffer().get(values);
            return java.util.Arrays.stream(values).asDoubleStream().toArray();
        }
        double[] values = new double[tensor.getDoubleBuffer().remaining()];
        tensor.getDoubleBuffer().get(values);
        return values;
    }

    /** Three kinds of rows; a heavy tail, categories, flags, whole numbers and missing values. */
    private static Dataset data() {
        Rng rng = Seed.of(3).rng();
        Schema schema = new Schema(List.of(
                Feature.real("bytes", 0, 1e9),
                Feature.category("service", List.of("http", "dns", "ssh", "smtp")),
                Feature.real("rate", -99, 99),
                Feature.whole("count", 0, 99),
                Feature.category("state", List.of("a", "b"))));
        int[] labels = IntStream.range(0, 240).map(i -> i % 3).toArray();
        Rows rows = Rows.fill(240, 5, (i, j) -> {
            if (i % 11 == j) {
                return Double.NaN;
            }
            return switch (j) {
                case 0 -> StrictMath.exp(rng.between(0, labels[i] == 1 ? 19 : 14));
                case 1 -> labels[i] == 1 ? rng.nextInt(2) : rng.nextInt(4);
                case 2 -> rng.nextGaussian() + (labels[i] == 2 ? 2 : 0);
                case 3 -> rng.nextInt(labels[i] == 2 ? 99 : 60);
                default -> rng.nextInt(2);
            };
        });
        return Dataset.of(schema, rows, labels, List.of("benign", "scan", "theft"));
    }

    /** The rows it learnt from, random ones, rows on thresholds and beside them, unseen codes and missing values. */
    private static Rows probes(Dataset data, Model model) {
        Rng rng = Seed.of(4).rng();
        List<double[]> probes = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            probes.add(data.rows().row(i));
        }
        double[] values = model.kernel().parameters().getOrDefault("value", new double[0]);
        double[] features = model.kernel().parameters().getOrDefault("feature", new double[0]);
        for (int node = 0; node < Math.min(400, features.length); node++) {
            for (double near : new double[] {Math.nextDown(values[node]), values[node], Math.nextUp(values[node])}) {
                double[] row = data.rows().row(rng.nextInt(data.size()));
                row[Math.max(0, (int) features[node])] = near;
                probes.add(row);
            }
        }
        double[] odd = {Double.NaN, -1, 7, 0.5, -0.0, 1e300, -1e300, Double.MIN_VALUE};
        for (double value : odd) {
            for (int j = 0; j < 5; j++) {
                double[] row = data.rows().row(rng.nextInt(data.size()));
                row[j] = value;
                probes.add(row);
            }
        }
        probes.add(new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN});
        return Rows.of(probes.toArray(double[][]::new));
    }

    private static List<Model> models(Trainer trainer, Dataset data) {
        Model detector = trainer.train(data, RUN);
        List<Model> models = new ArrayList<>(List.of(detector, Calibration.ISOTONIC.apply(detector, data)));
        if (!trainer.unsupervised()) {
            models.add(Calibration.PLATT.apply(detector, data));
        }
        if (trainer instanceof Categorises kinds) {
            models.add(kinds.categorise(data, RUN));
        }
        if (trainer instanceof Predicts quantities) {
            double[] targets =
                    IntStream.range(0, data.size()).mapToDouble(i -> i % 3 * 5).toArray();
            models.add(quantities.predict(data, targets, RUN));
        }
        return models;
    }

    static Stream<Trainer> trainers() {
        return Catalogue.all(Trainer.class).stream();
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void theRuntimeScoresEveryRowAsTheDetectorOrTheModelIsRefusedByName(Trainer trainer) throws OrtException {
        Dataset data = data();
        for (Model model : models(trainer, data)) {
            if (OTHER_FORMS.contains(trainer.id())) {
                assertThatThrownBy(() -> OnnxExport.of(model, List.of(), false))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(trainer.id())
                        .hasMessageContaining(model.kernel().form());
                continue;
            }
            check(model, probes(data, model));
        }
    }

    @ParameterizedTest
    @EnumSource(Scaling.Numbers.class)
    void everyScalingIsPartOfTheGraph(Scaling.Numbers numbers) throws OrtException {
        Dataset data = data();
        Dataset scaled = data.withSchema(data.schema().scaled(new Scaling(numbers, Scaling.Missing.MEDIAN)));
        Model model = Catalogue.named(Trainer.class, "logistic-regression").train(scaled, RUN);
        check(model, probes(scaled, model));
    }

    @Test
    void aMissingStringOfAnotherProgramsModelIsMissingInTheGraph() throws OrtException {
        Tree.Builder tree = new Tree.Builder();
        for (int node = 0; node < 3; node++) {
            tree.node();
        }
        tree.split(0, 0, 0.5, false, 1, 2);
        tree.leaf(1, -1);
        tree.leaf(2, 2);
        ForeignModel foreign = ForeignModel.of(
                "xgboost",
                TreeEnsemble.of(
                        1, TreeEnsemble.Precision.FLOAT, TreeEnsemble.Output.LOGIT_SUM, 0, List.of(tree.build())),
                Encoding.identity(1),
                new InputFacts(List.of("kind"), Map.of(0, new InputFacts.Codes(List.of("udp", "tcp"), -1)), Double.NaN),
                List.of(),
                List.of());
        Model model = foreign.over(new Schema(List.of(Feature.category("kind", List.of("tcp", "udp", "")))));
        Rows rows = Rows.of(new double[][] {{0}, {1}, {2}, {-1}});
        assertThat(model.malice(rows)).containsExactly(2, -1, 2, -1);
        check(model, rows);
    }

    private static void check(Model model, Rows probes) throws OrtException {
        Answer said = ask(OnnxExport.of(model, List.of(), false), probes, false);
        double[] malice = model.malice(probes);
        boolean trees = model.kernel().parameters().containsKey("roots");
        if (model.scale() == Scale.NUMBER) {
            assertClose(said.get("number"), malice, trees ? 0 : 1e-12);
            assertThat(said.outputs()).hasSize(1);
            return;
        }
        assertClose(
                said.get("score"),
                malice,
                trees && model.outputs() == 2 && !model.trainer().equals("isolation-forest") ? 0 : 1e-12);
        assertClose(said.get("probability"), model.probability(probes), 1e-12);
        boolean[] alarms = model.alarms(probes);
        for (int i = 0; i < alarms.length; i++) {
            if (Math.abs(malice[i] - model.threshold()) > 1e-9 * (1 + Math.abs(malice[i]))) {
                assertThat(said.get("label")[i]).as("row " + i).isEqualTo(alarms[i] ? 1 : 0);
            }
        }
        if (model.outputs() > 2) {
            int[] categories = model.verdicts(probes);
            assertThat(said.get("category"))
                    .containsExactly(
                            java.util.Arrays.stream(categories).asDoubleStream().toArray());
            assertThat(said.get("categories")).hasSize(probes.size() * model.outputs());
            Rows scores = model.scores(probes);
            if (model.scale() == Scale.PROBABILITY) {
                assertClose(said.get("categories"), scores.toArray(), 1e-12);
            }
        }
    }

    private static void assertClose(double[] actual, double[] expected, double share) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            if (Double.isFinite(expected[i])) {
                assertThat(actual[i])
                        .as("row " + i)
                        .isCloseTo(expected[i], within(share * Math.max(1, Math.abs(expected[i]))));
            } else {
                assertThat(Double.compare(actual[i], expected[i]))
                        .as("row " + i)
                        .isZero();
            }
        }
    }

    @Test
    void modelsThatNoTrainerBuildsAreWrittenToo() throws OrtException {
        Schema two = new Schema(List.of(Feature.real("a", -9, 9), Feature.real("b", -9, 9)));
        Rows rows = Rows.of(new double[][] {
            {1, 2}, {Double.NaN, 0.5}, {0.25, Double.NaN}, {-3, Math.nextDown(0.5)}, {0.1, 0.5}, {-0.0, 9}
        });
        List<Predictor> kernels = List.of(
                new LinearKernel(new double[] {0.1, -3}, 0.7),
                new Network(
                        new double[][] {{1, -2, 3, 0.5, 0.25, -1}, {1, 2, -1}},
                        new double[][] {{0.1, 0.2, 0.3}, {-0.5}}),
                new Network(
                        new double[][] {{1, -2, 3, 0.5}, {1, 2}}, new double[][] {{0.1, 0.2}, {-0.5}}, Activation.TANH),
                new Network(
                        new double[][] {{1, -2, 3, 0.5}, {1, 2}},
                        new double[][] {{0.1, 0.2}, {-0.5}},
                        Activation.LOGISTIC),
                new FloatNetwork(new Network(
                        new double[][] {{1, -2, 3, 0.5}, {1, 2}},
                        new double[][] {{0.1, 0.2}, {-0.5}},
                        Activation.TANH)),
                // 0.1 is no float: of floats, those below 0.1 and those below the next float above it are the same.
                TreeEnsemble.of(
                        2,
                        TreeEnsemble.Precision.FLOAT,
                        TreeEnsemble.Output.LOGIT_SUM,
                        0.3f,
                        List.of(stump(0, 0.1, true), leaf(-2.5f), stump(1, 0.5, false))));
        for (Predictor kernel : kernels) {
            Model model = new Model("by-hand", two, Encoding.identity(2), kernel);
            Answer said = ask(OnnxExport.of(model, List.of(), false), rows, false);
            assertClose(said.get("score"), model.malice(rows), kernel instanceof FloatNetwork ? 1e-6 : 1e-14);
            assertThat(said.get("label"))
                    .containsExactly(IntStream.range(0, rows.size())
                            .mapToDouble(i -> model.alarms(rows)[i] ? 1 : 0)
                            .toArray());
        }
    }

    private static Tree leaf(double output) {
        Tree.Builder tree = new Tree.Builder();
        tree.leaf(tree.node(), output);
        return tree.build();
    }

    private static Tree stump(int feature, double threshold, boolean missingLeft) {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        int left = tree.node();
        int right = tree.node();
        tree.split(root, feature, threshold, missingLeft, left, right);
        tree.leaf(left, 1.5);
        tree.leaf(right, -0.75);
        return tree.build();
    }

    @Test
    void rowsOfFloatsAreReadAsTheDoublesTheyAre() throws OrtException {
        Dataset data = data();
        Model model = Catalogue.named(Trainer.class, "random-forest").train(data, RUN);
        Rows floats = Rows.fill(data.size(), 5, (i, j) -> (float) data.rows().get(i, j));
        Answer said = ask(OnnxExport.of(model, List.of(), true), floats, true);
        assertThat(said.get("score")).containsExactly(model.malice(floats));
    }

    @Test
    void theFileStatesItsInputsAndTheThreshold() throws Exception {
        Dataset data = data();
        Model model =
                Catalogue.named(Trainer.class, "decision-tree").train(data, RUN).withThreshold(0.25);
        ModelProto file = ModelProto.parseFrom(OnnxExport.of(model, data.labelNames(), false));
        Map<String, String> facts = new java.util.TreeMap<>();
        file.getMetadataPropsList().forEach(fact -> facts.put(fact.getKey(), fact.getValue()));
        assertThat(facts)
                .containsEntry("gauntlet.threshold", "0.25")
                .containsEntry("gauntlet.schema", data.schema().digest())
                .containsEntry("gauntlet.labels", "[\"benign\",\"scan\",\"theft\"]")
                .containsEntry("gauntlet.trainer", "decision-tree")
                .containsEntry("gauntlet.scale", "PROBABILITY");
        assertThat(facts.get("gauntlet.features"))
                .contains("{\"categories\":[\"http\",\"dns\",\"ssh\",\"smtp\"],\"name\":\"service\"}");
    }
}
