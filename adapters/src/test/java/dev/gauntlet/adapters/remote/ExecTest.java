package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Scores.Scale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that answer, die, hang or write something else. */
final class ExecTest {
    private static final Rows ROWS = Toy.clusters(90, 2).rows();

    @TempDir
    private Path folder = Path.of("");

    private static Target target(List<String> arguments, String... lines) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        StringBuilder command = new StringBuilder(
                "protocol: exec\ncommand: ['%s', -cp, '%s', '%s'".formatted(java, classes, Echo.class.getName()));
        arguments.forEach(argument -> command.append(", '").append(argument).append("'"));
        return Mock.parsed(command.append(']').toString(), lines);
    }

    private static RemoteKernel open(Target target) {
        return RemoteKernel.open(target, Toy.plain(), ROWS.slice(0, 5));
    }

    @Test
    void answersHaveTheSameBitsFromSeveralCopies() {
        try (RemoteKernel kernel = open(target(List.of("echo"), "batch: 8", "concurrency: 2"))) {
            assertThat(kernel.answer()).isEqualTo(Answer.SCORE);
            assertThat(kernel.malice(ROWS)).isEqualTo(ROWS.column(0));
        }
    }

    @Test
    void scoresMayBeLogOddsAndLabelsTexts() {
        try (RemoteKernel kernel = open(target(List.of("echo"), "answer: log-odds"))) {
            assertThat(kernel.scale()).isEqualTo(Scale.LOGIT);
            assertThat(kernel.malice(ROWS)).isEqualTo(ROWS.column(0));
        }
        try (RemoteKernel kernel = open(target(List.of("labels"), "benign: [good]"))) {
            assertThat(kernel.showsScores()).isFalse();
            assertThat(kernel.hasThreshold()).isTrue();
            boolean[] alarms = kernel.over(Toy.plain()).alarms(ROWS);
            for (int i = 0; i < alarms.length; i++) {
                assertThat(alarms[i]).isEqualTo(ROWS.get(i, 0) >= 5);
            }
        }
        assertThatThrownBy(() -> open(target(List.of("labels"), "answer: score")))
                .hasMessageContaining("answers with labels, but answer is stated as score");
    }

    @Test
    void aProcessThatDiesIsReplaced() {
        Path mark = folder.resolve("mark");
        try (RemoteKernel kernel = open(target(List.of("die-once", mark.toString()), "batch: 8", "concurrency: 1"))) {
            assertThat(kernel.malice(ROWS)).isEqualTo(ROWS.column(0));
            assertThat(Files.exists(mark)).isTrue();
        }
    }

    private static void refused(Target target, String... words) {
        assertThatThrownBy(() -> open(target))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("exec ")
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void aProcessThatKeepsDyingIsNamedWithItsOutput() {
        refused(
                target(List.of("die", "/nowhere"), "retries: 1"),
                "2 times",
                "ended with status 7; it wrote to standard error: warming up | no model in /nowhere");
    }

    @Test
    void aProcessThatHangsIsEnded() throws Exception {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        refused(target(List.of("hang"), "timeout: 1.5", "retries: 0"), "no answer within 1.5 s");
        for (ProcessHandle child : ProcessHandle.current()
                .children()
                .filter(handle -> !before.contains(handle))
                .toList()) {
            child.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    /** Each request is answered when it is sent again, so it never fails as often in a row as may be. */
    @Test
    void aProcessThatAnswersOnceForEachStartIsRefused() {
        assertThatThrownBy(() -> {
                    try (RemoteKernel kernel = open(target(List.of("die-after", "1"), "batch: 1", "concurrency: 1"))) {
                        kernel.malice(ROWS);
                    }
                })
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it ended with status 1")
                .hasMessageMatching(
                        "(?s).*; it had to be started again 1[1-3] times for 1\\d answers, which is too often");
        // One that fails once for each eleven answers is not.
        try (RemoteKernel kernel = open(target(List.of("die-after", "11"), "batch: 1", "concurrency: 1"))) {
            assertThat(kernel.malice(ROWS)).isEqualTo(ROWS.column(0));
        }
    }

    @Test
    void unexpectedOutputIsShown() {
        refused(target(List.of("rubbish")), "a line that is not JSON: Loading model...", "print nothing else");
        refused(target(List.of("short")), "was sent 5 rows and returned 4");
        refused(target(List.of("error")), "it reports: columns are missing");
    }

    @Test
    void answersWithTheIdOfTheirQuestionAreTaken() {
        try (RemoteKernel kernel = open(target(List.of("id"), "batch: 8", "concurrency: 2"))) {
            assertThat(kernel.malice(ROWS)).isEqualTo(ROWS.column(0));
            kernel.settle();
        }
    }

    /** Another id, or none where there was one before. */
    @Test
    void answersToAnotherQuestionAreRefused() {
        for (String how : List.of("id-late", "id-sometimes")) {
            try (RemoteKernel kernel = open(target(List.of(how), "batch: 8", "concurrency: 1"))) {
                assertThatThrownBy(() -> kernel.malice(ROWS))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining(
                                how.equals("id-late")
                                        ? "it answered question 9 with the id 8: {\"scores\""
                                        : "it returns the id of some questions only; its answer to question 9 is")
                        .hasMessageContaining("answers may belong to other rows");
            }
        }
    }

    /** The first questions are those of the probe: one line too many before a row, or behind the last. */
    @Test
    void aLineTooManyIsRefusedAtTheLatestAtTheEnd() {
        for (List<String> how : List.of(List.of("extra"), List.of("after", "9"), List.of("after", "15"))) {
            try (RemoteKernel kernel = open(target(how, "batch: 8", "concurrency: 1"))) {
                assertThatThrownBy(() -> {
                            kernel.malice(ROWS);
                            kernel.settle();
                        })
                        .as(how.toString())
                        .isInstanceOf(InputException.class)
                        // The extra line is seen by itself, or counted as an answer where it comes with the next one.
                        .message()
                        .containsAnyOf(
                                "more than one line for a question, or a line unasked: {\"scores\":",
                                "it was sent 2 rows and returned 8 answers");
            }
        }
    }

    @Test
    void answersOutOfOrderAreNotUsedByALaterRun() throws Exception {
        Path file = folder.resolve("answers.txt");
        Target target = target(List.of("extra"), "batch: 8", "concurrency: 1");
        try (RemoteKernel kernel =
                RemoteKernel.open(target, Toy.plain(), ROWS.slice(0, 5), Ledger.kept(file, () -> {}))) {
            assertThatThrownBy(() -> {
                        kernel.malice(ROWS);
                        kernel.settle();
                    })
                    .hasMessageContaining("a line unasked");
        }
        assertThat(Files.readAllLines(file)).last().asString().startsWith("disordered\t");
        assertThatThrownBy(() -> RemoteKernel.open(target, Toy.plain(), ROWS.slice(0, 5), Ledger.kept(file, () -> {})))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("its answers may belong to other rows")
                .hasMessageContaining("another folder");
    }

    @Test
    void aMissingProgramIsNamed() {
        refused(Mock.parsed("protocol: exec", "command: [no-such-program-here]"), "cannot be started");
    }

    @Test
    void commandsAreSplitIntoWords() {
        assertThat(Words.of("python3 'my model.py' --at \"x y\" a'b'c"))
                .containsExactly("python3", "my model.py", "--at", "x y", "abc");
        assertThat(Words.of("  ")).isEmpty();
    }
}
