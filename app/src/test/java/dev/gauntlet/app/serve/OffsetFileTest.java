package dev.gauntlet.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gauntlet.adapters.file.LogPlace;
import dev.gauntlet.app.serve.OffsetFile.Output;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OffsetFileTest {
    @TempDir
    Path folder;

    private long kept() throws IOException {
        Path verdicts = folder.resolve("v.jsonl");
        return OffsetFile.beside(verdicts, folder.resolve("conn.log"), Optional.empty())
                .orElseThrow()
                .kept(Output.VERDICTS, verdicts, verdicts);
    }

    @Test
    void noFlippedBitChangesHowMuchOfTheVerdictsIsKept() throws IOException {
        Path verdicts = Files.writeString(folder.resolve("v.jsonl"), "x".repeat(150));
        LogPlace place = new LogPlace(17, "(dev=1,inode=2)", 1200, 70, "a1b2", 99, 18, List.of("#fields"));
        OffsetFile.beside(verdicts, folder.resolve("conn.log"), Optional.empty())
                .orElseThrow()
                .write(
                        Optional.of(place),
                        Map.of(Output.VERDICTS, OffsetFile.length(verdicts, 123)),
                        "",
                        Optional.empty());
        assertThat(kept()).isEqualTo(123);
        Path file = folder.resolve(".v.jsonl.offset");
        byte[] whole = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertThat(catchThrowable(this::kept)).as("bit %d", bit).isInstanceOf(InputException.class);
        }
        Files.write(file, whole);
        assertThat(kept()).isEqualTo(123);
    }
}
