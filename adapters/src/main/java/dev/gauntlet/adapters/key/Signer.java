package dev.gauntlet.adapters.key;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.process.Deploy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * A possible signer: an Ed25519 public key with a name. The name is that of the key file, so it is chosen by whoever
 * trusts the key, not by its owner.
 */
public record Signer(String name, PublicKey key) {
    /** How the file of a public key ends. */
    public static final String ENDING = ".pub";

    private static final String TYPE = "PUBLIC KEY";
    private static final int SHORT = 16;

    /**
     * Reads a public key, whose name is that of its file without {@code .pub}.
     *
     * @throws InputException if the file holds none, or one of another kind
     */
    public static Signer read(Path path) {
        return of(
                String.valueOf(path.getFileName()).replaceFirst("\\.(pub|pem)$", ""), Pem.read(path), path.toString());
    }

    /** Reads the text of a public key file; {@code place} is the prefix of a problem. */
    public static Signer parse(String name, String pem, String place) {
        return of(name, Pem.parse(pem, place), place);
    }

    private static Signer of(String name, Pem pem, String place) {
        if (pem.type().endsWith("PRIVATE KEY")) {
            throw new InputException(place + ": is a private key; give the public key (.pub) instead");
        }
        try {
            return new Signer(
                    name, KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(pem.content())));
        } catch (GeneralSecurityException e) {
            throw new InputException(place + ": contains no Ed25519 public key; make one with: gauntlet key new NAME");
        }
    }

    /** The text of a public key file. */
    public String pem() {
        return new Pem(TYPE, key.getEncoded()).text();
    }

    /** Writes the public key as PEM. */
    public void write(Path path) {
        WholeFile.write(path, pem().getBytes(StandardCharsets.US_ASCII));
    }

    /** The SHA-256 of the key as X.509 writes it, in 64 hexadecimal digits. */
    public String id() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether this key signed a message. */
    public boolean signed(byte[] message, byte[] signature) {
        return Deploy.verifies(message, signature, key);
    }

    /** The name with the start of the id, for the user. */
    @Override
    public String toString() {
        return "%s (%s)".formatted(name, shortId(id()));
    }

    /** The start of an id, enough for the user to distinguish keys. */
    public static String shortId(String id) {
        return id.substring(0, Math.min(SHORT, id.length()));
    }
}
