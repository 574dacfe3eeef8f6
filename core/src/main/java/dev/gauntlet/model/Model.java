package dev.gauntlet.model;

import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.kernel.Softmax;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A trained detector: takes rows in the schema's own units, encodes them, scores them with its kernel, and calls a row
 * malicious if its score reaches the threshold. Immutable.
 */
public final class Model implements Scores {
    private final String trainer;
    private final Schema schema;
    private final Encoding encoding;
    private final Predictor kernel;
    private final double threshold;
    private final Optional<Monotone> calibration;

    /**
     * A detector.
     *
     * @param trainer the id of what made it
     * @param encoding fitted on training rows only
     * @param threshold the malice score, on the kernel's scale, at or above which a row is called malicious
     * @param calibration the probability of a malice score, if calibrated
     */
    public Model(
            String trainer,
            Schema schema,
            Encoding encoding,
            Predictor kernel,
            double threshold,
            Optional<Monotone> calibration) {
        Require.same("encoded columns", schema.width(), encoding.width());
        Require.same("kernel inputs", encoding.width(), kernel.inputs());
        Require.that(!Double.isNaN(threshold), "threshold must be a number");
        this.trainer = trainer;
        this.schema = schema;
        this.encoding = encoding;
        this.kernel = kernel;
        this.threshold = threshold;
        this.calibration = calibration;
    }

    /** A detector whose probabilities are those of its scale. */
    public Model(String trainer, Schema schema, Encoding encoding, Predictor kernel, double threshold) {
        this(trainer, schema, encoding, kernel, threshold, Optional.empty());
    }

    /** A detector at the natural threshold of its scale: log-odds 0, probability or anomaly score one half. */
    public Model(String trainer, Schema schema, Encoding encoding, Predictor kernel) {
        this(trainer, schema, encoding, kernel, kernel.scale() == Scale.LOGIT ? 0 : 0.5);
    }

    /**
     * A black-box detector from any function. It alarms at a probability of 0.5 or above.
     *
     * @param name used in place of the algorithm's name
     * @param probability of the malicious class, in [0, 1], of a row in the schema's own units; is called from several
     *     threads
     */
    public static Model of(String name, Schema schema, ToDoubleFunction<double[]> probability) {
        int width = schema.width();
        return new Model(name, schema, Encoding.identity(width), new FunctionKernel(width, probability));
    }

    public String trainer() {
        return trainer;
    }

    public Schema schema() {
        return schema;
    }

    public Encoding encoding() {
        return encoding;
    }

    public Predictor kernel() {
        return kernel;
    }

    public double threshold() {
        return threshold;
    }

    public Model withThreshold(double other) {
        return new Model(trainer, schema, encoding, kernel, other, calibration);
    }

    public Model withKernel(Predictor other) {
        return new Model(trainer, schema, encoding, other, threshold, calibration);
    }

    /** The same detector without some columns: what they hold does not reach the kernel. */
    public Model without(Set<Integer> unused) {
        return new Model(trainer, schema, encoding.without(unused), kernel, threshold, calibration);
    }

    /** The calibration: the probability of a malice score; empty if not calibrated. */
    public Optional<Monotone> calibration() {
        return calibration;
    }

    /** The same detector, calibrated by a function of its malice score. */
    public Model withCalibration(Monotone map) {
        return new Model(trainer, schema, encoding, kernel, threshold, Optional.of(map));
    }

    @Override
    public Scale scale() {
        return kernel.scale();
    }

    @Override
    public int outputs() {
        return kernel.outputs();
    }

    @Override
    public Rows scores(Rows rows) {
        return kernel.scores(encoded(rows));
    }

    @Override
    public double[] malice(Rows rows) {
        return kernel.malice(encoded(rows));
    }

    private Rows encoded(Rows rows) {
        demandWidth(rows);
        return encoding.encode(rows);
    }

    /**
     * Refuses rows of another width.
     *
     * @throws IllegalArgumentException if they have another number of columns than the schema, which it names too
     */
    public void demandWidth(Rows rows) {
        if (rows.width() != schema.width() && rows.size() > 0) {
            throw new IllegalArgumentException(Plural.format(
                    "the rows have %d column[s] but the detector's schema has %d", rows.width(), schema.width()));
        }
    }

    /** One truth value a row: whether it is called malicious. */
    public boolean[] alarms(Rows rows) {
        double[] malice = malice(rows);
        boolean[] alarms = new boolean[malice.length];
        for (int i = 0; i < alarms.length; i++) {
            alarms[i] = malice[i] >= threshold;
        }
        return alarms;
    }

    /** The certificate of each row's verdict at this threshold, if the kernel gives one. */
    public Optional<int[]> tolerates(Rows rows) {
        return kernel instanceof Certified certified
                ? Optional.of(certified.tolerates(encoded(rows), threshold))
                : Optional.empty();
    }

    /**
     * The most likely class of each row, the first of equals, whatever the threshold; of a model with one output, 1 for
     * an alarm and else 0.
     */
    public int[] categories(Rows rows) {
        if (outputs() == 1) {
            boolean[] alarms = alarms(rows);
            return IntStream.range(0, alarms.length).map(i -> alarms[i] ? 1 : 0).toArray();
        }
        return likeliest(scores(rows), 0);
    }

    /**
     * The class of each row that goes with its verdict: of an alarm the most likely malicious class, the first of
     * equals, and otherwise 0, the benign one.
     */
    public int[] verdicts(Rows rows) {
        boolean[] alarms = alarms(rows);
        int[] malicious = outputs() <= 2 ? new int[alarms.length] : likeliest(scores(rows), 1);
        return IntStream.range(0, alarms.length)
                .map(i -> !alarms[i] ? 0 : Math.max(1, malicious[i]))
                .toArray();
    }

    /**
     * The probability of each class, without calibration.
     *
     * @param scores of a detector with at least two outputs
     */
    public Rows chances(Rows scores) {
        if (scale() != Scale.LOGIT) {
            return scores;
        }
        return Rows.build(scores.size(), scores.width(), all -> {
            for (int i = 0; i < scores.size(); i++) {
                double[] shares = new double[scores.width()];
                Softmax.shares(scores.row(i), shares);
                System.arraycopy(shares, 0, all, i * shares.length, shares.length);
            }
        });
    }

    /** The most likely class of each row from one on, the first of equals. */
    public static int[] likeliest(Rows scores, int first) {
        int[] likeliest = new int[scores.size()];
        for (int i = 0; i < likeliest.length; i++) {
            likeliest[i] = first;
            for (int c = first + 1; c < scores.width(); c++) {
                likeliest[i] = scores.get(i, c) > scores.get(i, likeliest[i]) ? c : likeliest[i];
            }
        }
        return likeliest;
    }

    /**
     * The quantity each row is estimated to have.
     *
     * @throws IllegalArgumentException if this is no model of a quantity
     */
    public double[] numbers(Rows rows) {
        Require.that(scale() == Scale.NUMBER, trainer + " trained a detector, which does not estimate a quantity");
        return malice(rows);
    }

    /** The probability of the malicious class of each row. */
    public double[] probability(Rows rows) {
        double[] malice = malice(rows);
        for (int i = 0; i < malice.length; i++) {
            malice[i] = probability(malice[i]);
        }
        return malice;
    }

    /**
     * The probability of a malice score: what the calibration gives; without one the logistic of a log-odds, and a
     * probability or anomaly score as it is.
     */
    public double probability(double malice) {
        if (calibration.isPresent()) {
            return calibration.get().at(malice);
        }
        return scale() == Scale.LOGIT ? 1 / (1 + StrictMath.exp(-malice)) : malice;
    }

    /** This detector with gradients by the user's own units, if its kernel has them. */
    public Optional<Gradients> gradients() {
        return kernel instanceof Gradients inner ? Optional.of(new Outer(inner)) : Optional.empty();
    }

    /** Whether it tells more than two classes apart and gives the gradient of each class's score. */
    public boolean hasClassGradients() {
        return outputs() > 2 && kernel instanceof ClassGradients;
    }

    /**
     * The gradient of the score of each class by the user's own units.
     *
     * @return for each class n x d; none if the detector {@linkplain #hasClassGradients has none}
     */
    public List<Rows> classGradients(Rows rows) {
        if (!hasClassGradients()) {
            return List.of();
        }
        ClassGradients inner = (ClassGradients) kernel;
        return IntStream.range(0, outputs())
                .mapToObj(output -> outer(inner.classGradient(encoded(rows), output), rows))
                .toList();
    }

    private Rows outer(Rows gradient, Rows rows) {
        return Rows.fill(rows.size(), rows.width(), (i, j) -> gradient.get(i, j) * encoding.slope(j, rows.get(i, j)));
    }

    private final class Outer implements Gradients {
        private final Gradients inner;

        private Outer(Gradients inner) {
            this.inner = inner;
        }

        @Override
        public Rows maliceGradient(Rows rows) {
            return outer(inner.maliceGradient(encoded(rows)), rows);
        }

        @Override
        public Scale scale() {
            return kernel.scale();
        }

        @Override
        public int outputs() {
            return kernel.outputs();
        }

        @Override
        public Rows scores(Rows rows) {
            return Model.this.scores(rows);
        }
    }
}
