package dev.gauntlet.adapters.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.adapters.disk.Modes;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealKeyTest {
    private static final String TEXT = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("seal.key"), text);
    }

    @Test
    void aNewKeyIsReadAgainAndOnlyItsOwnerCanReadIt() {
        Path path = folder.resolve("new.key");
        SealKey made = SealKey.make(path);
        assertThat(SealKey.read(path).bytes()).isEqualTo(made.bytes()).hasSize(64);
        assertThat(SealKey.make(folder.resolve("other.key")).bytes()).isNotEqualTo(made.bytes());
        assertThat(Modes.isOpenToOthers(path)).isFalse();
        assertThatThrownBy(() -> SealKey.make(path)).hasMessageContaining("is not replaced");
        assertThat(made.toString()).doesNotContain(new String(made.bytes(), StandardCharsets.US_ASCII));
    }

    @Test
    void whiteSpaceAtTheEndOfATextIsNoPartOfTheKeyButOfRandomBytesItIs() throws IOException {
        byte[] plain = SealKey.read(file(TEXT)).bytes();
        assertThat(SealKey.read(file(TEXT + "\r\n")).bytes()).isEqualTo(plain).hasSize(32);
        byte[] random = new byte[33];
        IntStream.range(0, 32).forEach(i -> random[i] = (byte) (200 + i));
        random[32] = '\n';
        Path binary = Files.write(folder.resolve("binary.key"), random);
        assertThat(SealKey.read(binary).bytes()).isEqualTo(random);
    }

    @Test
    void shortMonotonousAndMissingKeysAreRefused() throws IOException {
        for (String text : new String[] {"", TEXT.substring(1), TEXT.substring(1) + "\n", "x".repeat(5000)}) {
            Path path = file(text);
            assertThatThrownBy(() -> SealKey.read(path))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("32 to 4,096 bytes")
                    .hasMessageContaining("gauntlet key seal");
        }
        Path same = file("abababa".repeat(10));
        assertThatThrownBy(() -> SealKey.read(same)).hasMessageContaining("can be guessed");
        assertThatThrownBy(() -> SealKey.read(folder.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such key file");
    }
}
