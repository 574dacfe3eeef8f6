package dev.gauntlet.app.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/inputs.md} lists kinds of files that people bring and what becomes of each; every one is tried here as at a
 * terminal. With {@code -Dinputs.write=true} the page is written.
 */
final class InputsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "inputs.md");

    @TempDir
    private Path folder = Path.of("");

    /** The sections of the page. */
    private static Map<String, List<InputCase>> sections() {
        Map<String, List<InputCase>> sections = new LinkedHashMap<>();
        sections.put("Data", DataInputs.cases());
        sections.put("Models", ModelInputs.cases());
        return sections;
    }

    static Stream<InputCase> cases() {
        return sections().values().stream().flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatThePageSaysHappensHappens(InputCase one) throws Exception {
        one.files().write(folder);
        String[] commands = one.commands().split(" && ");
        for (int k = 0; k < commands.length; k++) {
            Terminal.Result result = Terminal.run((Object[]) words(commands[k]));
            String said = (result.out() + result.err()).replace(folder + "/", "");
            boolean last = k == commands.length - 1;
            assertThat(result.code()).as(said).isEqualTo(last ? one.code() : 0);
            if (last) {
                assertThat(said).doesNotContain("\tat ");
                assertThat(said.replaceAll("\\s+", " ")).as(said).contains(one.printed());
                one.absent().forEach(text -> assertThat(said).doesNotContain(text));
            }
        }
    }

    private String[] words(String command) {
        return Stream.of(command.split(" "))
                .map(word -> word.startsWith("./")
                        ? folder.resolve(word.substring(2)).toString()
                        : word)
                .toArray(String[]::new);
    }

    @Test
    void thePageIsWhatTheCasesSay() throws IOException {
        String page = page();
        if (Boolean.getBoolean("inputs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as("docs/inputs.md is stale; write it with -Dinputs.write=true")
                .isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Kinds of files

                Kinds of files, and how each is handled. Every row is a test: small files of the kind are made, the command is
                run, and its exit code and output are compared with what is said here. Exit code 0: read. Exit code 2: refused,
                with the reason and what to do.
                """);
        sections().forEach((title, cases) -> {
            page.append("\n## ")
                    .append(title)
                    .append("\n\n| kind | command | exit code | what is printed |\n|---|---|---|---|\n");
            cases.forEach(one -> page.append("| %s | `gauntlet %s` | %d | %s |\n"
                    .formatted(
                            cell(one.kind()),
                            cell(one.commands().replace("./", "")).replace(" && ", "`, then `gauntlet "),
                            one.code(),
                            cell(one.printed().get(0)))));
        });
        return page.toString();
    }

    private static String cell(String text) {
        return text.strip().replace("|", "\\|").replace("\n", " ");
    }
}
