package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
            assertThatThrownBy(() -> open(mock, file)).hasMessageContaining("contains answers of tf-serving");
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
                    assertThat(ledger.use().altered()).contains(line).hasSizeBetween(1, 2);
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
            String earlier =
                    Files.readString(file).replace(", with checksums", "").replaceAll(" #[0-9a-f]{8}\n", "\n");
            Files.writeString(file, earlier);
            int before = rows.get();
            try (RemoteKernel kernel = open(mock, file)) {
                assertThat(kernel.malice(ROWS)).isEqualTo(first);
                assertThat(rows).hasValue(before);
                kernel.malice(ROWS);
            }
            assertThat(Files.readString(file)).startsWith(earlier).doesNotContain("#");
            Files.writeString(file, Files.readString(file).replaceFirst("\n([0-9a-f]+) ", "\n$1 x"));
            Ledger ledger = Ledger.kept(file, () -> {});
            ledger.open(mock.target("protocol: tf-serving", "model: m"));
            assertThat(ledger.use().altered()).containsExactly(2);
        }
    }

    @Test
    void aHeadThatWasCutShortIsWrittenAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("answers.txt"), "answers of tf-ser");
        try (Mock mock = new Mock(this::counted);
                RemoteKernel kernel = open(mock, file)) {
            assertThat(kernel.malice(ROWS)).hasSize(7);
        }
        assertThat(Files.readAllLines(file).get(0)).endsWith(", score, with checksums");
    }
}
