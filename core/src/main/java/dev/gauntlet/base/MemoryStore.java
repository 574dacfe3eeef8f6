package dev.gauntlet.base;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A store in memory, of bounded size: the results that were not asked for longest are dropped first, and one that is larger by
 * itself is not kept. Thread-safe.
 */
public final class MemoryStore implements Store {
    private static final long USUAL = 128L << 20;

    /** What is stored, those asked for last at the end. */
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

    private final SortedMap<String, Use> uses = new TreeMap<>();
    private final long most;
    private long size;

    private record Entry(Object result, long size) {}

    public MemoryStore() {
        this(USUAL);
    }

    /**
     * A store of a size.
     *
     * @param most bytes, about
     */
    public MemoryStore(long most) {
        this.most = most;
    }

    @Override
    public <T> T get(String kind, String key, Codec<T> codec, Supplier<T> make) {
        String name = kind + " " + key;
        Optional<T> known = find(name);
        count(kind, known.isEmpty());
        if (known.isPresent()) {
            return known.get();
        }
        T made = make.get();
        long bytes = codec.size(made);
        if (bytes <= most) {
            put(name, made, bytes);
        }
        return made;
    }

    @SuppressWarnings("unchecked")
    private synchronized <T> Optional<T> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(entry -> (T) entry.result);
    }

    private synchronized void count(String kind, boolean made) {
        uses.merge(kind, new Use(1, made ? 1 : 0), Use::and);
    }

    private synchronized void put(String name, Object result, long bytes) {
        Optional<Entry> old = Optional.ofNullable(entries.put(name, new Entry(result, bytes)));
        size += bytes - old.map(Entry::size).orElse(0L);
        Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
        while (size > most && oldest.hasNext()) {
            size -= oldest.next().getValue().size;
            oldest.remove();
        }
    }

    @Override
    public synchronized SortedMap<String, Use> uses() {
        return new TreeMap<>(uses);
    }
}
