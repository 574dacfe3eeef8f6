package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files that a path denotes: itself, all in a folder, or all that a pattern such as {@code logs/conn.*.log.gz}
 * matches.
 */
public final class Paths {
    private Paths() {}

    /** The files in alphabetical order, which for rotated logs is the order of time; hidden files are left out. */
    public static List<Path> of(Path path) {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        String name = String.valueOf(path.getFileName());
        if (Files.isDirectory(path)) {
            return some(path, path, file -> true);
        }
        if (name.matches(".*[*?{\\[].*")) {
            Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
            PathMatcher matcher = matcher(path, name);
            return some(folder, path, file -> matcher.matches(file.getFileName()));
        }
        return List.of(path);
    }

    private static PathMatcher matcher(Path path, String name) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + name);
        } catch (PatternSyntaxException e) {
            throw new InputException(
                    "%s: there is no such file, and it is not a valid pattern: %s".formatted(path, e.getDescription()));
        }
    }

    private static List<Path> some(Path folder, Path asked, PathMatcher matcher) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .filter(matcher::matches)
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new InputException(asked + ": there is no such file in " + folder);
            }
            return found;
        } catch (IOException e) {
            throw new InputException(asked + ": the folder cannot be read: " + e.getMessage());
        }
    }
}
