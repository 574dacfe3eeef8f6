package dev.gauntlet.adapters.file;

/**
 * Why a record of a CSV file cannot be used.
 *
 * @param problem empty if it can
 * @param file the same, worded for the whole file, with how to fix it
 * @param line the line it is found in
 */
record CsvFlaw(String problem, String file, long line) {
    static final CsvFlaw NONE = new CsvFlaw("", "", 0);

    static CsvFlaw of(String problem, long line) {
        return new CsvFlaw(problem, problem, line);
    }

    /**
     * The first invalid byte in a range, if any.
     *
     * @param offset the position in the file at which the array begins
     * @param first the line of the first byte
     */
    static CsvFlaw ofBytes(byte[] bytes, int from, int to, long offset, long first) {
        Utf8 utf8 = new Utf8();
        long line = first;
        int start = from;
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xff;
            if (b == 0) {
                String file = "contains a NUL byte at byte %d; save it as plain UTF-8 text".formatted(offset + i);
                return new CsvFlaw("contains a NUL byte", file, line);
            }
            if (!utf8.accepts(b)) {
                String file = "byte %d is not UTF-8; save the file as UTF-8 text".formatted(offset + i);
                return new CsvFlaw("byte %d of the line is not UTF-8".formatted(i - start), file, line);
            }
            if (b == '\n' || (b == '\r' && (i + 1 == to || bytes[i + 1] != '\n'))) {
                line++;
                start = i + 1;
            }
        }
        return utf8.complete() ? NONE : of("the file ends within a character; it may be truncated", line);
    }

    /** Whether a byte is invalid in the encoding. */
    boolean isEncoding() {
        return problem.endsWith("is not UTF-8");
    }

    boolean isNone() {
        return problem.isEmpty();
    }
}
