package dev.gauntlet.model;

import dev.gauntlet.base.Require;
import java.util.Arrays;

/**
 * A kernel whose classes can be reordered. The first is benign; a model trained elsewhere may have another
 * order.
 */
public interface Reorders extends Predictor {
    /**
     * The same kernel with a class moved to the first place; the others keep their order. Of a margin of two classes it is the
     * opposite.
     *
     * @param output from 0 to {@link #outputs()} - 1
     */
    Predictor withFirst(int output);

    /** The factor of a margin of two classes: -1 if they change places. */
    static double sign(int output) {
        Require.between("the first class", output, 0, 1);
        return output == 0 ? 1 : -1;
    }

    /** The numbers of the classes, one or more each, with those of one class moved to the first place. */
    static double[] moved(double[] numbers, int classes, int output) {
        Require.between("the first class", output, 0, classes - 1.0);
        int each = numbers.length / classes;
        double[] moved = new double[numbers.length];
        System.arraycopy(numbers, output * each, moved, 0, each);
        System.arraycopy(numbers, 0, moved, each, output * each);
        int rest = (output + 1) * each;
        System.arraycopy(numbers, rest, moved, rest, numbers.length - rest);
        return moved;
    }

    /** The numbers multiplied. */
    static double[] times(double factor, double[] numbers) {
        return Arrays.stream(numbers).map(number -> factor * number).toArray();
    }
}
