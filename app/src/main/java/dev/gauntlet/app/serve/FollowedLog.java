package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.file.LogPlace;
import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.adapters.file.StreamSource;
import dev.gauntlet.base.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A log that is scored as it grows. After each batch is stated how far it was read; where a registry gets another champion,
 * this judges the next batch.
 *
 * @param source of the rows that a detector reads
 * @param again reads the champion again
 * @param shadows of a champion
 * @param offset states where to begin, if anything does
 * @param seen takes what was judged so far
 * @param notes takes sentences for the user
 */
public record FollowedLog(
        Path log,
        Function<Deployed, StreamSource> source,
        Supplier<Deployed> again,
        Function<Deployed, List<Deployed>> shadows,
        RegistryWatch registry,
        VerdictFiles files,
        Inference.Sinks sinks,
        Optional<SealedSink> sealed,
        Optional<OffsetFile> offset,
        Consumer<Inference.Tally> seen,
        Consumer<String> notes) {
    /** The detectors in use. */
    private record Roles(Deployed champion, List<Deployed> beside) {}

    /** Scores what is there and what comes, until asked to stop. */
    public void run(Deployed champion, List<Deployed> beside, Inference inference, BooleanSupplier stop) {
        String header = inference.header(champion);
        offset.ifPresent(states -> states.demandHeader(header));
        Written written = new Written(header, offset.flatMap(OffsetFile::place));
        written.place.ifPresent(from -> notes.accept("goes on with row %,d".formatted(from.row())));
        begin(written);
        Roles roles = new Roles(champion, beside);
        boolean changed = true;
        while (changed) {
            boolean[] replaced = {false};
            try (RecordStream stream = source.apply(roles.champion).follow(log, written.place, notes)) {
                written.tally = inference.run(
                        roles.champion,
                        roles.beside,
                        stream,
                        sinks,
                        true,
                        () -> stop.getAsBoolean() || replaced[0] || (replaced[0] = registry.hasChanged()),
                        written,
                        written.tally);
                stream.oddities().forEach(notes);
            }
            changed = replaced[0] && !stop.getAsBoolean();
            if (changed) {
                roles = changed(roles, inference, header);
            }
        }
    }

    /** States what is there before anything is written, and again when the first line is. */
    private void begin(Written written) {
        files.mark(written.place, written.header, sealed);
        if (sinks.verdicts().isFresh()) {
            sinks.verdicts().write(written.header);
            sinks.verdicts().flush();
            files.mark(written.place, written.header, sealed);
        }
    }

    private Roles changed(Roles now, Inference inference, String header) {
        try {
            Deployed next = again.get();
            if (!inference.header(next).equals(header)) {
                throw new InputException("its verdicts have other columns; name another file with --out");
            }
            List<Deployed> beside = shadows.apply(next);
            next.version()
                    .filter(version -> !now.champion.version().equals(next.version()))
                    .ifPresent(version ->
                            notes.accept("champion is now version %d, model %s".formatted(version, next.digest())));
            if (!next.wholeDigest().equals(now.champion.wholeDigest())) {
                sealed.ifPresent(stream -> stream.replaced(next.wholeDigest()));
            }
            return new Roles(next, beside);
        } catch (InputException e) {
            notes.accept("the registry has changed, but its champion is not used, and version %d judges on: %s"
                    .formatted(now.champion.version().orElse(0), e.getMessage()));
            return now;
        }
    }

    /** How far it is. */
    private final class Written implements Inference.Watcher {
        private final String header;
        private Optional<LogPlace> place;
        private Inference.Tally tally = Inference.Tally.NONE;

        Written(String header, Optional<LogPlace> place) {
            this.header = header;
            this.place = place;
        }

        @Override
        public void seen(Inference.Tally all) {
            seen.accept(all);
        }

        @Override
        public void written(LogPlace reached) {
            place = Optional.of(reached);
            files.mark(place, header, sealed);
        }
    }
}
