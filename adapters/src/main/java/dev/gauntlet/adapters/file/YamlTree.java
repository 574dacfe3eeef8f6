package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The tree of a YAML file. */
public final class YamlTree {
    private static final YAMLMapper YAML = YAMLMapper.builder(
                    YAMLFactory.builder().build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private YamlTree() {}

    /**
     * The root of a YAML text; empty if it contains only comments.
     *
     * @param name prefix of each problem
     * @throws InputException with the line, if it is not YAML or has a duplicate key
     */
    public static Optional<JsonNode> of(String text, String name) {
        return of(text, name, true);
    }

    /** The same for a text that may contain a secret: the parser's message may quote it, and is not shown. */
    public static Optional<JsonNode> ofSecret(String text, String name) {
        return of(text, name, false);
    }

    private static Optional<JsonNode> of(String text, String name, boolean told) {
        try {
            JsonNode root = YAML.readTree(text);
            return root == null || root.isNull() || root.isMissingNode() ? Optional.empty() : Optional.of(root);
        } catch (JacksonException e) {
            String why = JsonFields.reason(e);
            String line = Optional.ofNullable(e.getLocation())
                    .map(at -> ", line " + at.getLineNr())
                    .orElse("");
            throw new InputException("%s%s: this is not YAML%s".formatted(name, line, told ? ": " + why : ""));
        }
    }
}
