package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.ClassGradients;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.Reorders;
import java.util.LinkedHashMap;
import java.util.Map;

/** A kernel over columns that a {@link FeatureMap} makes of the inputs. */
public class MappedKernel implements Reorders {
    static final String FORM = "mapped-";

    private final FeatureMap map;
    private final Predictor inner;

    private MappedKernel(FeatureMap map, Predictor inner) {
        Require.same("columns", inner.inputs(), map.columns().size());
        this.map = map;
        this.inner = inner;
    }

    /** One that has gradients if the inner kernel has. */
    public static MappedKernel of(FeatureMap map, Predictor inner) {
        if (inner instanceof ClassGradients slopes) {
            return new ClassSloped(map, inner, slopes);
        }
        return inner instanceof Gradients slopes ? new Sloped(map, inner, slopes) : new MappedKernel(map, inner);
    }

    /** The kernel whose {@link #parameters} these are. */
    static MappedKernel fromParameters(String form, Map<String, double[]> parameters) {
        String inner = form.substring(FORM.length());
        Require.that(!inner.startsWith(FORM), "a mapped model cannot contain another mapped model");
        return of(FeatureMap.read(form, parameters), Kernels.of(inner, parameters));
    }

    /** What is done with inputs first. */
    public FeatureMap map() {
        return map;
    }

    @Override
    public int inputs() {
        return map.inputs();
    }

    /** That of the inner kernel after {@code mapped-}. */
    @Override
    public String form() {
        return FORM + inner.form();
    }

    @Override
    public Scale scale() {
        return inner.scale();
    }

    @Override
    public int outputs() {
        return inner.outputs();
    }

    @Override
    public Rows scores(Rows rows) {
        return inner.scores(map.apply(rows));
    }

    @Override
    public double[] malice(Rows rows) {
        return inner.malice(map.apply(rows));
    }

    @Override
    public Predictor withFirst(int output) {
        Require.that(inner instanceof Reorders, "the classes of " + form() + " are in a fixed order");
        return of(map, ((Reorders) inner).withFirst(output));
    }

    /** Those of the inner kernel, and of the map. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>(inner.parameters());
        map.writeTo(parameters);
        return parameters;
    }

    @Override
    public Predictor rebuild(Map<String, double[]> parameters) {
        return of(FeatureMap.read(form(), parameters), inner.rebuild(parameters));
    }

    private static class Sloped extends MappedKernel implements Gradients {
        private final Gradients slopes;

        private Sloped(FeatureMap map, Predictor inner, Gradients slopes) {
            super(map, inner);
            this.slopes = slopes;
        }

        @Override
        public Rows maliceGradient(Rows rows) {
            return map().back(rows, slopes.maliceGradient(map().apply(rows)));
        }
    }

    private static final class ClassSloped extends Sloped implements ClassGradients {
        private final ClassGradients slopes;

        private ClassSloped(FeatureMap map, Predictor inner, ClassGradients slopes) {
            super(map, inner, slopes);
            this.slopes = slopes;
        }

        @Override
        public Rows classGradient(Rows rows, int output) {
            return map().back(rows, slopes.classGradient(map().apply(rows), output));
        }
    }
}
