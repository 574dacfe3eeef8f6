package dev.gauntlet.search.actions;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.EditedLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A log whose connections an attacker edits.
 *
 * @param schema of the rows, of which everything may change: what an attacker can do is what the actions are
 * @param models harmless connections that it has seen, one of each of the most frequent services
 */
public record ConnectionLog(EditedLog log, ConnectionFormat format, Schema schema, List<Model> models)
        implements EditableLog {
    /** The first id of connections that were not in the log. */
    static final long ADDED = 1L << 43;

    private static final long MOST_ADDED = 10_000;
    private static final int MODELS = 4;

    /** A harmless connection. */
    public record Model(Connection connection, String text) {
        /** The place of its record in the log. */
        int place() {
            return connection.place();
        }
    }

    public ConnectionLog {
        models = List.copyOf(models);
    }

    /**
     * A log and what an attacker has seen in it.
     *
     * @param schema of the rows
     * @param seen the ids of harmless records of the log that it knows
     */
    public static ConnectionLog of(EditedLog log, ConnectionFormat format, Schema schema, Collection<Long> seen) {
        Schema free = schema.withFeatures(schema.features().stream()
                .map(feature -> feature.withMove(Feature.Move.FREE))
                .toList());
        Map<List<Object>, List<Connection>> services = new LinkedHashMap<>();
        seen.stream()
                .sorted()
                .map(id -> Connection.of(log.columns(), log.place(id), format))
                .filter(one -> one.talks(format) && Double.isFinite(one.port() + one.ts() + one.duration()))
                .forEach(one -> services.computeIfAbsent(
                                List.of(one.protocol(), one.port(), one.service()), key -> new ArrayList<>())
                        .add(one));
        List<Model> models = services.values().stream()
                .sorted(Comparator.comparingInt((List<Connection> some) -> -some.size()))
                .limit(MODELS)
                .map(some -> some.stream()
                        .sorted(Comparator.comparingDouble(one -> one.sent() + one.received()))
                        .toList()
                        .get(some.size() / 2))
                .map(one -> new Model(one, "%s:%.0f".formatted(one.target(), one.port())))
                .toList();
        return new ConnectionLog(log, format, free, models);
    }

    @Override
    public Optional<String> host() {
        return Optional.of(format.source());
    }

    @Override
    public Edits edits(long record, Actions.Limits limits) {
        return new ConnectionEdits(this, record, limits);
    }

    /** The id of a connection that an attacker adds. */
    static long added(int victim, int number) {
        return ADDED + victim * MOST_ADDED + number;
    }

    /**
     * The records of edited connections, the victim first.
     *
     * @param all the log, or some of its columns
     * @param victim the place of the victim, whose host opens them all
     */
    Records records(Records all, int victim, List<Connection> edited) {
        int[] places = edited.stream().mapToInt(Connection::place).toArray();
        long[] ids = IntStream.range(0, places.length)
                .mapToLong(k -> k == 0 ? all.id(victim) : added(victim, k))
                .toArray();
        Records copied = all.select(places);
        List<Column> columns = new ArrayList<>();
        for (Column column : copied.columns()) {
            columns.add(column(column, edited, all, victim));
        }
        Records made = Records.of(columns).withIds(ids);
        return made.withRoles(all.time().map(Column::name), all.source().map(Column::name));
    }

    private Column column(Column copied, List<Connection> edited, Records all, int victim) {
        String name = copied.name();
        if (name.equals(format.source())) {
            String host = all.column(name).text(victim);
            return texts(copied, i -> host);
        }
        if (name.equals(format.target())) {
            return texts(copied, i -> edited.get(i).target());
        }
        if (name.equals(format.service())) {
            return texts(copied, i -> edited.get(i).service());
        }
        ToDoubleFunction<Connection> number = numbers().get(name);
        if (number != null) {
            return numbers(copied, edited, number);
        }
        if (copied.kind() == Column.Kind.TIME) {
            double[] before = edited.stream()
                    .mapToDouble(one -> Connection.number(all, format.time(), one.place()))
                    .toArray();
            return Column.of(
                    name,
                    copied.kind(),
                    copied.size(),
                    i -> copied.number(i) + (edited.get(i).ts() - before[i]));
        }
        return copied;
    }

    private Map<String, ToDoubleFunction<Connection>> numbers() {
        return Map.of(
                format.time(), Connection::ts,
                format.port(), Connection::port,
                format.duration(), Connection::duration,
                format.sent(), Connection::sent,
                format.received(), Connection::received,
                format.sentPackets(), Connection::sentPackets,
                format.receivedPackets(), Connection::receivedPackets);
    }

    private static Column numbers(Column like, List<Connection> edited, ToDoubleFunction<Connection> value) {
        Column numbers =
                Column.numbers(like.name(), edited.stream().mapToDouble(value).toArray());
        return like.kind().isNumeric()
                ? Column.of(like.name(), like.kind(), like.size(), numbers::number)
                : texts(like, i -> numbers.missing(i) ? "-" : numbers.text(i));
    }

    /** A column of the kind of another; a text that is as it was is missing where it was, and an empty one is. */
    private static Column texts(Column like, IntFunction<String> text) {
        @Nullable String[] texts = new String[like.size()];
        for (int i = 0; i < texts.length; i++) {
            String one = text.apply(i);
            boolean same = one.equals(like.text(i));
            texts[i] = (same ? like.missing(i) : one.isEmpty()) ? null : one;
        }
        return switch (like.kind()) {
            case ADDRESS -> Column.addresses(like.name(), texts);
            case TEXT -> Column.texts(like.name(), texts);
            case NUMBER, TIME -> Column.of(like.name(), like.kind(), like.size(), i -> number(texts[i]));
        };
    }

    private static double number(@Nullable String text) {
        return text == null ? Double.NaN : Double.parseDouble(text);
    }
}
