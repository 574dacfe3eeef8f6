package dev.gauntlet.campaign;

import java.util.List;

/**
 * The result of a cell, before it is judged.
 *
 * @param sameDetector whether the detector that the attack met is, to the last bit, the one without defences
 * @param curves how the damage of the attacked arm grows with something other than its strength
 * @param examples changed rows of the attacked arm
 */
public record Measured(Arm arm, boolean sameDetector, List<Finding.Curve> curves, List<Finding.Example> examples) {
    public Measured {
        curves = List.copyOf(curves);
        examples = List.copyOf(examples);
    }
}
