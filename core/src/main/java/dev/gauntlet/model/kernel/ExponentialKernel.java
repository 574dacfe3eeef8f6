package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Predictor;
import java.util.Map;

/** A quantity whose logarithm another kernel estimates, as in Poisson, gamma and Tweedie regression. */
public final class ExponentialKernel implements Predictor {
    static final String FORM = "exponential-";

    private final Predictor inner;

    /** The exponential of the estimates of a kernel of a quantity. */
    public ExponentialKernel(Predictor inner) {
        Require.that(inner.scale() == Scale.NUMBER, inner.form() + " estimates no quantity");
        this.inner = inner;
    }

    /** The kernel whose {@link #parameters} these are. */
    static ExponentialKernel fromParameters(String form, Map<String, double[]> parameters) {
        String inner = form.substring(FORM.length());
        Require.that(!inner.startsWith(FORM), "an exponential cannot be of another");
        return new ExponentialKernel(Kernels.of(inner, parameters));
    }

    @Override
    public int inputs() {
        return inner.inputs();
    }

    /** That of the inner kernel after {@code exponential-}. */
    @Override
    public String form() {
        return FORM + inner.form();
    }

    @Override
    public Scale scale() {
        return Scale.NUMBER;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public Rows scores(Rows rows) {
        Rows logarithms = inner.scores(rows);
        return Rows.fill(rows.size(), 1, (i, j) -> StrictMath.exp(logarithms.get(i, 0)));
    }

    /** Those of the inner kernel. */
    @Override
    public Map<String, double[]> parameters() {
        return inner.parameters();
    }

    @Override
    public Predictor rebuild(Map<String, double[]> parameters) {
        return new ExponentialKernel(inner.rebuild(parameters));
    }
}
