package dev.gauntlet.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.key.SealKey;
import dev.gauntlet.app.seal.SealReport;
import dev.gauntlet.app.seal.SealedVerdicts;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.process.VerdictSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedVerdictsTest {
    private static final String MODEL = "0123456789abcdef".repeat(4);
    private static final VerdictSession SESSION = new VerdictSession("fedcba9876543210", 1e9);
    private static final VerdictSession EARLIER = new VerdictSession("0123456789abcdef", 1e9 - 86_400);

    @TempDir
    Path folder;

    private SealKey key;
    private double now = 1e9;

    @BeforeEach
    void makeKey() {
        key = SealKey.make(folder.resolve("seal.key"));
    }

    private static final class Text implements Inference.Sink {
        private final StringBuilder all = new StringBuilder();

        @Override
        public void write(CharSequence lines) {
            all.append(lines);
        }

        @Override
        public boolean flush() {
            return true;
        }
    }

    private List<String> json(VerdictSession session, int rows) {
        Text text = new Text();
        try (SealedSink sink = new SealedSink(text, false, key, session, MODEL, () -> now)) {
            sink.write("");
            for (int i = 0; i < rows; i++) {
                sink.write("{\"row\":%d,\"verdict\":\"%s\"}\n".formatted(i, i % 3 == 0 ? "malicious" : "benign"));
            }
            sink.finish();
        }
        return text.all.toString().lines().toList();
    }

    private SealReport check(byte[] bytes) {
        try {
            return SealedVerdicts.read(Files.write(folder.resolve("v"), bytes), key, now);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SealReport check(List<String> lines) {
        return check((String.join("\n", lines) + (lines.isEmpty() ? "" : "\n")).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> with(List<String> lines, Consumer<List<String>> change) {
        List<String> changed = new ArrayList<>(lines);
        change.accept(changed);
        return changed;
    }

    @Test
    void anUntouchedStreamIsIntact() {
        for (int rows : new int[] {0, 1, 12}) {
            SealReport report = check(json(SESSION, rows));
            assertThat(report)
                    .isEqualTo(new SealReport(Optional.of(SESSION), List.of(MODEL), rows, false, List.of(), List.of()));
        }
    }

    @Test
    void everyChangedByteIsNoticed() {
        byte[] sent = String.join("\n", json(SESSION, 3)).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < sent.length; i++) {
            byte[] changed = sent.clone();
            changed[i] ^= 1;
            assertThat(check(changed).problems()).as("byte %d", i).isNotEmpty();
        }
    }

    @Test
    void whatWasDoneToLinesIsNamed() {
        // Line 1 is the opening record 0, line n + 1 is record n, line 14 is the closing record 13.
        List<String> sent = json(SESSION, 12);
        assertThat(sent).hasSize(14);
        assertThat(check(with(sent, lines -> lines.set(4, lines.get(4).replace("malicious", "benign"))))
                        .problems())
                .containsExactly("line 5: record 4 is altered, or of another session");
        assertThat(check(with(sent, lines -> lines.subList(4, 7).clear())).problems())
                .containsExactly(
                        "records 4 to 6 are missing", "line 5: record 7 cannot be checked without the one before it");
        assertThat(check(with(sent, lines -> Collections.swap(lines, 4, 5))).problems())
                .containsExactly(
                        "line 5: record 5 cannot be checked without the one before it",
                        "line 6: record 4 is out of order");
        assertThat(check(with(sent, lines -> lines.add(8, lines.get(3)))).problems())
                .containsExactly("line 9: record 3 comes again");
        assertThat(check(with(sent, lines -> lines.add(lines.get(3)))).problems())
                .containsExactly("line 15 follows the closing record");
        assertThat(check(with(sent, lines -> lines.set(4, lines.get(4).replace("\"sequence\":4", "\"sequence\":900"))))
                        .problems())
                .containsExactly("line 5: the number of record 4 is altered");
        assertThat(check(with(sent, lines -> lines.set(4, "{\"row\":3,\"verdict\":\"benign\"}")))
                        .problems())
                .containsExactly("line 5 has no seal", "line 6: record 5 cannot be checked without the one before it");
        assertThat(check(sent.subList(0, 13)).problems())
                .containsExactly("there is no closing record: the end is missing, or the detector was stopped");
        assertThat(check(with(sent, lines -> lines.set(4, lines.get(4).replace("malicious", "benign"))))
                        .verdicts())
                .isEqualTo(11);
    }

    @Test
    void randomDropsSwapsReplaysAndInsertionsAreNoticed() {
        List<String> sent = json(SESSION, 12);
        Rng rng = Seed.of(8).rng();
        for (int n = 0; n < 200; n++) {
            int i = rng.nextInt(sent.size());
            int j = (i + 1 + rng.nextInt(sent.size() - 1)) % sent.size();
            int kind = rng.nextInt(4);
            SealReport report = check(with(sent, lines -> {
                switch (kind) {
                    case 0 -> lines.remove(i);
                    case 1 -> Collections.swap(lines, i, j);
                    case 2 -> lines.set(i, lines.get(j));
                    default -> lines.add(i, lines.get(j));
                }
            }));
            assertThat(report.problems())
                    .as("change %d of lines %d and %d", kind, i, j)
                    .isNotEmpty();
        }
    }

    @Test
    void noRunOfLinesOfAnotherSessionVerifies() {
        List<String> earlier = json(EARLIER, 12);
        SealReport report = check(with(json(SESSION, 12), lines -> {
            for (int i = 3; i < 9; i++) {
                lines.set(i, earlier.get(i));
            }
        }));
        // Six of the earlier session, and the one behind them, whose predecessor has another tag.
        assertThat(report.verdicts()).isEqualTo(5);
        assertThat(report.problems()).hasSize(6).last().isEqualTo("and 2 more like the last");
    }

    @Test
    void anEarlierStreamIsIntactButNotTheOneExpected() {
        SealReport report = check(json(EARLIER, 12));
        assertThat(report.problems()).isEmpty();
        assertThat(report.expecting(Optional.of(SESSION.nonce()), OptionalDouble.empty(), Optional.empty())
                        .problems())
                .containsExactly("it is session 0123456789abcdef, and fedcba9876543210 was expected");
        assertThat(report.expecting(Optional.empty(), OptionalDouble.of(1e9 - 60), Optional.empty())
                        .problems())
                .containsExactly("it was opened at 2001-09-08T01:46:40Z, which is not after 2001-09-09T01:45:40Z");
        assertThat(report.expecting(Optional.empty(), OptionalDouble.empty(), Optional.of("f".repeat(64)))
                        .problems())
                .containsExactly("it is of the detector 0123456789abcdef, and ffffffffffffffff was expected");
        assertThat(report.expecting(Optional.of(EARLIER.nonce()), OptionalDouble.of(1e9 - 90_000), Optional.of(MODEL))
                        .problems())
                .isEmpty();
    }

    @Test
    void anEmptyAnUnsealedAndAStreamOfAnotherKeyAreNotIntact() {
        List<String> sent = json(SESSION, 2);
        for (List<String> lines :
                List.of(List.<String>of(), List.of("{\"row\":0}"), List.of("row,verdict"), sent.subList(1, 4))) {
            assertThat(check(lines).problems())
                    .containsExactly("there is no opening record, so nothing can be checked");
        }
        key = SealKey.make(folder.resolve("other.key"));
        assertThat(check(sent).problems())
                .singleElement()
                .asString()
                .matches("it was sealed with the key [0-9a-f]{16}, and the key given is [0-9a-f]{16}");
    }

    @Test
    void linesOfCsvMayHoldEndsOfLinesAndTheHeaderIsCovered() {
        Text text = new Text();
        try (SealedSink sink = new SealedSink(text, true, key, SESSION, MODEL, () -> now)) {
            sink.write("row,\"a,b\",verdict\n");
            String forged = "\"x\n9,y,benign,,2," + "0".repeat(64) + "\n\"\"z\"";
            sink.write("0,%s,malicious\n1,\u00fc,benign\n".formatted(forged));
            sink.finish();
        }
        String sent = text.all.toString();
        List<String> lines = sent.lines().toList();
        assertThat(lines.get(0)).isEqualTo("row,\"a,b\",verdict,record,sequence,tag");
        assertThat(lines.get(1)).matches(",,,session fedcba9876543210 opened 1\\.0E9 .*,0,[0-9a-f]{64}");
        assertThat(lines.get(5)).matches("1,\u00fc,benign,,2,[0-9a-f]{64}");
        assertThat(check(sent.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new SealReport(Optional.of(SESSION), List.of(MODEL), 2, false, List.of(), List.of()));
        assertThat(check(sent.replace("\"a,b\",verdict", "verdict,\"a,b\"").getBytes(StandardCharsets.UTF_8))
                        .problems())
                .containsExactly("the opening record is altered, so nothing can be checked");
        byte[] latin = sent.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(check(latin).problems()).containsExactly("line 6: record 2 is altered, or of another session");
        assertThat(check(Arrays.copyOf(sent.getBytes(StandardCharsets.UTF_8), 300))
                        .problems())
                .isNotEmpty();
    }

    @Test
    void aStreamWithoutAnEndShowsThatItIsAlive() {
        VerdictSession often = new VerdictSession("00112233445566778899", 1e9, 60);
        Text text = new Text();
        try (SealedSink sink = new SealedSink(text, false, key, often, MODEL, () -> now)) {
            sink.write("");
            now += 50;
            sink.showLife();
            sink.write("{\"row\":0}\n");
            List<String> growing = text.all.toString().lines().toList();
            assertThat(check(growing).growing()).isTrue();
            assertThat(check(growing).problems()).isEmpty();
            now += 61;
            assertThat(check(growing).growing()).isFalse();
            assertThat(check(growing).problems()).singleElement().asString().contains("no closing record");
            sink.finish();
        }
        assertThat(check(text.all.toString().lines().toList()).problems())
                .containsExactly("nothing came for 61 seconds after 2001-09-09T01:47:30Z; a record was due every 60");
    }

    @Test
    void aStreamThatStoppedKeepsItsSignsOfLifeAndGoesOn() throws IOException {
        String row = "{\"row\":%d,\"verdict\":\"benign\"}\n";
        for (boolean separated : new boolean[] {false, true}) {
            Text text = new Text();
            List<SealedSink.State> states = new ArrayList<>();
            VerdictSession often = new VerdictSession("0123456789abcdef", 1000, 60);
            long length;
            int kept;
            now = 1000;
            try (SealedSink sink = new SealedSink(text, separated, key, often, MODEL, () -> now)) {
                sink.write(separated ? "row,verdict\n" : "");
                sink.write(separated ? "0,benign\n" : row.formatted(0));
                sink.holding(states::add);
                length = text.all.length();
                for (int i = 0; i < 2; i++) {
                    now += 30;
                    sink.showLife();
                }
                kept = text.all.length();
                sink.write(separated ? "1,benign\n" : row.formatted(1));
                sink.showLife();
            }
            Path file = Files.writeString(folder.resolve("stopped"), text.all);
            SealTail tail = SealTail.of(file, length, states.get(0), key);
            assertThat(tail.bytes()).isEqualTo(kept);
            assertThat(tail.state().sequence()).isEqualTo(states.get(0).sequence() + 2);
            text.all.setLength(kept);
            now += 500;
            String other = "f".repeat(64);
            try (SealedSink sink = new SealedSink(text, separated, key, often, other, () -> now)) {
                sink.goOn(tail.state());
                sink.write(separated ? "row,verdict\n" : "");
                sink.write(separated ? "1,malicious\n" : row.formatted(1));
                sink.finish();
            }
            SealReport report = check(text.all.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(report.problems()).isEmpty();
            assertThat(report.verdicts()).isEqualTo(2);
            assertThat(report.models()).containsExactly(MODEL, other);
            assertThat(report.restarts())
                    .singleElement()
                    .asString()
                    .contains("after 1 lines, the detector ffffffffffffffff went on, 500 seconds after");
            assertThat(report.expecting(Optional.empty(), OptionalDouble.empty(), Optional.of(MODEL))
                            .problems())
                    .singleElement()
                    .asString()
                    .contains("of the detector ffffffffffffffff");
            List<String> lines = new ArrayList<>(text.all.toString().lines().toList());
            lines.remove(lines.size() - 3);
            assertThat(check(lines).problems())
                    .as("without the record that goes on")
                    .isNotEmpty();
        }
    }
}
