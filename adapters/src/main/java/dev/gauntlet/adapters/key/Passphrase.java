package dev.gauntlet.adapters.key;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.crypto.spec.PBEKeySpec;

/** What a private key is locked with. Printable ASCII, because tools differ in the bytes they make of other letters. */
public final class Passphrase {
    private static final int MOST_BYTES = 1 << 12;

    private final char[] letters;

    private Passphrase(char[] letters) {
        this.letters = letters;
    }

    /**
     * A passphrase.
     *
     * @param place where it comes from, for the message
     * @throws InputException if it is empty or holds another character than printable ASCII
     */
    public static Passphrase of(String text, String place) {
        if (text.isEmpty()) {
            throw new InputException(place + ": the passphrase is empty");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new InputException(
                        "%s: character %d of the passphrase is not printable ASCII; tools differ in how they"
                                        .formatted(place, i + 1)
                                + " encode others, so use letters without accents, digits, spaces and punctuation");
            }
        }
        return new Passphrase(text.toCharArray());
    }

    /** The first line of a file. */
    public static Passphrase read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return of(text.lines().findFirst().orElse(""), path.toString());
        } catch (IOException e) {
            throw new InputException("%s: %s"
                    .formatted(path, Files.exists(path) ? "cannot be read" : "there is no such passphrase file"));
        }
    }

    PBEKeySpec spec() {
        return new PBEKeySpec(letters.clone());
    }

    /** Never shows the passphrase. */
    @Override
    public String toString() {
        return "a passphrase";
    }
}
