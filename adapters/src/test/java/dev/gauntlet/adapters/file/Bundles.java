package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.NaiveBayes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Small bundles that tests share. */
public final class Bundles {
    private Bundles() {}

    /** Two hundred rows of a real, a category and a whole number. */
    public static Dataset rows() {
        Rng rng = Seed.of(2).rng();
        Schema schema = new Schema(
                List.of(
                        Feature.real("x", -10, 10).withScale(0.1),
                        Feature.category("c", List.of("a", "b")),
                        Feature.whole("n", 0, 9)),
                Map.of(),
                List.of("x <= n + 20"));
        Rows rows =
                Rows.fill(200, 3, (i, j) -> j == 0 ? rng.nextGaussian() + i % 2 : j == 1 ? i % 3 % 2 : rng.nextInt(10));
        int[] labels = new int[200];
        Arrays.setAll(labels, i -> i % 2);
        return Dataset.of(schema, rows, labels, List.of("good", "bad"));
    }

    public static BundleFile of(Trainer trainer) {
        Model model = trainer.train(rows(), Run.seeded(1)).withThreshold(0.1);
        TableSchema table = new TableSchema(
                model.schema(),
                List.of(),
                List.of("junk"),
                Optional.of("y"),
                List.of("0"),
                Optional.empty(),
                Optional.empty());
        BundleFacts facts = new BundleFacts(
                List.of("good", "bad, or: worse"),
                new TreeMap<>(Map.of("dataDigest", "12ab", "seed", "1", "codeVersion", "0.1.0", "setting", "Bayes[]")),
                new TreeMap<>(Map.of(
                        "recall", new Interval(0.75, 0.5, 0.875, 40), "mcc", new Interval(Double.NaN, 0, 1, 0))));
        return new BundleFile(model, table, facts);
    }

    /** A small bundle, written. */
    public static Path write(Path path) {
        of(new NaiveBayes()).write(path);
        return path;
    }
}
