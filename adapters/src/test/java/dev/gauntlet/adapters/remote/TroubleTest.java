package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Servers that are slow, fail, lie, send elsewhere or answer with something else. */
final class TroubleTest {
    private static final Rows ROWS = Probe.between(Toy.plain(), 3);
    private static final String SECRET = "s3cr3t-t0ken";

    @TempDir
    private Path folder = Path.of("");

    private static Mock.Answered scores(JsonNode asked) {
        return Mock.Answered.ok(Map.of(
                "predictions", Collections.nCopies(asked.path("instances").size(), 0.25)));
    }

    private static RemoteKernel open(Mock mock, String... lines) {
        String[] all = new String[lines.length + 2];
        System.arraycopy(lines, 0, all, 2, lines.length);
        all[0] = "protocol: tf-serving";
        all[1] = "model: m";
        return RemoteKernel.open(mock.target(all), Toy.plain(), ROWS);
    }

    private static void refused(Mock mock, List<String> words, String... lines) {
        try (mock) {
            assertThatThrownBy(() -> open(mock, lines))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("tf-serving http://127.0.0.1:")
                    .satisfies(e -> assertThat(e.getMessage()).contains(words));
        }
    }

    @Test
    void aTransientFailureIsRetried() {
        AtomicInteger asked = new AtomicInteger();
        try (Mock mock = new Mock(body -> asked.getAndIncrement() % 2 == 0
                        ? new Mock.Answered(500, Map.of(), "out of memory")
                        : scores(body));
                RemoteKernel kernel = open(mock)) {
            assertThat(kernel.scores(ROWS).column(0)).containsExactly(0.25, 0.25, 0.25);
        }
    }

    @Test
    void aPermanentFailureIsNamedAndNotRetried() {
        AtomicInteger asked = new AtomicInteger();
        try (Mock mock = new Mock(body -> asked.incrementAndGet() > 6
                        ? new Mock.Answered(503, Map.of(), "overloaded\nby far")
                        : scores(body));
                RemoteKernel kernel = open(mock, "retries: 1")) {
            String said = "%s: scoring 3 rows failed 2 times: status 503: overloaded by far"
                    .formatted("tf-serving http://127.0.0.1:" + mock.port() + "/v1/models/m:predict");
            assertThatThrownBy(() -> kernel.scores(ROWS)).hasMessage(said);
            int before = asked.get();
            assertThatThrownBy(() -> kernel.scores(ROWS)).hasMessage(said);
            assertThat(asked).hasValue(before);
        }
    }

    @Test
    void retryAfterIsHonoured() {
        AtomicInteger asked = new AtomicInteger();
        try (Mock mock = new Mock(body -> switch (asked.getAndIncrement()) {
            case 0 -> new Mock.Answered(429, Map.of("Retry-After", "1"), "");
            case 1 ->
                new Mock.Answered(
                        429,
                        Map.of(
                                "Retry-After",
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        Instant.now().plusSeconds(2).atZone(ZoneOffset.UTC))),
                        "");
            default -> scores(body);
        })) {
            long start = System.nanoTime();
            open(mock).close();
            // The date is cut to its second, so the second wait is of one second at least.
            assertThat((System.nanoTime() - start) / 1e9).isBetween(2.0, 6.0);
        }
        refused(
                new Mock(body -> new Mock.Answered(429, Map.of("Retry-After", "3600"), "quota used up")),
                List.of("status 429: quota used up", "lower rate"));
    }

    @Test
    void redirectsAreNotFollowed() {
        AtomicInteger elsewhere = new AtomicInteger();
        try (Mock other = new Mock(body -> {
            elsewhere.incrementAndGet();
            return scores(body);
        })) {
            String there = "http://localhost:" + other.port() + "/v1";
            refused(
                    new Mock(body -> new Mock.Answered(307, Map.of("Location", there), "")),
                    List.of("status 307: it redirects to localhost:" + other.port(), "state the final url"));
            assertThat(elsewhere).hasValue(0);
        }
    }

    @Test
    void invalidAnswersAreShown() {
        refused(new Mock(body -> new Mock.Answered(200, Map.of(), "<html>hello")), List.of("not JSON: <html>hello"));
        refused(new Mock(body -> new Mock.Answered(200, Map.of(), "")), List.of("nothing at /predictions"));
        refused(
                new Mock(body -> Mock.Answered.ok(Map.of("error", 1))),
                List.of("nothing at /predictions: {\"error\":1}"));
        refused(
                new Mock(body -> Mock.Answered.ok(Map.of("predictions", List.of(1.5, 2.5)))),
                List.of("sent 3 rows and returned 2 answers"));
        refused(
                new Mock(body -> new Mock.Answered(200, Map.of(), "{\"predictions\": [0.5, null, 0.5]}")),
                List.of("answer 2 should be a number", "null"));
        refused(
                new Mock(body -> new Mock.Answered(200, Map.of(), "{\"predictions\": [0.5, 1e999, 0.5]}")),
                List.of("answer 2 should be a number"));
        refused(
                new Mock(body -> Mock.Answered.ok(Map.of("predictions", List.of("ham", "spam", "ham")))),
                List.of("answer 1 is the label \"ham\"; state which labels mean benign, as benign: [ham]"));
        refused(
                new Mock(body -> Mock.Answered.ok(Map.of("predictions", Collections.nCopies(3, List.of(0.5, 0.75))))),
                List.of("should be a list of probabilities, which sum to 1"));
        refused(
                new Mock(body -> new Mock.Answered(400, Map.of(), "7 columns wanted")),
                List.of("400: 7 columns wanted"));
        refused(new Mock(body -> new Mock.Answered(404, Map.of(), "")), List.of("404", "url or model may be wrong"));
    }

    @Test
    void brokenAnswersAreNeverTakenForLabels() {
        for (String broken : List.of("nan", "-inf", "37.75%", "{\\\"error\\\": 1}", "None", "0.5", "<p>no</p>")) {
            refused(
                    new Mock(body -> new Mock.Answered(
                            200, Map.of(), "{\"predictions\": [\"%s\", \"ham\", \"ham\"]}".formatted(broken))),
                    List.of("answer 1 should be a label, a word or a whole number"));
        }
        refused(
                new Mock(body -> Mock.Answered.ok(Map.of("predictions", List.of("1", "0", "0")))),
                List.of("answer 1 is the label \"1\"", "as benign: [LABEL]"));
    }

    @Test
    void tooLargeAnswersAreAborted() {
        String large = "[" + "0.125, ".repeat(3 << 20) + "0]";
        refused(new Mock(body -> new Mock.Answered(200, Map.of(), large)), List.of("larger than 16 MiB", "batch"));
    }

    @Test
    void slowAnswersTimeOut() {
        refused(
                new Mock(body -> {
                    Thread.sleep(5000);
                    return scores(body);
                }),
                List.of("2 times", "no complete answer within 0.2 s"),
                "timeout: 0.2",
                "retries: 1");
    }

    @Test
    void aTargetThatIsNotRunningIsNamed() {
        Mock mock = new Mock(TroubleTest::scores);
        Target target = mock.target("protocol: mlflow", "retries: 0");
        mock.close();
        assertThatThrownBy(() -> RemoteKernel.open(target, Toy.plain(), ROWS))
                .hasMessageContaining("scoring 3 rows failed: there is no answer from this address");
    }

    @Test
    void inconsistentAnswersAreNoticed() {
        AtomicInteger asked = new AtomicInteger();
        try (Mock mock = new Mock(body -> Mock.Answered.ok(Map.of(
                        "predictions",
                        Collections.nCopies(body.path("instances").size(), 0.25 * asked.getAndIncrement()))));
                RemoteKernel kernel = open(mock)) {
            assertThat(kernel.probe().isSteady()).isFalse();
            assertThat(kernel.probe().notes())
                    .singleElement()
                    .asString()
                    .contains("other answers when queried again (3 of 3 rows differ, by 0.25 at most)");
        }
    }

    /** One who keeps answers by the question hides that they are made anew each time. */
    @Test
    void cachedAnswersAreNoticed() {
        AtomicInteger asked = new AtomicInteger();
        Map<String, Mock.Answered> kept = new java.util.concurrent.ConcurrentHashMap<>();
        try (Mock mock = new Mock(body -> kept.computeIfAbsent(
                        body.toString(),
                        key -> Mock.Answered.ok(Map.of(
                                "predictions",
                                Collections.nCopies(body.path("instances").size(), 0.5 * asked.getAndIncrement())))));
                RemoteKernel kernel = open(mock)) {
            assertThat(kernel.probe().again().rows()).isZero();
            assertThat(kernel.probe().notes())
                    .singleElement()
                    .asString()
                    .contains("in another order and batch size (3 of 3 rows differ", "answers look cached");
        }
    }

    @Test
    void laterChangesAreNoticed() {
        AtomicInteger asked = new AtomicInteger();
        try (Mock mock = new Mock(body -> asked.getAndIncrement() < 20
                        ? scores(body)
                        : Mock.Answered.ok(Map.of(
                                "predictions",
                                Collections.nCopies(body.path("instances").size(), 0.75))));
                RemoteKernel kernel = open(mock)) {
            assertThat(kernel.drift()).isEmpty();
            asked.set(100);
            assertThat(kernel.drift().orElseThrow())
                    .contains("answers differently than before the attacks (3 of 3 rows differ, by 0.50 at most)");
        }
    }

    @Test
    void concurrencyAndRateAreLimited() {
        Rows many = Rows.fill(40, 4, (i, j) -> i);
        try (Mock mock = new Mock(body -> {
                    Thread.sleep(20);
                    return scores(body);
                });
                RemoteKernel kernel = open(mock, "batch: 1", "concurrency: 3")) {
            assertThat(kernel.scores(many).size()).isEqualTo(40);
            assertThat(mock.most.get()).isEqualTo(3);
        }
        try (Mock mock = new Mock(TroubleTest::scores);
                RemoteKernel kernel = open(mock, "batch: 8", "concurrency: 4", "rate: {rows: 80}")) {
            long start = System.nanoTime();
            assertThat(kernel.scores(many).size()).isEqualTo(40);
            // Five batches of a tenth of a second each, of which the last is not waited for.
            assertThat((System.nanoTime() - start) / 1e9).isBetween(0.4, 3.0);
        }
    }

    @Test
    void credentialsAreSentAndNeverShown() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), SECRET + "\n");
        String[] lines = {"token: {file: '%s'}".formatted(token), "headers: {X-Key: {file: '%s'}}".formatted(token)};
        try (Mock mock = new Mock(TroubleTest::scores);
                RemoteKernel kernel = open(mock, lines)) {
            assertThat(mock.seen.get(0).headers())
                    .containsEntry("Authorization", List.of("Bearer " + SECRET))
                    .containsEntry("X-key", List.of(SECRET));
            assertThat(kernel.target() + " " + kernel.target().keys()
                            + kernel.target().name())
                    .doesNotContain(SECRET);
        }
        for (int status : new int[] {200, 400, 503}) {
            Mock echo = new Mock(body -> new Mock.Answered(status, Map.of(), "you sent Bearer " + SECRET));
            refused(echo, List.of("you sent Bearer ***"), lines[0], lines[1], "retries: 0");
        }
        for (int status : new int[] {401, 403}) {
            try (Mock echo = new Mock(body -> new Mock.Answered(status, Map.of(), "no entry for you"))) {
                assertThatThrownBy(() -> open(echo, lines))
                        .hasMessageEndingWith("status %d; token or headers may be missing or wrong".formatted(status));
            }
        }
    }

    /** Tokens as they are found in echoes: with other characters, coded, within something longer, in pieces. */
    private static List<String> copies(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        byte[] pair = ("user:" + token).getBytes(StandardCharsets.UTF_8);
        StringBuilder percent = new StringBuilder();
        StringBuilder unicode = new StringBuilder();
        for (byte b : bytes) {
            percent.append("%%%02x".formatted(b));
            unicode.append("\\u%04x".formatted(b));
        }
        String mime = Base64.getMimeEncoder(20, new byte[] {'\r', '\n'}).encodeToString(bytes);
        return List.of(
                token,
                token.toUpperCase(Locale.ROOT),
                token.toLowerCase(Locale.ROOT),
                token.replaceAll("(.)", "$1 "),
                token.replaceAll("(.....)", "$1\r\n"),
                token.replaceAll("(.)", "$1-"),
                token.replaceAll("(.)", "$1\0"),
                token.replaceAll("(.)", "$1, "),
                token.replaceAll("(.)", "$1\u200b"),
                token.chars().mapToObj("&#%d;"::formatted).collect(Collectors.joining()),
                token.chars().mapToObj("&#x%04X;"::formatted).collect(Collectors.joining()),
                token.replace("&", "&amp;").replace("\"", "&quot;"),
                new StringBuilder(token).reverse().toString(),
                new StringBuilder(token).reverse().toString().replaceAll("(.)", "$1-"),
                HexFormat.ofDelimiter(":").formatHex(bytes),
                Base64.getEncoder().encodeToString(Base64.getEncoder().encode(bytes)),
                Base64.getEncoder().encodeToString(Base64.getEncoder().encode(pair)),
                token.substring(0, 15),
                token.substring(9),
                URLEncoder.encode(token, StandardCharsets.UTF_8),
                percent.toString(),
                percent.toString().replace("%", "%25"),
                unicode.toString(),
                Mock.JSON.writeValueAsString(token),
                Mock.JSON.writeValueAsString(Mock.JSON.writeValueAsString(token)),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(pair),
                Base64.getEncoder().encodeToString(pair),
                Base64.getEncoder().encodeToString(pair).toLowerCase(Locale.ROOT),
                mime,
                HexFormat.of().formatHex(bytes));
    }

    /** Eight characters in a row of the token, or of any copy of it, as the token's owner would see them. */
    private static void hidden(String shown, String token) {
        String plain = shown.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        String letters = token.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        assertThat(plain.replaceAll("[^a-z0-9]", ""))
                .doesNotContain(letters.substring(0, 8), letters.substring(letters.length() - 8));
        for (String copy : copies(token)) {
            String whole = copy.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
            for (int at = 3; at + 12 <= whole.length() - 3; at++) {
                assertThat(plain).doesNotContain(whole.substring(at, at + 12));
            }
        }
    }

    @Test
    void noCopyOfATokenIsShown() throws Exception {
        String token = "Tk/9+q\\Zw\"eR-7_uY~kL3=mN?p0&s";
        Path file = Files.writeString(folder.resolve("token"), token);
        String[] lines = {
            "token: {file: '%s'}".formatted(file),
            "headers: {X-Key: {file: '%s'}}".formatted(file),
            "query: {key: {file: '%s'}}".formatted(file),
            "retries: 0"
        };
        for (String copy : copies(token)) {
            for (int before : new int[] {0, 150, 190, 199}) {
                String said = "x".repeat(before) + " " + copy + " " + copy + " and more";
                for (Mock.Answered answer : List.of(
                        new Mock.Answered(500, Map.of(), said),
                        new Mock.Answered(200, Map.of(), said),
                        Mock.Answered.ok(Map.of("predictions", List.of(said, said, said))),
                        Mock.Answered.ok(Map.of("error", said)),
                        new Mock.Answered(302, Map.of("Location", "http://h/" + Wire.encoded(copy)), ""))) {
                    try (Mock mock = new Mock(body -> answer)) {
                        assertThatThrownBy(() -> open(mock, lines))
                                .isInstanceOf(InputException.class)
                                .satisfies(e -> hidden(String.valueOf(e.getMessage()), token));
                    }
                }
            }
        }
    }

    @Test
    void otherWordsAreShown() {
        String said =
                "cannot load model-7 (status: 0x1F); see https://h/docs?a=1&b=2 - try again, after 20 s; it\u2019s &lt;busy&gt;";
        assertThat(new Mask("Tk/9+q\\Zw\"eR-7_uY~kL3=mN?p0&s").hide(said)).isEqualTo(said);
        assertThat(new Mask("hush").hide("h-u-s-h is a short one")).isEqualTo("h-u-s-h is a short one");
        assertThat(new Mask("a1b2c3d4e5").hide("is a1-b2-c3-d4-e5 known?")).isEqualTo("is *** known?");
    }

    /** As many answers as there are rows: the first, and the others. */
    private static Mock answering(String first, String others) {
        return new Mock(body -> {
            int rows = body.path("instances").size();
            String answers = first + (", " + others).repeat(rows - 1);
            return new Mock.Answered(200, Map.of(), "{\"predictions\": [%s]}".formatted(answers));
        });
    }

    @Test
    void aFractionIsNoLabelButAWholeNumberWithAPointIsOneIfStated() {
        List<String> broken = List.of("answer 1 should be a label, a word or a whole number");
        refused(answering("0.37", "0"), broken, "answer: label");
        refused(answering("1e-3", "1"), broken, "answer: label");
        refused(answering("0.37", "1"), broken, "answer: label", "benign: [good]");
        try (Mock mock = answering("\"1.0\"", "\"0.0\"");
                RemoteKernel kernel = open(mock, "answer: label", "benign: [\"0.0\"]")) {
            assertThat(kernel.scores(ROWS).column(1)).containsExactly(1, 0, 0);
        }
        refused(answering("\"1.0\"", "\"0.0\""), broken, "answer: label", "benign: [good]");
    }
}
