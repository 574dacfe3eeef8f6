package dev.gauntlet.adapters.onnx;

import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.base.Plural;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.Activation;
import dev.gauntlet.model.kernel.LinearKernel;
import java.util.List;
import java.util.Optional;

/** The meaning of the last layer of a stack if the graph ends with it. */
record Endings(PartialNetwork stack) {
    /** The network as logits: one per class, or with a single output the log-odds of the malicious class. */
    Outcome logits() {
        Unconverted.unless(!stack.isBare(), "the inputs themselves are an output");
        Predictor network = stack.network()
                .orElseThrow(
                        () -> new Unconverted("its hidden layers have different activations, which is not supported"));
        return stack.inputs().outcome(stack.width() == 1 ? Kind.LOGIT : Kind.LOGITS, network, List.of());
    }

    /** The probability of the malicious class, if there is one output with a sigmoid. */
    Optional<Outcome> chance() {
        return stack.width() == 1 && stack.bend().equals(Optional.of(Activation.LOGISTIC))
                ? Optional.of(logits().as(Kind.CHANCE))
                : Optional.empty();
    }

    Outcome outcome() {
        if (!stack.isBent()) {
            return logits();
        }
        return chance().orElseThrow(() -> new Unconverted(Plural.format(
                "the graph ends in %d output[s] with activation %s, which is neither a logit nor a probability",
                stack.width(), stack.bend().map(Activation::name).orElse("nothing"))));
    }

    /** A linear regression with one output. */
    static Outcome number(PartialNetwork stack, double[] weights, double bias) {
        return stack.inputs().outcome(Kind.NUMBER, LinearKernel.ofNumber(weights, bias), List.of());
    }
}
