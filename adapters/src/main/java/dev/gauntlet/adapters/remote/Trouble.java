package dev.gauntlet.adapters.remote;

/** Why a request failed, and whether it may be retried. */
final class Trouble extends Exception {
    private static final int SHOWN = 200;

    private final boolean passing;
    private final double pause;

    private Trouble(String message, boolean passing, double pause) {
        super(message);
        this.passing = passing;
        this.pause = pause;
    }

    /** A failure that a retry cannot fix. */
    static Trouble lasting(String message) {
        return new Trouble(message, false, 0);
    }

    /** A transient failure. */
    static Trouble passing(String message) {
        return new Trouble(message, true, 0);
    }

    /** A transient failure, with the wait in seconds that the target requested. */
    static Trouble passing(String message, double seconds) {
        return new Trouble(message, true, seconds);
    }

    boolean isPassing() {
        return passing;
    }

    /** The wait that the target requested, in seconds. */
    double pause() {
        return pause;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** The start of a text, on one line. */
    static String cut(String text) {
        String line = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }
}
