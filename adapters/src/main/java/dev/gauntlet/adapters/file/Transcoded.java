package dev.gauntlet.adapters.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Converts another encoding to UTF-8. Invalid UTF-16, such as half of a surrogate pair, becomes a byte that is invalid
 * in UTF-8, so that its row cannot be read; in other encodings invalid bytes become U+FFFD.
 */
final class Transcoded extends InputStream {
    /** An unpaired surrogate. */
    private static final char HALF = '\uDC00';
    /** A byte that is invalid in UTF-8. */
    private static final int NO_BYTE = 0xff;

    private final Reader in;
    private final char[] chars = new char[1 << 14];
    private byte[] bytes = new byte[0];
    private int at;
    /** The high surrogate at the end of the last chunk. */
    private int kept;

    Transcoded(InputStream raw, Charset charset) {
        boolean units = charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
        in = units ? new Units(raw, charset.equals(StandardCharsets.UTF_16BE)) : new InputStreamReader(raw, charset);
    }

    /** Reads UTF-16 code units unchanged; a decoder would read the unit after an unpaired surrogate as part of it. */
    private static final class Units extends Reader {
        private final InputStream raw;
        private final boolean big;

        Units(InputStream raw, boolean big) {
            this.raw = new BufferedInputStream(raw, 1 << 14);
            this.big = big;
        }

        @Override
        public int read(char[] into, int offset, int length) throws IOException {
            int count = 0;
            while (count < length && (count == 0 || raw.available() > 1)) {
                int first = raw.read();
                if (first < 0) {
                    return count == 0 ? -1 : count;
                }
                int second = raw.read();
                int unit = big ? first << 8 | second : second << 8 | first;
                into[offset + count++] = second < 0 ? HALF : (char) unit;
            }
            return count;
        }

        @Override
        public boolean ready() throws IOException {
            return raw.available() > 1;
        }

        @Override
        public void close() throws IOException {
            raw.close();
        }
    }

    private boolean fill() throws IOException {
        int count = in.read(chars, kept, chars.length - kept);
        if (count < 0 && kept == 0) {
            return false;
        }
        int size = kept + Math.max(0, count);
        kept = count > 0 && Character.isHighSurrogate(chars[size - 1]) ? 1 : 0;
        bytes = encoded(new String(chars, 0, size - kept));
        if (kept > 0) {
            chars[0] = chars[size - 1];
        }
        at = 0;
        return bytes.length > 0 || fill();
    }

    private static byte[] encoded(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(c -> {
            if (Character.getType(c) == Character.SURROGATE) {
                out.write(NO_BYTE);
            } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }

    @Override
    public int read() throws IOException {
        return at < bytes.length || fill() ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == bytes.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public int available() throws IOException {
        // The number of available bytes is unknown, only that there are some.
        return Math.max(bytes.length - at, in.ready() ? 1 : 0);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
