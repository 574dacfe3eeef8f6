package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import java.util.Map;

/** Reads the named arrays of a form, with messages that say what is missing or not a number. */
final class Parameters {
    private final String form;
    private final Map<String, double[]> arrays;

    Parameters(String form, Map<String, double[]> arrays) {
        this.form = form;
        this.arrays = arrays;
    }

    /** A copy of an array of any length, all of it finite. */
    double[] array(String name) {
        double[] found = unchecked(name);
        for (int i = 0; i < found.length; i++) {
            Require.that(
                    Double.isFinite(found[i]), "%s: %s[%d] must be a finite number but is %s", form, name, i, found[i]);
        }
        return found;
    }

    /** An array of whole numbers within limits. */
    int[] whole(String name, double low, double high) {
        double[] found = array(name);
        int[] whole = new int[found.length];
        for (int i = 0; i < whole.length; i++) {
            Require.that(
                    found[i] == Math.rint(found[i]) && found[i] >= low && found[i] <= high,
                    "%s: %s[%d] must be a whole number from %.0f to %.0f but is %s",
                    form,
                    name,
                    i,
                    low,
                    high,
                    found[i]);
            whole[i] = (int) found[i];
        }
        return whole;
    }

    int[] whole(String name, int length, double low, double high) {
        int[] found = whole(name, low, high);
        Require.same("numbers in " + name + " of " + form, length, found.length);
        return found;
    }

    /** An array as it is, in which infinities may have a meaning. */
    double[] unchecked(String name) {
        double[] found = arrays.get(name);
        if (found == null) {
            throw new IllegalArgumentException(form + " needs the parameter " + name);
        }
        return found.clone();
    }

    double[] array(String name, int length) {
        double[] found = array(name);
        Require.same("numbers in " + name + " of " + form, length, found.length);
        return found;
    }

    /** An array as this many rows of equal width. */
    Rows rows(String name, int size) {
        double[] found = array(name);
        Require.that(
                size > 0 && found.length % size == 0,
                "%s: %s of length %d makes no %d rows",
                form,
                name,
                found.length,
                size);
        return Rows.of(size, found.length / size, found);
    }

    double number(String name) {
        return array(name, 1)[0];
    }
}
