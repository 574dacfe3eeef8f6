package dev.gauntlet.model.explain;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.Scores.Scale;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says what each feature contributed to a model's answer: how much of the margin is due to its value. Of a calibrated model
 * the margin is that before calibration, which orders rows alike.
 */
public final class Explainer {
    /** How far contributions can be trusted. */
    public enum Kind {
        /** Shapley values; with the {@link #expectation} they add up to the margin. */
        EXACT,
        /** Each feature put to its reference alone; they need not add up. */
        APPROXIMATE
    }

    private final Model model;
    private final Kind kind;
    private final Division division;

    private Explainer(Model model, Kind kind, Division division) {
        this.model = model;
        this.kind = kind;
        this.division = division;
    }

    /**
     * Why a model's answers cannot be explained, if they cannot: trees without the number of training rows that reached
     * each node.
     */
    public static Optional<String> obstacle(Model model) {
        Predictor kernel = model.kernel();
        boolean bare = (kernel instanceof TreeEnsemble trees && !trees.hasCovers())
                || (kernel instanceof ClassTrees classes && !classes.hasCovers());
        return bare
                ? Optional.of(
                        "the model does not store how many training rows reached each node of its trees; retrain it")
                : Optional.empty();
    }

    /**
     * Explains the malice score of a detector, or a model's quantity.
     *
     * @throws IllegalArgumentException if there is an {@link #obstacle}
     */
    public static Explainer of(Model model) {
        obstacle(model).ifPresent(why -> Require.that(false, why));
        Predictor kernel = model.kernel();
        if (kernel instanceof TreeEnsemble trees) {
            return new Explainer(model, Kind.EXACT, new TreeShap(trees));
        }
        if (kernel instanceof LinearKernel linear) {
            return new Explainer(model, Kind.EXACT, new LinearDivision(linear, reference(model)));
        }
        return approximate(model, kernel::malice);
    }

    /**
     * Explains the score of one class: its logit or its probability.
     *
     * @param output the number of the class
     * @throws IllegalArgumentException if there is an {@link #obstacle}
     */
    public static Explainer of(Model model, int output) {
        Require.between("class", output, 0, model.outputs() - 1.0);
        obstacle(model).ifPresent(why -> Require.that(false, why));
        return model.kernel() instanceof ClassTrees trees
                ? new Explainer(model, Kind.EXACT, new TreeShap(trees.ofClass(output)))
                : approximate(model, rows -> model.kernel().scores(rows).column(output));
    }

    private static Explainer approximate(Model model, Function<Rows, double[]> margin) {
        return new Explainer(model, Kind.APPROXIMATE, new OneAtATime(margin, reference(model)));
    }

    private static Rows reference(Model model) {
        return Rows.fill(1, model.schema().width(), (i, j) -> model.encoding().reference(j));
    }

    public Kind kind() {
        return kind;
    }

    /**
     * What each feature contributed.
     *
     * @param rows n rows in the schema's own units
     * @return n rows of one number per feature, in the unit of the margin: log-odds, probability, the base-2 logarithm of
     *     an isolation forest's score, or the quantity
     */
    public Rows contributions(Rows rows) {
        Require.same("columns", model.schema().width(), rows.width());
        return division.divide(model.encoding().encode(rows));
    }

    /** The margin where no feature is known, or where all are at their references. */
    public double expectation() {
        return division.expectation();
    }

    /** Whether the margin is a log-odds, a probability, a distance or a quantity. */
    public Scale scale() {
        return model.kernel().scale();
    }
}
