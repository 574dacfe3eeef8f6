package dev.gauntlet.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * A style sheet or a script embedded in the page.
 *
 * @param text exactly the text between the tags
 */
public record Inline(String text) {
    /** Files beside this class, one after the other. */
    static Inline files(String... names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(file(name));
        }
        return new Inline(text.toString());
    }

    private static String file(String name) {
        try (InputStream in = Objects.requireNonNull(Inline.class.getResourceAsStream(name), name + " is missing")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** Its source expression in a content security policy: {@code 'sha256-...'}. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
