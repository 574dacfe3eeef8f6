package dev.gauntlet.adapters.remote;

import dev.gauntlet.adapters.file.YamlMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A secret for the target. Read from an environment variable or a file, and never shown. */
final class Secret {
    private static final String HIDDEN = "***";

    private final String value;
    private final Mask mask;

    Secret(String value) {
        this.value = value;
        this.mask = new Mask(value);
    }

    /**
     * Reads a secret given as {@code {env: NAME}} or {@code {file: PATH}}. Problems are collected; they never show a
     * value.
     */
    static Optional<Secret> read(YamlMap map, String key, Path folder, Function<String, @Nullable String> env) {
        if (map.get(key).isEmpty()) {
            return Optional.empty();
        }
        if (!map.get(key).get().isObject()) {
            map.problems()
                    .add(map.at(key) + " must not be in this file; state where it is, as {env: NAME} or {file: PATH}");
            return Optional.empty();
        }
        YamlMap source = map.child(key, List.of("env", "file"));
        Optional<String> variable = source.text("env");
        Optional<String> file = source.text("file");
        if (variable.isPresent() == file.isPresent()) {
            source.problems().add(map.at(key) + " must be {env: NAME} or {file: PATH}");
            return Optional.empty();
        }
        Optional<String> value = variable.isPresent()
                ? Optional.ofNullable(env.apply(variable.get()))
                : contents(source, folder.resolve(file.get()));
        if (value.isEmpty() && variable.isPresent()) {
            source.problems().add("%s: the environment has no variable %s".formatted(map.at(key), variable.get()));
        }
        return value.map(String::strip).filter(text -> usable(source, text)).map(Secret::new);
    }

    private static Optional<String> contents(YamlMap source, Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            source.problems().add("%s: %s cannot be read as text".formatted(source.at("file"), file));
            return Optional.empty();
        }
    }

    private static boolean usable(YamlMap source, String text) {
        boolean usable = text.matches("[\\x20-\\x7e]+");
        if (!usable) {
            source.problems().add(source.place() + " must be one line of printable ASCII and not empty");
        }
        return usable;
    }

    /** The value, for use in a request only. */
    String reveal() {
        return value;
    }

    /** A text with the secret masked, in any form and in part. */
    String hide(String text) {
        return mask.hide(text);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
