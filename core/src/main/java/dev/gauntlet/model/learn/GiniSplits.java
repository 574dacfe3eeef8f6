package dev.gauntlet.model.learn;

/**
 * The Gini impurity of two leaves at its worst. Impurity is concave in the weights that go left and largest where both sides have the
 * odds of the node, so that an attacker moves rows towards these. If he reaches them, nothing is gained; else all rows between go to
 * the side that lacks their class.
 *
 * <p>Source: Vos, Verwer, "Efficient Training of Robust Decision Trees Against Adversarial Examples", ICML 2021.
 */
final class GiniSplits implements RobustSplits {
    private final int minLeaf;

    /** Sides of less weight than this, once rows have moved, are no leaves. */
    GiniSplits(int minLeaf) {
        this.minLeaf = minLeaf;
    }

    /** The impurity of one leaf, times its weight, halved. */
    static double whole(double harmless, double malicious) {
        return harmless > 0 && malicious > 0 ? harmless * malicious / (harmless + malicious) : 0;
    }

    @Override
    public double split(Sides s) {
        return switch (heavier(s)) {
            case -1 ->
                sum(
                        s.leftHarmless + s.betweenHarmless,
                        s.leftMalicious,
                        s.rightHarmless,
                        s.rightMalicious + s.betweenMalicious);
            case 1 ->
                sum(
                        s.leftHarmless,
                        s.leftMalicious + s.betweenMalicious,
                        s.rightHarmless + s.betweenHarmless,
                        s.rightMalicious);
            default -> Double.POSITIVE_INFINITY;
        };
    }

    private double sum(double leftHarmless, double leftMalicious, double rightHarmless, double rightMalicious) {
        return leftHarmless + leftMalicious < minLeaf || rightHarmless + rightMalicious < minLeaf
                ? Double.POSITIVE_INFINITY
                : whole(leftHarmless, leftMalicious) + whole(rightHarmless, rightMalicious);
    }

    /** Negative if the left side has more malicious rows than its share whatever an attacker does, positive the right, 0 neither. */
    static int heavier(Sides s) {
        double harmless = s.leftHarmless + s.rightHarmless + s.betweenHarmless;
        double malicious = s.leftMalicious + s.rightMalicious + s.betweenMalicious;
        if (s.leftMalicious * harmless > (s.leftHarmless + s.betweenHarmless) * malicious) {
            return -1;
        }
        return (s.leftMalicious + s.betweenMalicious) * harmless < s.leftHarmless * malicious ? 1 : 0;
    }
}
