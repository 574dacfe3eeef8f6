package dev.gauntlet.threat;

import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.VotingKernel;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** How much of a detector an answer shows. Each level includes those before it. */
public enum Access {
    /** Whether it alarms. */
    LABEL("labels"),
    /** The probability of what it decided; 1 less that is the probability of the other, as exact as a double near 1. */
    TOP_SCORE("the probability of the predicted class"),
    /** The probability of the malicious class with two decimals. */
    ROUNDED("probabilities with two decimals"),
    /** The probability of the malicious class. */
    PROBABILITY("probabilities"),
    /** The log-odds of the malicious class. */
    MARGIN("log-odds"),
    /** The gradient of its malice score by each input. */
    GRADIENTS("gradients"),
    /** The detector itself if it consists of trees. */
    TREES("trees"),
    /** The detector itself. */
    PARAMETERS("parameters");

    private final String text;

    Access(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public boolean shows(Access other) {
        return compareTo(other) >= 0;
    }

    /** The level that shows less. */
    public Access atMost(Access other) {
        return shows(other) ? other : this;
    }

    /** What a detector can be made to show. */
    public static Set<Access> of(Model model) {
        Set<Access> offered = EnumSet.allOf(Access.class);
        if (model.kernel() instanceof BlackBox opaque) {
            offered.retainAll(EnumSet.range(LABEL, opaque.showsScores() ? MARGIN : LABEL));
        }
        if (model.gradients().isEmpty()) {
            offered.remove(GRADIENTS);
        }
        if (!isTrees(model.kernel())) {
            offered.remove(TREES);
        }
        return Collections.unmodifiableSet(offered);
    }

    private static boolean isTrees(Predictor kernel) {
        return kernel instanceof TreeEnsemble
                || kernel instanceof ClassTrees
                || (kernel instanceof VotingKernel vote
                        && vote.members().stream().allMatch(one -> isTrees(one.kernel())));
    }

    /** The same in words, the least first; scores are named once, however sharp. */
    public static String offered(Model model) {
        Set<Access> offered = of(model);
        if (offered.equals(EnumSet.of(LABEL))) {
            return "labels only";
        }
        return offered.stream()
                .filter(level -> level == LABEL || level.shows(MARGIN))
                .map(level -> level == MARGIN ? "scores" : level.text())
                .collect(Collectors.joining(", "));
    }
}
