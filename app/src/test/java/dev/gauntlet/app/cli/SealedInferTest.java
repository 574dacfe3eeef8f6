package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedInferTest {
    private static final Pattern SESSION = Pattern.compile("sealed as session ([0-9a-f]{32}), opened (\\S+Z), with");

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path table;
    private static Path bundle;
    private Path key;

    @BeforeAll
    static void train() throws IOException {
        table = Terminal.table(shared.resolve("train.csv"), 600);
        bundle = shared.resolve("detector.zip");
        Terminal.said("train", "--data", table, "--label", "verdict", "--benign", "good", "--out", bundle);
    }

    @BeforeEach
    void makeKey() {
        key = folder.resolve("seal.key");
        assertThat(Terminal.said("key", "seal", key))
                .contains("keep it secret")
                .doesNotContain(text(key).strip());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Terminal.Result altered(Path sealed, Path key, String... lines) throws IOException {
        Path other = sealed.resolveSibling("altered-" + sealed.getFileName());
        Files.write(other, List.of(lines));
        Terminal.Result result = Terminal.run("verify", other, "--seal-key", key);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(Main.GATE);
        return result;
    }

    @Test
    void sealedVerdictsAreThoseOfAnUnsealedRunAndAreIntact() throws IOException {
        for (String name : List.of("v.jsonl", "v.csv")) {
            Path plain = folder.resolve("plain-" + name);
            Path sealed = folder.resolve(name);
            Terminal.run("infer", bundle, table, "--out", plain, "--keep", "kind,size");
            Terminal.Result said = Terminal.run(
                    "infer", bundle, table, "--out", sealed, "--keep", "kind,size", "--seal-key", key, "--batch", 100);
            assertThat(said.code()).as(said.err()).isZero();
            assertThat(said.err()).doesNotContain(text(key).strip()).doesNotContain("other users");
            Matcher session = SESSION.matcher(said.err());
            assertThat(session.find()).isTrue();
            List<String> stripped = Files.readAllLines(sealed).stream()
                    .filter(line -> !line.contains(",\"record\":") && !line.startsWith("{\"record\""))
                    .filter(line -> !line.matches(",+(session|closed) .*"))
                    .map(line -> line.replaceAll(",\"sequence\":\\d+,\"tag\":\"[0-9a-f]{64}\"}$", "}")
                            .replaceAll(",,\\d+,[0-9a-f]{64}$", "")
                            .replaceAll(",record,sequence,tag$", ""))
                    .toList();
            assertThat(stripped).isEqualTo(Files.readAllLines(plain));
            Terminal.Result fresh =
                    Terminal.run("verify", sealed, "--seal-key", key, "--session", session.group(1), "--model", bundle);
            assertThat(fresh.code()).as(fresh.out()).isZero();
            assertThat(fresh.out())
                    .contains(": intact\n", "session " + session.group(1) + ", opened " + session.group(2))
                    .contains("600 genuine lines of rows, by the detector ")
                    .doesNotContain("freshness");
            assertThat(Terminal.said("verify", sealed, "--seal-key", key)).contains("freshness was not checked");
            assertThat(Terminal.said("verify", sealed, "--seal-key", key, "--after", "2020-01-01T00:00:00Z"))
                    .doesNotContain("freshness");
            Terminal.Result old =
                    Terminal.run("verify", sealed, "--seal-key", key, "--after", session.group(2), "--model", bundle);
            assertThat(old.code()).isEqualTo(Main.GATE);
            assertThat(old.out()).contains("not intact", "which is not after");
        }
    }

    @Test
    void alterationsAndEmptyStreamsAreExitCodeOne() throws IOException {
        Path sealed = folder.resolve("v.jsonl");
        Terminal.run("infer", bundle, table, "--out", sealed, "--seal-key", key);
        List<String> lines = new ArrayList<>(Files.readAllLines(sealed));
        assertThat(lines).hasSize(602);
        assertThat(altered(sealed, key).out()).contains("not intact", "no opening record");
        assertThat(altered(sealed, key, lines.subList(0, 300).toArray(String[]::new))
                        .out())
                .contains("there is no closing record", "299 genuine lines", "freshness was not checked");
        lines.set(9, lines.get(9).replaceFirst("\"score\":", "\"score\":1"));
        assertThat(altered(sealed, key, lines.toArray(String[]::new)).out())
                .contains("line 10: record 9 is altered", "599 genuine lines");
    }

    @Test
    void mistakesAreNamed() throws IOException {
        Path weak = Files.writeString(folder.resolve("weak.key"), "secret\n");
        assertThat(Terminal.refused("infer", bundle, table, "--seal-key", weak).err())
                .contains("has 32 to 4,096 bytes but this has 6")
                .doesNotContain("secret\n");
        assertThat(Terminal.refused("infer", bundle, table, "--seal-key", key, "--keep", "size,tag")
                        .err())
                .contains("--keep tag: a sealed line has a field of that name");
        Path sealed = folder.resolve("v.jsonl");
        Terminal.run("infer", bundle, table, "--out", sealed, "--seal-key", key);
        assertThat(Terminal.refused("infer", bundle, table, "--follow", "--out", sealed, "--seal-key", key)
                        .err())
                .contains("holds verdicts already");
        assertThat(Terminal.refused("verify", sealed).err()).contains("--trust KEY.pub", "--seal-key FILE");
        assertThat(Terminal.refused("verify", sealed, "--trust", key, "--seal-key", key)
                        .err())
                .contains("leave one out");
        assertThat(Terminal.refused("verify", sealed, "--trust", key, "--session", "ab")
                        .err())
                .contains("--seal-key FILE is needed");
        assertThat(Terminal.refused("verify", sealed, "--seal-key", key, "--session", "ab")
                        .err())
                .contains("--session must be at least 16");
        assertThat(Terminal.refused("verify", sealed, "--seal-key", key, "--after", "yesterday")
                        .err())
                .contains("--after must be a time such as");
        assertThat(Terminal.refused("verify", folder.resolve("none"), "--seal-key", key)
                        .err())
                .contains("there is no such file");
        assertThat(Terminal.refused("key", "seal", key).err()).contains("is not replaced");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Terminal.run("infer", bundle, table, "--out", sealed, "--seal-key", key)
                        .err())
                .contains("other users can read", "chmod 600");
    }

    @Test
    void aGrowingStreamIsIntactSoFarAndClosedAtItsEnd() throws Exception {
        Path log =
                Files.writeString(folder.resolve("live.log"), "{\"size\":9,\"rate\":8,\"count\":3,\"kind\":\"udp\"}\n");
        Path out = folder.resolve("v.jsonl");
        List<Terminal.Result> results = new CopyOnWriteArrayList<>();
        Thread command = new Thread(
                () -> results.add(Terminal.run("infer", bundle, log, "--follow", "--out", out, "--seal-key", key)));
        command.start();
        await(out, 2);
        assertThat(Terminal.said("verify", out, "--seal-key", key))
                .contains("intact so far; there is no closing record yet", "1 genuine line of rows");
        Files.writeString(log, "{\"size\":1,\"rate\":2,\"count\":3,\"kind\":\"udp\"}\n", StandardOpenOption.APPEND);
        await(out, 3);
        Thread.sleep(500); // until it waits for more: an interrupted write is a write that failed
        command.interrupt();
        command.join(Duration.ofSeconds(20).toMillis());
        assertThat(results)
                .singleElement()
                .satisfies(one -> assertThat(one.code()).isZero());
        assertThat(Terminal.said("verify", out, "--seal-key", key)).contains(": intact\n", "2 genuine lines of rows");
    }

    private static void await(Path file, int lines) throws Exception {
        for (int i = 0; i < 400; i++) {
            if (Files.exists(file) && Files.readAllLines(file).size() >= lines) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no " + lines + " lines in " + file);
    }
}
