package dev.gauntlet.app.retrain;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.model.Trainer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A trainer with its parameters, from the words a run's facts keep of it: {@code DecisionTree[depth=3, least=1]}. */
final class Setting {
    private static final Pattern RECORD = Pattern.compile("\\w+\\[([^\\[\\]]*)]");

    private Setting() {}

    /** The trainer of an id with these parameters; empty if there is none, or they are not read back. */
    static Optional<Trainer> of(String id, String words) {
        Matcher parts = RECORD.matcher(words);
        if (!parts.matches()) {
            return Optional.empty();
        }
        SortedMap<String, Object> values = new TreeMap<>();
        for (String part :
                parts.group(1).isEmpty() ? new String[0] : parts.group(1).split(", ", -1)) {
            String[] named = part.split("=", 2);
            if (named.length < 2) {
                return Optional.empty();
            }
            values.put(named[0], value(named[1]));
        }
        try {
            Trainer trainer = Catalogue.with(Catalogue.named(Trainer.class, id), values);
            return trainer.toString().equals(words) ? Optional.of(trainer) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
