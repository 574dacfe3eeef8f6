package dev.gauntlet.adapters.onnx;

import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.model.Kernel;
import dev.gauntlet.model.kernel.Activation;
import dev.gauntlet.model.kernel.LinearKernel;
import java.util.List;
import java.util.Optional;

/** What the last layer of a stack means where the graph ends with it. */
record Endings(Stack stack) {
    /** The network with a logit per class, or the log-odds of the malicious class. */
    Outcome logits() {
        Unconverted.unless(!stack.isBare(), "the inputs themselves are an output");
        Kernel network = stack.network()
                .orElseThrow(
                        () -> new Unconverted("its hidden layers have different activations, which is not supported"));
        return stack.inputs().outcome(stack.width() == 1 ? Kind.LOGIT : Kind.LOGITS, network, List.of());
    }

    /** The probability of the malicious class, of one output with a logistic function. */
    Optional<Outcome> chance() {
        return stack.width() == 1 && stack.bend().equals(Optional.of(Activation.LOGISTIC))
                ? Optional.of(logits().as(Kind.CHANCE))
                : Optional.empty();
    }

    Outcome outcome() {
        if (!stack.isBent()) {
            return logits();
        }
        return chance().orElseThrow(() -> new Unconverted(
                "the graph ends in %d outputs with activation %s, which is neither a logit nor a probability"
                        .formatted(
                                stack.width(),
                                stack.bend().map(Activation::name).orElse("nothing"))));
    }

    /** A linear model of one quantity. */
    static Outcome number(Stack stack, double[] weights, double bias) {
        return stack.inputs().outcome(Kind.NUMBER, LinearKernel.ofNumber(weights, bias), List.of());
    }
}
