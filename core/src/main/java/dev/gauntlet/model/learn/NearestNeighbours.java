package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.NearestRows;
import java.util.List;
import java.util.stream.IntStream;

/** Keeps training rows and averages those nearest to a new one. */
@AutoService(Trainer.class)
public record NearestNeighbours(
        @Param(value = "number of neighbours", low = 1, high = 10_000)
        int neighbours,

        @Param(value = "the most training rows kept; of more, a random sample is used", low = 2, high = 1e9)
        int rows)
        implements Categorises, Predicts {
    public NearestNeighbours {
        Catalogue.check(NearestNeighbours.class, neighbours, rows);
    }

    public NearestNeighbours() {
        this(5, 20_000);
    }

    @Override
    public String summary() {
        return "The share of malicious rows among the nearest training rows.";
    }

    @Override
    public String source() {
        return "Cover, Hart, Nearest Neighbor Pattern Classification, IEEE Transactions on Information Theory 13, 1967";
    }

    /** Its own, then three times the neighbours, then one. */
    @Override
    public List<NearestNeighbours> settings() {
        return List.of(
                this, new NearestNeighbours(Math.min(10_000, 3 * neighbours), rows), new NearestNeighbours(1, rows));
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("neighbours", 1, 50));
    }

    @Override
    public Model train(Dataset data, Run run) {
        return shares(TrainingMatrix.of(data), run);
    }

    @Override
    public Model categorise(Dataset data, Run run) {
        return shares(TrainingMatrix.ofClasses(data), run);
    }

    @Override
    public Model predict(Dataset data, double[] targets, Run run) {
        TrainingMatrix matrix = TrainingMatrix.ofNumbers(data, targets);
        int[] kept = kept(matrix, run);
        Rows answers = Rows.fill(kept.length, 1, (i, c) -> matrix.targets[kept[i]]);
        return matrix.model(id(), new NearestRows(neighbours, matrix.rows().select(kept), answers));
    }

    private Model shares(TrainingMatrix matrix, Run run) {
        int[] kept = kept(matrix, run);
        Rows answers = Rows.fill(kept.length, matrix.classes, (i, c) -> matrix.label(kept[i]) == c ? 1 : 0);
        return matrix.model(id(), new NearestRows(neighbours, matrix.rows().select(kept), answers));
    }

    private int[] kept(TrainingMatrix matrix, Run run) {
        int[] all = IntStream.range(0, matrix.size).toArray();
        return matrix.size <= rows
                ? all
                : IntStream.of(run.rng().sample(all, rows)).sorted().toArray();
    }
}
