package dev.gauntlet.adapters.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.adapters.foreign.Agreement;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.Probes;
import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Model files of XGBoost, of every booster and objective that is read, against XGBoost's own margins. */
final class XGBoostFileTest {
    private static final int WIDTH = 5;
    private static final int CATEGORIES = 12;

    /** The last column holds categories. */
    private static Rows random(long seed, int size) {
        Rng rng = Seed.of(seed).rng();
        return Rows.fill(
                size,
                WIDTH,
                (i, j) -> rng.chance(0.1)
                        ? Double.NaN
                        : j == WIDTH - 1 ? rng.nextInt(CATEGORIES) : (float) rng.nextGaussian());
    }

    private static double truth(Rows rows, int i) {
        double kind = rows.get(i, WIDTH - 1);
        return (rows.get(i, 0) > 0.3 ? 1 : 0)
                + (kind == 2 || kind == 5 || kind == 6 ? 1.5 : 0)
                + (rows.get(i, 1) * rows.get(i, 2) > 0.5 ? 1 : 0);
    }

    private static Booster trained(Map<String, Object> more, boolean categories) throws XGBoostError {
        Rows rows = random(1, 800);
        float[] targets = new float[rows.size()];
        String objective = String.valueOf(more.get("objective"));
        for (int i = 0; i < targets.length; i++) {
            double truth = truth(rows, i);
            boolean half = objective.startsWith("binary") || objective.equals("reg:logistic");
            targets[i] = half
                    ? (truth > 1 ? 1 : 0)
                    : objective.startsWith("multi")
                            ? (int) Math.min((int) more.getOrDefault("num_class", 3) - 1, truth)
                            : (float) truth + 0.5f;
            targets[i] = objective.startsWith("rank") ? truth > 1 ? 1 : 0 : targets[i];
        }
        DMatrix matrix = matrix(rows, categories);
        matrix.setLabel(targets);
        if (objective.startsWith("rank")) {
            matrix.setGroup(new int[] {200, 200, 200, 200});
        }
        Map<String, Object> settings = new HashMap<>(Map.of("max_depth", 4, "nthread", 1, "verbosity", 0, "seed", 3));
        settings.putAll(more);
        Booster booster = XGBoost.train(matrix, settings, 15, Map.of(), null, null);
        matrix.dispose();
        return booster;
    }

    private static DMatrix matrix(Rows rows, boolean categories) throws XGBoostError {
        DMatrix matrix = new DMatrix(rows.toFloats(), rows.size(), WIDTH, Float.NaN);
        if (categories) {
            matrix.setFeatureTypes(new String[] {"q", "q", "q", "q", "c"});
        }
        return matrix;
    }

    private static Rows margins(Booster booster, Rows rows, boolean categories) throws XGBoostError {
        DMatrix matrix = matrix(rows, categories);
        float[][] margins = booster.predict(matrix, true);
        matrix.dispose();
        return Rows.fill(rows.size(), margins[0].length, (i, c) -> margins[i][c]);
    }

    /** Random rows, missing values, thresholds and the floats beside them. */
    private static Rows asked(ForeignModel model) {
        Rows probes = new Probes(model).rows(3000, Seed.of(9).rng());
        return Rows.fill(
                probes.size(),
                WIDTH,
                (i, j) -> j == WIDTH - 1 && !Double.isNaN(probes.get(i, j))
                        ? (float) (i % 17)
                        : (float) probes.get(i, j));
    }

    static List<Map<String, Object>> trees() {
        return List.of(
                Map.of("objective", "binary:logistic"),
                Map.of("objective", "binary:logistic", "base_score", 0.2),
                Map.of("objective", "binary:logitraw"),
                Map.of("objective", "reg:logistic"),
                Map.of("objective", "reg:squarederror"),
                Map.of("objective", "reg:absoluteerror"),
                Map.of("objective", "reg:pseudohubererror"),
                Map.of("objective", "count:poisson"),
                Map.of("objective", "reg:gamma"),
                Map.of("objective", "reg:tweedie"),
                Map.of("objective", "rank:ndcg"),
                Map.of("objective", "rank:pairwise"),
                Map.of("objective", "rank:map"),
                Map.of("objective", "multi:softprob", "num_class", 3),
                Map.of("objective", "multi:softprob", "num_class", 2),
                Map.of("objective", "binary:logistic", "booster", "dart", "rate_drop", 0.3),
                Map.of("objective", "binary:logistic", "booster", "dart", "rate_drop", 0.3, "base_score", 0.5),
                Map.of("objective", "reg:squarederror", "booster", "dart", "rate_drop", 0.3),
                Map.of("objective", "multi:softmax", "num_class", 3, "booster", "dart", "rate_drop", 0.3));
    }

    @ParameterizedTest
    @MethodSource("trees")
    void marginsHaveTheSameBitsAsXGBoost(Map<String, Object> settings) throws XGBoostError {
        same(settings, false);
    }

    static List<Map<String, Object>> categories() {
        return List.of(
                Map.of("objective", "binary:logistic", "tree_method", "hist", "max_cat_to_onehot", 100),
                Map.of("objective", "binary:logistic", "tree_method", "hist", "max_cat_to_onehot", 1),
                Map.of("objective", "multi:softprob", "num_class", 3, "tree_method", "hist", "max_cat_to_onehot", 1));
    }

    @ParameterizedTest
    @MethodSource("categories")
    void splitsByCategoryHaveTheSameBitsAsXGBoost(Map<String, Object> settings) throws XGBoostError {
        same(settings, true);
    }

    private static void same(Map<String, Object> settings, boolean categories) throws XGBoostError {
        Booster booster = trained(settings, categories);
        byte[] json = booster.toByteArray("json");
        ForeignModel model = XGBoostFile.read(json);
        if (categories) {
            assertThat(new String(json, StandardCharsets.UTF_8))
                    .doesNotContain(
                            "\"categories\":[],\"categories_nodes\":[],\"categories_segments\":[],\"categories_sizes\":[],\"default_left\":[1");
        }
        for (Rows rows : List.of(random(2, 3000), asked(model))) {
            Rows expected = margins(booster, rows, categories);
            Rows said = model.kernel().scores(rows);
            Rows compared = said.width() == expected.width()
                    ? said
                    : Rows.of(said.size(), 1, model.kernel().malice(rows));
            assertThat(compared).isEqualTo(expected);
            assertThat(XGBoostFile.read(booster.toByteArray("ubj")).kernel().scores(rows))
                    .isEqualTo(said);
        }
        Rows probes = new Probes(model).rows(2000, Seed.of(4).rng());
        for (byte[] file : List.of(json, booster.toByteArray("ubj"))) {
            assertThat(XGBoostRuntime.agreement(file, model, probes, Optional.empty()))
                    .isEqualTo(new Agreement("XGBoost", 2000, 0, 0));
        }
        booster.dispose();
    }

    static List<Map<String, Object>> stopped() {
        return List.of(
                Map.of("objective", "binary:logistic"),
                Map.of("objective", "binary:logistic", "num_parallel_tree", 3, "subsample", 0.7),
                Map.of("objective", "multi:softprob", "num_class", 3, "num_parallel_tree", 2, "subsample", 0.7),
                Map.of("objective", "reg:squarederror", "booster", "dart", "rate_drop", 0.3));
    }

    @ParameterizedTest
    @MethodSource("stopped")
    void earlyStoppedModelsUseTheRoundsOfTheProgramThatSavedThem(Map<String, Object> settings) throws XGBoostError {
        Booster booster = trained(settings, false);
        int parallel = (int) settings.getOrDefault("num_parallel_tree", 1);
        booster.setAttr("best_iteration", "4");
        byte[] bare = booster.toByteArray("json");
        booster.setAttr("scikit_learn", "{}");
        byte[] wrapped = booster.toByteArray("ubj");
        Rows rows = random(2, 500);
        DMatrix matrix = matrix(rows, false);
        float[][] all = booster.predict(matrix, true);
        float[][] best = booster.predict(matrix, true, 5 * parallel);
        matrix.dispose();
        booster.dispose();
        assertThat(best[0]).isNotEqualTo(all[0]);
        assertSame(XGBoostFile.read(bare), rows, all);
        assertSame(XGBoostFile.read(wrapped), rows, best);
        assertSame(XGBoostFile.read(bare, Optional.of(Rounds.BEST)), rows, best);
        assertSame(XGBoostFile.read(wrapped, Optional.of(Rounds.ALL)), rows, all);
        assertThat(XGBoostFile.read(wrapped).choices())
                .containsExactly("training was stopped early: 5 of 15 rounds are used, up to the best one, as XGBoost's"
                        + " scikit-learn wrapper predicts, and it saved the file; --rounds all uses all");
        assertThat(XGBoostFile.read(bare).choices())
                .containsExactly(
                        "training was stopped early: all 15 rounds are used, as Booster.predict does, and a Booster saved"
                                + " the file; --rounds best uses the first 5, up to the best one");
        Rows probes = new Probes(XGBoostFile.read(wrapped)).rows(500, Seed.of(4).rng());
        assertThat(XGBoostRuntime.agreement(wrapped, XGBoostFile.read(wrapped), probes, Optional.empty())
                        .apart())
                .isZero();
        assertThat(XGBoostRuntime.agreement(wrapped, XGBoostFile.read(wrapped), probes, Optional.of(Rounds.ALL))
                        .apart())
                .isPositive();
    }

    private static void assertSame(ForeignModel model, Rows rows, float[][] expected) {
        Rows scores = model.kernel().scores(rows);
        Rows said = expected[0].length > 1
                ? scores
                : Rows.of(rows.size(), 1, model.kernel().malice(rows));
        assertThat(said).isEqualTo(Rows.fill(rows.size(), expected[0].length, (i, c) -> expected[i][c]));
    }

    @Test
    void theBestRoundCannotBeRequestedIfNoneIsStated() {
        assertThatThrownBy(() -> XGBoostFile.read(bytes(file(STUMP)), Optional.of(Rounds.BEST)))
                .hasMessage("--rounds best: the file states no best round (best_iteration)");
    }

    /** A dart model as 3.3 and later write it: a gbtree booster with weights beside its trees. */
    private static String dartOfLater(String json) {
        int from = json.indexOf("\"gradient_booster\":{") + "\"gradient_booster\":{".length();
        String inner = "\"gbtree\":{\"model\":";
        int start = json.indexOf(inner, from);
        int name = json.indexOf(",\"name\":\"gbtree\"}", start);
        String model = json.substring(start + inner.length(), name);
        int weights = json.indexOf("\"weight_drop\"", name);
        int end = json.indexOf("]", weights) + 1;
        String later = json.substring(0, from) + "\"model\":" + model + ",\"name\":\"gbtree\","
                + json.substring(weights, end) + json.substring(end);
        return later.replaceFirst("\"version\":\\[\\d+,\\d+,\\d+\\]", "\"version\":[3,3,0]");
    }

    @Test
    void weightsOfDartAreFoundWhereVersion33PutsThem() throws XGBoostError {
        Booster booster = trained(Map.of("objective", "binary:logistic", "booster", "dart", "rate_drop", 0.3), false);
        String json = new String(booster.toByteArray("json"), StandardCharsets.UTF_8);
        Rows rows = random(2, 600);
        Rows expected = margins(booster, rows, false);
        booster.dispose();
        byte[] later = bytes(dartOfLater(json));
        ForeignModel model = XGBoostFile.read(later);
        assertThat(Rows.of(rows.size(), 1, model.kernel().malice(rows))).isEqualTo(expected);
        assertThat(XGBoostRuntime.agreement(later, model, rows, Optional.empty()))
                .isEqualTo(new Agreement("XGBoost", 600, 0, 0));
        byte[] unweighed = bytes(dartOfLater(json).replaceFirst(",\"weight_drop\":\\[[^\\]]*\\]", ""));
        assertThat(XGBoostRuntime.agreement(later, XGBoostFile.read(unweighed), rows, Optional.empty())
                        .apart())
                .isPositive();
    }

    @Test
    void layoutsThatAreNotKnownAreRefused() throws XGBoostError {
        Booster booster = trained(Map.of("objective", "binary:logistic"), false);
        String json = new String(booster.toByteArray("json"), StandardCharsets.UTF_8);
        booster.dispose();
        String stated = json.replaceFirst("\"version\":\\[\\d+,\\d+,\\d+\\]", "\"version\":[3,4,1]");
        assertThat(stated).isNotEqualTo(json);
        assertThat(XGBoostFile.read(bytes(stated)).notes().get(0)).endsWith("written by XGBoost 3.4.1");
        assertThatThrownBy(() -> XGBoostFile.read(bytes(stated.replace("[3,4,1]", "[3,5,0]"))))
                .hasMessageContaining(
                        "XGBoost 3.5.0 wrote it, and layouts are known up to version 3.4; train and save it");
        for (String place : List.of("\"model\":{", "\"gradient_booster\":{", "\"trees\":[{")) {
            assertThatThrownBy(() -> XGBoostFile.read(bytes(stated.replace(place, place + "\"tree_scale\":[2.0],"))))
                    .hasMessageContaining("XGBoost 3.4.1 wrote \"tree_scale\" in");
        }
    }

    private static final String CATS = """
            "cats": {"enc": [{"offsets": [], "values": []},
             {"offsets": [0, 3, 8, 10], "values": [116, 99, 112, 105, 99, 109, 112, 95, -61, -74]}],
             "feature_segments": [0, 0, 3], "sorted_idx": []}, "trees\"""";

    @Test
    void categoriesAreThoseThatVersion31States() {
        String first = file(STUMP.replace("[3]", "[0]")).replace("\"trees\"", CATS);
        ForeignModel model = XGBoostFile.read(bytes(first));
        assertThat(model.texts()).isEqualTo(Map.of(1, List.of("tcp", "icmp_", "\u00f6")));
        Schema schema = new Schema(
                List.of(Feature.real("a", 0, 1), Feature.category("b", List.of("\u00f6", "gre", "tcp", ""))));
        double[] said =
                model.over(schema).malice(Rows.fill(5, 2, (i, j) -> j == 0 ? 0 : new double[] {0, 1, 2, 3, -1}[i]));
        // tcp, the file's category 0, goes right; so does a missing text, by default_left; an unseen one goes left.
        assertThat(said).containsExactly(-1, -1, 2, 2, -1);
    }

    static List<Map<String, Object>> linear() {
        return List.of(
                Map.of("objective", "binary:logistic", "booster", "gblinear"),
                Map.of("objective", "reg:squarederror", "booster", "gblinear"),
                Map.of("objective", "count:poisson", "booster", "gblinear"),
                Map.of("objective", "multi:softprob", "num_class", 3, "booster", "gblinear"));
    }

    @ParameterizedTest
    @MethodSource("linear")
    void linearModelsAgreeWithXGBoost(Map<String, Object> settings) throws XGBoostError {
        Booster booster = trained(settings, false);
        ForeignModel model = XGBoostFile.read(booster.toByteArray("json"));
        Rows rows = random(2, 500);
        double[] expected = margins(booster, rows, false).toArray();
        Rows scores = model.over(model.inferred()).scores(rows);
        double[] said = scores.width() == 2 ? scores.column(1) : scores.toArray();
        assertThat(said).hasSameSizeAs(expected);
        for (int i = 0; i < said.length; i++) {
            assertThat(said[i]).isCloseTo(expected[i], within(2e-6));
        }
        booster.dispose();
    }

    @Test
    void fieldsThatOnlyXGBoostUsesAreCheckedToo() throws XGBoostError {
        Booster booster = trained(Map.of("objective", "binary:logistic"), false);
        String json = new String(booster.toByteArray("json"), StandardCharsets.UTF_8);
        booster.dispose();
        String groups = json.replace("\"tree_info\":[0,", "\"tree_info\":[1000000000,");
        assertThat(groups).isNotEqualTo(json);
        assertThatThrownBy(() -> XGBoostFile.read(bytes(groups)))
                .hasMessage("XGBoost model: tree_info names several outputs, but binary:logistic has one");
        String rounds = json.replace("\"iteration_indptr\":[0,1,", "\"iteration_indptr\":[0,900,");
        assertThat(rounds).isNotEqualTo(json);
        assertThatThrownBy(() -> XGBoostFile.read(bytes(rounds)))
                .hasMessage("XGBoost model: iteration_indptr contains 900, which does not fit 15 trees");
    }

    @Test
    void treesAreInTheOrderOfTheirIds() throws XGBoostError {
        Booster booster = trained(Map.of("objective", "multi:softprob", "num_class", 3), false);
        String json = new String(booster.toByteArray("json"), StandardCharsets.UTF_8);
        booster.dispose();
        String swapped = json.replace("\"id\":0,", "\"id\":-,")
                .replace("\"id\":1,", "\"id\":0,")
                .replace("\"id\":-,", "\"id\":1,");
        assertThat(swapped).isNotEqualTo(json);
        ForeignModel model = XGBoostFile.read(bytes(swapped));
        Rows rows = random(2, 300);
        assertThat(XGBoostRuntime.agreement(bytes(swapped), model, rows, Optional.empty()))
                .isEqualTo(new Agreement("XGBoost", 300, 0, 0));
        assertThatThrownBy(() -> XGBoostFile.read(bytes(json.replace("\"id\":1,", "\"id\":0,"))))
                .hasMessage("XGBoost model: two trees have the id 0");
        assertThatThrownBy(() -> XGBoostFile.read(bytes(json.replace("\"id\":1,", "\"id\":99,"))))
                .hasMessage("XGBoost model: tree 1 has the id 99.0, and there are 45 trees");
        assertThatThrownBy(() -> XGBoostFile.read(bytes(json.replace("\"num_trees\":\"45\"", "\"num_trees\":\"46\""))))
                .hasMessageContaining("trees");
    }

    @Test
    void aFileThatXGBoostRefusesIsRefused() throws XGBoostError {
        Booster booster = trained(Map.of("objective", "binary:logistic"), false);
        String json = new String(booster.toByteArray("json"), StandardCharsets.UTF_8);
        booster.dispose();
        ForeignModel model = XGBoostFile.read(bytes(json));
        Rows rows = random(2, 10);
        String other = json.replace("\"base_weights\"", "\"unknown\"");
        assertThat(other).isNotEqualTo(json);
        assertThat(XGBoostFile.read(bytes(other)).kernel().malice(rows))
                .isEqualTo(model.kernel().malice(rows));
        assertThatThrownBy(() -> XGBoostRuntime.agreement(bytes(other), model, rows, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("XGBoost 3.1.1 refuses the file: ");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final String STUMP = """
            {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [1, 0, 0],
             "split_conditions": [0.5, -1, 2], "default_left": [0, 0, 0], "split_type": [1, 0, 0],
             "categories": [3], "categories_nodes": [0], "categories_segments": [0], "categories_sizes": [1],
             "tree_param": {"size_leaf_vector": "1"}}""";

    private static String file(String tree) {
        return """
                {"learner": {"learner_model_param": {"base_score": "5E-1", "num_class": "0", "num_feature": "2"},
                 "objective": {"name": "binary:logistic"}, "gradient_booster": {"name": "gbtree",
                 "model": {"trees": [%s]}}}}""".formatted(tree);
    }

    @Test
    void aCategoryInTheSetGoesRight() {
        Rows rows = Rows.fill(9, 2, (i, j) -> new double[] {-1, -0.5, 0, 2, 2.5, 3, 3.75, 4, Double.NaN}[i]);
        double[] said = XGBoostFile.read(bytes(file(STUMP))).kernel().malice(rows);
        assertThat(said).containsExactly(-1, -1, -1, -1, -1, 2, 2, -1, 2);
    }

    static List<List<String>> refused() {
        String good = file(STUMP);
        return List.of(
                List.of(
                        good.replace("\"size_leaf_vector\": \"1\"", "\"size_leaf_vector\": \"3\""),
                        "multi-output tree"),
                List.of(good.replace("\"num_class\"", "\"num_target\": \"4\", \"num_class\""), "4 targets at once"),
                List.of(good.replace("binary:logistic", "survival:aft"), "but is survival:aft"),
                List.of(good.replace("gbtree", "gbforest"), "must be gbtree, dart or gblinear but is gbforest"),
                List.of(good.replace("gbtree", "gblinear"), "\"weights\" is missing"),
                List.of(good.replace("gbtree", "dart"), "weight_drop, of a dart model, is missing"),
                List.of(
                        good.replace("\"categories\": [3]", "\"categories\": [16777216]"),
                        "categories contains 16777216"),
                List.of(
                        good.replace("\"categories_nodes\": [0]", "\"categories_nodes\": [7]"),
                        "categories_nodes contains 7"),
                List.of(
                        good.replace("\"categories_sizes\": [1]", "\"categories_sizes\": [9]"),
                        "categories_sizes contains 9"),
                List.of(good.replace("\"left_children\": [1", "\"left_children\": [0"), "points back to the root"),
                List.of(good.replace("\"split_indices\": [1", "\"split_indices\": [7"), "feature of node 0"),
                List.of(good.replace("\"num_feature\": \"2\"", "\"num_feature\": \"-2\""), "num_feature contains -2"),
                List.of(good.replace("5E-1", "NaN"), "base_score"),
                List.of("{L" + "\0".repeat(7) + "\u0001", "truncated"),
                List.of("{i\u0001a[$Z#l\u007f\u007f\u007f\u007f", "entries without bytes"),
                List.of("{i\u0001a[$d#l\u007f\u007f\u007f\u007f", "more bytes should follow"),
                List.of("{i\u0001aN", "has the type 78"),
                List.of("{i\u0001aZi\u0001aZ}", "stated twice"),
                List.of("{i\u0001a" + "[".repeat(100_000), "nested more than"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void namesWhatIsWrong(List<String> fileAndReason) {
        byte[] file = fileAndReason.get(0).getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> XGBoostFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fileAndReason.get(1));
    }
}
