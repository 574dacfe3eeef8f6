package dev.gauntlet.adapters.remote;

import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.model.Scores.Scale;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a target returns for a row. */
public enum Answer {
    /** Whether it is malicious. */
    LABEL("labels", Scale.PROBABILITY),
    /** One number, higher is more malicious; its range is not known. */
    SCORE("scores", Scale.DISTANCE),
    /** One number: the log-odds of the malicious class. */
    LOG_ODDS("log-odds", Scale.LOGIT),
    /** One number: the estimate of a quantity. */
    NUMBER("estimates", Scale.NUMBER),
    /** One probability per class, the first is benign. */
    PROBABILITIES("probabilities", Scale.PROBABILITY);

    private final String plural;
    private final Scale scale;

    Answer(String plural, Scale scale) {
        this.plural = plural;
        this.scale = scale;
    }

    /** Its name in a target file. */
    public String id() {
        return YamlMap.word(this);
    }

    /** Its name in sentences. */
    public String plural() {
        return plural;
    }

    Scale scale() {
        return scale;
    }

    /**
     * The kind of answer if it is not stated: several numbers per row are probabilities; strings, Booleans and integers
     * are labels; other numbers are scores.
     */
    static Answer guessed(List<JsonNode> items) {
        if (items.stream().anyMatch(item -> item.isArray() && item.size() > 1)) {
            return PROBABILITIES;
        }
        return items.stream().map(Answer::single).allMatch(Answer::isLabel) ? LABEL : SCORE;
    }

    private static boolean isLabel(JsonNode item) {
        return item.isString() || item.isBoolean() || item.isIntegralNumber();
    }

    /** Unwraps a list with one element. */
    static JsonNode single(JsonNode item) {
        return item.isArray() && item.size() == 1 ? single(item.path(0)) : item;
    }
}
