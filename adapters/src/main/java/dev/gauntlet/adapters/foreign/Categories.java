package dev.gauntlet.adapters.foreign;

import java.util.List;
import java.util.Optional;

/** Notes on the inputs of a model that are categories. */
public final class Categories {
    private Categories() {}

    /** Which inputs are categories, and whether the file maps texts to codes. */
    public static Optional<String> said(InputFacts inputs, String program) {
        if (inputs.codes().isEmpty()) {
            return Optional.empty();
        }
        List<Integer> open = inputs.codes().entrySet().stream()
                .filter(entry -> !entry.getValue().areStated())
                .map(java.util.Map.Entry::getKey)
                .toList();
        List<Integer> stated = inputs.codes().keySet().stream()
                .filter(input -> !open.contains(input))
                .toList();
        String closed = stated.isEmpty()
                ? ""
                : "categories: the file lists the categories of %s; not checked, because %s's Java library takes codes only"
                        .formatted(names(inputs, stated), program);
        String unknown = open.isEmpty()
                ? ""
                : "%s: the file does not say which text has which code; for text values --schema must list them in the order of"
                                .formatted((closed.isEmpty() ? "categories " : "and ") + names(inputs, open))
                        + " their codes";
        return Optional.of(closed.isEmpty() ? unknown : unknown.isEmpty() ? closed : closed + "; " + unknown);
    }

    private static String names(InputFacts inputs, List<Integer> some) {
        int most = 5;
        List<String> names = some.stream()
                .limit(most)
                .map(input -> inputs.names().isEmpty()
                        ? "input " + input
                        : "\"" + inputs.names().get(input) + "\"")
                .toList();
        return String.join(", ", names) + (some.size() > most ? " and " + (some.size() - most) + " more" : "");
    }
}
