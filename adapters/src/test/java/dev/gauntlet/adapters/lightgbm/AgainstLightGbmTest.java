package dev.gauntlet.adapters.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.ml.lightgbm.PredictionType;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.Probes;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMBooster.FeatureImportanceType;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that LightGBM trains here, against LightGBM's own raw scores. */
final class AgainstLightGbmTest {
    private static final int WIDTH = 5;
    private static final int TRAINING = 900;

    /** The last column holds categories, the third mostly zeros. */
    private static Rows random(long seed, int size) {
        Rng rng = Seed.of(seed).rng();
        return Rows.fill(
                size,
                WIDTH,
                (i, j) -> j == WIDTH - 1
                        ? rng.nextInt(9)
                        : j == 2 && rng.chance(0.6) ? 0 : rng.chance(0.08) ? Double.NaN : rng.nextGaussian() * (j + 1));
    }

    private static int kind(Rows rows, int i) {
        boolean much = rows.get(i, 0) + (rows.get(i, 2) > 0 ? 1 : 0) > 0.5;
        return rows.get(i, WIDTH - 1) % 3 == 1 ? 2 : much ? 1 : 0;
    }

    private static float target(Rows rows, int i, String settings) {
        int kind = kind(rows, i);
        boolean two = settings.contains("binary") || settings.contains("cross_entropy") || settings.contains("rank");
        return two ? Math.min(kind, 1) : kind + 0.5f;
    }

    private static String trained(String settings) throws LGBMException {
        Rows rows = random(1, TRAINING);
        float[] targets = new float[TRAINING];
        for (int i = 0; i < TRAINING; i++) {
            targets[i] = target(rows, i, settings);
        }
        return trained(settings, rows, targets);
    }

    private static String trained(String settings, Rows rows, float[] targets) throws LGBMException {
        String all =
                settings + " num_threads=1 verbosity=-1 seed=3 num_leaves=13 min_data_in_leaf=5 deterministic=true";
        try (LGBMDataset data = LGBMDataset.createFromMat(rows.toArray(), TRAINING, WIDTH, true, all, null)) {
            data.setField("label", targets);
            if (settings.contains("rank")) {
                data.setField("group", new int[] {300, 300, 300});
            }
            try (LGBMBooster booster = LGBMBooster.create(data, all)) {
                for (int round = 0; round < 12; round++) {
                    booster.updateOneIter();
                }
                return booster.saveModelToString(0, 0, FeatureImportanceType.GAIN);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "objective=binary",
                "objective=binary categorical_feature=4",
                "objective=binary categorical_feature=4 max_cat_to_onehot=1 min_data_per_group=2 cat_smooth=1",
                "objective=binary zero_as_missing=true",
                "objective=binary use_missing=false",
                "objective=binary boosting=dart drop_rate=0.5",
                "objective=cross_entropy",
                "objective=regression",
                "objective=regression_l1",
                "objective=huber",
                "objective=fair",
                "objective=quantile",
                "objective=mape",
                "objective=poisson",
                "objective=gamma",
                "objective=tweedie",
                "objective=lambdarank",
                "objective=rank_xendcg"
            })
    void rawScoresHaveTheSameBits(String settings) throws LGBMException {
        String text = trained(settings);
        try (LGBMBooster booster = LGBMBooster.loadModelFromString(text)) {
            ForeignModel model = LightGbmFile.readText(text.getBytes(StandardCharsets.UTF_8));
            Rows probes = new Probes(model).rows(1500, Seed.of(7).rng());
            for (Rows rows : List.of(random(2, 1500), probes)) {
                assertThat(model.kernel().malice(rows))
                        .containsExactly(said(booster, rows, PredictionType.C_API_PREDICT_RAW_SCORE));
            }
        }
    }

    @Test
    void whetherAValueIsMissingIsASplitToo() throws LGBMException {
        Rows training = random(1, TRAINING);
        float[] targets = new float[TRAINING];
        for (int i = 0; i < TRAINING; i++) {
            targets[i] = Double.isNaN(training.get(i, 1)) ? 1 : 0;
        }
        String text = trained("objective=binary", training, targets);
        assertThat(text).containsPattern("threshold=.*\\binf\\b");
        try (LGBMBooster booster = LGBMBooster.loadModelFromString(text)) {
            Predictor kernel =
                    LightGbmFile.readText(text.getBytes(StandardCharsets.UTF_8)).kernel();
            double[] ends = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, 0};
            Rows rows = Rows.fill(125, WIDTH, (i, j) -> j == 0 ? ends[i % 5] : j == 1 ? ends[i / 5 % 5] : ends[i / 25]);
            assertThat(kernel.malice(rows))
                    .containsExactly(said(booster, rows, PredictionType.C_API_PREDICT_RAW_SCORE));
        }
    }

    /** LightGBM leaves the factor of the logistic function, and the mean of a forest, out of its raw scores. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "objective=binary is_unbalance=true sigmoid=2",
                "objective=binary boosting=rf bagging_freq=1 bagging_fraction=0.7"
            })
    void probabilitiesAgree(String settings) throws LGBMException {
        String text = trained(settings);
        try (LGBMBooster booster = LGBMBooster.loadModelFromString(text)) {
            ForeignModel model = LightGbmFile.readText(text.getBytes(StandardCharsets.UTF_8));
            Rows rows = random(2, 1500);
            double[] ours = model.over(model.inferred()).probability(rows);
            double[] said = said(booster, rows, PredictionType.C_API_PREDICT_NORMAL);
            for (int i = 0; i < said.length; i++) {
                assertThat(ours[i]).isCloseTo(said[i], within(1e-15));
            }
        }
    }

    private static double[] said(LGBMBooster booster, Rows rows, PredictionType type) throws LGBMException {
        return booster.predictForMat(rows.toArray(), rows.size(), WIDTH, true, type, "num_threads=1");
    }

    @Test
    void theTextsOfPandasCategoriesHaveTheirNumbersAndOthersAreMissing() throws LGBMException {
        String file = trained("objective=binary categorical_feature=4")
                + "\npandas_categorical:[[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", 8]]\n";
        ForeignModel model = LightGbmFile.readText(file.getBytes(StandardCharsets.UTF_8));
        List<String> texts = List.of("h", "8", "gopher", "b", "a", "");
        double[] codes = {7, 8, Double.NaN, 1, 0, Double.NaN, Double.NaN};
        List<Feature> features = new ArrayList<>();
        for (int j = 0; j < WIDTH - 1; j++) {
            features.add(Feature.real("Column_" + j, -100, 100));
        }
        features.add(Feature.category("Column_4", texts));
        Model detector = model.over(new Schema(features));
        Rows rows = random(3, 700);
        Rows coded = Rows.fill(700, WIDTH, (i, j) -> j < WIDTH - 1 ? rows.get(i, j) : i % 7 == 6 ? -1 : i % 7);
        Rows asked = Rows.fill(700, WIDTH, (i, j) -> j < WIDTH - 1 ? rows.get(i, j) : codes[i % 7]);
        try (LGBMBooster booster = LGBMBooster.loadModelFromString(file)) {
            double[] said =
                    booster.predictForMat(asked.toArray(), 700, WIDTH, true, PredictionType.C_API_PREDICT_RAW_SCORE);
            assertThat(detector.malice(coded)).containsExactly(said);
        }
    }

    @Test
    void listsOfCategoriesThatFitNoInputsAreRefused() throws LGBMException {
        String file = trained("objective=binary categorical_feature=4") + "\npandas_categorical:[[\"a\"], [\"b\"]]\n";
        assertThatThrownBy(() -> LightGbmFile.readText(file.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining(
                        "pandas_categorical lists the texts of 2 columns, but 1 input is a category ([4])");
    }
}
