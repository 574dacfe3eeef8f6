package dev.gauntlet.adapters.key;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;

/** The secret by which verdicts are sealed, and checked: the same at both ends. */
public final class SealKey {
    private static final int LEAST_BYTES = 32;
    private static final int MOST_BYTES = 4096;
    /** 32 random bytes have fewer different ones less than once in 10^18, and so have 64 random hexadecimal digits. */
    private static final int LEAST_DIFFERENT = 8;

    private final byte[] bytes;

    private SealKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The key that a file holds: its bytes; of a text, those before the white space at its end.
     *
     * @throws InputException if there is none, or one that is short or repeats a few bytes
     */
    public static SealKey read(Path path) {
        byte[] read;
        try (InputStream in = Files.newInputStream(path)) {
            read = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new InputException(
                    "%s: %s".formatted(path, Files.exists(path) ? "cannot be read" : "there is no such key file"));
        }
        byte[] key = trimmed(read);
        if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
            throw new InputException("%s: a key for sealing has %d to %,d bytes but this has %s; %s"
                    .formatted(path, LEAST_BYTES, MOST_BYTES, key.length > MOST_BYTES ? "more" : key.length, MAKE));
        }
        if (IntStream.range(0, key.length).map(i -> key[i]).distinct().count() < LEAST_DIFFERENT) {
            throw new InputException(
                    "%s: the key repeats so few different bytes that it can be guessed; %s".formatted(path, MAKE));
        }
        return new SealKey(key);
    }

    private static final String MAKE = "\"gauntlet key seal FILE\" makes one";

    /** Writes a new key of 256 random bits, as 64 hexadecimal digits, to a file that only its owner can read. */
    public static SealKey make(Path path) {
        if (Files.exists(path)) {
            throw new InputException(path + ": exists; a key is not replaced");
        }
        byte[] random = new byte[LEAST_BYTES];
        new SecureRandom().nextBytes(random);
        byte[] digits = HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(digits, digits.length + 1);
        line[digits.length] = '\n';
        WholeFile.writeSecret(path, line);
        return new SealKey(digits);
    }

    private static byte[] trimmed(byte[] read) {
        boolean text = IntStream.range(0, read.length)
                .map(i -> read[i])
                .allMatch(b -> (b >= ' ' && b <= '~') || b == '\n' || b == '\r' || b == '\t');
        int end = read.length;
        while (text && end > 0 && read[end - 1] <= ' ') {
            end--;
        }
        return Arrays.copyOf(read, end);
    }

    /** A copy of its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "a key for sealing";
    }
}
