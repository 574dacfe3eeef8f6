package dev.gauntlet.app.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.cli.Terminal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows beside those of training that are written in another way, or have another width. */
final class UnlikePairsTest {
    private static final int ROWS = 200;

    @TempDir
    private Path folder = Path.of("");

    /** A table whose rates are written so; every {@code each}-th in the other way. */
    private Path rates(String name, String usual, String other, int each) throws IOException {
        StringBuilder text = new StringBuilder("rate,size,verdict\n");
        for (int i = 0; i < ROWS; i++) {
            String form = each > 0 && i % each == 0 ? other : usual;
            int value = i % 4 == 0 ? 60 + i % 37 : 5 + i % 41;
            text.append(form.formatted(value)).append(",%d,%s\n".formatted(i % 17, i % 4 == 0 ? "bad" : "good"));
        }
        return Files.writeString(folder.resolve(name), text);
    }

    /** An array of so many columns, the last of which is 1 where a row is malicious. */
    private Path array(String name, int width) throws IOException {
        ByteBuffer values = ByteBuffer.allocate(ROWS * width * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < width - 1; j++) {
                values.putDouble(i * (j + 3) % 53 + (i % 4 == 0 ? 40 : 0));
            }
            values.putDouble(i % 4 == 0 ? 1 : 0);
        }
        return Files.write(
                folder.resolve(name), NumpyInputs.array("<f8", "(%d, %d)".formatted(ROWS, width), values.array()));
    }

    private static String refused(Object... words) {
        Terminal.Result result = Terminal.run(words);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(2);
        return result.err();
    }

    private Object[] process(Path data, Path test, Object... more) {
        Object[] words = {
            "process",
            "--data",
            data,
            "--test",
            test,
            "--label",
            "verdict",
            "--benign",
            "good",
            "--out",
            folder.resolve("run")
        };
        Object[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    @Test
    void percentagesAndPlainNumbersAreNotMixedBetweenTrainingAndTestRows() throws IOException {
        Path signs = rates("signs.csv", "%d%%", "", 0);
        Path plain = rates("plain.csv", "%d", "", 0);
        Path mixed = rates("mixed.csv", "%d%%", "%d", 5);
        Path one = rates("one.csv", "%d", "%d%%", ROWS);
        assertThat(refused(process(signs, mixed)))
                .contains("mixed.csv: 40 values of column \"rate\" have no percent sign", "--numbers \"rate=percent\"");
        assertThat(refused(process(signs, plain))).contains("plain.csv: 200 values of column \"rate\"");
        assertThat(refused(process(plain, signs))).contains("signs.csv: its values are written differently");
        assertThat(refused(process(plain, one))).contains("one.csv, line 2, field rate: \"60%\": 1 of 200 numbers");
        assertThat(refused(process(mixed, signs)))
                .contains("mixed.csv, line 3", "160 of 200 numbers have a percent sign");
        assertThat(Terminal.said(process(signs, mixed, "--numbers", "rate=percent"))
                        .replaceAll("\\s+", " "))
                .contains(
                        "mixed.csv: column \"rate\": 40 of 200 percentages have no percent sign; they are read as percent");
    }

    @Test
    void monitorReportsHowTheRowsAreWritten() throws IOException {
        Path signs = rates("signs.csv", "%d%%", "", 0);
        Terminal.said(process(signs, signs));
        assertThat(Terminal.said(
                        "monitor",
                        "--model",
                        folder.resolve("run"),
                        "--reference",
                        signs,
                        "--live",
                        rates("mixed.csv", "%d%%", "%d", 5)))
                .contains(
                        "note: mixed.csv: column \"rate\": 40 of 200 percentages have no percent sign; they are read as"
                                + " percent, so that 0.5 is 0.5 %");
    }

    @Test
    void percentagesAreRefusedWhereADetectorWasTrainedOnOtherNumbers() throws IOException {
        Path signs = rates("signs.csv", "%d%%", "", 0);
        Path plain = rates("plain.csv", "%d", "", 0);
        Terminal.said(process(plain, plain));
        Path run = folder.resolve("run");
        String said = "signs.csv: column \"rate\" is written in percent, but that of the training rows was not";
        assertThat(refused("evaluate", run, "--data", signs)).contains(said);
        assertThat(refused("process", "--model", run, "--test", signs, "--out", folder.resolve("two")))
                .contains(said);
        assertThat(refused("monitor", "--model", run, "--reference", plain, "--live", signs))
                .contains(said);
        Terminal.said("evaluate", run, "--data", signs, "--numbers", "rate=percent", "--out", folder.resolve("three"));
    }

    @Test
    void arraysOfAnotherWidthAreRefusedWhereverRowsAreRead() throws IOException {
        Path four = array("four.npy", 4);
        Path five = array("five.npy", 5);
        Path run = folder.resolve("run");
        Object[] train = {"process", "--data", four, "--label", "f3", "--benign", "0", "--out", run};
        Terminal.said(train);
        String said = "five.npy: its table has 5 columns";
        assertThat(refused(
                        "process",
                        "--data",
                        four,
                        "--test",
                        five,
                        "--label",
                        "f3",
                        "--benign",
                        "0",
                        "--out",
                        folder.resolve("two")))
                .contains(said);
        assertThat(refused("process", "--model", run, "--test", five, "--out", folder.resolve("two")))
                .contains(said, "has 4; they are matched by position");
        assertThat(refused("evaluate", run, "--data", five)).contains(said);
        assertThat(refused("monitor", "--model", run, "--reference", four, "--live", five))
                .contains(said);
        assertThat(refused("monitor", "--model", run, "--reference", five, "--live", four))
                .contains(said);
        Terminal.said("monitor", "--model", run, "--reference", four, "--live", four);
    }

    /** Text without a header: a column that counts the rows, so many of numbers, and the label. */
    private Path plainRows(String name, int numbers) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append(i);
            for (int j = 0; j < numbers; j++) {
                text.append(',').append(i * (j + 3) % 53 + (i % 4 == 0 ? 40 : 0));
            }
            text.append(i % 4 == 0 ? ",bad\n" : ",good\n");
        }
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void textWithoutAHeaderIsTreatedAlike() throws IOException {
        Path two = plainRows("two.csv", 2);
        Path three = plainRows("three.csv", 3);
        Path run = folder.resolve("run");
        Terminal.said("process", "--data", two, "--label", "column4", "--benign", "good", "--out", run);
        String said = "three.csv: its table has 5 columns without names";
        assertThat(refused("monitor", "--model", run, "--reference", two, "--live", three))
                .contains(said);
        assertThat(refused("evaluate", run, "--data", three)).contains(said);
        assertThat(refused(
                        "process",
                        "--data",
                        two,
                        "--test",
                        three,
                        "--label",
                        "column4",
                        "--benign",
                        "good",
                        "--out",
                        folder.resolve("other")))
                .contains(said);
        Terminal.said("monitor", "--model", run, "--reference", two, "--live", two);
        Terminal.said("evaluate", run, "--data", two, "--out", folder.resolve("again"));
    }
}
