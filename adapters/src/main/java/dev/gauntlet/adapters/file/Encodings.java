package dev.gauntlet.adapters.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Detects the encoding of a text from its bytes. */
public final class Encodings {
    /** What to do with a stream in another encoding: unlike that of a file, it cannot be detected. */
    public static final String CONVERT =
            "convert it from the encoding it has, such as: iconv -f WINDOWS-1252 -t UTF-8 FILE | gauntlet infer MODEL -";

    /** The encoding of Windows and many spreadsheets, if not UTF-8. */
    static final Charset WINDOWS = Charset.forName("windows-1252");

    private Encodings() {}

    /**
     * The encoding of a file that starts with these bytes: UTF-16 by its byte order mark or its zeros, Windows-1252 if
     * it cannot be UTF-8.
     */
    static Charset of(byte[] head) {
        if (head.length >= 2 && head[0] == (byte) 0xff && head[1] == (byte) 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        if (head.length >= 2 && head[0] == (byte) 0xfe && head[1] == (byte) 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        int[] zeros = new int[2];
        for (int i = 0; i < head.length; i++) {
            zeros[i % 2] += head[i] == 0 ? 1 : 0;
        }
        // Of text in Latin letters every other byte is 0; a binary file of numbers has no such pattern.
        if (zeros[1] > 0.3 * head.length && zeros[1] > 10 * zeros[0]) {
            return StandardCharsets.UTF_16LE;
        }
        return zeros[0] > 0.3 * head.length && zeros[0] > 10 * zeros[1]
                ? StandardCharsets.UTF_16BE
                : StandardCharsets.UTF_8;
    }

    /** Whether a file that starts with these bytes has another encoding than UTF-8. */
    static boolean isOther(byte[] head) {
        try {
            return of(head).equals(StandardCharsets.UTF_8) && isOther(new ByteArrayInputStream(head));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a text has invalid UTF-8 and no valid non-ASCII characters, so it is in another encoding. */
    static boolean isOther(InputStream in) throws IOException {
        Utf8 utf8 = new Utf8();
        boolean broken = false;
        int pending = 0;
        byte[] chunk = new byte[1 << 16];
        for (int count = in.read(chunk); count > 0; count = in.read(chunk)) {
            for (int i = 0; i < count; i++) {
                int b = chunk[i] & 0xff;
                if (b == 0) {
                    return false;
                }
                if (!utf8.accepts(b)) {
                    broken = true;
                    utf8 = new Utf8();
                    pending = 0;
                    continue;
                }
                pending += b >= 0x80 ? 1 : 0;
                if (pending > 0 && utf8.complete()) {
                    return false;
                }
            }
        }
        return broken;
    }
}
