package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.key.SealKey;
import dev.gauntlet.app.seal.SealFormat;
import dev.gauntlet.app.seal.SealFormat.Sealed;
import dev.gauntlet.app.seal.SealRecord;
import dev.gauntlet.base.InputException;
import dev.gauntlet.defence.verdict.SessionTags;
import dev.gauntlet.process.VerdictSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The end of a sealed stream that stopped: behind the last batch, genuine records that only show that the detector ran are kept,
 * and rows, which will be judged again, are not.
 *
 * @param bytes of the file up to there
 */
record SealTail(long bytes, SealedSink.State state) {
    /** The end of a stream, from a state and the length of the file at that time. */
    static SealTail of(Path file, long length, SealedSink.State state, SealKey key) throws IOException {
        VerdictSession session = VerdictSession.parse(state.session())
                .orElseThrow(() -> new InputException(file + ": its session is unknown; name another file with --out"));
        SessionTags tags = new SessionTags(key.bytes(), session);
        SealTail end = new SealTail(length, state);
        try (SeekableByteChannel channel = Files.newByteChannel(file);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.ISO_8859_1))) {
            channel.position(length);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<SealTail> longer = end.with(line, tags);
                // The last line counts if it has an end.
                if (longer.isEmpty() || longer.get().bytes > channel.size()) {
                    break;
                }
                end = longer.get();
            }
        }
        return end;
    }

    private Optional<SealTail> with(String line, SessionTags tags) {
        for (SealFormat format : SealFormat.values()) {
            Optional<Sealed> sealed = format.parse(line);
            if (sealed.flatMap(one -> format.control(one.covered()))
                    .flatMap(SealRecord::parse)
                    .filter(SealRecord.Alive.class::isInstance)
                    .isPresent()) {
                byte[] covered = sealed.get().covered().getBytes(StandardCharsets.ISO_8859_1);
                boolean genuine = sealed.get().sequence() == state.sequence()
                        && SessionTags.same(
                                tags.tag(state.tag(), state.sequence(), covered),
                                sealed.get().tag());
                return genuine ? Optional.of(after(sealed.get(), line.length() + 1)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private SealTail after(Sealed one, int length) {
        return new SealTail(
                bytes + length,
                new SealedSink.State(state.session(), state.sequence() + 1, one.tag(), state.lines(), false));
    }
}
