package dev.gauntlet.defence.verdict;

import com.google.auto.service.AutoService;
import dev.gauntlet.defence.ChannelDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.process.VerdictSession;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.process.Verdicts.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Tags every verdict with an HMAC-SHA256 over its contents and the tag before it, under a key of the session. The stream begins with a record that states its
 * session, the key and the most seconds between two records, and ends with one that says how many there were: what is altered,
 * dropped, replayed, reordered, cut off or of another session breaks the chain. Where verdicts are rarer than announced, empty
 * records stand between them, so that silence is no sign of peace.
 */
@AutoService(Defence.class)
public record ChainedMac() implements ChannelDefence {
    /** The row of the closing record. */
    private static final long CLOSING = -1;
    /** The row of the opening record, whose session and key stand in place of a model. */
    private static final long OPENING = -2;
    /** The row of an empty record. */
    private static final long ALIVE = -3;

    private static final String KEY = " key ";

    /**
     * What a receiver knows of the stream that it should have received.
     *
     * @param nonce of the session, if it is known
     * @param after the session was opened later than this, in seconds of Unix time; negative infinity if that is not known
     * @param now the time of the check, if the stream may still go on; a stream that is over must be closed
     */
    public record Expected(Optional<String> nonce, double after, OptionalDouble now) {
        /** A session that is over. */
        public static Expected of(VerdictSession session) {
            return new Expected(Optional.of(session.nonce()), Double.NEGATIVE_INFINITY, OptionalDouble.empty());
        }
    }

    /**
     * What was received.
     *
     * @param session the session of the stream, if its opening record is genuine
     * @param problems sentences; none if everything is as expected
     */
    public record Received(Optional<VerdictSession> session, List<String> problems) {
        public Received {
            problems = List.copyOf(problems);
        }
    }

    @Override
    public Verdicts seal(Verdicts stream, VerdictSession session, byte[] key) {
        List<Verdict> records = new ArrayList<>();
        double before = session.opened();
        records.add(new Verdict(0, OPENING, false, 0, session.text() + KEY + keyId(key), before, ""));
        for (Verdict verdict : stream.list()) {
            while (verdict.time() - before > session.silence()) {
                before += session.silence();
                records.add(new Verdict(0, ALIVE, false, 0, "", before, ""));
            }
            before = Double.isNaN(verdict.time()) ? before : verdict.time();
            records.add(verdict);
        }
        records.add(new Verdict(0, CLOSING, false, stream.size(), "", before, ""));
        SessionTags tags = new SessionTags(key, session);
        List<Verdict> sealed = new ArrayList<>();
        String tag = "";
        for (Verdict each : records) {
            Verdict record = each.withSequence(sealed.size());
            tag = tag(record, tag, tags);
            sealed.add(record.withTag(tag));
        }
        return new Verdicts(sealed);
    }

    @Override
    public boolean intact(Verdicts arrived, VerdictSession expected, byte[] key) {
        return check(arrived, Expected.of(expected), key).problems().isEmpty();
    }

    /** Checks a stream. */
    public Received check(Verdicts arrived, Expected expected, byte[] key) {
        Optional<VerdictSession> opened = opening(arrived, key);
        if (opened.isEmpty()) {
            return new Received(opened, List.of("there is no opening record that was made with the key " + keyId(key)));
        }
        VerdictSession session = opened.get();
        List<String> problems = new ArrayList<>();
        expected.nonce()
                .filter(nonce -> !nonce.equals(session.nonce()))
                .ifPresent(nonce ->
                        problems.add("it is session %s, and %s was expected".formatted(session.nonce(), nonce)));
        if (session.opened() <= expected.after()) {
            problems.add("it was opened at %s, which is not after %s".formatted(session.opened(), expected.after()));
        }
        int whole = whole(arrived, new SessionTags(key, session));
        if (whole < arrived.size()) {
            problems.add("record %d is changed, out of order or from elsewhere".formatted(whole));
        }
        silences(arrived.list().subList(0, whole), session, expected, problems);
        return new Received(opened, problems);
    }

    private static Optional<VerdictSession> opening(Verdicts arrived, byte[] key) {
        if (arrived.size() == 0 || arrived.list().get(0).row() != OPENING) {
            return Optional.empty();
        }
        String stated = arrived.list().get(0).model();
        int place = stated.indexOf(KEY);
        Verdicts first = new Verdicts(arrived.list().subList(0, 1));
        return VerdictSession.parse(stated.substring(0, Math.max(0, place)))
                .filter(session -> whole(first, new SessionTags(key, session)) == 1);
    }

    /** How many records from the first are those that were sealed, in order; none stands after a closing record. */
    private static int whole(Verdicts arrived, SessionTags tags) {
        String tag = "";
        for (int i = 0; i < arrived.size(); i++) {
            Verdict record = arrived.list().get(i);
            tag = tag(record, tag, tags);
            boolean second = i > 0
                    && (record.row() == OPENING || arrived.list().get(i - 1).row() == CLOSING);
            if (second || record.sequence() != i || !SessionTags.same(tag, record.tag())) {
                return i;
            }
        }
        return arrived.size();
    }

    private static void silences(
            List<Verdict> records, VerdictSession session, Expected expected, List<String> problems) {
        double last = session.opened();
        for (Verdict record : records) {
            if (record.time() - last > session.silence()) {
                problems.add(silence(last, record.time(), session));
            }
            last = Double.isNaN(record.time()) ? last : record.time();
        }
        boolean closed = records.get(records.size() - 1).row() == CLOSING;
        if (closed) {
            return;
        }
        if (expected.now().isEmpty()) {
            problems.add("the stream stops after %d records, without a closing record".formatted(records.size()));
        } else if (expected.now().getAsDouble() - last > session.silence()) {
            problems.add(silence(last, expected.now().getAsDouble(), session));
        }
    }

    private static String silence(double from, double to, VerdictSession session) {
        return "nothing came for %s seconds after %s, and a record was due every %s seconds"
                .formatted(to - from, from, session.silence());
    }

    /** Names a key without telling it. */
    public static String keyId(byte[] key) {
        return SessionTags.keyId(key);
    }

    private static String tag(Verdict verdict, String before, SessionTags tags) {
        byte[] model = verdict.model().getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = ByteBuffer.allocate(25 + model.length)
                .putLong(verdict.row())
                .put((byte) (verdict.malicious() ? 1 : 0))
                .putDouble(verdict.score())
                .putDouble(verdict.time())
                .put(model);
        return tags.tag(before, verdict.sequence(), record.array());
    }

    @Override
    public Set<String> against() {
        return Set.of("channel");
    }

    @Override
    public String summary() {
        return "Chains an HMAC over all verdicts of a session, from its opening to its closing record.";
    }

    @Override
    public String when() {
        return "Use it where verdicts pass through systems that others can reach. It costs a key that both ends hold and 32 bytes a verdict.";
    }

    @Override
    public String source() {
        return "Schneier, Kelsey, Secure Audit Logs to Support Computer Forensics, TISSEC 1999";
    }

    @Override
    public String advice() {
        return "Authenticate verdicts at the detector and verify chain and session where analysts read them.";
    }
}
