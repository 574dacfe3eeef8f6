package dev.gauntlet.app.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.ChainedFile;
import dev.gauntlet.data.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
    @Test
    void whatAnOlderBuildLeftIsHeldButNotUsed(@TempDir Path folder) {
        Path file = folder.resolve("journal.jsonl");
        Journal first = Journal.open(file);
        first.add("old", "[]");
        first.add("same", "[1]");
        assertThat(first.used()).isEqualTo(2);
        Journal second = Journal.open(file);
        assertThat(second.size()).isEqualTo(2);
        assertThat(second.used()).isZero();
        assertThat(second.find("same")).contains("[1]");
        assertThat(second.find("new")).isEmpty();
        assertThat(second.used()).isEqualTo(1);
    }

    @Test
    void whatIsAddedAfterATornLineIsNotLost(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal.jsonl");
        Journal first = Journal.open(file);
        first.add("a", "[1]");
        first.add("b", "[2]");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 3));
        Journal torn = Journal.open(file);
        assertThat(numbers(torn)).containsExactly(2);
        torn.add("b", "[2]");
        torn.add("c", "[3]");
        Journal again = Journal.open(file);
        assertThat(again.find("a")).contains("[1]");
        assertThat(again.find("b")).contains("[2]");
        assertThat(again.find("c")).contains("[3]");
    }

    @Test
    void bytesThatAreNoTextSpoilTheirLineOnly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal.jsonl");
        Journal first = Journal.open(file);
        first.add("a", "[1]");
        Files.write(file, new byte[] {(byte) 0xff, 0, (byte) 0xc3}, StandardOpenOption.APPEND);
        Journal torn = Journal.open(file);
        assertThat(numbers(torn)).containsExactly(2);
        assertThat(torn.find("a")).contains("[1]");
        torn.add("b", "[2]");
        assertThat(Journal.open(file).find("b")).contains("[2]");
    }

    @Test
    void everyAlteredByteCostsItsLineOnly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal.jsonl");
        Journal first = Journal.open(file);
        List<String> names = List.of("a", "b", "c");
        names.forEach(name -> first.add(name, "[\"" + name + "\"]"));
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            for (int bit = 1; bit < 256; bit *= 2) {
                byte[] altered = whole.clone();
                altered[i] ^= (byte) bit;
                Files.write(file, altered);
                Journal journal = Journal.open(file);
                int line = i / (whole.length / 3);
                // The end of a line that is altered joins it to the next.
                int joined = whole[i] == '\n' ? line + 1 : line;
                for (int j = 0; j < 3; j++) {
                    assertThat(journal.find(names.get(j)).isPresent())
                            .as("byte %d, bit %d, line %d", i, bit, j)
                            .isEqualTo(j != line && j != joined);
                }
                assertThat(numbers(journal)).contains(line + 1);
                journal.add("d", "[4]");
                assertThat(Journal.open(file).find("d")).contains("[4]");
            }
        }
    }

    @Test
    void aResultUnderTheNameOfAnotherIsAltered(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal.jsonl");
        Journal first = Journal.open(file);
        first.add("a", "[1]");
        first.add("b", "[2]");
        Files.writeString(file, Files.readString(file).replaceFirst("^a", "c"));
        Journal altered = Journal.open(file);
        assertThat(altered.find("c")).isEmpty();
        assertThat(altered.find("b")).contains("[2]");
        assertThat(numbers(altered)).containsExactly(1);
    }

    private static List<Integer> numbers(Journal journal) {
        return journal.faults().stream().map(ChainedFile.Fault::number).toList();
    }

    @Test
    void aLineThatIsLeftOutMovedOrRecomputedIsNoticed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal.jsonl");
        Journal first = Journal.open(file);
        List<String> names = List.of("a", "b", "c", "d", "e");
        names.forEach(name -> first.add(name, "[\"" + name + "\"]"));
        List<String> lines = Files.readAllLines(file);

        Files.write(file, List.of(lines.get(0), lines.get(1), lines.get(3), lines.get(4)));
        Journal fewer = Journal.open(file);
        assertThat(numbers(fewer)).containsExactly(3);
        assertThat(names.stream().filter(name -> fewer.find(name).isPresent())).containsExactly("a", "e");

        Files.write(file, lines.subList(1, 5));
        assertThat(Journal.open(file).faults())
                .containsExactly(new ChainedFile.Fault(1, "lines before it are missing"));

        Path other = folder.resolve("other.jsonl");
        Files.write(other, lines.subList(0, 2));
        Journal.open(other).add("c", "[\"forged\"]");
        Files.write(
                file,
                List.of(lines.get(0), lines.get(1), Files.readAllLines(other).get(2), lines.get(3), lines.get(4)));
        Journal forged = Journal.open(file);
        assertThat(numbers(forged)).containsExactly(4);
        assertThat(names.stream().filter(name -> forged.find(name).isPresent())).containsExactly("a", "b", "e");
    }

    @Test
    void aJournalOfAnEarlierVersionIsContinued(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal.jsonl");
        String old = "a\t" + new Digest().add("a").add("[1]").hex() + "\t[1]\n";
        Files.writeString(file, old);
        Journal journal = Journal.open(file);
        journal.add("b", "[2]");
        Journal again = Journal.open(file);
        assertThat(again.faults()).isEmpty();
        assertThat(again.find("b")).contains("[2]");
        assertThat(Files.readString(file)).startsWith(old);
    }
}
