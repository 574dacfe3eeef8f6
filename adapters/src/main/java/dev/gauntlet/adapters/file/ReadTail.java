package dev.gauntlet.adapters.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The last bytes that were read of a file, by which it is seen whether it is still the same.
 *
 * @param position the end of the last line read
 * @param length how many bytes before it the digest is of
 */
record ReadTail(long position, int length, String digest) {
    static final ReadTail NONE = new ReadTail(0, 0, "");

    static ReadTail of(long position, byte[] last) {
        return new ReadTail(position, last.length, digest(last));
    }

    /** Whether a file still has these bytes there. */
    boolean isIn(SeekableByteChannel file) throws IOException {
        if (file.size() < position) {
            return false;
        }
        long before = file.position();
        try {
            ByteBuffer last = ByteBuffer.allocate(length);
            file.position(position - length);
            while (last.hasRemaining() && file.read(last) >= 0) {
                // Until all are read.
            }
            return !last.hasRemaining() && (length == 0 || digest(last.array()).equals(digest));
        } finally {
            file.position(before);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
