package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.xgboost.XGBoostLearner.Meaning;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads whatever XGBoost writes of a model but its old binary form, which is known and refused. */
public final class XGBoostFile {
    private XGBoostFile() {}

    /** Whether a file starts as UBJSON does. */
    public static boolean isUbjson(byte[] content) {
        return Ubjson.is(content);
    }

    /** Whether a file looks like the binary form of old versions of XGBoost. */
    public static boolean isLegacy(byte[] content) {
        String head = new String(content, 0, Math.min(512, content.length), StandardCharsets.ISO_8859_1);
        return head.startsWith("binf")
                || ((head.contains("gbtree") || head.contains("gblinear") || head.contains("dart"))
                        && head.indexOf(0) >= 0);
    }

    /** Says what to do with the old binary form. */
    public static IllegalArgumentException legacy() {
        return new IllegalArgumentException(
                "XGBoost model: this is the binary form of old versions, which only they read;"
                        + " write it anew, with XGBoost 1.7 for example:"
                        + " b = xgboost.Booster(); b.load_model(\"old.model\"); b.save_model(\"new.json\")");
    }

    /**
     * The model that {@code save_model} wrote, as JSON or UBJSON.
     *
     * @throws IllegalArgumentException naming the tree and field that is missing or wrong, or what is not read
     */
    public static ForeignModel read(byte[] content) {
        XGBoostLearner learner = XGBoostLearner.of(root(content));
        var kernel = learner.kernel();
        List<String> notes = new ArrayList<>();
        notes.add("an XGBoost model (%s), objective %s".formatted(learner.booster(), learner.objective()));
        if (learner.meaning() == Meaning.LOG) {
            notes.add("its scores are the logarithms of its estimates");
        }
        int trees =
                kernel instanceof TreeEnsemble sum ? sum.trees() : kernel instanceof ClassTrees sums ? sums.trees() : 0;
        if (!learner.best().isEmpty()) {
            notes.add(
                    "its best round is stated as %s, counted from 0; all %d trees are read, as Booster.predict takes them"
                            .formatted(learner.best(), trees));
        }
        return ForeignModel.of("xgboost", kernel, learner.encoding(), learner.names(), List.of(), notes);
    }

    static JsonNode root(byte[] content) {
        return Ubjson.is(content) ? Ubjson.read(content) : XGBoostJson.root(content);
    }
}
