package dev.gauntlet.adapters.file;

/** Checks a stream of bytes for well-formed UTF-8 (Unicode 15, table 3-7), one byte at a time. */
final class Utf8 {
    private int pending;
    private int low = 0x80;
    private int high = 0xbf;

    /** Whether the byte may follow those before it. */
    boolean accepts(int b) {
        if (pending > 0) {
            boolean fits = b >= low && b <= high;
            low = 0x80;
            high = 0xbf;
            pending--;
            return fits;
        }
        if (b < 0x80) {
            return true;
        }
        pending = b < 0xc2 ? -1 : b < 0xe0 ? 1 : b < 0xf0 ? 2 : b < 0xf5 ? 3 : -1;
        low = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
        high = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
        return pending > 0;
    }

    /** Whether the input does not end within a character. */
    boolean complete() {
        return pending == 0;
    }
}
