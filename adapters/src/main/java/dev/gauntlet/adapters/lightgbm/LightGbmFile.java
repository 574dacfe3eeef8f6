package dev.gauntlet.adapters.lightgbm;

import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.Json;
import dev.gauntlet.adapters.foreign.Room;
import dev.gauntlet.adapters.lightgbm.LightGbmTree.Missing;
import dev.gauntlet.adapters.lightgbm.LightGbmTree.Split;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.Predictor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.StringTokenizer;
import java.util.TreeSet;

/**
 * Reads LightGBM's model files, text ({@code save_model}) and JSON ({@code dump_model}).
 *
 * <p>Source: LightGBM's gbdt_model_text.cpp and tree.h, for what the fields mean.
 */
public final class LightGbmFile {
    private static final String FORMAT = "LightGBM model";
    private static final int MOST_CATEGORIES = 1 << 24;

    private LightGbmFile() {}

    /**
     * The model in a text file.
     *
     * @throws IllegalArgumentException naming the tree and the field that is missing or wrong, or what cannot be read
     */
    public static ForeignModel readText(byte[] content) {
        Room.needLines(FORMAT, content);
        String text = new String(content, StandardCharsets.UTF_8);
        List<Fields> parts = new ArrayList<>(List.of(new Fields(FORMAT, new LinkedHashMap<>())));
        boolean ended = false;
        LightGbmCategories.Lines categories = new LightGbmCategories.Lines();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            categories.add(line);
            ended |= line.startsWith("end of trees")
                    || line.startsWith("feature_importances")
                    || line.startsWith("feature importances");
            int equals = line.indexOf('=');
            if (ended || (equals < 0 && line.isBlank())) {
                continue;
            }
            if (line.startsWith("Tree=")) {
                parts.add(new Fields("%s: tree %d".formatted(FORMAT, parts.size() - 1), new LinkedHashMap<>()));
                continue;
            }
            parts.get(parts.size() - 1)
                    .values
                    .put(
                            equals < 0 ? line.strip() : line.substring(0, equals),
                            equals < 0 ? "" : line.substring(equals + 1));
        }
        Fields head = parts.get(0);
        Require.that(head.values.containsKey("tree"), FORMAT + ": a text model starts with the line \"tree\"");
        if (head.values.containsKey("tree_sizes")) {
            Require.same(
                    FORMAT + ": it is truncated; trees",
                    new StringTokenizer(head.text("tree_sizes"), " ").countTokens(),
                    parts.size() - 1);
        }
        return new LightGbmModel(
                        head.values.getOrDefault("version", "v2"),
                        head.whole("max_feature_idx") + 1,
                        head.whole("num_class"),
                        head.whole("num_tree_per_iteration"),
                        head.values.getOrDefault("objective", ""),
                        head.values.containsKey("average_output"),
                        names(head),
                        categories.found(head.values.getOrDefault("feature_infos", "")),
                        parts.subList(1, parts.size()).stream()
                                .map(LightGbmFile::tree)
                                .toList())
                .model();
    }

    private static List<String> names(Fields head) {
        String stated = head.values.getOrDefault("feature_names", "").strip();
        return stated.isEmpty() ? List.of() : List.of(stated.split(" ", Predictor.MOST_INPUTS + 1));
    }

    /** The lines of the head or of a tree. */
    private record Fields(String place, Map<String, String> values) {
        String text(String name) {
            String found = values.get(name);
            if (found == null) {
                throw new IllegalArgumentException("%s: %s is missing; it may be truncated".formatted(place, name));
            }
            return found.strip();
        }

        double[] numbers(String name, int count) {
            StringTokenizer parts = new StringTokenizer(text(name), " ");
            Require.same("%s: numbers in %s".formatted(place, name), count, parts.countTokens());
            double[] numbers = new double[count];
            try {
                for (int k = 0; k < count; k++) {
                    String part = parts.nextToken();
                    numbers[k] = Double.parseDouble(part.endsWith("inf") ? part.replace("inf", "Infinity") : part);
                }
                return numbers;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "%s: %s contains a value that is not a number: %s".formatted(place, name, e.getMessage()), e);
            }
        }

        int whole(String name) {
            double number = numbers(name, 1)[0];
            Require.that(
                    number == Math.rint(number) && number >= 0 && number < 1 << 28,
                    "%s: %s must be a count but is %s",
                    place,
                    name,
                    text(name));
            return (int) number;
        }
    }

    private static LightGbmTree tree(Fields tree) {
        Require.that(
                tree.values.getOrDefault("is_linear", "0").strip().equals("0"),
                tree.place + " has linear leaves, which are not supported");
        int leaves = tree.whole("num_leaves");
        Require.that(leaves > 0, tree.place + " has no leaves");
        int n = leaves - 1;
        double[] outputs = tree.numbers("leaf_value", leaves);
        List<Split> splits = new ArrayList<>();
        if (n > 0) {
            double[] feature = tree.numbers("split_feature", n);
            double[] threshold = tree.numbers("threshold", n);
            double[] decision = tree.numbers("decision_type", n);
            double[] left = tree.numbers("left_child", n);
            double[] right = tree.numbers("right_child", n);
            Categories sets = Categories.of(tree);
            for (int i = 0; i < n; i++) {
                int type = (int) decision[i];
                boolean byCategory = (type & 1) != 0;
                splits.add(new Split(
                        (int) feature[i],
                        byCategory,
                        threshold[i],
                        byCategory ? sets.set((int) threshold[i]) : new TreeSet<>(),
                        (type & 2) != 0,
                        missing(tree.place, (type >> 2) & 3),
                        (int) left[i],
                        (int) right[i]));
            }
        }
        return new LightGbmTree(splits, Arrays.stream(outputs).boxed().toList());
    }

    private static Missing missing(String place, int code) {
        Require.that(code < 3, place + " has a decision_type with an unknown kind of missing value");
        return code == 0 ? Missing.NONE : code == 1 ? Missing.ZERO : Missing.NAN;
    }

    /** The sets of a tree's splits by category: words of 32 bits between two boundaries, each set used by one split. */
    private static final class Categories {
        private final String place;
        private final double[] boundaries;
        private final double[] words;
        private final Set<Integer> used = new HashSet<>();

        private Categories(String place, double[] boundaries, double[] words) {
            this.place = place;
            this.boundaries = boundaries;
            this.words = words;
        }

        static Categories of(Fields tree) {
            int count = tree.values.containsKey("num_cat") ? tree.whole("num_cat") : 0;
            if (count == 0) {
                return new Categories(tree.place, new double[1], new double[0]);
            }
            double[] boundaries = tree.numbers("cat_boundaries", count + 1);
            for (int k = 0; k < count; k++) {
                Require.that(
                        0 <= boundaries[k] && boundaries[k] <= boundaries[k + 1],
                        tree.place + " has cat_boundaries that do not rise");
            }
            return new Categories(tree.place, boundaries, tree.numbers("cat_threshold", (int) boundaries[count]));
        }

        SortedSet<Integer> set(int number) {
            Require.that(
                    number >= 0 && number < boundaries.length - 1,
                    place + " refers to a set of categories that does not exist");
            Require.that(used.add(number), place + " refers to a set of categories twice");
            SortedSet<Integer> set = new TreeSet<>();
            int from = (int) boundaries[number];
            for (int w = from; w < (int) boundaries[number + 1]; w++) {
                long word = (long) words[w];
                for (int bit = 0; bit < 32; bit++) {
                    if ((word >> bit & 1) != 0) {
                        set.add((w - from) * 32 + bit);
                    }
                }
            }
            return set;
        }
    }

    /** The same for a JSON file. */
    public static ForeignModel readJson(byte[] content) {
        Json root = Json.of(FORMAT, content);
        List<LightGbmTree> trees = new ArrayList<>();
        for (Json tree : root.at("tree_info").list()) {
            LightGbmTree read = new LightGbmTree(new ArrayList<>(), new ArrayList<>());
            add(tree.at("tree_structure"), read);
            trees.add(read);
        }
        return new LightGbmModel(
                        root.at("version").text(),
                        root.at("max_feature_idx").count() + 1,
                        root.at("num_class").count(),
                        root.at("num_tree_per_iteration").count(),
                        root.has("objective") ? root.at("objective").text() : "",
                        root.has("average_output")
                                && root.at("average_output").node().asBoolean(),
                        root.at("feature_names").list().stream().map(Json::text).toList(),
                        LightGbmCategories.of(root),
                        trees)
                .model();
    }

    /** Adds a node and all below it; returns its number, or the complement of a leaf's. JSON nests a thousand deep at most. */
    private static int add(Json json, LightGbmTree tree) {
        if (json.has("leaf_value")) {
            if (json.has("leaf_const")) {
                throw json.refuse("is a linear leaf, which is not supported");
            }
            tree.leaves().add(json.at("leaf_value").number());
            return ~(tree.leaves().size() - 1);
        }
        boolean byCategory = json.at("decision_type").text().equals("==");
        if (!byCategory && !json.at("decision_type").text().equals("<=")) {
            throw json.at("decision_type").refuse("must be <= or ==");
        }
        Missing missing = switch (json.at("missing_type").text()) {
            case "None" -> Missing.NONE;
            case "Zero" -> Missing.ZERO;
            case "NaN" -> Missing.NAN;
            default -> throw json.at("missing_type").refuse("must be None, Zero or NaN");
        };
        int place = tree.splits().size();
        Split open = new Split(
                json.at("split_feature").count(),
                byCategory,
                byCategory ? 0 : json.at("threshold").number(),
                byCategory ? categories(json.at("threshold")) : new TreeSet<>(),
                json.at("default_left").node().asBoolean(),
                missing,
                0,
                0);
        tree.splits().add(open);
        int left = add(json.at("left_child"), tree);
        int right = add(json.at("right_child"), tree);
        tree.splits()
                .set(
                        place,
                        new Split(
                                open.feature(),
                                byCategory,
                                open.threshold(),
                                open.categories(),
                                open.defaultLeft(),
                                missing,
                                left,
                                right));
        return place;
    }

    /** Categories between double bars. */
    private static SortedSet<Integer> categories(Json json) {
        SortedSet<Integer> set = new TreeSet<>();
        for (String part : json.text().split("\\|\\|", -1)) {
            try {
                int category = Integer.parseInt(part);
                Require.that(
                        category >= 0 && category < MOST_CATEGORIES, json.path() + " contains the category " + part);
                set.add(category);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "%s: %s must be whole numbers between || but is \"%s\""
                                .formatted(FORMAT, json.path(), json.text()),
                        e);
            }
        }
        return set;
    }
}
