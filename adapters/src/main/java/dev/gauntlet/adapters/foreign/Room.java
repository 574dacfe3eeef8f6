package dev.gauntlet.adapters.foreign;

/** Three quarters of the memory that Java may use: what reading a file may take, which is known before it is taken. */
public final class Room {
    private static final long MOST = Runtime.getRuntime().maxMemory() / 4 * 3;
    private static final int DEEPEST = 500;
    private static final int OBJECT = 100;
    private static final int ENTRY = 28;
    private static final int LINE = 200;

    private Room() {}

    /**
     * Refuses what takes more.
     *
     * @param what prefix of the message
     * @param bytes about as many as it takes
     */
    public static void need(String what, long bytes) {
        if (bytes > MOST) {
            throw new IllegalArgumentException(tooLittle(what));
        }
    }

    /** The message if there is too little. */
    public static String tooLittle(String what) {
        return "%s: reading it takes more than the %d MB of memory that Java may use; give it more with -Xmx"
                .formatted(what, Runtime.getRuntime().maxMemory() >> 20);
    }

    /** Refuses a text whose lines take more. */
    public static void needLines(String what, byte[] content) {
        long bytes = 3L * content.length;
        for (byte b : content) {
            bytes += b == '\n' ? LINE : 0;
        }
        need(what, bytes);
    }

    /** Refuses JSON that is nested too deep, or whose lists and objects take more. */
    public static void needJson(String what, byte[] content) {
        long bytes = content.length;
        int depth = 0;
        boolean inText = false;
        for (int i = 0; i < content.length; i++) {
            byte b = content[i];
            if (b == '"') {
                inText = !inText;
            } else if (inText) {
                i += b == '\\' ? 1 : 0;
            } else if (b == '[' || b == '{') {
                bytes += OBJECT;
                if (++depth > DEEPEST) {
                    throw new IllegalArgumentException("%s: it is nested more than %d deep".formatted(what, DEEPEST));
                }
            } else if (b == ']' || b == '}') {
                depth--;
            } else if (b == ',') {
                bytes += ENTRY;
            }
        }
        need(what, bytes);
    }
}
