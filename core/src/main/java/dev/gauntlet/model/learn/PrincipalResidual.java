package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.ResidualKernel;
import java.util.Arrays;
import java.util.List;

/** Finds the principal components of the rows; a large distance from them is anomalous. */
@AutoService(Trainer.class)
public record PrincipalResidual(
        @Param(value = "the share of the variance that the principal components explain", low = 0, high = 1)
        double variance,

        @Param(value = "the share of training rows that are flagged as malicious", low = 0, high = 0.5)
        double contamination)
        implements Trainer {
    public PrincipalResidual {
        Catalogue.check(PrincipalResidual.class, variance, contamination);
    }

    public PrincipalResidual() {
        this(0.9, 0.05);
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.even("variance", 0.5, 0.99));
    }

    @Override
    public Model train(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.unlabelled(data);
        int d = matrix.width;
        double[] ones = new double[d];
        Arrays.fill(ones, 1);
        ResidualKernel flat = new ResidualKernel(new double[d], ones, directions(matrix), 1);
        return matrix.model(id(), flat.withUsual(Usual.end(flat.distances(matrix.rows()), contamination)));
    }

    /** The fewest directions that hold the stated share of the variance; one at least is left over. */
    private double[] directions(TrainingMatrix matrix) {
        int d = matrix.width;
        double[] products = matrix.products();
        for (int k = 0; k < products.length; k++) {
            products[k] /= matrix.size;
        }
        double total = 0;
        for (int j = 0; j < d; j++) {
            total += products[j * d + j];
        }
        Eigen eigen = Eigen.of(d, products);
        int count = 0;
        double held = 0;
        while (count < d - 1 && held < variance * total) {
            held += eigen.value(count++);
        }
        return eigen.directions(count);
    }

    @Override
    public boolean unsupervised() {
        return true;
    }

    @Override
    public String summary() {
        return "Distance from the principal components of the training rows (Q statistic).";
    }

    @Override
    public String source() {
        return "Lakhina, Crovella, Diot, Diagnosing Network-Wide Traffic Anomalies, SIGCOMM 2004";
    }
}
