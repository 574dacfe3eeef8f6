package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Require;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.Arrays;
import java.util.List;

/**
 * Random splits of small samples: a row that is isolated early is anomalous. Labels are not used; a category is encoded
 * by its rarity.
 */
@AutoService(Trainer.class)
public record IsolationForest(
        @Param(value = "how many trees", low = 1, high = 100_000)
        int trees,

        @Param(value = "how many training rows each tree sees", low = 2, high = 1e9)
        int sample,

        @Param(value = "the share of training rows that are flagged as malicious", low = 0, high = 0.5)
        double contamination)
        implements Trainer {
    private static final double EULER = 0.5772156649015329;

    public IsolationForest {
        Catalogue.check(IsolationForest.class, trees, sample, contamination);
    }

    public IsolationForest() {
        this(100, 256, 0.05);
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("sample", 64, 2048));
    }

    @Override
    public Model train(Dataset data, Run run) {
        Require.atLeast("training rows", data.size(), 2);
        Encoding encoding = Encoding.forTrees(data.relabel(i -> -1));
        Rows encoded = encoding.encode(data.rows());
        int taken = Math.min(sample, data.size());
        int[] all = new int[data.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        int height = 32 - Integer.numberOfLeadingZeros(taken - 1);
        List<Tree> grown = run.child("trees").map(trees, (t, r) -> {
            Rng rng = r.rng();
            return new IsolationTree(encoded.select(rng.sample(all, taken)), height, rng).grow();
        });
        TreeEnsemble kernel =
                TreeEnsemble.of(encoded.width(), Precision.DOUBLE, Output.ISOLATION, expectedPath(taken), grown);
        return new Model(id(), data.schema(), encoding, kernel, threshold(kernel.malice(encoded)));
    }

    /** c(n): the mean path length of an unsuccessful search in a binary search tree of n entries. */
    static double expectedPath(int n) {
        if (n <= 1) {
            return 0;
        }
        return n == 2 ? 1 : 2 * (StrictMath.log(n - 1.0) + EULER) - 2 * (n - 1.0) / n;
    }

    private double threshold(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int at = sorted.length - (int) StrictMath.floor(contamination * sorted.length);
        return at < sorted.length ? sorted[at] : Math.nextUp(sorted[sorted.length - 1]);
    }

    @Override
    public boolean unsupervised() {
        return true;
    }

    @Override
    public String summary() {
        return "Random splits of small samples; rows that are isolated early are anomalous.";
    }

    @Override
    public String source() {
        return "Liu, Ting, Zhou: Isolation Forest, ICDM 2008";
    }
}
