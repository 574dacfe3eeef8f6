package dev.gauntlet.adapters.file;

/**
 * The comment lines at the start of a file of separated text, each beginning with {@code #}.
 *
 * @param bytes their length, including empty lines among them
 * @param lines the number of lines
 * @param comments the number of comment lines
 */
record Preamble(int bytes, int lines, int comments) {
    static final Preamble NONE = new Preamble(0, 0, 0);

    /** The comments at the start, except one that can be a header. */
    static Preamble of(byte[] head, FileFormat format) {
        Preamble before = NONE;
        Preamble all = NONE;
        int at = mark(head);
        if (at >= head.length || head[at] != '#') {
            return NONE;
        }
        while (at < head.length && (head[at] == '#' || isLineEnd(head[at]))) {
            boolean comment = head[at] == '#';
            int end = end(head, at);
            before = comment ? all : before;
            all = new Preamble(end, all.lines + 1, all.comments + (comment ? 1 : 0));
            at = end;
        }
        return at < head.length && isHeader(head, before.bytes, at, format) ? before : all;
    }

    private static int mark(byte[] head) {
        return head.length >= 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb && head[2] == (byte) 0xbf ? 3 : 0;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    private static int end(byte[] head, int from) {
        int at = from;
        while (at < head.length && !isLineEnd(head[at])) {
            at++;
        }
        int next = at + (at + 1 < head.length && head[at] == '\r' && head[at + 1] == '\n' ? 2 : 1);
        return Math.min(next, head.length);
    }

    /** Whether the last comment has as many fields as the first line after the comments, and more than one. */
    private static boolean isHeader(byte[] head, int comment, int row, FileFormat format) {
        byte[] rows = java.util.Arrays.copyOfRange(head, row, head.length);
        byte[] last = java.util.Arrays.copyOfRange(head, comment, row);
        for (char separator : format.separator()
                .map(String::valueOf)
                .orElse(Layout.CANDIDATES)
                .toCharArray()) {
            int fields = Layout.records(rows, separator, 1, false).get(0).size();
            if (fields > 1 && separator != ' ') {
                return Layout.records(last, separator, 1, false).get(0).size() == fields
                        && Layout.records(rows, separator, 1, false).get(0).stream()
                                .anyMatch(Decimals::isFinite);
            }
        }
        return false;
    }
}
