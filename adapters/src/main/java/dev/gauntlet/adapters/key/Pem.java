package dev.gauntlet.adapters.key;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes in the text form that OpenSSL reads and writes: base64 between two lines that say what it is. */
final class Pem {
    private static final int MOST_BYTES = 1 << 16;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private final String type;
    private final byte[] content;

    Pem(String type, byte[] content) {
        this.type = type;
        this.content = content.clone();
    }

    /** The first block of a file. */
    static Pem read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return parse(new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1), path.toString());
        } catch (IOException e) {
            throw new InputException("%s: %s"
                    .formatted(
                            path, Files.exists(path) ? "cannot be read as a key file" : "there is no such key file"));
        }
    }

    /** The first block of a text; {@code place} is the prefix of a problem. */
    static Pem parse(String text, String place) {
        Matcher block = BLOCK.matcher(text);
        try {
            if (block.find()) {
                return new Pem(block.group(1), Base64.getMimeDecoder().decode(block.group(2)));
            }
        } catch (IllegalArgumentException e) {
            // falls to the refusal below: the text between the lines is not base64
        }
        throw new InputException(place + ": is not a key file; make a pair with: gauntlet key new NAME");
    }

    String type() {
        return type;
    }

    byte[] content() {
        return content.clone();
    }

    /** The text of a file. */
    String text() {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), type);
    }
}
