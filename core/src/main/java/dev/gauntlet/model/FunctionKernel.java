package dev.gauntlet.model;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** A function from a row to its probability of the malicious class. */
record FunctionKernel(int inputs, ToDoubleFunction<double[]> probability) implements BlackBox {
    @Override
    public boolean showsScores() {
        return true;
    }

    @Override
    public Scale scale() {
        return Scale.PROBABILITY;
    }

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] malice = malice(rows);
        return Rows.fill(malice.length, 2, (i, k) -> k == 1 ? malice[i] : 1 - malice[i]);
    }

    /** The numbers as the function gave them, since 1 minus their complement need not have the same bits. */
    @Override
    public double[] malice(Rows rows) {
        double[] malice = new double[rows.size()];
        for (int i = 0; i < malice.length; i++) {
            malice[i] = Require.between(
                    "the probability of the malicious " + "class", probability.applyAsDouble(rows.row(i)), 0, 1);
        }
        return malice;
    }

    @Override
    public String form() {
        return "function";
    }

    /** Its answers to a row of zeros and to one of ones. */
    @Override
    public Map<String, double[]> parameters() {
        double[] ones = DoubleStream.generate(() -> 1).limit(inputs).toArray();
        return Map.of("answers", malice(Rows.of(new double[inputs], ones)));
    }

    @Override
    public Predictor rebuild(Map<String, double[]> parameters) {
        throw new IllegalArgumentException("a function is a black box; it cannot be rebuilt from parameters");
    }
}
