package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of a detector whose verdicts are sent as one stream.
 *
 * @param nonce what no other session has, in hexadecimal
 * @param opened when it was opened, in seconds of Unix time
 * @param silence the most seconds between two records of the stream; infinite for no schedule
 */
public record VerdictSession(String nonce, double opened, double silence) {
    private static final Pattern FORM =
            Pattern.compile("session ([0-9a-f]+) opened (-?[0-9.E-]+) silence ([0-9.E-]+|Infinity)");

    public VerdictSession {
        Require.that(nonce.matches("[0-9a-f]{16,}"), "nonce must be at least 16 hexadecimal digits but is " + nonce);
        Require.that(Double.isFinite(opened), "opened must be a time but is " + opened);
        Require.that(silence > 0, "silence must be positive but is " + silence);
    }

    /** A session without a schedule. */
    public VerdictSession(String nonce, double opened) {
        this(nonce, opened, Double.POSITIVE_INFINITY);
    }

    /** As an opening record states it. */
    public String text() {
        return "session %s opened %s silence %s".formatted(nonce, opened, silence);
    }

    /** Reads what {@link #text} wrote; empty if it is no such text. */
    public static Optional<VerdictSession> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches() || m.group(1).length() < 16) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new VerdictSession(m.group(1), Double.parseDouble(m.group(2)), Double.parseDouble(m.group(3))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
