package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.Room;
import dev.gauntlet.adapters.xgboost.XGBoostLearner.Meaning;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.TreeEnsemble;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads XGBoost's JSON model files (1.x to 3.x) into tree ensembles whose log-odds have the same bits as XGBoost's own.
 *
 * <p>Source: the XGBoost documentation, "Introduction to Model IO".
 */
public final class XGBoostJson {
    /** XGBoost 1.5 to 2.1 writes {@code NaN} as the threshold of a categorical split. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private XGBoostJson() {}

    /**
     * Reads the model file of a binary classifier.
     *
     * @throws IllegalArgumentException if it is not such a file, or contains a model of another kind; the message names
     *     it
     */
    public static TreeEnsemble read(byte[] json) {
        XGBoostLearner learner =
                trees(json, "binary:logistic, binary:logitraw or reg:logistic", Meaning.LOGIT, Meaning.RAW);
        Require.that(
                learner.classes() < 2,
                "XGBoost model: several classes (" + learner.classes() + ") cannot be read, only two");
        return (TreeEnsemble) learner.kernel();
    }

    /** Reads the model file of a multi-class classifier, whose logits have the same bits as XGBoost's margins. */
    public static ClassTrees readClasses(byte[] json) {
        return (ClassTrees)
                trees(json, "multi:softprob or multi:softmax", Meaning.CLASSES).kernel();
    }

    /** Reads the model file of a regressor, whose predictions have the same bits as XGBoost's. */
    public static TreeEnsemble readNumber(byte[] json) {
        return (TreeEnsemble) trees(json, "reg:squarederror", Meaning.NUMBER).kernel();
    }

    private static XGBoostLearner trees(byte[] json, String wanted, Meaning... meanings) {
        XGBoostLearner learner = XGBoostLearner.of(root(json));
        Require.that(
                learner.booster().equals("gbtree"),
                "XGBoost model: the booster must be gbtree but is " + learner.booster());
        Require.that(
                java.util.List.of(meanings).contains(learner.meaning()),
                "XGBoost model: the objective must be " + wanted + " but is " + learner.objective());
        return learner;
    }

    /** The root object or list of a JSON file. */
    static JsonNode root(byte[] json) {
        Room.needJson("XGBoost model", json);
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("XGBoost model: this is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
