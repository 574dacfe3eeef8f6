package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.NeighbourKernel;
import java.util.Arrays;
import java.util.List;

/** The distance to the k-th nearest training row; half of the training rows, or fewer, are kept, and the others set the scale. */
@AutoService(Trainer.class)
public record NeighbourDistance(
        @Param(value = "k, the neighbour whose distance counts", low = 1, high = 1e6)
        int neighbours,

        @Param(value = "the most training rows kept", low = 1, high = 1e9)
        int rows,

        @Param(value = "the share of training rows that are flagged as malicious", low = 0, high = 0.5)
        double contamination)
        implements Trainer {
    public NeighbourDistance {
        Catalogue.check(NeighbourDistance.class, neighbours, rows, contamination);
    }

    public NeighbourDistance() {
        this(5, 2000, 0.05);
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("neighbours", 1, 50));
    }

    @Override
    public Model train(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.unlabelled(data);
        int[] order = run.rng().permutation(matrix.size);
        int count = Math.min(rows, matrix.size / 2);
        int[] chosen = Arrays.copyOf(order, count);
        int[] others = Arrays.copyOfRange(order, count, Math.min(matrix.size, count + Math.max(count, 2000)));
        Arrays.sort(chosen);
        NeighbourKernel kernel = new NeighbourKernel(matrix.rows().select(chosen), neighbours, 1);
        double[] far = kernel.distances(matrix.rows().select(others));
        return matrix.model(id(), kernel.withUsual(Usual.end(far, contamination)));
    }

    @Override
    public boolean unsupervised() {
        return true;
    }

    @Override
    public String summary() {
        return "The distance to the k-th nearest training row.";
    }

    @Override
    public String source() {
        return "Ramaswamy, Rastogi, Shim, Efficient Algorithms for Mining Outliers from Large Data Sets, SIGMOD 2000";
    }
}
