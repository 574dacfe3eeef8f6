package dev.gauntlet.model.learn;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.MatrixProduct;
import java.util.function.Function;

/** What a method that needs numbers of like size learns from: encoded rows, and a class or a quantity each. */
final class TrainingMatrix {
    /** The logit of a class without rows, which is never the most likely. */
    static final double NEVER = -1e300;

    final int size;
    final int width;
    /** size x width, row by row. */
    final double[] inputs;
    /** 1 for malicious, 0 for benign; or the class; or the quantity. */
    final double[] targets;
    /** How many classes there are: 2 for a detector; 0 for a quantity. */
    final int classes;

    private final Dataset data;
    private final Encoding encoding;

    private TrainingMatrix(Dataset data, double[] targets, int classes, Encoding encoding) {
        this.data = data;
        this.targets = targets;
        this.classes = classes;
        this.encoding = encoding;
        size = data.size();
        width = data.schema().width();
        inputs = encoding.encode(data.rows()).toArray();
    }

    /** The labelled rows of a data set, and whether each is malicious; refuses data without both classes. */
    static TrainingMatrix of(Dataset data) {
        return of(data, Encoding::standard);
    }

    static TrainingMatrix of(Dataset data, Function<Dataset, Encoding> encoding) {
        Dataset labelled = Labelled.bothClasses(data);
        double[] targets = new double[labelled.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = labelled.malicious(i) ? 1 : 0;
        }
        return new TrainingMatrix(labelled, targets, 2, encoding.apply(labelled));
    }

    /** The labelled rows of a data set, and the class of each. */
    static TrainingMatrix ofClasses(Dataset data) {
        return ofClasses(data, Encoding::standard);
    }

    static TrainingMatrix ofClasses(Dataset data, Function<Dataset, Encoding> encoding) {
        Dataset labelled = Labelled.severalClasses(data);
        double[] targets = new double[labelled.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = labelled.label(i);
        }
        return new TrainingMatrix(labelled, targets, data.labelNames().size(), encoding.apply(labelled));
    }

    /** The rows that have a quantity, and what it is. */
    static TrainingMatrix ofNumbers(Dataset data, double[] targets) {
        int[] known = Labelled.known(data, targets);
        double[] kept = new double[known.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = targets[known[i]];
        }
        Dataset rows = data.select(known);
        return new TrainingMatrix(rows, kept, 0, Encoding.standard(rows, kept));
    }

    /** All rows, whatever their labels; categories are encoded by how rare they are. */
    static TrainingMatrix unlabelled(Dataset data) {
        Require.atLeast("training rows", data.size(), 2);
        Dataset bare = data.relabel(i -> -1);
        return new TrainingMatrix(bare, new double[bare.size()], 0, Encoding.standard(bare));
    }

    /** The class of a row. */
    int label(int row) {
        return (int) targets[row];
    }

    /** How many rows each class has. */
    double[] counts() {
        double[] counts = new double[classes];
        for (int i = 0; i < size; i++) {
            counts[label(i)]++;
        }
        return counts;
    }

    /** The logarithm of each class's share of the rows. */
    double[] logShares() {
        double[] shares = counts();
        for (int c = 0; c < classes; c++) {
            shares[c] = shares[c] > 0 ? StrictMath.log(shares[c] / size) : NEVER;
        }
        return shares;
    }

    /** The products of the inputs with each other, summed over rows: width x width. */
    double[] products() {
        double[][] rows = MatrixProduct.rows(inputs, width);
        double[][] products = new double[width][width];
        MatrixProduct.add(MatrixProduct.transpose(rows, size, width), width, rows, size, products);
        return MatrixProduct.flat(products);
    }

    Rows rows() {
        return Rows.of(size, width, inputs);
    }

    Model model(String trainer, Predictor kernel) {
        return new Model(trainer, data.schema(), encoding, kernel);
    }
}
