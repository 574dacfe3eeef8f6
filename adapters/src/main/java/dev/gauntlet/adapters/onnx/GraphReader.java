package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.gauntlet.adapters.foreign.Room;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.FeatureMap.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Visits the nodes of a graph in order and records the value of every tensor: a {@link TensorProto} for a constant, a
 * {@link PartialNetwork} for inputs and layers, an {@link Outcome}, or an {@link Unconverted} with the reason why it cannot be
 * converted.
 */
final class GraphReader {
    private static final int MOST_INPUTS = Predictor.MOST_INPUTS;
    private static final long MOST_BYTES = 1 << 26;
    private static final long MOST_RATIO = 200;

    private static final Set<Integer> TYPES = Set.of(Graph.FLOAT, Graph.DOUBLE, Graph.LONG, Graph.TEXT);

    private final Map<String, Object> values = new HashMap<>();
    private final List<ValueInfoProto> inputs;
    private final Texts texts;
    /** The approximate memory of all stacks, in bytes. */
    private long taken;

    private final long most;

    private GraphReader(GraphProto graph) {
        inputs = inputs(graph);
        most = MOST_BYTES + MOST_RATIO * graph.getSerializedSize();
        texts = new Texts(most);
    }

    /** Visits all nodes of a graph. */
    static GraphReader through(GraphProto graph) {
        GraphReader walk = new GraphReader(graph);
        graph.getInitializerList().forEach(tensor -> walk.values.put(tensor.getName(), tensor));
        graph.getSparseInitializerList().forEach(tensor -> {
            String name = tensor.getValues().getName();
            walk.values.put(name, new Unconverted("tensor \"%s\" is sparse".formatted(name)));
        });
        walk.readInputs();
        for (NodeProto node : graph.getNodeList()) {
            walk.step(node);
        }
        return walk;
    }

    List<ValueInfoProto> inputs() {
        return inputs;
    }

    /**
     * The graph inputs that are not constants, in order.
     *
     * @throws IllegalArgumentException if they are not rows of numbers or strings
     */
    static List<ValueInfoProto> inputs(GraphProto graph) {
        Set<String> constants =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !constants.contains(input.getName()))
                .toList();
        Require.that(!inputs.isEmpty(), "the graph has no inputs");
        inputs.forEach(GraphReader::type);
        long total = inputs.stream().mapToLong(GraphReader::width).sum();
        Require.that(total <= MOST_INPUTS, "the graph takes %d features", total);
        return inputs;
    }

    /**
     * The values of the string inputs that the converted model distinguishes.
     *
     * @throws IllegalArgumentException if no value of a string input is known
     */
    Map<Integer, List<String>> texts() {
        refuse(texts.unknown());
        return texts.all();
    }

    /**
     * The values of the string inputs that anything in the file may distinguish.
     *
     * @throws IllegalArgumentException if some of these values are unknown or cannot be passed to ONNX Runtime
     */
    Map<Integer, List<String>> allTexts() {
        refuse(texts.firstOpen());
        texts().forEach((input, known) -> known.forEach(text -> Require.that(
                Texts.canBeAsked(text),
                "input %d of a row can be the string \"%s\", which cannot be passed to ONNX Runtime from Java",
                input,
                text)));
        return texts.all();
    }

    private static void refuse(OptionalInt input) {
        input.ifPresent(place -> {
            throw new IllegalArgumentException(
                    "input %d of a row is a string, and no OneHotEncoder or LabelEncoder lists all its values"
                            .formatted(place));
        });
    }

    /** The string inputs whose encoders fail on unlisted strings. */
    List<Integer> strict() {
        return texts.all().keySet().stream().filter(texts::refusesOthers).toList();
    }

    /** One value per category of each input that is compared with categories. */
    Map<Integer, List<Double>> categories() {
        Map<Integer, List<Double>> categories = new TreeMap<>();
        texts.all().forEach((input, known) -> {
            List<Double> places = new ArrayList<>();
            for (int place = 0; place < known.size(); place++) {
                if (Texts.canBeAsked(known.get(place))) {
                    places.add((double) place);
                }
            }
            if (places.isEmpty() || !texts.refusesOthers(input)) {
                places.add(-1.0);
            }
            categories.put(input, places);
        });
        values.values().stream()
                .filter(PartialNetwork.class::isInstance)
                .flatMap(stack -> ((PartialNetwork) stack).inputs().columns().stream())
                .filter(column -> column.isIndicator() && !categories.containsKey(column.input()))
                .sorted(Comparator.comparingDouble(Column::low))
                .distinct()
                .forEach(column -> categories
                        .computeIfAbsent(column.input(), input -> new ArrayList<>())
                        .add(column.within()));
        return categories;
    }

    Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("output \"%s\" is not produced by any node".formatted(name));
        }
        return value;
    }

    private void readInputs() {
        int all = inputs.stream().mapToInt(GraphReader::width).sum();
        int first = 0;
        for (ValueInfoProto input : inputs) {
            int type = type(input) == Graph.LONG ? Graph.FLOAT : type(input);
            if (type == Graph.TEXT) {
                texts.declare(first, width(input));
            }
            values.put(input.getName(), PartialNetwork.on(Inputs.plain(first, width(input), all, type, texts)));
            first += width(input);
        }
    }

    static int type(ValueInfoProto input) {
        int type = input.getType().getTensorType().getElemType();
        Require.that(
                input.getType().getValueCase() == TypeProto.ValueCase.TENSOR_TYPE && TYPES.contains(type),
                "input \"%s\" is not a tensor of floats, doubles, 64-bit integers or strings",
                input.getName());
        return type;
    }

    /** The number of features of an input. */
    static int width(ValueInfoProto input) {
        var shape = input.getType().getTensorType().getShape();
        long width = shape.getDimCount() == 2 ? shape.getDim(1).getDimValue() : 0;
        Require.that(
                width > 0 && width <= MOST_INPUTS,
                "input \"%s\" must be rows of a stated number of features but has the shape %s; list the features in --schema",
                input.getName(),
                shape.getDimList().stream()
                        .map(d -> d.hasDimParam() ? d.getDimParam() : Long.toString(d.getDimValue()))
                        .toList());
        return (int) width;
    }

    private void step(NodeProto node) {
        List<Object> given = node.getInputList().stream()
                .filter(name -> !name.isEmpty())
                .map(name -> {
                    Object value = values.get(name);
                    if (value == null) {
                        throw new IllegalArgumentException("%s needs \"%s\", which no earlier node produces"
                                .formatted(Attributes.title(node), name));
                    }
                    return value;
                })
                .toList();
        List<Object> made = made(node, given);
        for (Object value : made) {
            taken += value instanceof PartialNetwork stack && !given.contains(stack) ? stack.bytes() : 0;
        }
        Room.need("it", taken + texts.bytes());
        Require.that(taken <= most, "its nodes expand each number of the file to hundreds");
        for (int k = 0; k < Math.min(made.size(), node.getOutputCount()); k++) {
            Require.that(
                    node.getOutput(k).isEmpty() || values.put(node.getOutput(k), made.get(k)) == null,
                    "%s produces \"%s\" a second time",
                    Attributes.title(node),
                    node.getOutput(k));
        }
    }

    private List<Object> made(NodeProto node, List<Object> given) {
        Optional<Object> before =
                given.stream().filter(Unconverted.class::isInstance).findFirst();
        if (before.isPresent()) {
            return Collections.nCopies(node.getOutputCount(), before.get());
        }
        String title = Attributes.title(node);
        try {
            return new Operators(node, given).apply();
        } catch (Unconverted e) {
            given.stream()
                    .filter(Given::isTexts)
                    .flatMap(stack -> ((PartialNetwork) stack).inputs().columns().stream())
                    .forEach(column -> texts.leaveOpen(column.input()));
            return Collections.nCopies(node.getOutputCount(), new Unconverted(titled(title, e)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(titled(title, e), e);
        }
    }

    private static String titled(String title, IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith(title) ? message : title + ": " + message;
    }
}
