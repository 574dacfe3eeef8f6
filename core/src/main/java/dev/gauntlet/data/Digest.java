package dev.gauntlet.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over values; each text is preceded by its length, so that no two sequences of values read the same. */
public final class Digest {
    private final MessageDigest sha;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 13);

    public Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The 64 hexadecimal digits of the SHA-256 of a text in UTF-8 and nothing else, as of a file. */
    public static String of(String text) {
        Digest digest = new Digest();
        digest.sha.update(text.getBytes(StandardCharsets.UTF_8));
        return digest.hex();
    }

    public Digest add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add((long) bytes.length);
        flush();
        sha.update(bytes);
        return this;
    }

    public Digest add(byte[] bytes) {
        add((long) bytes.length);
        flush();
        sha.update(bytes);
        return this;
    }

    public Digest add(double value) {
        return add(Double.doubleToLongBits(value));
    }

    public Digest add(long value) {
        if (buffer.remaining() < Long.BYTES) {
            flush();
        }
        buffer.putLong(value);
        return this;
    }

    /** The 64 hexadecimal digits of everything added so far; the digest then starts again. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    /** The 32 bytes of everything added so far; the digest then starts again. */
    public byte[] bytes() {
        flush();
        return sha.digest();
    }

    private void flush() {
        buffer.flip();
        sha.update(buffer);
        buffer.clear();
    }
}
