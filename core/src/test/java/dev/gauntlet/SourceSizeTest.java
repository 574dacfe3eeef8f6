package dev.gauntlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SourceSizeTest {
    private static final int FILE = 400;
    private static final int METHOD = 60;
    private static final Pattern TYPE = Pattern.compile("(^|.*[\\s@])(class|interface|enum|record)\\s+\\w.*");

    /** A block of lines in braces. */
    private record Block(int from, boolean type) {}

    /** The main sources of every module, found from this module's folder. */
    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().resolveSibling("."))) {
            for (Path module : modules.map(m -> m.resolve("src/main/java")).toList()) {
                if (Files.isDirectory(module)) {
                    try (Stream<Path> files = Files.walk(module)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    /** How many lines the longest block of code has that is not a type's body; needs the formatter's layout. */
    static int longestMethod(List<String> lines) {
        Deque<Block> open = new ArrayDeque<>();
        StringBuilder head = new StringBuilder();
        boolean text = false;
        int longest = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            text ^= line.split("\"\"\"", -1).length % 2 == 0;
            if (text || line.startsWith("*") || line.startsWith("/") || line.startsWith("@")) {
                continue;
            }
            if (line.startsWith("}") && !open.isEmpty()) {
                Block block = open.pop();
                longest = Math.max(longest, block.type() ? 0 : i - block.from() - 1);
            }
            head.append(' ').append(line);
            if (line.endsWith("{")) {
                open.push(new Block(i, TYPE.matcher(head).matches()));
            }
            if (line.endsWith("{") || line.endsWith(";") || line.endsWith("}")) {
                head.setLength(0);
            }
        }
        return longest;
    }

    @Test
    void noSourceIsLongerThanAReaderCanHoldInMind() throws IOException {
        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(150);
        for (Path source : sources) {
            assertThat(Files.readAllLines(source)).as(source.toString()).hasSizeLessThanOrEqualTo(FILE);
        }
    }

    @Test
    void noMethodIsLongerThanAPage() throws IOException {
        for (Path source : sources()) {
            assertThat(longestMethod(Files.readAllLines(source)))
                    .as(source.toString())
                    .isLessThanOrEqualTo(METHOD);
        }
    }

    @Test
    void theRulerMeasuresMethodsAndNotTypes() {
        List<String> record = List.of(
                "public record Pair(",
                "        @Param(\"a\") int a,",
                "        int b)",
                "        implements Thing {",
                "    void quiet() {}",
                "",
                "    int sum() {",
                "        if (a > b) {",
                "            return a;",
                "        }",
                "        return a + b;",
                "    }",
                "}");
        assertThat(longestMethod(record)).isEqualTo(4);
    }
}
