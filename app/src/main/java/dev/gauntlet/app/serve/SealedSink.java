package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.key.SealKey;
import dev.gauntlet.defence.verdict.SessionTags;
import dev.gauntlet.process.VerdictSession;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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
    private int columns;
    private long next;
    private long lines;
    private String tag = "";

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
        if (next == 0) {
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
        String above = header.isEmpty() ? "" : header + SealFormat.COLUMNS + "\n";
        out.write(above + line(format.control(opening.text(), columns), above));
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
        if (next > 0) {
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
