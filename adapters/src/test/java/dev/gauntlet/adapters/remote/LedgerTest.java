package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.adapters.ChainedFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class LedgerTest {
    private static final Rows ROWS = Rows.fill(7, Toy.plain().width(), (i, j) -> i + 0.1 * j);

    @TempDir
    private Path folder = Path.of("");

    private final AtomicInteger rows = new AtomicInteger();

    /** Answers every row with the number of rows asked so far, so that no two answers are alike. */
    private Mock.Answered counted(JsonNode asked) {
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < asked.path("instances").size(); i++) {
            scores.add(rows.incrementAndGet() + 1 / 3.0);
        }
        return Mock.Answered.ok(Map.of("predictions", scores));
    }

    private RemoteKernel open(Mock mock, Path file, String... lines) {
        List<String> all = new ArrayList<>(List.of("protocol: tf-serving", "model: m"));
        all.addAll(List.of(lines));
        return RemoteKernel.open(
                mock.target(all.toArray(String[]::new)), Toy.plain(), ROWS.slice(0, 2), Ledger.kept(file, () -> {}));
    }

    @Test
    void answeredRowsAreNotSentAgain() throws IOException {
        Path file = folder.resolve("answers.txt");
        try (Mock mock = new Mock(this::counted)) {
            double[] first;
            double[] second;
            try (RemoteKernel kernel = open(mock, file)) {
                first = kernel.malice(ROWS);
                second = kernel.malice(ROWS);
                assertThat(second).doesNotContain(first);
                assertThat(kernel.use().rows()).isEqualTo(6 + 14);
                assertThat(kernel.use().taken()).isZero();
            }
            int before = rows.get();
            try (RemoteKernel kernel = open(mock, file)) {
                assertThat(kernel.answer()).isEqualTo(Answer.SCORE);
                assertThat(kernel.malice(ROWS)).isEqualTo(first);
                assertThat(kernel.malice(ROWS.slice(3, 7))).isEqualTo(java.util.Arrays.copyOfRange(second, 3, 7));
                assertThat(rows).hasValue(before);
                // Rows that are known go unasked beside one that is not.
                Rows mixed = Rows.of(ROWS.row(0), new double[ROWS.width()], ROWS.row(2));
                double[] third = kernel.malice(mixed);
                assertThat(third).containsExactly(second[0], before + 1 + 1 / 3.0, second[2]);
                assertThat(kernel.use().rows()).isEqualTo(1);
                assertThat(kernel.malice(ROWS.slice(0, 1))).containsExactly(before + 2 + 1 / 3.0);
            }
        }
        assertThat(Files.readString(file)).startsWith("answers of tf-serving http://127.0.0.1:");
    }

    /** Answers that were paid for are stored also when another request fails, and nothing is written afterwards. */
    @Test
    void aFailureWaitsForTheAnswersOfOpenRequests() throws IOException {
        Path file = folder.resolve("answers.txt");
        CountDownLatch slow = new CountDownLatch(1);
        try (Mock mock = new Mock(asked -> {
            JsonNode instances = asked.path("instances");
            double first = instances.path(0).path(0).asDouble();
            if (first == 0) {
                slow.await(5, TimeUnit.SECONDS);
                return Mock.Answered.ok(Map.of("predictions", List.of("no number")));
            }
            slow.countDown();
            Thread.sleep(300);
            return counted(asked);
        })) {
            Rows rows = Rows.fill(2, Toy.plain().width(), (i, j) -> i);
            try (RemoteKernel kernel = RemoteKernel.open(
                    mock.target("protocol: tf-serving", "model: m", "batch: 1", "concurrency: 2"),
                    Toy.plain(),
                    ROWS.slice(1, 3),
                    Ledger.kept(file, () -> {}))) {
                long before = Files.size(file);
                assertThatThrownBy(() -> kernel.malice(rows)).isInstanceOf(InputException.class);
                long after = Files.size(file);
                assertThat(after).isGreaterThan(before);
                assertThat(kernel.use().rows()).isEqualTo(6 + 1);
            }
        }
    }

    @Test
    void aCacheSparesTheTargetButNotTheProbes() throws IOException {
        Path file = folder.resolve("answers.txt");
        try (Mock mock = new Mock(this::counted)) {
            double[] first;
            try (RemoteKernel kernel = open(mock, file, "cache: true")) {
                assertThat(kernel.use().rows()).isEqualTo(6);
                first = kernel.malice(ROWS);
                assertThat(kernel.malice(ROWS)).isEqualTo(first);
                assertThat(kernel.use().rows()).isEqualTo(6 + 5);
                assertThat(kernel.use().remembered()).isEqualTo(2 + 7);
                assertThat(kernel.drift()).isPresent();
                assertThat(kernel.use().rows()).isEqualTo(6 + 5 + 2);
            }
            int before = rows.get();
            try (RemoteKernel kernel = open(mock, file, "cache: true")) {
                assertThat(kernel.malice(ROWS)).isEqualTo(first);
                assertThat(kernel.malice(ROWS)).isEqualTo(first);
                assertThat(rows).hasValue(before);
            }
        }
    }

    @Test
    void aTruncatedAnswerIsRequestedAgainAndAnotherTargetsAnswersAreRefused() throws IOException {
        Path file = folder.resolve("answers.txt");
        try (Mock mock = new Mock(this::counted)) {
            double[] first;
            try (RemoteKernel kernel = open(mock, file)) {
                first = kernel.malice(ROWS);
            }
            String whole = Files.readString(file);
            Files.writeString(file, whole.substring(0, whole.length() - 4));
            try (RemoteKernel kernel = open(mock, file)) {
                double[] again = kernel.malice(ROWS);
                assertThat(again[5]).isEqualTo(first[5]);
                assertThat(again[6]).isGreaterThan(first[6]);
            }
            assertThatThrownBy(() -> open(mock, file, "answer: probabilities"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("remove the file");
            Files.writeString(file, Files.readString(file).replace("/v1/models/m", "/v1/models/n"));
            assertThatThrownBy(() -> open(mock, file)).hasMessageContaining("its first line was altered");
            Path other = folder.resolve("other.txt");
            ChainedFile.open(other, line -> false)
                    .append(List.of(whole.substring(0, whole.indexOf('\t')).replace("/v1/models/m", "/v1/models/n")));
            assertThatThrownBy(() -> open(mock, other)).hasMessageContaining("contains answers of tf-serving");
        }
    }

    @Test
    void everyAlteredByteCostsItsLineOnly() throws IOException {
        Path file = folder.resolve("answers.txt");
        try (Mock mock = new Mock(this::counted)) {
            try (RemoteKernel kernel = open(mock, file)) {
                kernel.malice(ROWS);
            }
            byte[] whole = Files.readAllBytes(file);
            int second = new String(whole, StandardCharsets.US_ASCII).indexOf('\n') + 1;
            for (int i = second; i < whole.length - 1; i++) {
                if (whole[i] == '\n') {
                    continue;
                }
                for (int bit : new int[] {1, 4, 128}) {
                    byte[] altered = whole.clone();
                    altered[i] ^= (byte) bit;
                    Files.write(file, altered);
                    int line = (int) IntStream.range(0, i)
                                    .filter(at -> whole[at] == '\n')
                                    .count()
                            + 1;
                    Ledger ledger = Ledger.kept(file, () -> {});
                    ledger.open(mock.target("protocol: tf-serving", "model: m"));
                    assertThat(ledger.use().faults())
                            .extracting(ChainedFile.Fault::number)
                            .contains(line)
                            .hasSizeBetween(1, 2);
                }
            }
        }
    }

    @Test
    void answersOfEarlierVersionsAreUsed() throws IOException {
        Path file = folder.resolve("answers.txt");
        try (Mock mock = new Mock(this::counted)) {
            double[] first;
            try (RemoteKernel kernel = open(mock, file)) {
                first = kernel.malice(ROWS);
            }
            String earlier = Files.readString(file).replaceAll("\t.*\n", "\n");
            Files.writeString(file, earlier);
            int before = rows.get();
            try (RemoteKernel kernel = open(mock, file)) {
                assertThat(kernel.malice(ROWS)).isEqualTo(first);
                assertThat(rows).hasValue(before);
                kernel.malice(ROWS);
            }
            assertThat(Files.readString(file)).startsWith(earlier).hasSizeGreaterThan(earlier.length());
            int next = (int) earlier.lines().count() + 1;
            Files.writeString(file, Files.readString(file).replaceFirst("\n([0-9a-f]+) ", "\n$1 1"));
            assertThat(numbers(mock, file)).containsExactly(next);
            Files.writeString(file, earlier.replaceFirst("\n([0-9a-f]+) ", "\n$1 x"));
            assertThat(numbers(mock, file)).containsExactly(2);
        }
    }

    @Test
    void aHeadThatWasCutShortIsWrittenAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("answers.txt"), "answers of tf-ser");
        try (Mock mock = new Mock(this::counted);
                RemoteKernel kernel = open(mock, file)) {
            assertThat(kernel.malice(ROWS)).hasSize(7);
        }
        assertThat(Files.readAllLines(file).get(0)).contains(", score\t");
    }

    private static List<Integer> numbers(Mock mock, Path file) {
        Ledger ledger = Ledger.kept(file, () -> {});
        ledger.open(mock.target("protocol: tf-serving", "model: m"));
        return ledger.use().faults().stream().map(ChainedFile.Fault::number).toList();
    }

    @Test
    void answersOfBuildsWithChecksumsAreUsed() throws IOException {
        Path file = folder.resolve("answers.txt");
        try (Mock mock = new Mock(this::counted)) {
            double[] first;
            try (RemoteKernel kernel = open(mock, file)) {
                first = kernel.malice(ROWS);
            }
            String[] lines = Files.readString(file).replaceAll("\t.*\n", "\n").split("\n");
            StringBuilder earlier = new StringBuilder(lines[0]).append(", with checksums\n");
            for (int i = 1; i < lines.length; i++) {
                CRC32C sum = new CRC32C();
                sum.update(lines[i].getBytes(StandardCharsets.UTF_8));
                earlier.append("%s #%08x%n".formatted(lines[i], sum.getValue()));
            }
            Files.writeString(file, earlier);
            int before = rows.get();
            try (RemoteKernel kernel = open(mock, file)) {
                assertThat(kernel.malice(ROWS)).isEqualTo(first);
                assertThat(rows).hasValue(before);
            }
            Files.writeString(file, earlier.toString().replaceFirst("\n([0-9a-f]+) ", "\n$1 1"));
            assertThat(numbers(mock, file)).containsExactly(2);
        }
    }

    @Test
    void anAnswerThatIsRecomputedOrLeftOutIsNoticed() throws IOException {
        Path file = folder.resolve("answers.txt");
        try (Mock mock = new Mock(this::counted)) {
            try (RemoteKernel kernel = open(mock, file)) {
                kernel.malice(ROWS);
            }
            List<String> lines = Files.readAllLines(file);
            List<String> fewer = new ArrayList<>(lines);
            fewer.remove(3);
            Files.write(file, fewer);
            assertThat(numbers(mock, file)).containsExactly(4);
            Path other = folder.resolve("other.txt");
            Files.write(other, lines.subList(0, 3));
            ChainedFile.open(other, line -> false)
                    .append(List.of(lines.get(3).replaceFirst("\t.*", "").replaceFirst(" .*", " 0.25")));
            List<String> forged = new ArrayList<>(Files.readAllLines(other));
            assertThat(forged.get(3)).contains(" 0.25\t").isNotEqualTo(lines.get(3));
            forged.addAll(lines.subList(4, lines.size()));
            Files.write(file, forged);
            assertThat(numbers(mock, file)).containsExactly(5);
        }
    }
}
