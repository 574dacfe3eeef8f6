package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;

/** The inputs of a node: constants, {@link PartialNetwork}s and {@link Outcome}s. */
record Given(Attributes attributes, List<Object> values) {
    int size() {
        return values.size();
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    Object get(int input) {
        return values.get(input);
    }

    Object first() {
        return values.get(0);
    }

    /** Whether any of them is a string input of the model. */
    boolean hasTexts() {
        return values.stream().anyMatch(Given::isTexts);
    }

    static boolean isTexts(Object value) {
        return value instanceof PartialNetwork stack
                && stack.isBare()
                && stack.inputs().isTexts();
    }

    /** The model inputs or layers that the node follows. */
    PartialNetwork stack() {
        if (first() instanceof PartialNetwork stack) {
            return stack;
        }
        throw attributes.refuse("it is used where it cannot be converted");
    }

    /** One of the constants. */
    TensorProto tensor(int input) {
        if (input < values.size() && values.get(input) instanceof TensorProto tensor) {
            return tensor;
        }
        throw attributes.refuse("its input %d is not a constant".formatted(input + 1));
    }
}
