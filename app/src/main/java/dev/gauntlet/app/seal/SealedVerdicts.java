package dev.gauntlet.app.seal;

import dev.gauntlet.adapters.key.SealKey;
import dev.gauntlet.app.seal.SealFormat.Sealed;
import dev.gauntlet.app.seal.SealRecord.Opening;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.defence.verdict.SessionTags;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks sealed verdicts, one line at a time. */
public final class SealedVerdicts {
    /** A quoted field that is not closed within so many bytes ends with its line. */
    private static final int LONGEST = 1 << 20;

    /** How many starts are listed at most. */
    private static final int RESTARTS = 100;

    private static final String NO_OPENING = "there is no opening record, so nothing can be checked";

    private final SealKey key;
    private final SealFindings findings = new SealFindings();
    private final TreeMap<Long, Long> missing = new TreeMap<>();
    private SealFormat format = SealFormat.JSON;
    private String above = "";
    private Optional<Opening> opening = Optional.empty();
    private Optional<SessionTags> tags = Optional.empty();
    private String tag = "";
    private long next;
    private long verdicts;
    private long line = 1;
    private long unsealed;
    private double last;
    private boolean closed;
    private final List<String> models = new ArrayList<>();
    private final List<String> restarts = new ArrayList<>();

    private SealedVerdicts(SealKey key) {
        this.key = key;
    }

    /**
     * Checks a file.
     *
     * @param now in seconds of Unix time
     * @throws InputException if it cannot be read
     */
    public static SealReport read(Path file, SealKey key, double now) {
        SealedVerdicts check = new SealedVerdicts(key);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            check.read(in);
        } catch (IOException e) {
            throw new InputException(
                    "%s: %s".formatted(file, Files.exists(file) ? "cannot be read" : "there is no such file"));
        }
        return check.report(now);
    }

    private void read(InputStream in) throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        boolean quoted = false;
        int ends = 0;
        boolean first = true;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (first) {
                format = b == '{' ? SealFormat.JSON : SealFormat.CSV;
                first = false;
            }
            quoted ^= b == '"' && format == SealFormat.CSV;
            ends += b == '\n' ? 1 : 0;
            if (b == '\n' && (!quoted || record.size() > LONGEST)) {
                accept(record.toString(StandardCharsets.ISO_8859_1));
                line += ends;
                record.reset();
                ends = 0;
                quoted = false;
            } else {
                record.write(b);
            }
        }
        if (record.size() > 0) {
            accept(record.toString(StandardCharsets.ISO_8859_1));
        }
    }

    /** Takes the next line; each character is one byte, so that none is lost in decoding. */
    private void accept(String text) {
        if (line == 1 && format == SealFormat.CSV) {
            above = text + "\n";
            return;
        }
        Optional<Sealed> sealed = format.parse(text);
        if (opening.isEmpty()) {
            open(sealed);
        } else if (closed) {
            findings.add(SealFindings.Kind.BEHIND, "line %d follows the closing record".formatted(line));
        } else if (sealed.isEmpty()) {
            unsealed++;
            findings.add(SealFindings.Kind.ALTERED, "line %d has no seal".formatted(line));
        } else {
            follow(sealed.get());
        }
    }

    private void open(Optional<Sealed> sealed) {
        if (findings.isEmpty()) {
            Optional<Opening> stated = sealed.flatMap(one -> format.control(one.covered()))
                    .flatMap(SealRecord::parse)
                    .filter(Opening.class::isInstance)
                    .map(Opening.class::cast);
            String id = SessionTags.keyId(key.bytes());
            if (stated.isEmpty()) {
                findings.add(SealFindings.Kind.OPENING, NO_OPENING);
            } else if (!stated.get().key().equals(id)) {
                findings.add(
                        SealFindings.Kind.OPENING,
                        "it was sealed with the key %s, and the key given is %s"
                                .formatted(stated.get().key(), id));
            } else {
                SessionTags own = new SessionTags(key.bytes(), stated.get().session());
                if (verifies(own, above, sealed.get(), "", 0) && sealed.get().sequence() == 0) {
                    opening = stated;
                    tags = Optional.of(own);
                    last = stated.get().time();
                    models.add(stated.get().model());
                    advance(sealed.get());
                } else {
                    findings.add(SealFindings.Kind.OPENING, "the opening record is altered, so nothing can be checked");
                }
            }
        }
    }

    private static boolean verifies(SessionTags tags, String above, Sealed one, String before, long sequence) {
        byte[] record = (above + one.covered()).getBytes(StandardCharsets.ISO_8859_1);
        return SessionTags.same(tags.tag(before, sequence, record), one.tag());
    }

    private void follow(Sealed one) {
        boolean genuine = verifies(tags.orElseThrow(), "", one, tag, next);
        long sequence = genuine ? next : one.sequence();
        if (sequence < next) {
            outOfOrder(sequence);
            return;
        }
        if (sequence > next) {
            // A record without a seal may be the one that is not there.
            if (sequence - next > unsealed) {
                missing.put(next + unsealed, sequence - 1);
            }
            findings.add(
                    SealFindings.Kind.UNCHECKED,
                    "line %d: record %d cannot be checked without the one before it".formatted(line, sequence));
        } else if (!genuine) {
            findings.add(
                    SealFindings.Kind.ALTERED,
                    "line %d: record %d is altered, or of another session".formatted(line, sequence));
        } else if (one.sequence() != sequence) {
            findings.add(
                    SealFindings.Kind.ALTERED, "line %d: the number of record %d is altered".formatted(line, sequence));
        } else {
            count(one);
        }
        next = sequence;
        advance(one);
    }

    private void advance(Sealed one) {
        tag = one.tag();
        next++;
        unsealed = 0;
    }

    private void count(Sealed one) {
        Optional<String> control = format.control(one.covered());
        if (control.isEmpty()) {
            verdicts++;
            return;
        }
        SealRecord record = SealRecord.parse(control.get())
                .orElseThrow(() -> new InputException(
                        "line %d: the record \"%s\" is of a later version of Gauntlet".formatted(line, control.get())));
        if (record instanceof SealRecord.Continued continued) {
            goOn(continued);
        } else {
            silence(record.time());
        }
        last = record.time();
        closed = record instanceof SealRecord.Closing;
    }

    /** A silence that ends with a new start is explained, and stated. */
    private void goOn(SealRecord.Continued continued) {
        if (!models.contains(continued.model())) {
            models.add(continued.model());
        }
        if (restarts.size() < RESTARTS) {
            restarts.add("at %s, after %,d lines, the detector %s went on, %.0f seconds after the record before"
                    .formatted(
                            SealReport.time(continued.time()),
                            continued.lines(),
                            continued.model().substring(0, 16),
                            continued.time() - last));
        }
    }

    private void silence(double time) {
        double most = opening.orElseThrow().session().silence();
        if (time - last > most) {
            findings.add(
                    SealFindings.Kind.SILENCE,
                    Plural.format(
                            "nothing came for %.0f second[s] after %s; a record was due every %.0f",
                            time - last, SealReport.time(last), most));
        }
    }

    private void outOfOrder(long sequence) {
        Map.Entry<Long, Long> gap = missing.floorEntry(sequence);
        if (gap == null || gap.getValue() < sequence) {
            findings.add(SealFindings.Kind.REPEATED, "line %d: record %d comes again".formatted(line, sequence));
            return;
        }
        missing.remove(gap.getKey());
        if (gap.getKey() < sequence) {
            missing.put(gap.getKey(), sequence - 1);
        }
        if (sequence < gap.getValue()) {
            missing.put(sequence + 1, gap.getValue());
        }
        findings.add(SealFindings.Kind.MOVED, "line %d: record %d is out of order".formatted(line, sequence));
    }

    private SealReport report(double now) {
        if (opening.isEmpty() && findings.isEmpty()) {
            findings.add(SealFindings.Kind.OPENING, NO_OPENING);
        }
        missing.forEach((from, to) -> findings.add(
                SealFindings.Kind.MISSING,
                from.equals(to)
                        ? "record %d is missing".formatted(from)
                        : "records %d to %d are missing".formatted(from, to)));
        boolean open = opening.isPresent() && !closed;
        boolean growing = open
                && Double.isFinite(opening.get().session().silence())
                && now - last <= opening.get().session().silence();
        if (open && !growing) {
            findings.add(
                    SealFindings.Kind.UNCLOSED,
                    "there is no closing record: the end is missing, or the detector was stopped");
        }
        return new SealReport(opening.map(Opening::session), models, verdicts, growing, restarts, findings.list());
    }
}
