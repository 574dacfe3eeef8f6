package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.DensityKernel;
import java.util.Arrays;
import java.util.List;

/** Kernel density estimate around a row; half of the training rows, or fewer, are kept, and the others set the scale. */
@AutoService(Trainer.class)
public record KernelDensity(
        @Param(value = "the bandwidth in standard deviations", zero = "Scott's rule", low = 0, high = 1e6)
        double bandwidth,

        @Param(value = "the most training rows kept", low = 1, high = 1e9)
        int rows,

        @Param(value = "the share of training rows that are flagged as malicious", low = 0, high = 0.5)
        double contamination)
        implements Trainer {
    public KernelDensity {
        Catalogue.check(KernelDensity.class, bandwidth, rows, contamination);
    }

    public KernelDensity() {
        this(0, 2000, 0.05);
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("bandwidth", 0.1, 2));
    }

    @Override
    public Model train(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.unlabelled(data);
        int[] order = run.rng().permutation(matrix.size);
        int count = Math.min(rows, matrix.size / 2);
        int[] chosen = Arrays.copyOf(order, count);
        int[] others = Arrays.copyOfRange(order, count, Math.min(matrix.size, count + Math.max(count, 2000)));
        Arrays.sort(chosen);
        Rows kept = matrix.rows().select(chosen);
        double reach = bandwidth > 0 ? bandwidth : StrictMath.pow(count, -1.0 / (matrix.width + 4));
        DensityKernel kernel = new DensityKernel(kept, reach, 1);
        double[] thinness = kernel.thinness(matrix.rows().select(others));
        return matrix.model(id(), kernel.withUsual(Usual.end(thinness, contamination)));
    }

    @Override
    public boolean unsupervised() {
        return true;
    }

    @Override
    public String summary() {
        return "Low density of training rows around a row, by kernel density estimation.";
    }

    @Override
    public String source() {
        return "Parzen, On Estimation of a Probability Density Function and Mode, Annals of Mathematical Statistics 33, "
                + "1962; Scott, Multivariate Density Estimation, 1992";
    }
}
