package dev.gauntlet.adapters.onnx;

import static dev.gauntlet.adapters.onnx.Graph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Feature;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Monotone;
import dev.gauntlet.model.Scores.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exports a detector as an ONNX model (ai.onnx 21, ai.onnx.ml 5). It takes rows in the schema's units and computes in
 * doubles. Inputs and outputs are described in {@code docs/models.md}.
 */
public final class OnnxExport {
    static final String PRODUCER = "Gauntlet";
    private static final int IR = 10;
    private static final int OPERATORS = 21;
    private static final int ML_OPERATORS = 5;
    private static final JsonMapper JSON = new JsonMapper();

    private final Graph graph = new Graph();
    private final Model model;
    private final List<String> labels;

    private OnnxExport(Model model, List<String> labels) {
        this.model = model;
        this.labels = labels;
    }

    /**
     * The content of the model file.
     *
     * @param labels the class names, if known
     * @param floats whether the input has floats instead of doubles
     * @throws IllegalArgumentException if models of this kind cannot be written; the message names the kind
     */
    public static byte[] of(Model model, List<String> labels, boolean floats) {
        Require.that(
                KernelGraph.writes(model.kernel()),
                ("a detector made by %s has the form %s, which no operators of ONNX are written for; trees, linear models,"
                                + " naive Bayes and networks can be exported")
                        .formatted(model.trainer(), model.kernel().form()));
        return new OnnxExport(model, labels).write(floats).toByteArray();
    }

    private ModelProto write(boolean floats) {
        graph.input("rows", floats ? Graph.FLOAT : Graph.DOUBLE, model.schema().width());
        String rows = floats ? graph.cast("rows", Graph.DOUBLE) : "rows";
        boolean missing = IntStream.range(0, model.encoding().width())
                .anyMatch(j -> Double.isNaN(model.encoding().fill(j)));
        String encoded = new EncodingGraph(graph, model.encoding()).of(rows);
        KernelGraph.Said said = new KernelGraph(graph, model.kernel(), missing).of(encoded);
        if (model.scale() == Scale.NUMBER) {
            graph.output("number", flat(said.malice()), Graph.DOUBLE, 0);
        } else {
            String alarms = graph.node("GreaterOrEqual", said.malice(), graph.number(model.threshold()));
            String label = flat(graph.cast(alarms, Graph.LONG));
            said.classes().ifPresent(scores -> classes(scores, label));
            graph.output("label", label, Graph.LONG, 0);
            graph.output("score", flat(said.malice()), Graph.DOUBLE, 0);
            graph.output("probability", flat(probability(said.malice())), Graph.DOUBLE, 0);
        }
        ModelProto.Builder file = ModelProto.newBuilder()
                .setIrVersion(IR)
                .setProducerName(PRODUCER)
                .setGraph(graph.build())
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(Graph.ML).setVersion(ML_OPERATORS));
        facts().forEach((name, fact) -> file.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey("gauntlet." + name).setValue(fact)));
        return file.build();
    }

    /**
     * The most likely class. For an alarm it is the most likely malicious class, otherwise the first class, so label
     * and class never contradict each other.
     */
    private void classes(String scores, String label) {
        int k = model.outputs();
        String others = graph.longs(IntStream.range(1, k).asLongStream().toArray());
        String malicious = graph.node("Gather", List.of(attribute("axis", 1)), scores, others);
        String likeliest = graph.node("ArgMax", List.of(attribute("axis", 1), attribute("keepdims", 0)), malicious);
        String counted = graph.node("Add", likeliest, graph.longs(1));
        graph.output("category", graph.node("Mul", label, counted), Graph.LONG, 0);
        String shares =
                model.scale() == Scale.LOGIT ? graph.node("Softmax", List.of(attribute("axis", 1)), scores) : scores;
        graph.output("categories", shares, Graph.DOUBLE, k);
    }

    private String probability(String malice) {
        if (model.calibration().isPresent()) {
            Monotone map = model.calibration().get();
            return map instanceof Monotone.Line line
                    ? logistic(graph.node(
                            "Add", graph.node("Mul", graph.number(line.slope()), malice), graph.number(line.offset())))
                    : steps(malice, map.numbers());
        }
        return model.scale() == Scale.LOGIT ? logistic(malice) : malice;
    }

    private String logistic(String logOdds) {
        String odds = graph.node("Exp", graph.node("Neg", logOdds));
        return graph.node("Div", graph.number(1), graph.node("Add", graph.number(1), odds));
    }

    /** Piecewise linear: the number of knots at or below the malice score selects the segment. */
    private String steps(String malice, double[] knots) {
        int count = knots.length / 2;
        double[] at = IntStream.range(0, count).mapToDouble(i -> knots[2 * i]).toArray();
        double[] probabilities =
                IntStream.range(0, count).mapToDouble(i -> knots[2 * i + 1]).toArray();
        String first = graph.number(probabilities[0]);
        String above = graph.node("Greater", malice, graph.number(at[0]));
        if (count == 1) {
            return graph.node("Where", above, first, first);
        }
        String passed = graph.cast(graph.node("GreaterOrEqual", malice, graph.numbers(at, 1, count)), Graph.LONG);
        String number = graph.node("ReduceSum", List.of(attribute("keepdims", 1)), passed, graph.longs(1));
        String low = graph.node("Clip", graph.node("Sub", number, graph.longs(1)), scalar(0), scalar(count - 2L));
        String high = graph.node("Add", low, graph.longs(1));
        String places = graph.numbers(at);
        String values = graph.numbers(probabilities);
        String from = graph.node("Gather", places, low);
        String part = graph.node(
                "Div", graph.node("Sub", malice, from), graph.node("Sub", graph.node("Gather", places, high), from));
        String bounded = graph.node("Min", graph.number(1), part);
        String start = graph.node("Gather", values, low);
        String rise = graph.node("Sub", graph.node("Gather", values, high), start);
        return graph.node("Where", above, graph.node("Add", start, graph.node("Mul", bounded, rise)), first);
    }

    private String scalar(long value) {
        return graph.node("Squeeze", graph.longs(value));
    }

    /** Reshapes n x 1 to n. */
    private String flat(String column) {
        return graph.node("Reshape", column, graph.longs(-1));
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("features", JSON.writeValueAsString(features()));
        facts.put("schema", model.schema().digest());
        facts.put("trainer", model.trainer());
        facts.put("scale", model.scale().name());
        facts.put("threshold", Double.toString(model.threshold()));
        facts.put("labels", JSON.writeValueAsString(labels));
        return facts;
    }

    /** The name of each input and, for a category, the strings in the order of their codes. */
    private List<Map<String, Object>> features() {
        List<Map<String, Object>> features = new ArrayList<>();
        for (Feature feature : model.schema().features()) {
            Map<String, Object> stated = new TreeMap<>();
            stated.put("name", feature.name());
            if (feature.kind() == Feature.Kind.CATEGORY) {
                stated.put("categories", feature.categories());
            }
            features.add(stated);
        }
        return features;
    }
}
