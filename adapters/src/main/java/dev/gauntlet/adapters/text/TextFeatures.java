package dev.gauntlet.adapters.text;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Kind;
import dev.gauntlet.data.Feature.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The features of one text column: a measured number each, named after the column, and the counts of hashed n-grams. */
final class TextFeatures {
    private static final double LONGEST = 1e6;

    private final String column;
    private final int buckets;
    private final List<Feature> features = new ArrayList<>();

    TextFeatures(String column, int buckets) {
        this.column = column;
        this.buckets = buckets;
    }

    TextFeatures lengths(String... names) {
        for (String name : names) {
            add(name, Kind.WHOLE, LONGEST, "characters", 10);
        }
        return this;
    }

    TextFeatures counts(String... names) {
        for (String name : names) {
            add(name, Kind.WHOLE, LONGEST, "", 2);
        }
        return this;
    }

    TextFeatures flags(String... names) {
        for (String name : names) {
            features.add(Feature.flag(of(name)));
        }
        return this;
    }

    TextFeatures entropy(String name) {
        add(name, Kind.REAL, 16, "bits a character", 1);
        return this;
    }

    /** The n-grams, which come last. */
    List<Feature> withGrams() {
        for (int b = 0; b < buckets; b++) {
            add("gram_" + b, Kind.WHOLE, LONGEST, "", 1);
        }
        return List.copyOf(features);
    }

    private void add(String name, Kind kind, double high, String unit, double scale) {
        features.add(new Feature(of(name), kind, 0, high, unit, scale, Move.FREE, 1, List.of()));
    }

    private String of(String name) {
        return column + "_" + name;
    }

    /** A rule over measured numbers, each written as {@code $name}. */
    String rule(String text) {
        return text.replaceAll("\\$(\\w+)", "`" + java.util.regex.Matcher.quoteReplacement(column) + "_$1`");
    }

    /** The rule that the buckets sum to the number of n-grams. */
    String gramRule(String length, int n) {
        return IntStream.range(0, buckets).mapToObj(b -> rule("$gram_" + b)).collect(Collectors.joining(" + "))
                + " = max(%s - %d, 0)".formatted(rule("$" + length), n - 1);
    }

    /** Columns of features from what was measured of each record, in the features' order. */
    static List<Column> columns(List<Feature> features, double[][] measured) {
        List<Column> columns = new ArrayList<>();
        for (int k = 0; k < features.size(); k++) {
            columns.add(Column.numbers(features.get(k).name(), measured[k]));
        }
        return columns;
    }
}
