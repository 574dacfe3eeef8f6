package dev.gauntlet.adapters.libsvm;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.RadialKernel;
import dev.gauntlet.model.learn.Labelled;
import java.util.List;
import java.util.stream.IntStream;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/** The widest margin in the space of a radial kernel; time grows with the square of the rows. */
@AutoService(Trainer.class)
public record RadialSvm(
        @Param(value = "the cost of an error, relative to the width of the margin", low = 1e-9, high = 1e9)
        double c,

        @Param(
                value = "gamma: how fast similarity falls with squared distance; auto is 1 / number of features",
                zero = "auto",
                low = 0,
                high = 1e9)
        double gamma,

        @Param(value = "the most training rows; of more, a random sample is used", low = 2, high = 1e9)
        int rows)
        implements Trainer {
    static {
        svm.svm_set_print_string_function(text -> {});
    }

    public RadialSvm {
        Catalogue.check(RadialSvm.class, c, gamma, rows);
    }

    public RadialSvm() {
        this(1, 0, 10_000);
    }

    @Override
    public String summary() {
        return "Support vector machine with a radial kernel by LIBSVM; its margin is used as log-odds.";
    }

    @Override
    public String source() {
        return "Chang, Lin, LIBSVM: A Library for Support Vector Machines, ACM TIST 2(3), 2011";
    }

    /** Its own, then ten times the cost, then a shorter reach. */
    @Override
    public List<RadialSvm> settings() {
        return List.of(
                this,
                new RadialSvm(Math.min(1e9, 10 * c), gamma, rows),
                new RadialSvm(c, gamma == 0 ? 1 : Math.min(1e9, 4 * gamma), rows));
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("c", 0.1, 1e3), Range.factors("gamma", 1e-3, 1));
    }

    @Override
    public Model train(Dataset data, Run run) {
        Dataset labelled = Labelled.bothClasses(data);
        Dataset part =
                labelled.size() <= rows ? labelled : Labelled.bothClasses(labelled.select(sample(labelled, run)));
        Encoding encoding = Encoding.standard(part);
        Rows inputs = encoding.encode(part.rows());
        svm_problem problem = new svm_problem();
        problem.l = part.size();
        problem.x = nodes(inputs);
        problem.y = IntStream.range(0, part.size())
                .mapToDouble(i -> part.malicious(i) ? 1 : 0)
                .toArray();
        svm_parameter parameter = parameter(inputs.width());
        return new Model(id(), data.schema(), encoding, kernel(svm.svm_train(problem, parameter), inputs.width()));
    }

    private int[] sample(Dataset labelled, Run run) {
        int[] all = IntStream.range(0, labelled.size()).toArray();
        return IntStream.of(run.rng().sample(all, rows)).sorted().toArray();
    }

    /** Without LIBSVM's own probabilities, which draw from a generator all trainings share. */
    private svm_parameter parameter(int width) {
        svm_parameter parameter = new svm_parameter();
        parameter.svm_type = svm_parameter.C_SVC;
        parameter.kernel_type = svm_parameter.RBF;
        parameter.gamma = gamma == 0 ? 1.0 / width : gamma;
        parameter.C = c;
        parameter.eps = 1e-3;
        parameter.cache_size = 100;
        parameter.shrinking = 1;
        parameter.weight_label = new int[0];
        parameter.weight = new double[0];
        return parameter;
    }

    private static svm_node[][] nodes(Rows inputs) {
        svm_node[][] nodes = new svm_node[inputs.size()][inputs.width()];
        for (int i = 0; i < nodes.length; i++) {
            for (int j = 0; j < inputs.width(); j++) {
                nodes[i][j] = new svm_node();
                nodes[i][j].index = j + 1;
                nodes[i][j].value = inputs.get(i, j);
            }
        }
        return nodes;
    }

    private static RadialKernel kernel(svm_model fitted, int width) {
        double sign = fitted.label[0] == 1 ? 1 : -1;
        double[] coefficients = new double[fitted.l];
        for (int v = 0; v < coefficients.length; v++) {
            coefficients[v] = sign * fitted.sv_coef[0][v];
        }
        Rows vectors = Rows.fill(fitted.l, width, (v, j) -> fitted.SV[v][j].value);
        return new RadialKernel(vectors, coefficients, fitted.param.gamma, -sign * fitted.rho[0]);
    }
}
