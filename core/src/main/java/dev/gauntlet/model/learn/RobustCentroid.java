package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.ResidualKernel;
import java.util.Arrays;

/** Measures the distance from the median row in units of each feature's median deviation. */
@AutoService(Trainer.class)
public record RobustCentroid(
        @Param(value = "the share of training rows that are flagged as malicious", low = 0, high = 0.5)
        double contamination)
        implements Trainer {
    /** Times the median deviation it is the standard deviation of a normal feature. */
    private static final double NORMAL = 1.4826;

    public RobustCentroid {
        Catalogue.check(RobustCentroid.class, contamination);
    }

    public RobustCentroid() {
        this(0.05);
    }

    @Override
    public Model train(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.unlabelled(data);
        Rows rows = matrix.rows();
        double[] centre = new double[matrix.width];
        double[] scale = new double[matrix.width];
        for (int j = 0; j < centre.length; j++) {
            double[] values = rows.column(j);
            double median = median(values);
            centre[j] = median;
            double deviation =
                    median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
            // Where most rows agree the median deviation is 0: the standard deviation, which encoding made 1, is used
            // in.
            scale[j] = deviation > 1e-9 ? NORMAL * deviation : 1;
        }
        ResidualKernel kernel = new ResidualKernel(centre, scale, new double[0], 1);
        return matrix.model(id(), kernel.withUsual(Usual.end(kernel.distances(rows), contamination)));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    @Override
    public boolean unsupervised() {
        return true;
    }

    @Override
    public String summary() {
        return "Distance from the median row in units of each feature's median absolute deviation.";
    }

    @Override
    public String source() {
        return "Rousseeuw, Hubert, Anomaly Detection by Robust Statistics, WIREs Data Mining 8, 2018";
    }
}
