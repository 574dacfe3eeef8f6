package dev.gauntlet.model.learn;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import java.util.stream.IntStream;

/** The rows that can be used for training, or an error that says what is missing. */
public final class Labelled {
    private Labelled() {}

    /** The rows that carry a label; both benign and malicious ones. */
    public static Dataset bothClasses(Dataset data) {
        Dataset labelled = labelled(data);
        int bad = labelled.maliciousRows().length;
        Require.that(
                bad > 0 && bad < labelled.size(),
                "training needs benign and malicious rows but has %d benign and %d malicious",
                labelled.size() - bad,
                bad);
        return labelled;
    }

    /** The rows that carry a label; of at least two classes. */
    public static Dataset severalClasses(Dataset data) {
        Dataset labelled = labelled(data);
        long classes = IntStream.of(labelled.labels()).distinct().count();
        Require.that(classes > 1, "training needs rows of two classes but has those of " + classes);
        return labelled;
    }

    /** The rows whose target is known. */
    public static int[] known(Dataset data, double[] targets) {
        Require.same("targets", data.size(), targets.length);
        int[] known = IntStream.range(0, targets.length)
                .filter(i -> !Double.isNaN(targets[i]))
                .toArray();
        Require.atLeast("rows with a target", known.length, 2);
        for (int i : known) {
            Require.that(Double.isFinite(targets[i]), "target of row " + i + " must be finite");
        }
        return known;
    }

    private static Dataset labelled(Dataset data) {
        int[] kept =
                IntStream.range(0, data.size()).filter(i -> data.label(i) >= 0).toArray();
        return kept.length == data.size() ? data : data.select(kept);
    }
}
