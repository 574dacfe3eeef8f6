package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.key.SealKey;
import dev.gauntlet.app.seal.SealFormat;
import dev.gauntlet.app.seal.SealRecord;
import dev.gauntlet.defence.verdict.SessionTags;
import dev.gauntlet.process.VerdictSession;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Seals the lines of verdicts on their way to another sink: each gets its number and a tag that depends on all lines before it,
 * between an opening and a closing record. Where the stream has no end, records between them show that the detector runs.
 */
public final class SealedSink implements Inference.Sink, AutoCloseable {
    /** The most seconds between two timed records of a stream without an end; they are written twice as often. */
    private static final double SILENCE = 60;

    private final Inference.Sink out;
    private final SealFormat format;
    private final SealRecord.Opening opening;
    private final SessionTags tags;
    private final DoubleSupplier clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "seal");
        thread.setDaemon(true);
        return thread;
    });
    private String model;
    private int columns = 1;
    private boolean begun;
    private boolean continued;
    private boolean closed;
    private long next;
    private long lines;
    private String tag = "";

    /**
     * How far a stream is: what it takes to go on with it in another process.
     *
     * @param session the text of the session
     * @param sequence the number of the next line
     * @param tag of the last line
     * @param lines how many lines of rows there were
     * @param closed whether the closing record is written
     */
    public record State(String session, long sequence, String tag, long lines, boolean closed) {}

    /**
     * Seals what goes to a sink; the opening record follows the header, which is the first text that is written.
     *
     * @param separated whether lines are CSV instead of JSON
     * @param model the digest of the detector
     */
    public SealedSink(
            Inference.Sink out,
            boolean separated,
            SealKey key,
            VerdictSession session,
            String model,
            DoubleSupplier clock) {
        this.out = out;
        this.format = separated ? SealFormat.CSV : SealFormat.JSON;
        this.opening = new SealRecord.Opening(session, SessionTags.keyId(key.bytes()), model);
        this.tags = new SessionTags(key.bytes(), session);
        this.clock = clock;
        this.model = model;
    }

    /** Goes on with a stream from where another process stopped. */
    public void goOn(State state) {
        continued = true;
        next = state.sequence();
        tag = state.tag();
        lines = state.lines();
    }

    /** States that other rows are judged by another detector. */
    public synchronized void replaced(String by) {
        model = by;
        if (begun) {
            out.write(line(format.control(continuation().text(), columns), ""));
        }
    }

    private SealRecord.Continued continuation() {
        return new SealRecord.Continued(clock.getAsDouble(), lines, model);
    }

    @Override
    public synchronized boolean isFresh() {
        return !begun;
    }

    /** Does something with how far the stream is, while nothing is written to it. */
    public synchronized void holding(Consumer<State> work) {
        work.accept(new State(opening.session().text(), next, tag, lines, closed));
    }

    /**
     * A session that begins now.
     *
     * @param endless whether records are due while there are no rows
     */
    public static VerdictSession session(DoubleSupplier clock, boolean endless) {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        return new VerdictSession(
                HexFormat.of().formatHex(nonce), clock.getAsDouble(), endless ? SILENCE : Double.POSITIVE_INFINITY);
    }

    /** The opening record's name of the key. */
    public String keyId() {
        return opening.key();
    }

    @Override
    public synchronized void write(CharSequence text) {
        int start = 0;
        if (!begun) {
            begun = true;
            open(text.toString().strip());
            return;
        }
        boolean quoted = false;
        StringBuilder sealed = new StringBuilder(2 * text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A field of CSV may hold the end of a line; JSON escapes it.
            quoted ^= c == '"' && format == SealFormat.CSV;
            if (c == '\n' && !quoted) {
                sealed.append(line(format.verdict(text.subSequence(start, i).toString()), ""));
                lines++;
                start = i + 1;
            }
        }
        out.write(sealed);
    }

    private void open(String header) {
        columns = columns(header);
        String above = header.isEmpty() || continued ? "" : header + SealFormat.COLUMNS + "\n";
        SealRecord first = continued ? continuation() : opening;
        out.write(above + line(format.control(first.text(), columns), above));
        if (Double.isFinite(opening.session().silence())) {
            long millis = Math.round(opening.session().silence() * 500);
            // Where it fails, writing verdicts fails too, and the reader sees a silence.
            ScheduledFuture<?> unused =
                    timer.scheduleAtFixedRate(this::showLife, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private static int columns(String header) {
        boolean quoted = false;
        int commas = 0;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            quoted ^= c == '"';
            commas += c == ',' && !quoted ? 1 : 0;
        }
        return commas + 1;
    }

    private String line(String covered, String above) {
        tag = tags.tag(tag, next, (above + covered).getBytes(StandardCharsets.UTF_8));
        return format.sealed(covered, next++, tag);
    }

    /** Writes a record that shows that the detector runs. */
    synchronized void showLife() {
        out.write(line(format.control(new SealRecord.Alive(clock.getAsDouble()).text(), columns), ""));
        out.flush();
    }

    /** Writes the closing record; nothing may follow it. */
    public synchronized void finish() {
        timer.shutdownNow();
        if (begun) {
            closed = true;
            SealRecord closing = new SealRecord.Closing(clock.getAsDouble(), lines);
            out.write(line(format.control(closing.text(), columns), ""));
            out.flush();
        }
    }

    @Override
    public synchronized boolean flush() {
        return out.flush();
    }

    /** Stops without a closing record, as a stream does that is cut off. */
    @Override
    public synchronized void close() {
        timer.shutdownNow();
    }
}
