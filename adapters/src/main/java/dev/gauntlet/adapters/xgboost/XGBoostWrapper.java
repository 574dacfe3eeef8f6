package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.base.Require;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parameters that XGBoost's scikit-learn wrapper writes as JSON into files of versions before 2.0. */
final class XGBoostWrapper {
    static final String ATTRIBUTE = "scikit_learn";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private XGBoostWrapper() {}

    /**
     * Refuses a wrapper with a number as {@code missing}, because the trees do not show it.
     *
     * @throws IllegalArgumentException if {@code missing} is other than NaN
     */
    static void refuseOtherMissing(XGBoostFields learner) {
        if (!learner.has("attributes") || !learner.at("attributes").has(ATTRIBUTE)) {
            return;
        }
        JsonNode missing = parsed(learner.at("attributes").text(ATTRIBUTE)).path("missing");
        boolean usual = missing.isMissingNode()
                || missing.isNull()
                || (missing.isNumber() && Double.isNaN(missing.doubleValue()))
                || missing.asString("").equalsIgnoreCase("nan");
        Require.that(
                usual,
                ("XGBoost model: the wrapper that saved it takes %s for missing (missing=%s), which its trees do not "
                                + "know. Train it with missing=NaN, or replace %s by empty cells in the data and save "
                                + "the model with model.get_booster().save_model, without the attribute scikit_learn")
                        .formatted(missing, missing, missing));
    }

    /** The class names in order; empty if they are not stated. */
    static List<String> classes(XGBoostFields learner) {
        if (!learner.has("attributes") || !learner.at("attributes").has(ATTRIBUTE)) {
            return List.of();
        }
        JsonNode stated = parsed(learner.at("attributes").text(ATTRIBUTE));
        JsonNode classes = stated.has("classes_")
                ? stated.path("classes_")
                : stated.path("_le").path("classes_");
        return classes.values().stream().map(name -> name.asString("")).toList();
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "XGBoost model: its attribute scikit_learn is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
