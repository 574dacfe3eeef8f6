package dev.gauntlet.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A point in a tree of random streams. A stream depends on the path that leads to it and on nothing else: not on the
 * order of calls, the thread, or what other code drew before.
 *
 * <p>The state of a child is the SHA-256 of its parent's state and its own label, so streams of different paths are
 * independent for every practical purpose.
 */
public final class Seed {
    private final byte[] state;

    private Seed(byte[] state) {
        this.state = state;
    }

    /** The root of the tree of one seed number. */
    public static Seed of(long value) {
        return new Seed(
                digest(ByteBuffer.allocate(9).put((byte) 'r').putLong(value).array(), new byte[0]));
    }

    public Seed child(String label) {
        return new Seed(digest(state, ("s" + label).getBytes(StandardCharsets.UTF_8)));
    }

    public Seed child(long index) {
        return new Seed(digest(
                state, ByteBuffer.allocate(9).put((byte) 'i').putLong(index).array()));
    }

    /** A fresh generator at the start of this path's stream; two calls give two generators with the same numbers. */
    public Rng rng() {
        ByteBuffer words = ByteBuffer.wrap(state);
        return new Rng(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    /** The 64 hexadecimal digits that identify this path. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(state);
    }

    private static byte[] digest(byte[] first, byte[] second) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(first);
            return sha.digest(second);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
