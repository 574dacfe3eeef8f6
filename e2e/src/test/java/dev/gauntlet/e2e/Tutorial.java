package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands of a page, which are indented and start with {@code gauntlet}. */
final class Tutorial {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private Tutorial() {}

    /**
     * Runs them all in a folder; each ends with 0, or with 2 where its line ends in {@code # refused}. What a block of
     * {@code text} shows must be in the output of the command before it. Returns how many ran.
     */
    static int follow(Path page, Path folder) throws Exception {
        int commands = 0;
        boolean shown = false;
        String output = "";
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("    gauntlet ")) {
                output = run(line, folder);
                commands++;
            } else if (line.startsWith("```")) {
                shown = line.equals("```text");
            } else if (shown) {
                assertThat(output.replaceAll("\\s+", " "))
                        .as("what the page shows")
                        .containsPattern(pattern(line));
            }
        }
        return commands;
    }

    private static String run(String line, Path folder) throws Exception {
        Command.Result result = Command.here().run(folder, words(line).toArray(new String[0]));
        assertThat(result.code())
                .as(line.strip() + "\n" + result.output())
                .isEqualTo(line.matches(".*# refused.*") ? 2 : 0);
        assertThat(result.output()).doesNotContain("\tat ").doesNotContain("Exception");
        return result.output();
    }

    /** A line as shown, in which three dots stand for anything and widths do not count. */
    private static Pattern pattern(String line) {
        return Pattern.compile(Arrays.stream(line.strip().split("\\s*\\.\\.\\.\\s*"))
                .map(part -> Pattern.quote(part.replaceAll("\\s+", " ")))
                .collect(Collectors.joining(".{0,80}?")));
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.replaceFirst(" +#.*$", "").replaceFirst("^ +gauntlet ", ""));
        while (word.find()) {
            words.add(Stream.of(word.group(1), word.group(2), word.group(3))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow());
        }
        return words;
    }
}
