package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a log between two looks at it, by one reader and by two, one after the other. */
final class FollowedLogTest {
    private static final String HEAD = "#separator \\x09\n#fields\tport\tuid\n#types\tcount\tstring\n";

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();
    private Path log;

    @BeforeEach
    void name() {
        log = folder.resolve("conn.log");
    }

    private RecordStream follow(Optional<LogPlace> from) {
        TableSchema table = new TableSchema(
                new Schema(List.of(Feature.real("port", 0, 65_535))),
                List.of("port", "uid"),
                List.of("uid"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        return new StreamSource(table, StreamSource.Format.AUTO, 100, List.of("uid")).follow(log, from, notes::add);
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String row(int number) {
        return "%d\tC%d\n".formatted(number, number);
    }

    /** The ports of all rows that are there, rejected ones as -1. */
    private static List<Integer> read(RecordStream stream) {
        List<Integer> ports = new ArrayList<>();
        for (Optional<Records> next = stream.next(); next.isPresent(); next = stream.next()) {
            for (int i = 0; i < next.get().size(); i++) {
                ports.add((int) next.get().column("port").number(i));
            }
            stream.rejected().forEach(one -> ports.add(-1));
        }
        return ports;
    }

    private LogPlace readTo(int end) throws IOException {
        append(HEAD);
        for (int i = 0; i < end; i++) {
            append(row(i));
        }
        try (RecordStream stream = follow(Optional.empty())) {
            assertThat(stream.next()).isPresent();
            return stream.place().orElseThrow();
        }
    }

    @Test
    void anotherReaderGoesOnBehindTheLastLineWithItsHeader() throws IOException {
        LogPlace place = readTo(3);
        assertThat(place.row()).isEqualTo(3);
        append("3\t");
        append("C3\n4\tC");
        try (RecordStream stream = follow(Optional.of(place))) {
            Records next = stream.next().orElseThrow();
            assertThat(next.size()).isEqualTo(1);
            assertThat(next.id(0)).isEqualTo(3);
            append("4\n");
            assertThat(read(stream)).containsExactly(4);
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void aLogCutAndRegrownIsSeenByTheLastLineRead() throws IOException {
        append(HEAD + row(1) + row(2));
        try (RecordStream stream = follow(Optional.empty())) {
            assertThat(read(stream)).containsExactly(1, 2);
            Files.writeString(log, HEAD + row(3) + row(4));
            assertThat(read(stream)).as("as long as before").containsExactly(3, 4);
            Files.writeString(log, HEAD + row(5) + row(6) + row(7));
            assertThat(read(stream)).as("longer than before").containsExactly(5, 6, 7);
            Files.writeString(log, HEAD + row(8));
            assertThat(read(stream)).as("shorter than before").containsExactly(8);
        }
    }

    @Test
    void whatWasWrittenBeforeALogWasCutIsReadFromItsCopy() throws IOException {
        append(HEAD + row(1));
        try (RecordStream stream = follow(Optional.empty())) {
            assertThat(read(stream)).containsExactly(1);
            append(row(2) + row(3));
            Files.copy(log, folder.resolve("conn.log.1"));
            Files.writeString(log, HEAD + row(4));
            assertThat(read(stream)).containsExactly(2, 3, 4);
        }
    }

    @Test
    void anOlderFileOfTheSameContentIsNoCopy() throws IOException {
        append(HEAD + row(1) + row(2));
        Files.move(log, folder.resolve("conn.log.1"));
        Files.setLastModifiedTime(folder.resolve("conn.log.1"), FileTime.fromMillis(1_000_000_000_000L));
        append(HEAD + row(1));
        try (RecordStream stream = follow(Optional.empty())) {
            assertThat(read(stream)).containsExactly(1);
            Files.writeString(log, HEAD + row(4));
            assertThat(read(stream)).containsExactly(4);
        }
    }

    @Test
    void aLineThatIsNotCompleteWhenItsFileIsCutIsARowThatCannotBeJudged() throws IOException {
        append(HEAD + row(1) + "2");
        try (RecordStream stream = follow(Optional.empty())) {
            assertThat(read(stream)).containsExactly(1);
            Files.writeString(log, HEAD + row(3));
            assertThat(read(stream)).containsExactlyInAnyOrder(-1, 3);
        }
    }

    @Test
    void aLogThatWasMovedOrCutWhileNobodyReadIsReadToItsEndFirst() throws IOException {
        LogPlace place = readTo(3);
        append(row(3));
        Files.move(log, folder.resolve("conn.2026.log"));
        try (RecordStream stream = follow(Optional.of(place))) {
            assertThat(read(stream)).as("the new one is not there yet").containsExactly(3);
            append(HEAD + row(4));
            assertThat(read(stream)).containsExactly(4);
            place = stream.place().orElse(place);
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void aLogThatIsAnotherIsReadFromItsStartAndThisIsSaid() throws IOException {
        LogPlace place = readTo(3);
        Files.delete(log);
        append(HEAD + row(10) + row(11) + row(12) + row(13));
        try (RecordStream stream = follow(Optional.of(place))) {
            assertThat(read(stream)).containsExactly(10, 11, 12, 13);
        }
        assertThat(notes).singleElement().asString().contains("is not the file that was read before");
    }

    @Test
    void aDeletedLogIsAwaited() throws IOException {
        append(HEAD + row(1));
        try (RecordStream stream = follow(Optional.empty())) {
            assertThat(read(stream)).containsExactly(1);
            Files.delete(log);
            assertThat(read(stream)).isEmpty();
            append(HEAD + row(2));
            assertThat(read(stream)).containsExactly(2);
        }
    }

    @Test
    void behindALineThatEndsWithAnErrorNothingIsResumed() throws IOException {
        LogPlace place = readTo(2);
        append(row(2) + "#fields\tother\tuid\n#types\tcount\tstring\n" + row(3));
        try (RecordStream stream = follow(Optional.of(place))) {
            assertThat(stream.next()).isPresent();
            assertThat(stream.place()).isEmpty();
        }
    }

    /** Moves the log to a name, and what had that name to another, as a rotation does; the last writes are told apart. */
    private void rotate(int time, String... names) throws IOException {
        Files.setLastModifiedTime(log, FileTime.fromMillis(1_900_000_000_000L + time));
        for (int i = names.length - 1; i > 0; i--) {
            Files.move(folder.resolve(names[i - 1]), folder.resolve(names[i]));
        }
        Files.move(log, folder.resolve(names[0]));
    }

    @Test
    void everyFileOfSeveralRotationsBetweenTwoLooksIsRead() throws IOException {
        Files.writeString(folder.resolve("conn.log.4"), HEAD + row(99));
        Files.setLastModifiedTime(folder.resolve("conn.log.4"), FileTime.fromMillis(1_000_000_000_000L));
        append(HEAD + row(1));
        try (RecordStream stream = follow(Optional.empty())) {
            assertThat(read(stream)).containsExactly(1);
            append(row(2));
            rotate(1, "conn.log.1");
            append(HEAD + row(3));
            rotate(2, "conn.log.1", "conn.log.2");
            append(HEAD + row(4));
            rotate(3, "conn.log.1", "conn.log.2", "conn.log.3");
            Files.writeString(folder.resolve("conn.log.verdicts"), HEAD + row(98));
            append(HEAD + row(5));
            assertThat(read(stream)).containsExactly(2, 3, 4, 5);
            append(row(6));
            rotate(4, "conn-20260504.log");
            append(HEAD + row(7));
            rotate(5, "conn-20260505.log");
            append(HEAD + row(8));
            assertThat(read(stream)).containsExactly(6, 7, 8);
        }
    }

    @Test
    void everyFileOfSeveralRotationsWhileNobodyReadIsRead() throws IOException {
        LogPlace place = readTo(2);
        append(row(2));
        rotate(1, "conn.log.1");
        append(HEAD + row(3));
        rotate(2, "conn.log.1", "conn.log.2");
        append(HEAD + row(4));
        try (RecordStream stream = follow(Optional.of(place))) {
            assertThat(read(stream)).containsExactly(2, 3, 4);
        }
        Files.delete(folder.resolve("conn.log.2"));
        try (RecordStream stream = follow(Optional.of(place))) {
            assertThat(read(stream)).as("the file that was read is gone").containsExactly(3, 4);
        }
        assertThat(notes).singleElement().asString().contains("is not the file that was read before");
    }

    @Test
    void aCopyOfALogThatWasRotatedIsNotReadAgain() throws IOException {
        append(HEAD + row(1) + row(2));
        try (RecordStream stream = follow(Optional.empty())) {
            assertThat(read(stream)).containsExactly(1, 2);
            Files.copy(log, folder.resolve("conn.log.0"));
            rotate(1, "conn.log.1");
            append(HEAD + row(3));
            assertThat(read(stream)).containsExactly(3);
        }
    }
}
