package dev.gauntlet.campaign;

import java.util.List;

/**
 * The result of a cell, before the outcome is decided.
 *
 * @param sameDetector whether the attacked detector is, to the last bit, the one without defences
 * @param curves the damage of the attacked arm over what one run of it tells of smaller budgets, at every place where it rises
 * @param examples changed rows of the attacked arm
 * @param note what the finding should say of it; may be empty
 */
public record Measured(Arm arm, boolean sameDetector, List<Curve> curves, List<Finding.Example> examples, String note) {
    public Measured(Arm arm, boolean sameDetector, List<Curve> curves, List<Finding.Example> examples) {
        this(arm, sameDetector, curves, examples, "");
    }

    public Measured {
        curves = List.copyOf(curves);
        examples = List.copyOf(examples);
    }
}
