package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.Printable;
import java.util.function.UnaryOperator;

/** Why a request failed, and whether it may be retried. */
final class Trouble extends Exception {
    private static final int SHOWN = 200;
    /** The most characters of a text that are searched for secrets. */
    private static final int MOST = 1 << 20;
    /** Stands before and after what was quoted. */
    private static final String MARK = "\ue000";

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

    /** The same failure as one that is not retried, with more to say of it. */
    Trouble lastly(String more) {
        return lasting(super.getMessage() + more);
    }

    boolean isPassing() {
        return passing;
    }

    /** The wait that the target requested, in seconds. */
    double pause() {
        return pause;
    }

    @Override
    public String getMessage() {
        return text(UnaryOperator.identity());
    }

    /**
     * The message.
     *
     * @param hide masks secrets; what was quoted is cut only after that, so that no secret is cut to a part that is not known
     */
    String text(UnaryOperator<String> hide) {
        StringBuilder text = new StringBuilder();
        String[] parts = String.valueOf(super.getMessage()).split(MARK, -1);
        for (int i = 0; i < parts.length; i++) {
            text.append(i % 2 == 0 ? hide.apply(parts[i]) : cut(hide.apply(parts[i])));
        }
        return text.toString();
    }

    /** A text of others, for a message: its start is shown, without secrets, on one line. */
    static String quoted(String text) {
        String start = text.length() > MOST ? text.substring(0, MOST) : text;
        return MARK + start.replace(MARK, "?") + MARK;
    }

    /** The start of a text, on one line. */
    static String cut(String text) {
        String line = Printable.lines(text.strip().replaceAll("\\s+", " ")).strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }
}
