package dev.gauntlet.adapters.key;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.process.Deploy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** An Ed25519 key pair: {@code NAME.key}, PKCS#8 that only its owner may read, and {@code NAME.pub} beside it. */
public final class SigningKey {
    /** How the file of a private key ends. */
    public static final String ENDING = ".key";

    private static final String OPEN = "PRIVATE KEY";
    private static final String LOCKED = "ENCRYPTED PRIVATE KEY";
    private static final byte[] TRIAL = "do these two keys belong together?".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey secret;
    private final Signer signer;

    private SigningKey(PrivateKey secret, Signer signer) {
        this.secret = secret;
        this.signer = signer;
    }

    /** A new pair from the system's random source. */
    public static SigningKey make(String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new InputException(
                    "\"%s\" is not a valid name of a key; use up to 64 letters, digits, dots, dashes and underscores"
                            .formatted(name));
        }
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(pair.getPrivate(), new Signer(name, pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
    }

    /**
     * Reads a private key and the public one beside it.
     *
     * @param passphrase asked only if the key is locked
     * @throws InputException if either is missing or broken, they are no pair, or the passphrase is wrong
     */
    public static SigningKey read(Path path, Supplier<Passphrase> passphrase) {
        Pem pem = Pem.read(path);
        PrivateKey secret;
        try {
            secret = KeyFactory.getInstance("Ed25519").generatePrivate(encoded(pem, path, passphrase));
        } catch (GeneralSecurityException e) {
            throw new InputException(path + ": contains no Ed25519 private key; make one with: gauntlet key new NAME");
        }
        Path beside = path.resolveSibling(
                String.valueOf(path.getFileName()).replaceFirst("\\.(key|pem)$", "") + Signer.ENDING);
        if (!Files.exists(beside)) {
            throw new InputException(
                    "%s: the public key %s must be in the same folder; OpenSSL can make it again: openssl pkey -in"
                                    .formatted(path, beside.getFileName())
                            + " %s -pubout -out %s".formatted(path, beside));
        }
        Signer signer = Signer.read(beside);
        if (!signer.signed(TRIAL, Deploy.sign(TRIAL, secret))) {
            throw new InputException("%s: is not the public key of %s".formatted(path, beside));
        }
        return new SigningKey(secret, signer);
    }

    private static PKCS8EncodedKeySpec encoded(Pem pem, Path path, Supplier<Passphrase> passphrase) {
        if (pem.type().equals(OPEN)) {
            return new PKCS8EncodedKeySpec(pem.content());
        }
        if (!pem.type().equals(LOCKED)) {
            throw new InputException("%s: contains a %s; give a private key in PKCS#8 (.key) instead"
                    .formatted(path, pem.type().toLowerCase(Locale.ROOT)));
        }
        Passphrase given = passphrase.get();
        try {
            return LockedKey.unlock(pem.content(), given);
        } catch (GeneralSecurityException | IOException e) {
            throw new InputException(path + ": the passphrase is wrong, or the file is damaged");
        }
    }

    /**
     * Writes both files into a folder that is there.
     *
     * @param passphrase locks the private key; empty leaves it unencrypted
     * @throws InputException if one of the files is there already; it is left alone
     */
    public void write(Path folder, Optional<Passphrase> passphrase) {
        Path secretFile = folder.resolve(signer.name() + ENDING);
        Path publicFile = folder.resolve(signer.name() + Signer.ENDING);
        for (Path file : new Path[] {secretFile, publicFile}) {
            if (Files.exists(file)) {
                throw new InputException(file + ": exists already and is not overwritten; choose another name");
            }
        }
        Pem pem = passphrase
                .map(given -> new Pem(LOCKED, LockedKey.lock(secret, given)))
                .orElseGet(() -> new Pem(OPEN, secret.getEncoded()));
        WholeFile.writeSecret(secretFile, pem.text().getBytes(StandardCharsets.US_ASCII));
        signer.write(publicFile);
    }

    /** The public half. */
    public Signer signer() {
        return signer;
    }

    /** The 64 bytes of a signature. */
    public byte[] sign(byte[] message) {
        return Deploy.sign(message, secret);
    }
}
