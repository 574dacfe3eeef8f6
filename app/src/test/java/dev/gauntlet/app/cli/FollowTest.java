package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A log that is followed by processes that are killed, started again, and find its file rotated or cut. */
final class FollowTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int KILLS = 20;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path table;
    private static Path bundle;
    private Path log;
    private Path out;
    private Path err;
    private int written;
    private Optional<Process> running = Optional.empty();

    @BeforeAll
    static void train() throws IOException {
        table = Terminal.table(shared.resolve("train.csv"), 600);
        bundle = shared.resolve("detector.zip");
        Terminal.said("train", "--data", table, "--label", "verdict", "--benign", "good", "--out", bundle);
    }

    @BeforeEach
    void begin() throws IOException {
        log = folder.resolve("conn.log");
        out = folder.resolve("v.jsonl");
        err = folder.resolve("err.txt");
        Files.createFile(log);
    }

    @AfterEach
    void end() {
        running.ifPresent(Process::destroyForcibly);
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }

    /** Rows of ids that go on; of every eleventh nothing can be judged. */
    private String rows(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++, written++) {
            text.append(String.format(
                    Locale.ROOT,
                    "{\"id\":\"%d\",\"size\":%s,\"rate\":%d,\"count\":3,\"kind\":\"udp\"}\n",
                    written,
                    written % 11 == 5 ? "\"x\"" : written % 9,
                    written % 8));
        }
        return text.toString();
    }

    private void start(String more) throws IOException {
        stop();
        Shell shell = Shell.in(folder);
        running = Optional.of(shell.started(
                "exec gauntlet infer %s conn.log --follow --keep id --max-bad 99%% --batch 50 --out v.jsonl %s"
                        .formatted(bundle, more),
                Map.of(),
                err));
    }

    private void kill() throws InterruptedException {
        Process process = running.orElseThrow();
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        running = Optional.empty();
    }

    /** Stops as Ctrl-C does. */
    private void stop() throws IOException {
        try {
            if (running.isPresent()) {
                running.get().destroy();
                assertThat(running.get().waitFor(20, TimeUnit.SECONDS)).isTrue();
                running = Optional.empty();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private long stated() throws IOException {
        Path offset = folder.resolve(".v.jsonl.offset");
        if (!Files.exists(offset)) {
            return -1;
        }
        JsonNode place = JSON.readTree(Files.readString(offset)).get("place");
        return place.isNull() ? 0 : place.get("row").asLong();
    }

    private void awaitStated(long rows) throws Exception {
        for (int i = 0; i < 2400 && stated() < rows; i++) {
            assertThat(running.orElseThrow().isAlive())
                    .as(Files.readString(err))
                    .isTrue();
            Thread.sleep(50);
        }
        assertThat(stated()).as(Files.readString(err)).isEqualTo(rows);
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(JSON::readTree).toList();
    }

    private void everyRowOnce() throws IOException {
        List<JsonNode> verdicts =
                lines(out).stream().filter(one -> !one.has("record")).toList();
        assertThat(verdicts).extracting(one -> one.get("row").asInt()).isEqualTo(range(written));
        assertThat(verdicts).extracting(one -> one.get("id").asInt()).isEqualTo(range(written));
        assertThat(lines(folder.resolve("v.jsonl.rejected.jsonl")))
                .extracting(one -> one.get("row").asInt())
                .isEqualTo(range(written).stream().filter(i -> i % 11 == 5).toList());
    }

    private static List<Integer> range(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private void killOften(String more) throws Exception {
        Random random = new Random(3);
        for (int k = 0; k < KILLS; k++) {
            String text = rows(100 + random.nextInt(200));
            int half = random.nextInt(text.length());
            append(text.substring(0, half));
            start(more);
            Thread.sleep(random.nextInt(1200));
            append(text.substring(half));
            Thread.sleep(random.nextInt(300));
            if (k % 5 == 3) {
                awaitStated(written);
                String late = rows(30);
                append(late.substring(0, 700));
                if (k % 2 == 0) {
                    Files.move(log, folder.resolve("conn.log." + k));
                    Files.writeString(folder.resolve("conn.log." + k), late.substring(700), StandardOpenOption.APPEND);
                    Files.writeString(log, rows(40));
                } else {
                    append(late.substring(700));
                    Files.copy(log, folder.resolve("conn.log." + k));
                    truncate();
                    append(rows(40));
                }
                Thread.sleep(random.nextInt(900));
            }
            kill();
        }
        start(more);
        awaitStated(written);
    }

    private void truncate() throws IOException {
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
    }

    @Test
    void killedAtAnyMomentItJudgesEachRowOnce() throws Exception {
        killOften("");
        stop();
        everyRowOnce();
        start("");
        append(rows(10));
        awaitStated(written);
        stop();
        everyRowOnce();
        assertThat(Files.readString(err)).contains("goes on with row %,d".formatted(written - 10), "9 judged");
    }

    @Test
    void aSealedStreamGoesOnAfterAKillAndIsIntact() throws Exception {
        Path key = folder.resolve("seal.key");
        Terminal.said("key", "seal", key);
        killOften("--seal-key seal.key");
        kill();
        everyRowOnce();
        assertThat(Terminal.said("verify", out, "--seal-key", key))
                .contains("intact so far", "%,d genuine lines of rows".formatted(written), " lines, the detector ");
        List<String> all = Files.readAllLines(out);
        Path inner = folder.resolve("inner.jsonl");
        List<String> without = new ArrayList<>(all);
        without.remove(all.size() / 2);
        Files.write(inner, without);
        assertThat(Terminal.run("verify", inner, "--seal-key", key).code()).isEqualTo(Main.GATE);
        start("--seal-key seal.key");
        Thread.sleep(2500);
        stop();
        assertThat(Terminal.said("verify", out, "--seal-key", key)).contains(": intact\n");
        Terminal.Result cut = Terminal.run("infer", bundle, log, "--follow", "--out", out, "--seal-key", key);
        assertThat(cut.code()).isEqualTo(Main.MISTAKE);
        assertThat(cut.err()).contains("holds verdicts already, and their stream is closed");
        Files.move(out, folder.resolve("v.1.jsonl"));
        append(rows(3));
        start("--seal-key seal.key");
        awaitStated(written);
        stop();
        assertThat(lines(out).stream().filter(one -> one.has("row")))
                .extracting(one -> one.get("id").asInt())
                .containsExactly(written - 3, written - 2, written - 1);
        assertThat(Terminal.said("verify", out, "--seal-key", key)).contains(": intact\n", "3 genuine lines");
    }

    @Test
    void aLogCutAndRegrownBetweenTwoLooksLosesNothing() throws Exception {
        append(rows(20));
        start("");
        awaitStated(20);
        kill();
        truncate();
        append(rows(300));
        start("");
        awaitStated(320);
        assertThat(Files.readString(err)).contains("is not the file that was read before");
        stop();
        everyRowOnce();
    }

    @Test
    void aRotationWhileNothingRunsIsMadeGood() throws Exception {
        append(rows(20));
        start("");
        awaitStated(20);
        kill();
        append(rows(20));
        Files.move(log, folder.resolve("conn.old.log"));
        Files.writeString(log, rows(20));
        start("");
        awaitStated(60);
        kill();
        append(rows(20));
        Files.copy(log, folder.resolve("conn.copy.log"));
        truncate();
        append(rows(5));
        start("");
        awaitStated(85);
        stop();
        everyRowOnce();
    }

    @Test
    void nothingIsWrittenToAFileThatIsGoneOrReplaced() throws Exception {
        append(rows(20));
        start("");
        awaitStated(20);
        Path moved = Files.move(out, folder.resolve("v.1.jsonl"), StandardCopyOption.ATOMIC_MOVE);
        append(rows(20));
        assertThat(running.orElseThrow().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(running.orElseThrow().exitValue()).isEqualTo(Main.FAILED);
        assertThat(Files.readString(err)).contains("v.jsonl: ", "was deleted, moved or replaced");
        running = Optional.empty();
        assertThat(lines(moved)).hasSize(20);
        start("");
        awaitStated(40);
        stop();
        assertThat(lines(out))
                .extracting(one -> one.get("row").asInt())
                .isEqualTo(range(40).subList(20, 40));
        Files.writeString(out, "{}\n");
        assertThat(Terminal.refused("infer", bundle, log, "--follow", "--keep", "id", "--out", out)
                        .err())
                .contains("v.jsonl: has 3 bytes, and ", "it was cut or replaced");
        Files.delete(folder.resolve(".v.jsonl.offset"));
        assertThat(Terminal.refused("infer", bundle, log, "--follow", "--out", out)
                        .err())
                .contains("holds verdicts already", ".v.jsonl.offset");
    }

    @Test
    void aPromotionAndARollBackAreNoticed() throws Exception {
        Path registry = folder.resolve("detectors");
        Path other = folder.resolve("loose.zip");
        Terminal.said("key", "new", "soc", "--out", folder);
        Terminal.said(
                "train",
                "--data",
                table,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--out",
                other,
                "--fpr",
                0.3,
                "--algorithm",
                "decision-tree");
        for (Path version : List.of(bundle, other)) {
            Terminal.said("deploy", version, "--registry", registry, "--key", folder.resolve("soc.key"));
        }
        Terminal.said("registry", "promote", registry, 1, "--to", "champion");
        append(rows(20));
        running = Optional.of(Shell.in(folder)
                .started(
                        "exec gauntlet infer detectors conn.log --follow --keep id --max-bad 99% --trust soc.pub --out"
                                + " v.jsonl",
                        Map.of(), err));
        awaitStated(20);
        Terminal.said("registry", "promote", registry, 2, "--to", "champion");
        awaitSaid("gauntlet: champion is now version 2");
        append(rows(20));
        awaitStated(40);
        Terminal.said("registry", "rollback", registry);
        awaitSaid("gauntlet: champion is now version 1");
        append(rows(20));
        awaitStated(60);
        stop();
        everyRowOnce();
        assertThat(lines(out))
                .extracting(one -> one.get("version").asInt())
                .isEqualTo(IntStream.range(0, 60)
                        .map(i -> i / 20 == 1 ? 2 : 1)
                        .boxed()
                        .toList());
    }

    private void awaitSaid(String sentence) throws Exception {
        for (int i = 0; i < 400 && !Files.readString(err).contains(sentence); i++) {
            Thread.sleep(50);
        }
        assertThat(Files.readString(err)).contains(sentence);
    }
}
