package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.gauntlet.adapters.foreign.Agreement;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An ONNX model of another program, converted to a kernel. */
public final class OnnxModel {
    private static final int MOST_OUTPUTS = 100;

    private final About about;
    private final String output;
    private final Outcome outcome;
    private final Map<Integer, List<Double>> categories;
    private final List<Integer> strict;
    private final Width width;

    private OnnxModel(GraphReader walk, About about, String output, Outcome outcome, Width width) {
        this.width = width;
        this.about = about;
        this.output = output;
        this.outcome = outcome;
        this.categories = walk.categories();
        this.strict = walk.strict();
    }

    /**
     * Converts a model file.
     *
     * @throws Unconverted if it cannot be converted; the message names the operator and node
     * @throws IllegalArgumentException if it is not an ONNX file, is truncated, or is inconsistent
     */
    public static OnnxModel read(byte[] content) {
        return read(content, Optional.empty());
    }

    /**
     * The same.
     *
     * @param inputs the number of features, if the user states it and the file does not
     */
    public static OnnxModel read(byte[] content, Optional<Integer> inputs) {
        try {
            return converted(Width.of(parsed(content), inputs));
        } catch (Unconverted e) {
            throw e;
        } catch (IllegalArgumentException | ArithmeticException e) {
            String problem = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    problem.startsWith("ONNX model: ") ? problem : "ONNX model: " + problem, e);
        }
    }

    static ModelProto parsed(byte[] content) {
        ModelProto file;
        try {
            Messages.needRoom(content);
            file = ModelProto.parseFrom(content);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "ONNX model: this is not an ONNX file, or it is truncated: " + "" + e.getMessage(), e);
        }
        Require.that(
                file.getIrVersion() > 0 && file.getGraph().getNodeCount() > 0,
                "ONNX model: this is not an ONNX file, or it is truncated: it has no nodes");
        int outputs = file.getGraph().getOutputCount();
        Require.that(
                outputs <= MOST_OUTPUTS,
                "ONNX model: it has %d outputs; a model has %d at most",
                outputs,
                MOST_OUTPUTS);
        Tensors.refuseElsewhere(file);
        return file;
    }

    private static OnnxModel converted(Width width) {
        ModelProto file = width.file();
        GraphReader walk = GraphReader.through(file.getGraph());
        Unconverted.unless(
                !file.getProducerName().equals(OnnxExport.PRODUCER),
                "Gauntlet exported it; the original bundle exposes its parameters to white-box attacks");
        List<Unconverted> problems = new ArrayList<>();
        for (ValueInfoProto output : file.getGraph().getOutputList()) {
            Object value = walk.value(output.getName());
            try {
                if (outcome(value) instanceof Outcome outcome && outcome.kind() != Kind.LABEL) {
                    About about = new About(file, walk.inputs(), walk.texts());
                    return new OnnxModel(walk, about, output.getName(), outcome, width);
                }
            } catch (Unconverted e) {
                problems.add(e);
            }
        }
        throw problems.stream()
                .findFirst()
                .orElseGet(() -> new Unconverted("none of its outputs is a score, a probability or a quantity"));
    }

    private static Object outcome(Object value) {
        if (value instanceof Unconverted problem) {
            throw problem;
        }
        return value instanceof PartialNetwork stack ? new Endings(stack).outcome() : value;
    }

    private static String shown(List<Integer> inputs) {
        String some = inputs.stream().limit(10).map(String::valueOf).collect(Collectors.joining(", "));
        return inputs.size() > 10 ? some + ", ..." : some;
    }

    /** The kernel with the metadata of the file. */
    public ForeignModel model() {
        List<String> notes = new ArrayList<>(about.sentences());
        width.note().ifPresent(notes::add);
        if (outcome.kernel() instanceof TreeEnsemble trees) {
            notes.add(Plural.format("%d node[s] in %d tree[s]", trees.nodes(), trees.trees()));
        }
        notes.add(outcome.kind().sentence(output));
        if (!strict.isEmpty()) {
            notes.add(
                    "ONNX Runtime fails on a string that its encoders do not list (inputs %s, counted from 0); here it counts as an unknown category"
                            .formatted(shown(strict)));
        }
        return ForeignModel.of("onnx", outcome.kernel(), outcome.encoding(), about.facts(), outcome.labels(), notes);
    }

    /** How long ONNX Runtime may take to answer for the rows that it is compared with. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /**
     * Compares the conversion with ONNX Runtime. An input with categories gets its known categories, because the
     * runtime can refuse others; an integer input gets integers.
     *
     * @throws IllegalArgumentException if ONNX Runtime refuses the file
     */
    public Agreement agreement(Rows asked) {
        boolean[] whole = about.whole();
        Rows rows = Rows.fill(asked.size(), asked.width(), (i, j) -> {
            List<Double> known = categories.getOrDefault(j, List.of());
            double value = known.isEmpty() ? asked.get(i, j) : known.get((i + 7 * j) % known.size());
            return !whole[j] ? value : Double.isNaN(value) ? 0 : Math.rint(value);
        });
        String tensor = RuntimeSession.tensorOf(about.file().getGraph(), output);
        try (RuntimeSession session = new RuntimeSession(about, Set.of(tensor), LONGEST)) {
            double[] said = session.numbers(rows, tensor);
            return Agreement.of("ONNX Runtime", outcome.expected(rows), outcome.secondOnly() ? 1 : 0, said);
        } catch (RuntimeSession.Unanswered e) {
            throw new IllegalArgumentException("ONNX model: ONNX Runtime cannot run it: " + e.why(), e);
        }
    }
}
