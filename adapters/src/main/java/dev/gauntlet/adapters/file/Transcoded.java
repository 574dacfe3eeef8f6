package dev.gauntlet.adapters.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text of another encoding as UTF-8; characters that are cut or unknown become U+FFFD. */
final class Transcoded extends InputStream {
    private final Reader in;
    private final char[] chars = new char[1 << 14];
    private byte[] bytes = new byte[0];
    private int at;
    /** The first half of a character that the last chunk ended within. */
    private int kept;

    Transcoded(InputStream raw, Charset charset) {
        in = new InputStreamReader(raw, charset);
    }

    private boolean fill() throws IOException {
        int count = in.read(chars, kept, chars.length - kept);
        if (count < 0 && kept == 0) {
            return false;
        }
        int size = kept + Math.max(0, count);
        kept = count > 0 && Character.isHighSurrogate(chars[size - 1]) ? 1 : 0;
        bytes = new String(chars, 0, size - kept).getBytes(StandardCharsets.UTF_8);
        if (kept > 0) {
            chars[0] = chars[size - 1];
        }
        at = 0;
        return bytes.length > 0 || fill();
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
        // Of what waits, that there is some is all that can be said.
        return Math.max(bytes.length - at, in.ready() ? 1 : 0);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
