package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.Branching;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.adapters.foreign.Json;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The JSON that XGBoost's {@code dump_model} writes: the trees, without objective, base score and number of features.
 * Values are compared, and leaves summed, as floats.
 */
public final class XGBoostDump {
    private static final String FORMAT = "XGBoost dump";
    private static final Pattern NUMBERED = Pattern.compile("f?(\\d{1,7})");

    private final List<Json> trees;
    /** The feature names used in splits, in the order of their first use. */
    private final List<String> used;
    /** The index of the benign class; empty for the first. */
    private final Optional<String> benign;

    private XGBoostDump(List<Json> trees, List<String> used, Optional<String> benign) {
        this.trees = trees;
        this.used = used;
        this.benign = benign;
    }

    /**
     * Reads the trees of a file.
     *
     * @throws IllegalArgumentException that names the tree and the missing or wrong field
     */
    public static XGBoostDump read(byte[] content) {
        JsonNode root = XGBoostJson.root(content);
        Require.that(root.isArray() && !root.isEmpty(), FORMAT + ": it has no trees");
        List<Json> trees = Json.at(FORMAT, "trees", root).list();
        Set<String> found = new LinkedHashSet<>();
        trees.forEach(tree -> collect(tree, found));
        XGBoostDump dump = new XGBoostDump(trees, List.copyOf(found), Optional.empty());
        dump.model();
        return dump;
    }

    /** The same, with class 0 or 1 as the benign one. */
    public XGBoostDump withBenign(String name) {
        return new XGBoostDump(trees, used, Optional.of(name));
    }

    private static void collect(Json node, Set<String> names) {
        if (!node.has("leaf")) {
            names.add(node.at("split").node().asString(""));
            node.at("children").list().forEach(child -> collect(child, names));
        }
    }

    private boolean isNumbered() {
        return used.stream().allMatch(name -> NUMBERED.matcher(name).matches());
    }

    /** The model over the features that its splits use. */
    public ForeignModel model() {
        if (!isNumbered()) {
            return over(used, used);
        }
        return over(largest() + 1, List.of());
    }

    private int largest() {
        return used.stream().mapToInt(XGBoostDump::number).max().orElse(0);
    }

    /**
     * The model over the features of a schema, matched by the names or by the indices in its splits. XGBoost counts
     * columns from 0, and a dump does not state how many there are.
     *
     * @throws IllegalArgumentException if a split uses another feature, or an index is ambiguous
     */
    public ForeignModel model(List<String> features) {
        if (!isNumbered() || used.isEmpty()) {
            return over(features, features);
        }
        List<Integer> numbers = features.stream()
                .filter(name -> NUMBERED.matcher(name).matches())
                .map(XGBoostDump::number)
                .toList();
        boolean counted = numbers.size() == features.size();
        boolean fromZero = counted && IntStream.range(0, features.size()).allMatch(j -> numbers.get(j) == j);
        boolean fromOne = counted && IntStream.range(0, features.size()).allMatch(j -> numbers.get(j) == j + 1);
        int least = used.stream().mapToInt(XGBoostDump::number).min().orElse(0);
        Require.that(
                !(fromOne && least > 0 && largest() < features.size()),
                (FORMAT
                                + ": its splits use %s to %s, and the features are %s to %s: it is not clear "
                                + "whether the dump counts from 0, as XGBoost does, or like the features. "
                                + "Save the model with save_model, which states"
                                + " how many features it has, or name the features f0 to f%d in --schema if the first of them is"
                                + " the dump's f0")
                        .formatted(
                                "f" + least,
                                "f" + largest(),
                                features.get(0),
                                features.get(features.size() - 1),
                                features.size() - 1));
        if (fromOne && least > 0) {
            return over(features, features);
        }
        boolean named = !counted && Set.copyOf(features).containsAll(used);
        if (named || (counted && !fromZero && !fromOne)) {
            return over(features, features);
        }
        Require.that(
                largest() < features.size(),
                FORMAT + ": a split uses f%d, the feature %d counted from 1, but there [3:is|are] %d feature[s]",
                largest(),
                largest() + 1,
                features.size());
        return over(features.size(), List.of());
    }

    /**
     * The model over the columns that its splits name, if it is not stated which columns are features.
     *
     * @throws IllegalArgumentException as {@link #model(List)}
     */
    public ForeignModel modelOfNamed(List<String> columns) {
        if (isNumbered()) {
            return model(columns);
        }
        refuseUnknown(columns);
        Set<String> plain = used.stream().map(InputFacts::plain).collect(Collectors.toSet());
        List<String> own = columns.stream()
                .filter(name -> plain.contains(InputFacts.plain(name)))
                .toList();
        return over(own.size(), own);
    }

    /**
     * Whether the columns used by the splits are certain, beyond what {@link #model(List)} refuses: splits use names,
     * the columns are numbered too, or the last column is used.
     */
    public boolean fills(List<String> columns) {
        return !isNumbered()
                || used.isEmpty()
                || largest() + 1 == columns.size()
                || columns.stream().allMatch(name -> NUMBERED.matcher(name).matches());
    }

    private void refuseUnknown(List<String> features) {
        Set<String> known = features.stream().map(InputFacts::plain).collect(Collectors.toSet());
        for (String name : used) {
            Require.that(
                    known.contains(InputFacts.plain(name)),
                    FORMAT
                            + ": a split uses \"%s\", which is not a feature%s"
                                    .formatted(name, Problems.didYouMean(name, features)));
        }
    }

    private ForeignModel over(List<String> features, List<String> names) {
        refuseUnknown(features);
        return over(features.size(), names);
    }

    private ForeignModel over(int inputs, List<String> names) {
        Require.between(FORMAT + ": features", inputs, 1, Predictor.MOST_INPUTS);
        Map<String, Integer> places = new HashMap<>();
        for (int j = 0; j < names.size(); j++) {
            places.putIfAbsent(names.get(j), j);
        }
        // A blank counts as an underscore if no feature has exactly this name.
        for (int j = 0; j < names.size(); j++) {
            places.putIfAbsent(InputFacts.plain(names.get(j)), j);
        }
        List<Tree> grown = new ArrayList<>();
        for (Json tree : trees) {
            List<Json> nodes = new ArrayList<>(List.of(tree));
            for (int i = 0; i < nodes.size(); i++) {
                if (!nodes.get(i).has("leaf")) {
                    nodes.addAll(nodes.get(i).at("children").list());
                }
            }
            grown.add(new Growth(new Branching("%s: %s".formatted(FORMAT, tree.path()), nodes.size()), nodes, places)
                    .grown());
        }
        ForeignModel model = ForeignModel.plain(
                "xgboost",
                TreeEnsemble.of(inputs, Precision.FLOAT, Output.LOGIT_SUM, 0, grown),
                names,
                List.of(),
                "an XGBoost dump, trees: %d; it states no objective, base_score or classes, so their sum is"
                                .formatted(trees.size())
                        + " read as a logit; save_model keeps all of it");
        return benign.map(model::withBenign).orElse(model);
    }

    private static int number(String name) {
        var matcher = NUMBERED.matcher(name);
        Require.that(matcher.matches(), FORMAT + ": \"" + name + "\" is not a feature");
        return Integer.parseInt(matcher.group(1));
    }

    /** A tree that is being read, its nodes level by level. */
    private record Growth(Branching tree, List<Json> nodes, Map<String, Integer> places) {
        Tree grown() {
            int next = 1;
            for (int i = 0; i < nodes.size(); i++) {
                Json node = nodes.get(i);
                if (node.has("leaf")) {
                    tree.leaf(i, (float) node.at("leaf").number());
                    continue;
                }
                split(i, next);
                next += 2;
            }
            return tree.build();
        }

        private void split(int i, int first) {
            Json node = nodes.get(i);
            if (node.at("children").node().size() != 2) {
                throw node.at("children").refuse("must be two nodes");
            }
            int yes = first + place(node, "yes");
            int no = first + place(node, "no");
            boolean missingYes = !node.has("missing") || place(node, "missing") == yes - first;
            Require.that(yes != no, "%s: %s points to one node twice", FORMAT, node.path());
            String name = node.at("split").node().asString("");
            String plain = InputFacts.plain(name);
            int feature = places.containsKey(name)
                    ? places.get(name)
                    : places.containsKey(plain) ? places.get(plain) : number(name);
            if (node.at("split_condition").node().isArray()) {
                double[] cuts = Branching.categories(set(node.at("split_condition")), 0);
                tree.test(i, feature, cuts, true, !missingYes, no, yes);
            } else {
                float threshold = (float) node.at("split_condition").number();
                tree.below(i, feature, threshold, missingYes, yes, no);
            }
        }

        /** The index of the child that a field of a node refers to. */
        private static int place(Json node, String name) {
            int id = node.at(name).count();
            for (int k = 0; k < 2; k++) {
                if (node.at("children").list().get(k).at("nodeid").count() == id) {
                    return k;
                }
            }
            throw node.at(name).refuse("names node %d, which is not one of its children".formatted(id));
        }

        private static SortedSet<Integer> set(Json list) {
            SortedSet<Integer> set = new TreeSet<>();
            list.list().forEach(category -> set.add(category.count()));
            return set;
        }
    }
}
