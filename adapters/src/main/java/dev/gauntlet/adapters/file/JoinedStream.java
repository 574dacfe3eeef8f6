package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Records;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** The records of one file after those of another. */
final class JoinedStream implements RecordStream {
    private final StreamSource source;
    private final List<Path> paths;
    private final Set<String> unused = new LinkedHashSet<>();
    /** What the files before the current one left out. */
    private final OtherEvents before = new OtherEvents();

    private final Set<String> odd = new LinkedHashSet<>();

    private volatile BatchedRows current;
    private int next = 1;

    JoinedStream(StreamSource source, List<Path> paths) {
        this.source = source;
        this.paths = paths;
        current = source.one(paths.get(0), 0);
    }

    @Override
    public Optional<Records> next() {
        for (Optional<Records> batch = current.next(); ; batch = current.next()) {
            unused.addAll(current.unused());
            if (batch.isPresent() || next == paths.size()) {
                return batch;
            }
            long position = current.position();
            current.close();
            before.add(current.others());
            odd.addAll(current.oddities());
            current = source.one(paths.get(next++), position);
        }
    }

    @Override
    public List<Rejected> rejected() {
        return current.rejected();
    }

    @Override
    public KeptFields kept() {
        return current.kept();
    }

    @Override
    public List<String> unused() {
        return List.copyOf(unused);
    }

    @Override
    public SortedMap<String, Long> others() {
        OtherEvents all = new OtherEvents();
        all.add(before.counts());
        all.add(current.others());
        return all.counts();
    }

    @Override
    public List<String> absent() {
        return current.absent();
    }

    @Override
    public List<String> oddities() {
        Set<String> all = new LinkedHashSet<>(odd);
        all.addAll(current.oddities());
        return List.copyOf(all);
    }

    @Override
    public void close() {
        current.close();
    }
}
