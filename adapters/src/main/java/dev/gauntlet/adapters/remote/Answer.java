package dev.gauntlet.adapters.remote;

import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.model.Scores.Scale;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The kind of a target's answers. */
public enum Answer {
    /** Whether it is malicious. */
    LABEL("labels", Scale.PROBABILITY),
    /** One number, larger is worse; nothing is supposed of its range. */
    SCORE("scores", Scale.DISTANCE),
    /** One number: the log-odds of the malicious class. */
    LOG_ODDS("log-odds", Scale.LOGIT),
    /** One probability a class, the first is benign. */
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
     * The kind of answers if it is not stated: several numbers a row are probabilities; texts, truth values and numbers
     * written without a point are labels; the rest are scores.
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

    /** A list of one is what is in it. */
    static JsonNode single(JsonNode item) {
        return item.isArray() && item.size() == 1 ? single(item.path(0)) : item;
    }
}
