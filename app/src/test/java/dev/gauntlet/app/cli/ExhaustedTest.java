package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.data.RuleParser;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in a Java of their own, with too little memory for what they are given. */
final class ExhaustedTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    /** What a command printed to both streams, after its exit code. */
    private String run(int code, String options, Object... words) throws IOException, InterruptedException {
        Path arguments = Files.writeString(
                folder.resolve("arguments"), "-cp \"%s\"".formatted(System.getProperty("java.class.path")));
        Path printed = folder.resolve("printed");
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "@" + arguments,
                Main.class.getName());
        Stream.of(words).map(Object::toString).forEach(java.command()::add);
        java.environment().put("JDK_JAVA_OPTIONS", options);
        java.environment().remove("JAVA_TOOL_OPTIONS");
        Process process =
                java.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        int ended = process.waitFor();
        String said = Files.readString(printed);
        assertThat(ended).as(said).isEqualTo(code);
        assertThat(said).doesNotContain("\tat ", "Exception in thread");
        return said;
    }

    /** The names in the folder that a command could have written to. */
    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !List.of("arguments", "printed").contains(name))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aTableThatCannotFitIsRefusedBeforeItIsRead() throws Exception {
        Path rows = Terminal.table(folder.resolve("rows.csv"), 100);
        Path bundle = folder.resolve("d.zip");
        Terminal.said("train", "--data", rows, "--label", "verdict", "--benign", "good", "--out", bundle);
        Path many = Files.writeString(
                folder.resolve("many.csv"),
                "size,rate,count,kind,verdict\n" + "1,1,3,tcp,good\n9,9,3,udp,bad\n".repeat(400_000));
        String size = "has about 800,001 rows of 5 columns, which take at least ";
        assertThat(run(Main.MEMORY, "-Xmx64m", "monitor", "--model", bundle, "--reference", rows, "--live", many))
                .contains(size, "Java may use 6", "name a file with a sample of the rows")
                .doesNotContain("Java heap space");
        Path out = folder.resolve("run");
        assertThat(run(
                        Main.MEMORY,
                        "-Xmx64m",
                        "process",
                        "--data",
                        many,
                        "--label",
                        "verdict",
                        "--benign",
                        "good",
                        "--out",
                        out))
                .contains(size, "JDK_JAVA_OPTIONS=-Xmx1g")
                .doesNotContain("Java heap space");
        assertThat(out).doesNotExist();
    }

    @Test
    void aHeapThatIsTooSmallIsNamedWithTheWayToRaiseItAndNothingIsHalfWritten()
            throws IOException, InterruptedException {
        Path table =
                Files.writeString(folder.resolve("rows.csv"), "a,b,y\n" + "0.25,text of a cell,1\n".repeat(200_000));
        Path written = Files.writeString(folder.resolve("schema.yaml"), "before");
        assertThat(run(4, "-Xmx24m", "schema", table, "--label", "y", "--write", written))
                .contains(
                        "gauntlet: out of memory (Java heap space): the Java heap is limited to 2",
                        "JDK_JAVA_OPTIONS=-Xmx4",
                        "no output file is half written");
        assertThat(names()).containsExactly("rows.csv", "schema.yaml");
        assertThat(Files.readString(written)).isEqualTo("before");
        run(0, "-Xmx512m", "schema", table, "--label", "y", "--write", written);
        assertThat(Files.readString(written)).contains("name: a");
    }

    @Test
    void aProcessThatRunsOutOfMemoryLeavesNoFindings() throws IOException, InterruptedException {
        Path out = folder.resolve("run");
        assertThat(run(4, "-Xmx20m", "process", "--out", out)).contains("out of memory (", "-Xmx");
        assertThat(out.resolve("findings.json")).doesNotExist();
    }

    @Test
    void aRuleThatIsNestedTooDeeplyIsRefusedWithoutAnOverflow() throws IOException, InterruptedException {
        Path table = Terminal.table(folder.resolve("rows.csv"), 100);
        String schema = Terminal.said("schema", table, "--label", "verdict", "--benign", "good");
        for (String rule : List.of(
                "(".repeat(50_000) + "size" + ")".repeat(50_000) + " <= 100",
                "-".repeat(50_000) + "size <= 100",
                "min(".repeat(50_000) + "size" + ")".repeat(50_000) + " <= 100",
                "size" + " + size".repeat(50_000) + " <= 100")) {
            Path deep = Files.writeString(folder.resolve("deep.yaml"), schema + "rules: [\"" + rule + "\"]\n");
            assertThat(run(2, "-Xss512k", "split", "--data", table, "--schema", deep, "--out", folder.resolve("parts")))
                    .containsAnyOf("is nested more than 500 deep; use fewer parentheses", "of more than 1000 terms")
                    .doesNotContain("overflowed")
                    .hasSizeLessThan(1000);
        }
        assertThat(names()).containsExactly("deep.yaml", "rows.csv");
    }

    @Test
    void whatAHeapWouldNotHelpIsNotAnsweredWithALargerOne() {
        assertThat(Exhausted.text(new OutOfMemoryError("unable to create native thread"), 512L * MIB))
                .anyMatch(line -> line.contains("--threads 1"))
                .noneMatch(line -> line.contains("-Xmx"));
        assertThat(Exhausted.text(new OutOfMemoryError("Requested array size exceeds VM limit"), 512L * MIB))
                .anyMatch(line -> line.contains("read fewer rows"))
                .noneMatch(line -> line.contains("-Xmx"));
        assertThat(Exhausted.text(new OutOfMemoryError("Java heap space"), 3000L * MIB))
                .anyMatch(line -> line.contains("limited to 3000 MiB"))
                .anyMatch(line -> line.contains("-Xmx6g"));
    }

    @Test
    void itIsFoundBehindWhatItWasWrappedIn() {
        StackOverflowError error = new StackOverflowError();
        assertThat(Exhausted.in(new CompletionException(new IllegalStateException(error))))
                .contains(error);
        assertThat(Exhausted.in(new IllegalStateException("other", new InternalError())))
                .isEmpty();
    }

    @Test
    void theExitCodeIsInEveryHelp() {
        assertThat(Terminal.said("schema", "--help")).containsPattern("4 +out of memory");
    }

    private static int code(Class<?>... calls) {
        StackOverflowError error = new StackOverflowError();
        error.setStackTrace(Stream.of(calls)
                .map(name -> new StackTraceElement(name.getName(), "call", null, 1))
                .toArray(StackTraceElement[]::new));
        return Exhausted.say(error, new PrintWriter(Writer.nullWriter()));
    }

    @Test
    void onlyAStackThatReadingAnInputFillsIsAMistakeInTheInput() {
        assertThat(code(String.class, RuleParser.class, RuleParser.class)).isEqualTo(Main.MISTAKE);
        assertThat(code(ForeignModel.class, ForeignModel.class)).isEqualTo(Main.MISTAKE);
        assertThat(code(RuleParser.class, TreeEnsemble.class, TreeEnsemble.class))
                .isEqualTo(Main.FAILED);
        assertThat(code()).isEqualTo(Main.FAILED);
        StackOverflowError ours = new StackOverflowError();
        ours.setStackTrace(new StackTraceElement[] {new StackTraceElement("dev.gauntlet.model.Some", "call", null, 1)});
        assertThat(Exhausted.text(ours, MIB))
                .first()
                .isEqualTo("internal error: the stack overflowed in dev.gauntlet.model.Some");
    }
}
