package dev.gauntlet.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.RangesTest;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.train.Calibration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every trainer in the catalogue signs once the libraries' own are there. */
final class LearnersTest {
    private static final List<String> OURS =
            List.of("gradient-boosting", "histogram-forest", "linear-svm", "penalised-logistic", "radial-svm");
    private static final Run RUN = Run.seeded(1);

    @TempDir
    Path folder;

    static Stream<Trainer> trainers() {
        return Catalogue.all(Trainer.class).stream();
    }

    @Test
    void theLearnersOfLibrariesAreInTheCatalogueAndTakeWhatTheirRangesOffer() {
        for (String id : OURS) {
            Trainer trainer = Catalogue.named(Trainer.class, id);
            RangesTest.check(trainer);
            assertThat(trainer.ranges()).isNotEmpty();
        }
    }

    /** Numbers of three kinds of rows, a category and missing values. */
    private static Dataset data() {
        Rng rng = Seed.of(2).rng();
        Schema schema = new Schema(List.of(
                Feature.real("x", -99, 99), Feature.real("y", -99, 99), Feature.category("c", List.of("a", "b"))));
        int[] labels = IntStream.range(0, 120).map(i -> i % 3).toArray();
        Rows rows = Rows.fill(120, 3, (i, j) -> {
            if (j == 2) {
                return i % 5 == 0 ? Double.NaN : labels[i] == 1 ? 1 : rng.nextInt(2);
            }
            return i % 7 == 0 ? Double.NaN : rng.nextGaussian() + (labels[i] == j + 1 ? 4 : 0);
        });
        return Dataset.of(schema, rows, labels, List.of("benign", "scan", "theft"));
    }

    private static List<Model> models(Trainer trainer, Dataset data) {
        List<Model> models = new ArrayList<>();
        Model detector = trainer.train(data, RUN);
        models.add(detector);
        models.add(Calibration.ISOTONIC.apply(detector, data));
        if (!trainer.unsupervised()) {
            models.add(Calibration.PLATT.apply(detector, data));
        }
        if (trainer instanceof Categorises kinds) {
            models.add(kinds.categorise(data, RUN));
        }
        if (trainer instanceof Predicts quantities) {
            models.add(quantities.predict(
                    data, IntStream.range(0, 120).mapToDouble(i -> i % 3 * 5).toArray(), RUN));
        }
        return models;
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void everyModelIsTheSameOnceWrittenAndRead(Trainer trainer) {
        Dataset data = data();
        TableSchema table = new TableSchema(
                data.schema(),
                List.of(),
                List.of(),
                Optional.of("label"),
                List.of("0"),
                Optional.empty(),
                Optional.empty());
        for (Model model : models(trainer, data)) {
            Path file = folder.resolve("a.zip");
            new BundleFile(model, table).write(file);
            Model read = BundleFile.read(file).model();
            assertThat(read.kernel().form()).isEqualTo(model.kernel().form());
            assertThat(read.scores(data.rows())).isEqualTo(model.scores(data.rows()));
            assertThat(read.threshold()).isEqualTo(model.threshold());
            assertThat(read.probability(data.rows())).isEqualTo(model.probability(data.rows()));
            for (double score : model.scores(data.rows()).toArray()) {
                assertThat(score).isFinite();
            }
        }
    }
}
