package dev.gauntlet.defence.verdict;

import dev.gauntlet.process.VerdictSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tags of one session: each is an HMAC-SHA256 over a record and the tag before it. Their key is derived from the shared one
 * and the session, so that no record of another session verifies, not even behind one of its own.
 *
 * <p>Source: Krawczyk, Bellare, Canetti, "HMAC: Keyed-Hashing for Message Authentication", RFC 2104, 1997.
 */
public final class SessionTags {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * The tags of a session.
     *
     * @param shared the key that sender and receiver have
     */
    public SessionTags(byte[] shared, VerdictSession session) {
        key = new SecretKeySpec(hmac(keyOf(shared), utf8("the key of " + session.text())), ALGORITHM);
    }

    /** Names a shared key without telling it. */
    public static String keyId(byte[] shared) {
        return HexFormat.of()
                .formatHex(hmac(keyOf(shared), utf8("the name of a key of verdicts")))
                .substring(0, 16);
    }

    /**
     * The tag of a record, in hexadecimal.
     *
     * @param before the tag of the record before it; empty for the first
     */
    public String tag(String before, long sequence, byte[] record) {
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
        return HexFormat.of().formatHex(hmac(key, utf8(before), number, record));
    }

    /** Whether two tags are the same, in a time that does not depend on where they differ. */
    public static boolean same(String tag, String stated) {
        return MessageDigest.isEqual(utf8(tag), utf8(stated));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SecretKeySpec keyOf(byte[] shared) {
        return new SecretKeySpec(shared, ALGORITHM);
    }

    private static byte[] hmac(SecretKeySpec key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
