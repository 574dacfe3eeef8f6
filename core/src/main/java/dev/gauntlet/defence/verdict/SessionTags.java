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
 * and the session, so that no record of another session verifies, not even behind one of its own. For one thread at a time.
 *
 * <p>Source: Krawczyk, Bellare, Canetti, "HMAC: Keyed-Hashing for Message Authentication", RFC 2104, 1997.
 */
public final class SessionTags {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /**
     * The tags of a session.
     *
     * @param shared the key that sender and receiver have
     */
    public SessionTags(byte[] shared, VerdictSession session) {
        mac = mac(mac(shared).doFinal(utf8("the key of " + session.text())));
    }

    /** Names a shared key without telling it. */
    public static String keyId(byte[] shared) {
        return HexFormat.of()
                .formatHex(mac(shared).doFinal(utf8("the name of a key of verdicts")))
                .substring(0, 16);
    }

    /**
     * The tag of a record, in hexadecimal.
     *
     * @param before the tag of the record before it; empty for the first
     */
    public String tag(String before, long sequence, byte[] record) {
        mac.update(utf8(before));
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
        return HexFormat.of().formatHex(mac.doFinal(record));
    }

    /** Whether two tags are the same, in a time that does not depend on where they differ. */
    public static boolean same(String tag, String stated) {
        return MessageDigest.isEqual(utf8(tag), utf8(stated));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
