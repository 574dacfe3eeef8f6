package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A model that another program wrote as ONNX, once it is one of our kernels. */
public final class OnnxModel {
    private static final int MOST_OUTPUTS = 100;

    private final About about;
    private final String output;
    private final Outcome outcome;

    private OnnxModel(About about, String output, Outcome outcome) {
        this.about = about;
        this.output = output;
        this.outcome = outcome;
    }

    /**
     * Converts a model file.
     *
     * @throws Unconverted if it holds what cannot be converted, which is named by operator and node
     * @throws IllegalArgumentException if it is no ONNX file, is cut short, or contradicts itself
     */
    public static OnnxModel read(byte[] content) {
        ModelProto file = parsed(content);
        try {
            return converted(file);
        } catch (Unconverted e) {
            throw e;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("ONNX model: " + e.getMessage(), e);
        }
    }

    static ModelProto parsed(byte[] content) {
        ModelProto file;
        try {
            Messages.needRoom(content);
            file = ModelProto.parseFrom(content);
        } catch (IOException e) {
            throw new IllegalArgumentException("ONNX model: this is no ONNX file, or cut short: " + e.getMessage(), e);
        }
        Require.that(
                file.getIrVersion() > 0 && file.getGraph().getNodeCount() > 0,
                "ONNX model: this is no ONNX file, or cut short: it has no nodes");
        int outputs = file.getGraph().getOutputCount();
        Require.that(
                outputs <= MOST_OUTPUTS,
                "ONNX model: it has %d outputs; a model has %d at most".formatted(outputs, MOST_OUTPUTS));
        return file;
    }

    private static OnnxModel converted(ModelProto file) {
        Walk walk = Walk.through(file.getGraph());
        Unconverted.unless(
                !file.getProducerName().equals(OnnxExport.PRODUCER),
                "Gauntlet exported it; the bundle it was made from can be asked for more");
        List<Unconverted> problems = new ArrayList<>();
        for (ValueInfoProto output : file.getGraph().getOutputList()) {
            Object value = walk.value(output.getName());
            try {
                if (outcome(value) instanceof Outcome outcome && outcome.kind() != Kind.LABEL) {
                    return new OnnxModel(new About(file, walk.inputs()), output.getName(), outcome);
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
        return value instanceof Stack stack ? new Endings(stack).outcome() : value;
    }

    /** The kernel with what the file says of it. */
    public ForeignModel model() {
        List<String> notes = new ArrayList<>(about.sentences());
        if (outcome.kernel() instanceof TreeEnsemble trees) {
            notes.add("%d nodes in trees, of which there are %d".formatted(trees.nodes(), trees.trees()));
        }
        notes.add(outcome.kind().sentence(output));
        return new ForeignModel("onnx", outcome.kernel(), outcome.encoding(), about.names(), outcome.labels(), notes);
    }

    About about() {
        return about;
    }

    String output() {
        return output;
    }

    Outcome outcome() {
        return outcome;
    }
}
