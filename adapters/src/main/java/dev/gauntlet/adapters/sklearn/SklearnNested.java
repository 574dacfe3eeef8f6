package dev.gauntlet.adapters.sklearn;

import dev.gauntlet.adapters.foreign.Branching;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.Json;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Forests of scikit-learn whose trees are nested: {@code {"type": "split", "threshold": "7 <= 0.5", "left": ..., "right":
 * ...}} and {@code {"type": "leaf", "value": [[93, 0]]}}, as browser plug-ins carry them.
 */
final class SklearnNested {
    private static final Pattern TEST = Pattern.compile("(\\d{1,7}) <= (-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)");

    private static final List<String> FIELDS =
            List.of("n_features", "n_classes", "classes", "n_outputs", "n_estimators", "estimators");

    private SklearnNested() {}

    static ForeignModel read(Json root) {
        int inputs = root.at("n_features").count();
        root.allow(Stream.concat(FIELDS.stream(), SklearnJson.NAMES.stream()).toList());
        List<String> labels = root.at("classes").list().stream().map(Json::text).toList();
        if (labels.size() != 2) {
            throw root.at("classes").refuse("of nested trees must be two");
        }
        List<Tree> trees = new ArrayList<>();
        for (Json tree : root.at("estimators").list()) {
            trees.add(tree(tree));
        }
        Require.notEmpty("scikit-learn model: estimators", trees);
        return ForeignModel.plain(
                "sklearn",
                TreeEnsemble.of(inputs, Precision.DOUBLE, Output.PROBABILITY_MEAN, 0, trees),
                SklearnJson.names(root),
                labels,
                Plural.format("a scikit-learn forest of %d nested tree[s]", trees.size()));
    }

    private static Tree tree(Json root) {
        List<Json> nodes = new ArrayList<>(List.of(root));
        for (int i = 0; i < nodes.size(); i++) {
            if (isSplit(nodes.get(i))) {
                nodes.add(nodes.get(i).at("left"));
                nodes.add(nodes.get(i).at("right"));
            }
        }
        Branching tree = new Branching("scikit-learn model: " + root.path(), nodes.size());
        int next = 1;
        for (int i = 0; i < nodes.size(); i++) {
            Json node = nodes.get(i);
            if (!isSplit(node)) {
                tree.leaf(i, share(node.at("value")));
                continue;
            }
            Matcher test = TEST.matcher(node.at("threshold").text());
            if (!test.matches()) {
                throw node.at("threshold").refuse("must be a feature's number, <= and a number");
            }
            double cut = SklearnJson.cut(Double.parseDouble(test.group(2)));
            tree.below(i, Integer.parseInt(test.group(1)), cut, false, next, next + 1);
            next += 2;
        }
        return tree.build();
    }

    private static boolean isSplit(Json node) {
        return switch (node.at("type").text()) {
            case "split" -> true;
            case "leaf" -> false;
            default -> throw node.at("type").refuse("must be split or leaf");
        };
    }

    /** The second class's share of what a leaf counts. */
    private static double share(Json value) {
        List<Json> outputs = value.list();
        double[] counts = outputs.size() == 1 ? outputs.get(0).finite() : new double[0];
        double sum = Arrays.stream(counts).sum();
        if (counts.length != 2 || Arrays.stream(counts).anyMatch(count -> count < 0) || sum == 0) {
            throw value.refuse("must be one list of two counts");
        }
        return counts[1] / sum;
    }
}
