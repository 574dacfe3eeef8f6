package dev.gauntlet.defence.verdict;

import com.google.auto.service.AutoService;
import dev.gauntlet.defence.ChannelDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.process.Verdicts.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tags every verdict with an HMAC-SHA256 over its contents and the tag before it, and closes the stream with a last
 * record that says how many there were: what is altered, dropped, replayed, reordered or cut off breaks the chain.
 */
@AutoService(Defence.class)
public record ChainedMac() implements ChannelDefence {
    private static final long CLOSING = -1;

    @Override
    public Verdicts seal(Verdicts stream, byte[] key) {
        List<Verdict> sealed = new ArrayList<>();
        String tag = "";
        for (Verdict verdict : stream.list()) {
            tag = tag(verdict, tag, key);
            sealed.add(verdict.withTag(tag));
        }
        Verdict closing = new Verdict(stream.size(), CLOSING, false, 0, "", "");
        sealed.add(closing.withTag(tag(closing, tag, key)));
        return new Verdicts(sealed);
    }

    @Override
    public boolean intact(Verdicts arrived, byte[] key) {
        String tag = "";
        long expected = 0;
        for (Verdict verdict : arrived.list()) {
            tag = tag(verdict, tag, key);
            if (verdict.sequence() != expected++ || !tag.equals(verdict.tag())) {
                return false;
            }
        }
        return arrived.size() > 0 && arrived.list().get(arrived.size() - 1).row() == CLOSING;
    }

    private static String tag(Verdict verdict, String before, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.US_ASCII));
            mac.update(ByteBuffer.allocate(25)
                    .putLong(verdict.sequence())
                    .putLong(verdict.row())
                    .put((byte) (verdict.malicious() ? 1 : 0))
                    .putDouble(verdict.score())
                    .flip());
            return HexFormat.of().formatHex(mac.doFinal(verdict.model().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public Set<String> against() {
        return Set.of("channel");
    }

    @Override
    public String summary() {
        return "Chains an HMAC over all verdicts and marks the end of the stream.";
    }

    @Override
    public String source() {
        return "Schneier, Kelsey, Secure Audit Logs to Support Computer Forensics, TISSEC 1999";
    }

    @Override
    public String advice() {
        return "Authenticate verdicts at the detector and verify the chain where analysts read them.";
    }
}
