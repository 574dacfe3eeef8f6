package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The split step: parts that keep the share of every label. The test part is for the final figure and for victims; all
 * that tunes looks at the validation part, which is cut from training.
 *
 * @param testShare of all rows, default a quarter
 * @param validationShare of the rows that are not test
 */
public record Split(double testShare, double validationShare) {
    /** The three parts; no row is in two of them. */
    public record Parts(Dataset train, Dataset validation, Dataset test) {
        /** The SHA-256 of all three. */
        public String digest() {
            return new Digest()
                    .add(train.digest())
                    .add(validation.digest())
                    .add(test.digest())
                    .hex();
        }

        public Parts withTrain(Dataset other) {
            return new Parts(other, validation, test);
        }

        public Parts withTest(Dataset other) {
            return new Parts(train, validation, other);
        }
    }

    public Split {
        Require.between("testShare", testShare, 0.01, 0.9);
        Require.between("validationShare", validationShare, 0.01, 0.9);
    }

    public Split() {
        this(0.25, 0.2);
    }

    /** Cuts a data set in three. */
    public Parts apply(Dataset data, Run run) {
        int[][] test = cut(data, testShare, run.child("test"));
        return withGivenTest(data.select(test[1]), data.select(test[0]), run);
    }

    /** Cuts the validation part from training where the test part is given. */
    public Parts withGivenTest(Dataset rest, Dataset test, Run run) {
        int[][] validation = cut(rest, validationShare, run.child("validation"));
        return new Parts(rest.select(validation[1]), rest.select(validation[0]), test);
    }

    /** Row numbers in ascending order: those cut off, and those that stay; every label's share is kept. */
    private static int[][] cut(Dataset data, double share, Run run) {
        boolean[] chosen = new boolean[data.size()];
        for (int label = -1; label < data.labelNames().size(); label++) {
            int wanted = label;
            int[] members = IntStream.range(0, data.size())
                    .filter(i -> data.label(i) == wanted)
                    .toArray();
            int[] cut = run.child(label).rng().sample(members, (int) Math.rint(share * members.length));
            for (int row : cut) {
                chosen[row] = true;
            }
        }
        List<int[]> sides = new ArrayList<>();
        sides.add(IntStream.range(0, chosen.length).filter(i -> chosen[i]).toArray());
        sides.add(IntStream.range(0, chosen.length).filter(i -> !chosen[i]).toArray());
        return sides.toArray(int[][]::new);
    }

    /** Rows whose values occur, exactly, in another data set too: a leak when the two are training and test. */
    public static int[] duplicates(Dataset rows, Dataset others) {
        java.util.Set<List<Double>> seen = new java.util.HashSet<>();
        for (int i = 0; i < others.size(); i++) {
            seen.add(Arrays.stream(others.rows().row(i)).boxed().toList());
        }
        return IntStream.range(0, rows.size())
                .filter(i ->
                        seen.contains(Arrays.stream(rows.rows().row(i)).boxed().toList()))
                .toArray();
    }
}
