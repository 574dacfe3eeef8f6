package dev.gauntlet.adapters.remote;

import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.adapters.file.YamlTree;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads target files and short addresses as {@link Target}. */
final class TargetFile {
    private TargetFile() {}

    static Target read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + ": there is no such target file; docs/targets.md describes its format");
        }
        Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
        try {
            return parse(Files.readString(path), path.toString(), folder, System::getenv);
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read as UTF-8 text: " + e.getMessage());
        }
    }

    /**
     * Reads the text of a target file.
     *
     * @param name prefix of each problem
     * @param folder the folder that relative paths start from
     * @param env the environment variables
     */
    static Target parse(String text, String name, Path folder, Function<String, @Nullable String> env) {
        JsonNode root = YamlTree.ofSecret(text, name)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new InputException(
                        name + ": a target must state at least its protocol and url; see docs/targets.md"));
        return read(root, name, folder, env);
    }

    /** A target as {@code PROTOCOL:ADDRESS} or {@code exec:COMMAND}, with every other setting at its default. */
    static Target brief(String text) {
        String id = text.substring(0, text.indexOf(':'));
        String place = text.substring(text.indexOf(':') + 1).strip();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("protocol", id);
        if (Protocol.of(id) == Protocol.EXEC) {
            Words.of(place).forEach(root.putArray("command")::add);
        } else {
            if (place.contains("?")) {
                throw new InputException(
                        "--model %s: the part after ? may be a secret and would be written to plans;".formatted(id)
                                + " describe this target in a file");
            }
            root.put("url", place);
        }
        Path here = Path.of("").toAbsolutePath();
        return read(root, "--model " + id, here, System::getenv);
    }

    private static Target read(JsonNode root, String name, Path folder, Function<String, @Nullable String> env) {
        Problems problems = new Problems();
        Optional<Target> target = new TargetReader(new YamlMap(root, "", problems), folder, env).read();
        return target.orElseThrow(() -> new InputException(
                problems.all().stream().map(problem -> name + ": " + problem).toList()));
    }
}
