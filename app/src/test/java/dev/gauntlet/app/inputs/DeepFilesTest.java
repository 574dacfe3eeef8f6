package dev.gauntlet.app.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are nested a hundred thousand deep are refused in a sentence, and not by a full stack. */
final class DeepFilesTest {
    private static final int DEPTH = 100_000;
    private static final String LISTS = "[".repeat(DEPTH) + "]".repeat(DEPTH);
    private static final String OBJECTS = "{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH);

    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static void refused(Object... words) {
        StringWriter err = new StringWriter();
        String[] arguments = Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
        int code = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
        assertThat(code).as(err.toString()).isEqualTo(Main.MISTAKE);
        assertThat(err.toString()).containsPattern("nest(ed|ing)").doesNotContain("StreamReadConstraints");
    }

    @Test
    void modelsAreRefused() throws IOException {
        refused("import", file("lists.json", "{\"learner\":" + LISTS + "}"));
        refused("import", file("objects.json", OBJECTS));
        String split =
                "{\"nodeid\":0,\"split\":\"f0\",\"split_condition\":1,\"yes\":1,\"no\":2,\"missing\":1,\"children\":[";
        refused("import", file("dump.json", "[" + split.repeat(DEPTH) + "]}".repeat(DEPTH) + "]"));
    }

    @Test
    void rowsAreRefused() throws IOException {
        refused("schema", file("rows.jsonl", "{\"x\":" + LISTS + "}\n"));
        refused("schema", file("eve.json", "{\"event_type\":\"flow\",\"flow\":" + OBJECTS + "}\n"));
    }

    @Test
    void schemasAndPlansAreRefused() throws IOException {
        Path rows = file("rows.csv", "x,label\n1,a\n2,b\n");
        refused("process", "--data", rows, "--label", "label", "--schema", file("schema.yaml", "features: " + LISTS));
        refused("assess", file("plan.yaml", "data: " + LISTS));
    }
}
