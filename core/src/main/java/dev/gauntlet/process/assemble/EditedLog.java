package dev.gauntlet.process.assemble;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.Transform.Past;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A log of which records are edited: the rows of these, without assembling all others. The same assembly makes them of the
 * records that they depend on, as its transforms state it ({@link Transform#past}), so that they are those of the whole edited
 * log to the last bit. Immutable, and safe to use from several threads.
 *
 * @see <a href="https://doi.org/10.1109/SP40000.2020.00073">Pierazzi et al. 2020, side-effect features</a>
 */
public final class EditedLog {
    /** More than is looked back, in seconds, so that rounding leaves nothing out. */
    private static final double SLACK = 1;

    private final TableAssembly assembly;
    private final Records log;
    private final Records read;
    private final List<Past> pasts;
    /** Of each past, the places of records with the same texts, by their times. */
    private final List<Map<List<String>, Alike>> alike = new ArrayList<>();

    private final Map<Long, Integer> places = new HashMap<>();

    /** Records with the same texts, in the order of time. */
    private record Alike(List<Integer> places, List<Double> times) {
        /** Adds the places of those from one time to another, both included. */
        void add(double from, double to, BitSet into) {
            for (int k = first(from); k < times.size() && times.get(k) <= to; k++) {
                into.set(places.get(k));
            }
        }

        private int first(double from) {
            int low = 0;
            int high = times.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (times.get(middle) < from) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /**
     * A log before it is edited.
     *
     * @throws IllegalArgumentException if {@link #unfit} says why not
     */
    public EditedLog(TableAssembly assembly, Records log) {
        unfit(assembly, log.names()).ifPresent(why -> Require.that(false, "%s", why));
        this.assembly = assembly;
        this.log = log;
        Collection<String> needed = assembly.reads();
        this.read = log.withRoles(Optional.empty(), Optional.empty())
                .without(log.names().stream()
                        .filter(name -> !needed.contains(name))
                        .toList());
        this.pasts = assembly.transforms().stream()
                .flatMap(transform -> transform.past().stream().flatMap(List::stream))
                .toList();
        for (int i = 0; i < log.size(); i++) {
            places.put(log.id(i), i);
        }
        Reading reading = assembly.read(read);
        for (Past past : pasts) {
            alike.add(alike(reading, past));
        }
    }

    /**
     * Why the rows of edited records cannot be made of some records only; empty if they can.
     *
     * @param columns of the log
     */
    public static Optional<String> unfit(TableAssembly assembly, Collection<String> columns) {
        for (Transform transform : assembly.transforms()) {
            if (transform.past().isEmpty()) {
                return Optional.of(
                        "it is not known which earlier records the features of %s depend on".formatted(transform.id()));
            }
            Optional<String> made = transform.features().stream()
                    .map(Feature::name)
                    .filter(columns::contains)
                    .findFirst();
            if (made.isPresent() && !transform.past().get().isEmpty()) {
                return Optional.of(
                        "the records already have %s, which follows from other records".formatted(made.get()));
            }
        }
        return Optional.empty();
    }

    private static Map<List<String>, Alike> alike(Reading reading, Past past) {
        double[] times = reading.numbers(past.time());
        Map<List<String>, Alike> alike = new HashMap<>();
        IntStream.range(0, reading.size())
                .filter(reading::usable)
                .boxed()
                .sorted((a, b) -> Double.compare(times[a], times[b]))
                .forEach(i -> {
                    Alike own = alike.computeIfAbsent(
                            texts(reading, past, i), key -> new Alike(new ArrayList<>(), new ArrayList<>()));
                    own.places.add(i);
                    own.times.add(times[i]);
                });
        return alike;
    }

    private static List<String> texts(Reading reading, Past past, int record) {
        return past.same().stream()
                .map(name -> reading.column(name).text(record))
                .toList();
    }

    /** The log as it was. */
    public Records log() {
        return log;
    }

    /** The log with the columns alone that rows are made of. */
    public Records columns() {
        return read;
    }

    /** The place of a record in the log. */
    public int place(long id) {
        Integer place = places.get(id);
        if (place == null) {
            throw new IllegalArgumentException("record must be one of the log but is " + id);
        }
        return place;
    }

    /**
     * The edited log in full.
     *
     * @param edited with the log's columns; one with the id of a record of the log takes its place, the others are added after
     *     all
     */
    public Records edited(Records edited) {
        int[] all = IntStream.range(0, log.size()).toArray();
        return joined(log, all, edited);
    }

    /**
     * The rows of edited records, in their order, as those of the whole edited log are.
     *
     * @param edited as in {@link #edited}; at least the columns of {@link #columns}
     */
    public Assembled rows(Records edited) {
        Records own = edited.withRoles(Optional.empty(), Optional.empty());
        BitSet near = new BitSet();
        if (!pasts.isEmpty()) {
            Reading reading = assembly.read(own);
            for (int p = 0; p < pasts.size(); p++) {
                Past past = pasts.get(p);
                double[] times = reading.numbers(past.time());
                for (int i = 0; i < own.size(); i++) {
                    Alike some = reading.usable(i) ? alike.get(p).get(texts(reading, past, i)) : null;
                    if (some != null) {
                        some.add(times[i] - past.seconds() - SLACK, times[i], near);
                    }
                }
            }
        }
        for (int i = 0; i < own.size(); i++) {
            Integer place = places.get(own.id(i));
            if (place != null) {
                near.set(place);
            }
        }
        Assembled all = assembly.assemble(joined(read, near.stream().toArray(), own));
        return new Assembled(all.rows().select(inOrder(all, own)), all.dropped());
    }

    /** The records at some places of a log, in its order, with those that are edited. */
    private static Records joined(Records log, int[] some, Records edited) {
        Map<Long, Integer> replaced = new HashMap<>();
        for (int i = 0; i < edited.size(); i++) {
            replaced.put(edited.id(i), i);
        }
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < some.length; k++) {
            Integer other = replaced.remove(log.id(some[k]));
            order.add(other == null ? k : some.length + other);
        }
        replaced.values().stream().sorted().forEach(i -> order.add(some.length + i));
        return log.select(some)
                .append(edited)
                .select(order.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int[] inOrder(Assembled all, Records own) {
        Map<Long, Integer> rowOf = new HashMap<>();
        for (int i = 0; i < all.rows().size(); i++) {
            rowOf.put(all.rows().id(i), i);
        }
        return IntStream.range(0, own.size())
                .mapToObj(i -> Optional.ofNullable(rowOf.get(own.id(i))))
                .flatMap(Optional::stream)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
