package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Require;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a model file states about its inputs.
 *
 * @param names of all inputs, as the file states them; empty if it does not
 * @param codes of the inputs that are categories
 * @param missing what the model gets for a missing text: NaN, or -1 if it cannot tell one from an unknown text
 */
public record InputFacts(List<String> names, Map<Integer, Codes> codes, double missing) {
    /**
     * The codes of texts.
     *
     * @param texts in the order of their numbers, from 0; empty if the file does not state them
     * @param other the number that any other text gets: -1, or NaN if it counts as missing
     */
    public record Codes(List<String> texts, double other) {
        public Codes {
            texts = List.copyOf(texts);
        }

        /** Whether the file maps numbers to texts. */
        public boolean areStated() {
            return !texts.isEmpty();
        }
    }

    /** Names that programs generate for unnamed columns: a prefix and the number of the input, from 0. */
    private static final Pattern NUMBERED = Pattern.compile("(f|Column_|x|feature_|input_)(\\d{1,7})");

    public InputFacts {
        names = List.copyOf(names);
        codes = Collections.unmodifiableMap(new TreeMap<>(codes));
    }

    /** Inputs that are numbers. */
    public static InputFacts named(List<String> names) {
        return new InputFacts(names, Map.of(), -1);
    }

    /** Whether names are stated that mean something, and all of them differ. */
    public boolean areNamed() {
        return !names.isEmpty()
                && names.stream().noneMatch(String::isBlank)
                && new HashSet<>(names).size() == names.size()
                && !areNumbered(names);
    }

    /** Whether all names are a prefix that some program makes up and the number of the place, from 0. */
    public static boolean areNumbered(List<String> names) {
        String prefix = "";
        for (int j = 0; j < names.size(); j++) {
            Matcher matcher = NUMBERED.matcher(names.get(j));
            if (!matcher.matches() || !matcher.group(2).equals(String.valueOf(j))) {
                return false;
            }
            if (j > 0 && !matcher.group(1).equals(prefix)) {
                return false;
            }
            prefix = matcher.group(1);
        }
        return true;
    }

    /**
     * Where each input is found among columns: by name, a blank in one counting as an underscore in the other, or by place
     * where the file names none.
     *
     * @param inputs how many the model takes
     * @return per input, the column
     * @throws IllegalArgumentException if a name is not among the columns, or there are no names and not as many columns
     */
    public int[] places(int inputs, List<String> columns) {
        if (areNamed()) {
            return byName(columns);
        }
        refuseTwice();
        if (areNumbered(names) && !names.isEmpty() && columns.size() >= inputs && columns.containsAll(names)) {
            return byName(columns);
        }
        Require.that(
                inputs == columns.size(),
                "the model has %d input[s] but the schema has %d feature[s]; state its inputs in --schema",
                inputs,
                columns.size());
        for (int j = 0; j < names.size(); j++) {
            String name = names.get(j);
            Require.that(
                    name.isBlank() || areNumbered(names) || plain(name).equals(plain(columns.get(j))),
                    "input %d of the model is \"%s\", but feature %d of the schema is \"%s\"; state the inputs in the model's"
                                    .formatted(j + 1, name, j + 1, columns.get(j))
                            + " order, in --schema");
        }
        return IntStream.range(0, inputs).toArray();
    }

    /**
     * What to say where inputs are found by their places: which of them the file does not name.
     *
     * @param columns those that are read, in the order of the inputs
     */
    public Optional<String> matchedByPosition(List<String> columns) {
        if (areNamed() || columns.equals(names) || columns.size() < 2) {
            return Optional.empty();
        }
        if (areNumbered(names) || names.stream().allMatch(String::isBlank)) {
            return Optional.of("the file states no feature names; columns are matched by position: " + some(columns));
        }
        List<String> unnamed = IntStream.range(0, Math.min(names.size(), columns.size()))
                .filter(j -> names.get(j).isBlank())
                .mapToObj(columns::get)
                .toList();
        return unnamed.isEmpty()
                ? Optional.empty()
                : Optional.of("the file does not name %d of its %d inputs; these are matched by position: %s"
                        .formatted(unnamed.size(), names.size(), some(unnamed)));
    }

    private int[] byName(List<String> columns) {
        Map<String, Integer> exact = new HashMap<>();
        Map<String, List<Integer>> alike = new HashMap<>();
        for (int j = 0; j < columns.size(); j++) {
            exact.put(columns.get(j), j);
            alike.computeIfAbsent(plain(columns.get(j)), name -> new java.util.ArrayList<>())
                    .add(j);
        }
        int[] places = new int[names.size()];
        for (int j = 0; j < places.length; j++) {
            places[j] = place(names.get(j), exact, alike, columns);
        }
        Require.that(
                IntStream.of(places).distinct().count() == places.length,
                "two inputs of the model have names that differ only in blanks and underscores; rename them");
        return places;
    }

    private void refuseTwice() {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            Require.that(
                    name.isBlank() || seen.add(name),
                    "the model names two inputs \"%s\"; give them different names in the file",
                    name);
        }
    }

    private static int place(
            String name, Map<String, Integer> exact, Map<String, List<Integer>> alike, List<String> columns) {
        if (exact.containsKey(name)) {
            return exact.get(name);
        }
        List<Integer> found = alike.getOrDefault(plain(name), List.of());
        if (found.isEmpty()) {
            throw new IllegalArgumentException("the model uses \"%s\", which is not among the features (%s)%s"
                    .formatted(name, some(columns), Problems.didYouMean(name, columns)));
        }
        Require.that(
                found.size() == 1,
                "the model uses \"%s\", which may be \"%s\" or \"%s\"; rename one of them",
                name,
                columns.get(found.get(0)),
                columns.get(found.get(found.size() > 1 ? 1 : 0)));
        return found.get(0);
    }

    /** A name in which every blank is an underscore, as LightGBM writes names. */
    public static String plain(String name) {
        return name.strip().replaceAll("\\s", "_");
    }

    private static String some(List<String> names) {
        int most = 12;
        return names.size() <= most
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, most)) + ", ... " + (names.size() - most) + " more";
    }
}
