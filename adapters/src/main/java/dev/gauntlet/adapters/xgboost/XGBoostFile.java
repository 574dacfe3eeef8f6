package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.Categories;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.adapters.xgboost.XGBoostLearner.Meaning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Reads all model formats of XGBoost, except the old binary format, which is recognised and refused. */
public final class XGBoostFile {
    private XGBoostFile() {}

    /** Whether a file starts like UBJSON. */
    public static boolean isUbjson(byte[] content) {
        return Ubjson.is(content);
    }

    /** Whether a file looks like the binary format of old versions of XGBoost. */
    public static boolean isLegacy(byte[] content) {
        String head = new String(content, 0, Math.min(512, content.length), StandardCharsets.ISO_8859_1);
        return head.startsWith("binf")
                || ((head.contains("gbtree") || head.contains("gblinear") || head.contains("dart"))
                        && head.indexOf(0) >= 0);
    }

    /** The error for the old binary format, with what to do. */
    public static IllegalArgumentException legacy() {
        return new IllegalArgumentException(
                "XGBoost model: this is the binary form of old versions, which current versions do not read; save "
                        + "it again, with XGBoost 1.7 for example:"
                        + " b = xgboost.Booster(); b.load_model(\"old.model\"); b.save_model(\"new.json\")");
    }

    /**
     * Reads a model written by {@code save_model}, as JSON or UBJSON.
     *
     * @throws IllegalArgumentException that names the tree and the missing or wrong field, or what is not supported
     */
    public static ForeignModel read(byte[] content) {
        return read(content, Optional.empty());
    }

    /**
     * The same.
     *
     * @param rounds which rounds are used; if it is not stated, those that the program that saved the file uses for
     *     prediction
     */
    public static ForeignModel read(byte[] content, Optional<Rounds> rounds) {
        XGBoostLearner learner = XGBoostLearner.of(root(content), rounds);
        var kernel = learner.kernel();
        List<String> notes = new ArrayList<>();
        notes.add("an XGBoost model (%s), objective %s%s"
                .formatted(
                        learner.booster(),
                        learner.objective(),
                        learner.version().isEmpty() ? "" : ", written by XGBoost " + learner.version()));
        if (learner.meaning() == Meaning.LOG) {
            notes.add("its scores are the logarithms of its estimates");
        }
        InputFacts inputs = learner.facts(learner.splitByCategory());
        Optional<String> categories = Categories.said(inputs, "XGBoost");
        List<String> named = learner.classNames();
        List<String> labels = named.size() == kernel.outputs() && named.size() > 1
                ? named
                : learner.meaning() == Meaning.CLASSES
                        ? IntStream.range(0, learner.classes())
                                .mapToObj(String::valueOf)
                                .toList()
                        : List.of();
        ForeignModel read = ForeignModel.of("xgboost", kernel, learner.encoding(), inputs, labels, notes);
        ForeignModel plain = learner.meaning() == Meaning.LOG ? read.ofLogarithms() : read;
        ForeignModel model = categories.map(plain::choosing).orElse(plain);
        return learner.rounds().said(rounds).map(model::choosing).orElse(model);
    }

    static JsonNode root(byte[] content) {
        return Ubjson.is(content) ? Ubjson.read(content) : XGBoostJson.root(content);
    }
}
