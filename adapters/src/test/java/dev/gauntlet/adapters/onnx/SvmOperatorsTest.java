package dev.gauntlet.adapters.onnx;

import static dev.gauntlet.adapters.onnx.OnnxFiles.agrees;
import static dev.gauntlet.adapters.onnx.OnnxFiles.file;
import static dev.gauntlet.adapters.onnx.OnnxFiles.floats;
import static dev.gauntlet.adapters.onnx.OnnxFiles.longs;
import static dev.gauntlet.adapters.onnx.OnnxFiles.text;
import static dev.gauntlet.adapters.onnx.OnnxFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.RadialKernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Support vector machines of ONNX files, judged by hand and by ONNX Runtime. */
final class SvmOperatorsTest {
    private static final Rows ROWS = Rows.of(new double[][] {{1, 0}, {0.5, -1}, {2, 2}});

    /** Three vectors: (1, 0) and (0, 1) of the first class, (2, 2) of the second. */
    private static byte[] classifier(String kernel, AttributeProto... more) {
        List<AttributeProto> attributes = new ArrayList<>(List.of(
                text("kernel_type", kernel),
                floats("kernel_params", 0.5, 0, 3),
                floats("support_vectors", 1, 0, 0, 1, 2, 2),
                floats("rho", 0.25),
                texts("classlabels_strings", "ham", "spam")));
        attributes.addAll(List.of(more));
        return file(
                Graph.FLOAT,
                2,
                List.of("label", "scores"),
                graph -> graph.raw(NodeProto.newBuilder()
                        .setOpType("SVMClassifier")
                        .setDomain(Graph.ML)
                        .setName("svm")
                        .addInput("x")
                        .addOutput("label")
                        .addOutput("scores")
                        .addAllAttribute(attributes)
                        .build()));
    }

    private static byte[] two(String kernel, AttributeProto... more) {
        List<AttributeProto> attributes =
                new ArrayList<>(List.of(longs("vectors_per_class", 2L, 1L), floats("coefficients", 0.5, 1, -1.5)));
        attributes.addAll(List.of(more));
        return classifier(kernel, attributes.toArray(AttributeProto[]::new));
    }

    private static Model detector(byte[] file) {
        ForeignModel model = OnnxModel.read(file).model();
        return model.over(model.inferred());
    }

    private static double radial(double a, double b) {
        double first = 0.5 * Math.exp(-0.5 * ((a - 1) * (a - 1) + b * b));
        double second = Math.exp(-0.5 * (a * a + (b - 1) * (b - 1)));
        double third = -1.5 * Math.exp(-0.5 * ((a - 2) * (a - 2) + (b - 2) * (b - 2)));
        return first + second + third + 0.25;
    }

    @Test
    void aLinearMachineIsALinearKernel() {
        byte[] file = two("LINEAR");
        assertThat(agrees(file)).isLessThan(1e-5);
        Model model = detector(file);
        assertThat(model.kernel()).isInstanceOf(LinearKernel.class);
        // s = 0.5 (1, 0) + (0, 1) - 1.5 (2, 2) = (-2.5, -2), and 0.25; malice is -s.
        assertThat(model.malice(ROWS)).containsExactly(2.5 - 0.25, 1.25 - 2 - 0.25, 5 + 4 - 0.25);
    }

    @Test
    void aRadialMachineIsARadialKernel() {
        byte[] file = two("RBF");
        assertThat(agrees(file)).isLessThan(1e-5);
        Model model = detector(file);
        assertThat(model.kernel()).isInstanceOf(RadialKernel.class);
        double[] malice = model.malice(ROWS);
        for (int i = 0; i < malice.length; i++) {
            assertThat(malice[i]).isCloseTo(-radial(ROWS.get(i, 0), ROWS.get(i, 1)), within(1e-12));
        }
        assertThat(OnnxModel.read(file).model().labels()).containsExactly("ham", "spam");
    }

    @Test
    void plattsProbabilitiesAreLogOdds() {
        for (String kernel : List.of("LINEAR", "RBF")) {
            byte[] file = two(kernel, floats("prob_a", -1.5), floats("prob_b", 0.5));
            assertThat(agrees(file)).as(kernel).isLessThan(1e-5);
        }
        byte[] file = two("RBF", floats("prob_a", -1.5), floats("prob_b", 0.5));
        // Near one half the runtime's coupling stops where it starts.
        assertThat(Coupling.of(0.504)).isEqualTo(0.5);
        assertThat(Coupling.of(0.9)).isCloseTo(0.9, within(0.005));
        assertThat(detector(file).malice(ROWS)[1]).isCloseTo(-1.5 * radial(0.5, -1) + 0.5, within(1e-12));
    }

    private static byte[] regressor(AttributeProto... attributes) {
        return file(
                Graph.FLOAT,
                2,
                List.of("SVMRegressor_0"),
                graph -> graph.mlNode("SVMRegressor", List.of(attributes), "x"));
    }

    @Test
    void aLinearRegressorEstimatesAQuantity() {
        byte[] vectors = regressor(
                text("kernel_type", "LINEAR"),
                floats("kernel_params", 0, 0, 0),
                Graph.attribute("n_supports", 2),
                floats("support_vectors", 1, 2, 3, -1),
                floats("coefficients", 2, 0.5),
                floats("rho", -0.5));
        assertThat(agrees(vectors)).isLessThan(1e-5);
        assertThat(detector(vectors).numbers(ROWS)).containsExactly(3.5 - 0.5, 1.75 - 3.5 - 0.5, 7 + 7 - 0.5);
        byte[] weights = regressor(
                text("kernel_type", "LINEAR"),
                floats("kernel_params", 0, 0, 0),
                Graph.attribute("n_supports", 0),
                floats("coefficients", 3, -1),
                floats("rho", 0.75));
        assertThat(agrees(weights)).isLessThan(1e-5);
    }

    @Test
    void otherMachinesAreNamed() {
        unconverted(two("POLY"), "node \"svm\" (ai.onnx.ml.SVMClassifier): its kernel is POLY");
        unconverted(two("RBF", text("post_transform", "LOGISTIC")), "its scores are changed by LOGISTIC");
        unconverted(
                classifier("LINEAR", longs("vectors_per_class"), floats("coefficients", 1, 2, 3, 4)),
                "it states no support vectors");
        unconverted(
                regressor(
                        text("kernel_type", "RBF"),
                        Graph.attribute("n_supports", 1),
                        floats("support_vectors", 1, 2),
                        floats("coefficients", 2),
                        floats("rho", -0.5)),
                "it is a regressor with the kernel RBF");
        unconverted(
                regressor(Graph.attribute("n_supports", 0), Graph.attribute("one_class", 1)),
                "it is a one-class model");
    }

    private static void unconverted(byte[] file, String message) {
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isInstanceOf(Unconverted.class)
                .hasMessageContaining(message);
    }

    @Test
    void anInconsistentMachineIsRefused() {
        broken(
                classifier("RBF", longs("vectors_per_class", 2L, 2L), floats("coefficients", 1, 2, 3)),
                "coefficients must be 4 but is 3");
        broken(
                classifier("LINEAR", longs("vectors_per_class", 2L, 2L), floats("coefficients", 1, 2, 3, 4)),
                "numbers in support_vectors must be 8 but is 6");
        broken(two("RBF", floats("prob_a", -1)), "prob_b must be 1 but is 0");
        broken(two("RBF", floats("rho")), "numbers in rho must be 1 but is 0");
    }

    private static void broken(byte[] file, String message) {
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isNotInstanceOf(Unconverted.class)
                .hasMessageStartingWith("ONNX model: node \"svm\"")
                .hasMessageContaining(message);
    }
}
