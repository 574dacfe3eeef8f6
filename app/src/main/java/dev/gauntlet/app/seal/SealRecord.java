package dev.gauntlet.app.seal;

import dev.gauntlet.process.VerdictSession;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a record of the seal itself states. */
public sealed interface SealRecord {
    /** The text in the line. */
    String text();

    /** When it was written, in seconds of Unix time. */
    double time();

    /**
     * The first one.
     *
     * @param key the name of the key
     * @param model the digest of the detector
     */
    record Opening(VerdictSession session, String key, String model) implements SealRecord {
        @Override
        public String text() {
            return "%s key %s model %s".formatted(session.text(), key, model);
        }

        @Override
        public double time() {
            return session.opened();
        }
    }

    /** One that shows that the detector is running. */
    record Alive(double time) implements SealRecord {
        @Override
        public String text() {
            return "alive at " + time;
        }
    }

    /**
     * One that states that the stream goes on, after the detector was started again or replaced.
     *
     * @param lines how many lines there were before
     * @param model the digest of the detector from here on
     */
    record Continued(double time, long lines, String model) implements SealRecord {
        @Override
        public String text() {
            return "continued at %s after %d lines model %s".formatted(time, lines, model);
        }
    }

    /**
     * The last one.
     *
     * @param lines how many lines there were, of rows with and without a verdict
     */
    record Closing(double time, long lines) implements SealRecord {
        @Override
        public String text() {
            return "closed at %s after %d lines".formatted(time, lines);
        }
    }

    Pattern OPENING = Pattern.compile("(session .*) key ([0-9a-f]{16}) model ([0-9a-f]{64})");
    Pattern ALIVE = Pattern.compile("alive at ([0-9.E]+)");
    Pattern CONTINUED = Pattern.compile("continued at ([0-9.E]+) after (\\d{1,18}) lines model ([0-9a-f]{64})");
    Pattern CLOSING = Pattern.compile("closed at ([0-9.E]+) after (\\d{1,18}) lines");

    /** Reads what {@link #text} gave; empty if it is no such text. */
    static Optional<SealRecord> parse(String text) {
        Matcher opening = OPENING.matcher(text);
        if (opening.matches()) {
            return VerdictSession.parse(opening.group(1))
                    .map(session -> new Opening(session, opening.group(2), opening.group(3)));
        }
        Matcher alive = ALIVE.matcher(text);
        Matcher continued = CONTINUED.matcher(text);
        Matcher closing = CLOSING.matcher(text);
        try {
            if (alive.matches()) {
                return Optional.of(new Alive(Double.parseDouble(alive.group(1))));
            }
            if (continued.matches()) {
                return Optional.of(new Continued(
                        Double.parseDouble(continued.group(1)),
                        Long.parseLong(continued.group(2)),
                        continued.group(3)));
            }
            return closing.matches()
                    ? Optional.of(new Closing(Double.parseDouble(closing.group(1)), Long.parseLong(closing.group(2))))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
