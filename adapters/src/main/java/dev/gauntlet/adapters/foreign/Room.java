package dev.gauntlet.adapters.foreign;

/** Three quarters of the memory that Java may use: what reading a file may take, which is known before it is taken. */
public final class Room {
    private static final long MOST = Runtime.getRuntime().maxMemory() / 4 * 3;
    private static final int OBJECT = 100;
    private static final int ENTRY = 28;

    private Room() {}

    /**
     * Refuses what takes more.
     *
     * @param what stands before the message
     * @param bytes about as many as it takes
     */
    public static void need(String what, long bytes) {
        if (bytes > MOST) {
            throw new IllegalArgumentException(tooLittle(what));
        }
    }

    /** What is said where there is too little. */
    public static String tooLittle(String what) {
        return "%s: reading it takes more than the %d MB of memory that Java may use; give it more with -Xmx"
                .formatted(what, Runtime.getRuntime().maxMemory() >> 20);
    }

    /** Refuses JSON whose lists and objects take more, going by its brackets and commas. */
    public static void needJson(String what, byte[] content) {
        long bytes = content.length;
        for (byte b : content) {
            bytes += b == '[' || b == '{' ? OBJECT : b == ',' ? ENTRY : 0;
        }
        need(what, bytes);
    }
}
