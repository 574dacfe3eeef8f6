package dev.gauntlet.adapters.libsvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.RadialKernel;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;
import org.junit.jupiter.api.Test;

final class RadialSvmTest {
    private static final Run RUN = Run.seeded(1);

    private static Schema schema(int width) {
        return new Schema(IntStream.range(0, width)
                .mapToObj(j -> Feature.real("x" + j, -100, 100))
                .toList());
    }

    /** Malicious where the first two features are of one sign: no line separates it. */
    private static Dataset crossed(int size) {
        Rng rng = Seed.of(4).rng();
        Rows rows = Rows.fill(size, 3, (i, j) -> rng.nextGaussian());
        int[] labels = IntStream.range(0, size)
                .map(i -> rows.get(i, 0) * rows.get(i, 1) > 0 ? 1 : 0)
                .toArray();
        return Dataset.of(schema(3), rows, labels, List.of("benign", "bad"));
    }

    @Test
    void twoRowsLieOnTheMargin() {
        for (int first : new int[] {0, 1}) {
            Dataset pair = Dataset.of(
                    schema(1),
                    Rows.of(new double[][] {{first}, {1 - first}}),
                    new int[] {first, 1 - first},
                    List.of("benign", "bad"));
            Model model = new RadialSvm(100, 1, 10).train(pair, RUN);
            assertThat(model.malice(Rows.of(new double[][] {{0}, {1}, {0.5}})))
                    .containsExactly(new double[] {-1, 1, 0}, within(1e-3));
        }
    }

    private static svm_node[] nodes(double[] row) {
        svm_node[] nodes = new svm_node[row.length];
        for (int j = 0; j < row.length; j++) {
            nodes[j] = new svm_node();
            nodes[j].index = j + 1;
            nodes[j].value = row[j];
        }
        return nodes;
    }

    @Test
    void givesTheMarginsThatLibsvmGives() {
        Dataset data = crossed(300);
        Model model = new RadialSvm(2, 0.5, 1000).train(data, RUN);
        Rows inner = model.encoding().encode(data.rows());
        svm_problem problem = new svm_problem();
        problem.l = data.size();
        problem.x = IntStream.range(0, data.size())
                .mapToObj(i -> nodes(inner.row(i)))
                .toArray(svm_node[][]::new);
        problem.y = IntStream.range(0, data.size()).mapToDouble(data::label).toArray();
        svm_parameter parameter = new svm_parameter();
        parameter.kernel_type = svm_parameter.RBF;
        parameter.gamma = 0.5;
        parameter.C = 2;
        parameter.eps = 1e-3;
        parameter.cache_size = 50;
        parameter.shrinking = 1;
        svm_model theirs = svm.svm_train(problem, parameter);
        double[] ours = model.malice(data.rows());
        double sign = theirs.label[0] == 1 ? 1 : -1;
        for (int i = 0; i < ours.length; i++) {
            double[] value = new double[1];
            svm.svm_predict_values(theirs, problem.x[i], value);
            assertThat(ours[i]).isCloseTo(sign * value[0], within(1e-9));
        }
        assertThat(((RadialKernel) model.kernel()).vectors()).isEqualTo(theirs.l);
    }

    @Test
    void learnsWhatNoLineSeparatesAndSurvivesABundle() {
        Dataset data = crossed(600);
        Trainer trainer = Catalogue.with(Catalogue.named(Trainer.class, "radial-svm"), Map.of("c", 10));
        Model model = trainer.train(data, RUN);
        boolean[] alarms = model.alarms(data.rows());
        assertThat(IntStream.range(0, 600).filter(i -> alarms[i] == data.malicious(i)))
                .hasSizeGreaterThan(560);
        assertThat(Bundle.of(model).model(data.schema()).malice(data.rows()))
                .containsExactly(model.malice(data.rows()));
        assertThat(trainer.train(data, RUN).malice(data.rows())).containsExactly(model.malice(data.rows()));
    }

    @Test
    void ofTooManyRowsARandomPartIsTaken() {
        Dataset data = crossed(600);
        RadialSvm small = new RadialSvm(1, 0, 40);
        RadialKernel kernel = (RadialKernel) small.train(data, RUN).kernel();
        assertThat(kernel.vectors()).isBetween(5, 40);
        assertThat(small.train(data, Run.seeded(2)).malice(data.rows()))
                .isNotEqualTo(small.train(data, RUN).malice(data.rows()));
    }
}
