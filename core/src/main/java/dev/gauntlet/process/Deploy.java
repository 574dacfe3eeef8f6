package dev.gauntlet.process;

import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The deploy step: writes a detector to a bundle with its provenance, and signs it with Ed25519.
 *
 * @param provenance for example the digests of the training rows and of the schema, by name
 */
public record Deploy(SortedMap<String, String> provenance) {
    /** The bundle entry that holds the signature. */
    public static final String SIGNATURE = "signature";

    public Deploy {
        provenance = new TreeMap<>(provenance);
    }

    public Deploy() {
        this(new TreeMap<>());
    }

    public Bundle apply(Model model) {
        Bundle bundle = Bundle.of(model);
        for (var fact : provenance.entrySet()) {
            bundle = bundle.withEntry("provenance." + fact.getKey(), fact.getValue());
        }
        return bundle;
    }

    /** The same bundle with a signature over everything else in it. */
    public static Bundle sign(Bundle bundle, PrivateKey key) {
        return bundle.withEntry(SIGNATURE, HexFormat.of().formatHex(sign(message(bundle), key)));
    }

    /** Whether a bundle is, to the last bit, what the holder of the key signed. */
    public static boolean verifies(Bundle bundle, PublicKey key) {
        try {
            return verifies(message(bundle), HexFormat.of().parseHex(bundle.entry(SIGNATURE)), key);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] message(Bundle bundle) {
        return bundle.digest().getBytes(StandardCharsets.US_ASCII);
    }

    /** The 64 bytes of an Ed25519 signature over a message. */
    public static byte[] sign(byte[] message, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
    }

    /** Whether the holder of the key signed a message; an invalid signature never verifies. */
    public static boolean verifies(byte[] message, byte[] signature, PublicKey key) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
