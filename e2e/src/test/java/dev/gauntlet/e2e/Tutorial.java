package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of a page, which are indented and start with {@code gauntlet}. */
final class Tutorial {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private Tutorial() {}

    /** Runs them all in a folder; each ends with 0, or with 2 where its line ends in {@code # refused}. Returns how many. */
    static int follow(Path page, Path folder) throws Exception {
        List<String> lines = Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("    gauntlet "))
                .toList();
        for (String line : lines) {
            Command.Result result = Command.here().run(folder, words(line).toArray(new String[0]));
            assertThat(result.code())
                    .as(line.strip() + "\n" + result.output())
                    .isEqualTo(line.matches(".*# refused.*") ? 2 : 0);
            assertThat(result.output()).doesNotContain("\tat ").doesNotContain("Exception");
        }
        return lines.size();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.replaceFirst(" +#.*$", "").replaceFirst("^ +gauntlet ", ""));
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }
}
