package dev.gauntlet.data;

import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the columns of a table mean and which changes of a row are valid: it checks every row an attack returns.
 * Immutable.
 */
public final class Schema {
    private final List<Feature> features;
    private final Feature[] byColumn;
    private final Map<String, List<String>> groups;
    private final List<String> ruleTexts;
    private final List<Rule> rules;
    private final Map<String, Scaling> scalings;
    private final Map<String, Integer> columns;
    /** The columns that each rule uses. */
    private final int[][] used;

    private final int[][] bases;
    /** The columns of each one-hot group. */
    private final int[][] grouped;

    private final Derivations derivations;
    private final Distances distances;

    private final int[] movable;

    /**
     * A schema.
     *
     * @param features in column order, names unique
     * @param groups one-hot groups by name: exactly one of the named flags is 1
     * @param rules in the language of {@link RuleParser}
     * @param scalings how methods see features, by name, where it is stated
     */
    public Schema(
            List<Feature> features,
            Map<String, List<String>> groups,
            List<String> rules,
            Map<String, Scaling> scalings) {
        this.features = List.copyOf(Require.notEmpty("features", features));
        this.byColumn = features.toArray(Feature[]::new);
        this.columns = new HashMap<>();
        for (int j = 0; j < features.size(); j++) {
            String name = features.get(j).name();
            Require.that(columns.put(name, j) == null, "feature \"" + name + "\" occurs twice");
        }
        this.groups = new LinkedHashMap<>();
        groups.forEach((name, members) -> {
            members.forEach(member ->
                    Require.that(columns.containsKey(member), "group " + name + ": there is no feature " + member));
            this.groups.put(name, List.copyOf(members));
        });
        this.ruleTexts = List.copyOf(rules);
        this.rules = rules.stream().map(text -> RuleParser.parse(text, columns)).toList();
        scalings.keySet()
                .forEach(name -> Require.that(columns.containsKey(name), "scaling: there is no feature " + name));
        this.scalings = new TreeMap<>(scalings);
        this.used = this.rules.stream().map(rule -> columns(rule.columns())).toArray(int[][]::new);
        this.derivations = new Derivations(this.features, this.rules);
        this.distances = new Distances(this.features);
        this.bases = this.rules.stream()
                .map(rule -> columns(derivations.basesOf(rule.columns())))
                .toArray(int[][]::new);
        this.grouped = this.groups.values().stream()
                .map(members -> members.stream().mapToInt(this::column).toArray())
                .toArray(int[][]::new);
        this.movable = IntStream.range(0, features.size())
                .filter(j -> features.get(j).move() != Feature.Move.FIXED && !isDerived(j))
                .toArray();
    }

    /** A schema whose features are scaled as each method does by itself. */
    public Schema(List<Feature> features, Map<String, List<String>> groups, List<String> rules) {
        this(features, groups, rules, Map.of());
    }

    public Schema(List<Feature> features) {
        this(features, Map.of(), List.of());
    }

    public int width() {
        return features.size();
    }

    public List<Feature> features() {
        return features;
    }

    public Feature feature(int column) {
        return byColumn[column];
    }

    public List<String> names() {
        return features.stream().map(Feature::name).toList();
    }

    /** The column of a feature, or -1. */
    public int column(String name) {
        return columns.getOrDefault(name, -1);
    }

    public Map<String, List<String>> groups() {
        return Collections.unmodifiableMap(groups);
    }

    /** The rules as they were written. */
    public List<String> ruleTexts() {
        return ruleTexts;
    }

    public List<Rule> rules() {
        return rules;
    }

    /** How a method that needs numbers of like size sees a column. */
    public Scaling scaling(int column) {
        return scalings.getOrDefault(features.get(column).name(), Scaling.AUTOMATIC);
    }

    /** How features are seen, by name, where it is stated. */
    public Map<String, Scaling> scalings() {
        return Collections.unmodifiableMap(scalings);
    }

    /** The same schema in which every feature of which nothing is stated is seen so. */
    public Schema scaled(Scaling scaling) {
        Map<String, Scaling> all = new TreeMap<>(scalings);
        columns.keySet().forEach(name -> all.putIfAbsent(name, scaling));
        return new Schema(features, groups, ruleTexts, all);
    }

    /** The same groups, rules and scalings over other features of the same names. */
    public Schema withFeatures(List<Feature> others) {
        return new Schema(others, groups, ruleTexts, scalings);
    }

    /** The columns an attacker can move by itself: without those that are computed from others. */
    public int[] movable() {
        return movable.clone();
    }

    /**
     * Whether a feature is computed from others: it stands alone on one side of an equality, such as
     * {@code mean_size = bytes / packets}, and can change.
     */
    public boolean isDerived(int column) {
        return derivations.contains(column);
    }

    /** Whether a rule says how a derived feature is computed. */
    public boolean isFormula(int rule) {
        return derivations.isFormula(rule);
    }

    /** What a rule depends on: its features, and in place of derived ones what they are computed from. */
    public int[] bases(int rule) {
        return bases[rule].clone();
    }

    /** Whether a rule uses derived features. */
    public boolean usesDerived(int rule) {
        return !Arrays.equals(bases[rule], used[rule]);
    }

    /** What a derived feature is computed from, in the end; of another feature itself. */
    public int[] basesOf(int column) {
        return columns(derivations.basesOf(Set.of(column)));
    }

    /** Computes the derived features of a changed row; those of which nothing changed are as they were. */
    public void derive(double[] original, double[] row) {
        derivations.compute(original, row);
    }

    /** Passes the slopes of something by derived features on to what these are computed from, and leaves them none. */
    public void passOn(double[] row, double[] slopes) {
        derivations.passOn(row, slopes);
    }

    /**
     * Everything invalid about a change. A value left as it was is valid whatever it is, and a rule the original
     * already broke counts only if the change makes it worse.
     *
     * @return empty if valid
     */
    public List<Breach> breaches(double[] original, double[] changed) {
        Require.same("values in the row", width(), original.length);
        Require.same("values in the row", width(), changed.length);
        List<Breach> found = new ArrayList<>();
        for (int j = 0; j < width(); j++) {
            Feature feature = byColumn[j];
            double before = original[j];
            double after = changed[j];
            if (Double.compare(before, after) == 0) {
                continue;
            }
            if (Double.isNaN(after) || (feature.kind() != Feature.Kind.REAL && after != Math.rint(after))) {
                found.add(new Breach(Breach.Kind.TYPE, feature.name()));
            }
            if (after < feature.low() || after > feature.high()) {
                found.add(new Breach(Breach.Kind.BOUNDS, feature.name()));
            }
            if (!feature.move().permits(before, after)) {
                found.add(new Breach(Breach.Kind.DIRECTION, feature.name()));
            }
        }
        int group = 0;
        for (String name : groups.keySet()) {
            if (breaks(grouped[group++], original, changed)) {
                found.add(new Breach(Breach.Kind.GROUP, name));
            }
        }
        for (int r = 0; r < rules.size(); r++) {
            double after = rules.get(r).violation(changed);
            if (after > 0 && after > rules.get(r).violation(original)) {
                found.add(new Breach(Breach.Kind.RULE, ruleTexts.get(r)));
            }
        }
        return found;
    }

    /** Whether a change leaves every one-hot group with one 1, as it was. */
    public boolean keepsGroups(double[] original, double[] changed) {
        for (int[] members : grouped) {
            if (breaks(members, original, changed)) {
                return false;
            }
        }
        return true;
    }

    private static boolean breaks(int[] members, double[] original, double[] changed) {
        return ones(members, changed) != 1 && ones(members, original) == 1;
    }

    /** Whether a change alters anything that a rule speaks of. */
    public boolean touches(int rule, double[] original, double[] changed) {
        for (int column : used[rule]) {
            if (Double.compare(original[column], changed[column]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Everything invalid about a row on its own: types, bounds, groups and rules; missing values are valid. */
    public List<Breach> faults(double[] row) {
        Require.same("values in the row", width(), row.length);
        List<Breach> found = new ArrayList<>();
        for (int j = 0; j < width(); j++) {
            Feature feature = byColumn[j];
            if (feature.kind() != Feature.Kind.REAL && !Double.isNaN(row[j]) && row[j] != Math.rint(row[j])) {
                found.add(new Breach(Breach.Kind.TYPE, feature.name()));
            }
            if (row[j] < feature.low() || row[j] > feature.high()) {
                found.add(new Breach(Breach.Kind.BOUNDS, feature.name()));
            }
        }
        int group = 0;
        for (String name : groups.keySet()) {
            if (ones(grouped[group++], row) != 1) {
                found.add(new Breach(Breach.Kind.GROUP, name));
            }
        }
        for (int r = 0; r < rules.size(); r++) {
            if (rules.get(r).violation(row) > 0) {
                found.add(new Breach(Breach.Kind.RULE, ruleTexts.get(r)));
            }
        }
        return found;
    }

    public boolean lawful(double[] original, double[] changed) {
        return breaches(original, changed).isEmpty();
    }

    /**
     * The largest scaled distance over the numbers (L-infinity); categories and flags count in the cost, not in the
     * distance.
     */
    public double largestMove(double[] a, double[] b) {
        Require.same("values in the row", width(), a.length);
        Require.same("values in the row", width(), b.length);
        return distances.largest(a, b);
    }

    /**
     * How far a number can move within a distance in scales: of a whole number at least one unit, since a smaller change
     * of it there is not.
     */
    public double reach(int column, double eps) {
        Feature feature = byColumn[column];
        double reach = eps * feature.scale();
        return feature.kind() == Feature.Kind.WHOLE && eps > 0 ? Math.max(1, reach) : reach;
    }

    /** Whether every number moves only as far as is within {@link #reach}. */
    public boolean reaches(double[] original, double[] changed, double eps) {
        for (int j = 0; j < width(); j++) {
            Feature feature = byColumn[j];
            double move = feature.distance(original[j], changed[j]) * feature.scale();
            if (feature.isNumber() && move > reach(j, eps) * (1 + 1e-9)) {
                return false;
            }
        }
        return true;
    }

    /** The Euclidean scaled distance. */
    public double distance(double[] a, double[] b) {
        Require.same("values in the row", width(), a.length);
        Require.same("values in the row", width(), b.length);
        return StrictMath.sqrt(distances.squared(a, b));
    }

    /**
     * The squares of the Euclidean scaled distances between a row and each of others.
     *
     * @param others column by column
     * @param count of the others; entries beyond it are not read
     * @param into one entry for each of them is overwritten
     */
    public void squaredDistances(double[][] others, int count, double[] row, double[] into) {
        Require.same("columns", width(), others.length);
        Require.same("values in the row", width(), row.length);
        distances.squared(others, count, row, into);
    }

    /** What a change costs the attacker: scaled distance times cost, summed over the features. */
    public double cost(double[] original, double[] changed) {
        Require.same("values in the row", width(), original.length);
        Require.same("values in the row", width(), changed.length);
        return distances.cost(original, changed);
    }

    /** The SHA-256 of everything the schema states. */
    public String digest() {
        Digest digest = new Digest();
        features.forEach(feature -> digest.add(feature.toString()));
        groups.forEach((name, members) -> digest.add(name).add(members.toString()));
        ruleTexts.forEach(digest::add);
        scalings.forEach((name, scaling) -> digest.add(name).add(scaling.toString()));
        return digest.hex();
    }

    private static int ones(int[] members, double[] row) {
        int ones = 0;
        for (int member : members) {
            if (row[member] == 1) {
                ones++;
            } else if (row[member] != 0) {
                return -1;
            }
        }
        return ones;
    }

    private static int[] columns(Set<Integer> columns) {
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }
}
