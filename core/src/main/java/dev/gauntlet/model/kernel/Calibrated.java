package dev.gauntlet.model.kernel;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Kernel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A kernel whose malice goes through a function that never falls. Kinds of malice are told apart no longer: there are two
 * outputs.
 */
public final class Calibrated implements Kernel {
    private static final String LINE = "line:";
    private static final String STEPS = "steps:";
    private static final String NUMBERS = "calibration";

    private final Kernel inner;
    private final Monotone map;

    private Calibrated(Kernel inner, Monotone map) {
        this.inner = inner;
        this.map = map;
    }

    /** A calibrated kernel; of a line it has gradients if the inner kernel has. */
    public static Kernel of(Kernel inner, Monotone map) {
        Calibrated calibrated = new Calibrated(inner, map);
        return map instanceof Monotone.Line line && inner instanceof Gradients smooth
                ? new Smooth(calibrated, smooth, line.slope())
                : calibrated;
    }

    /** The kernel within a calibrated one; another is its own. */
    public static Kernel inner(Kernel kernel) {
        if (kernel instanceof Smooth smooth) {
            return smooth.outer.inner;
        }
        return kernel instanceof Calibrated calibrated ? calibrated.inner : kernel;
    }

    static boolean isForm(String form) {
        return form.startsWith(LINE) || form.startsWith(STEPS);
    }

    /** The kernel of a form for which {@link #isForm} holds. */
    static Kernel fromParameters(String form, Map<String, double[]> parameters) {
        Kernel inner = Kernels.of(form.substring(form.indexOf(':') + 1), parameters);
        Parameters given = new Parameters(form, parameters);
        if (form.startsWith(STEPS)) {
            return of(inner, new Monotone.Steps(given.array(NUMBERS)));
        }
        double[] line = given.array(NUMBERS, 2);
        return of(inner, new Monotone.Line(line[0], line[1]));
    }

    @Override
    public int inputs() {
        return inner.inputs();
    }

    @Override
    public String form() {
        return (map instanceof Monotone.Line ? LINE : STEPS) + inner.form();
    }

    @Override
    public Scale scale() {
        return map instanceof Monotone.Line ? Scale.LOGIT : Scale.PROBABILITY;
    }

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] malice = malice(rows);
        boolean odds = scale() == Scale.LOGIT;
        return Rows.fill(malice.length, 2, (i, k) -> k == 1 ? malice[i] : odds ? 0 : 1 - malice[i]);
    }

    @Override
    public double[] malice(Rows rows) {
        return Arrays.stream(inner.malice(rows)).map(map::at).toArray();
    }

    /** Those of the inner kernel, and {@code calibration}. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>(inner.parameters());
        parameters.put(NUMBERS, map.numbers());
        return parameters;
    }

    @Override
    public Kernel rebuild(Map<String, double[]> parameters) {
        return fromParameters(form(), parameters);
    }

    /** One with gradients. */
    private static final class Smooth implements Kernel, Gradients {
        private final Calibrated outer;
        private final Gradients inner;
        private final double slope;

        private Smooth(Calibrated outer, Gradients inner, double slope) {
            this.outer = outer;
            this.inner = inner;
            this.slope = slope;
        }

        @Override
        public Rows maliceGradient(Rows rows) {
            Rows gradient = inner.maliceGradient(rows);
            return Rows.fill(rows.size(), rows.width(), (i, j) -> slope * gradient.get(i, j));
        }

        @Override
        public int inputs() {
            return outer.inputs();
        }

        @Override
        public String form() {
            return outer.form();
        }

        @Override
        public Scale scale() {
            return outer.scale();
        }

        @Override
        public int outputs() {
            return outer.outputs();
        }

        @Override
        public Rows scores(Rows rows) {
            return outer.scores(rows);
        }

        @Override
        public double[] malice(Rows rows) {
            return outer.malice(rows);
        }

        @Override
        public Map<String, double[]> parameters() {
            return outer.parameters();
        }

        @Override
        public Kernel rebuild(Map<String, double[]> parameters) {
            return outer.rebuild(parameters);
        }
    }
}
