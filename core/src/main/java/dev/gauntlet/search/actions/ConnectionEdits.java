package dev.gauntlet.search.actions;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.search.actions.Action.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an attacker can do to one connection of a log, and the rows that follow. It controls the host that opened the connection,
 * and the far end if that has a public address.
 */
public final class ConnectionEdits implements Edits {
    /** Seconds between connections that are added, and between the parts of a transfer. */
    private static final double PAUSE = 30;

    private static final double PART_PAUSE = 1;
    private static final double[] BYTES = {100, 400, 1_600, 6_400, 25_600, 102_400};
    private static final double[] SECONDS = {1, 5, 20, 60, 300, 900, 3_600};
    private static final double[] PARTS = {2, 3, 5, 8};
    private static final double[] ADDED = {1, 3, 10};

    private final ConnectionLog log;
    private final int victim;
    private final Connection original;
    private final Actions.Limits limits;
    private final List<Action> options;
    /** The places of the victim and of the harmless connections. */
    private final List<Integer> copied;

    /** Their rows before any change. */
    private final Rows before;

    /**
     * The edits of a connection.
     *
     * @param record its id
     */
    public ConnectionEdits(ConnectionLog log, long record, Actions.Limits limits) {
        this.log = log;
        this.victim = log.log().place(record);
        this.original = Connection.of(log.log().columns(), victim, log.format());
        this.limits = limits;
        this.options = possible();
        this.copied = Stream.concat(Stream.of(victim), log.models().stream().map(ConnectionLog.Model::place))
                .toList();
        int[] known = copied.stream().mapToInt(Integer::intValue).toArray();
        this.before = log.log().rows(log.log().columns().select(known)).rows().rows();
    }

    @Override
    public List<Action> options() {
        return options;
    }

    private List<Action> possible() {
        List<Action> all = new ArrayList<>();
        boolean talks = original.talks(log.format());
        boolean farEnd = talks && Addresses.isPublic(original.target());
        List<ConnectionLog.Model> models = log.models();
        add(all, Kind.DELAY, SECONDS, 0);
        if (talks) {
            add(all, Kind.PAD_SENT, BYTES, 0);
            add(all, Kind.SPLIT, PARTS, 0);
        }
        if (talks && !Double.isNaN(original.duration())) {
            add(all, Kind.LENGTHEN, SECONDS, 0);
        }
        if (farEnd) {
            add(all, Kind.PAD_RECEIVED, BYTES, 0);
        }
        for (int m = 0; m < models.size(); m++) {
            add(all, Kind.ADD, ADDED, m);
            Connection other = models.get(m).connection();
            if (farEnd && other.isTcp() == original.isTcp() && other.port() != original.port()) {
                add(all, Kind.SERVICE, new double[] {1}, m);
            }
        }
        if (farEnd && !models.isEmpty()) {
            add(all, Kind.ADD_SAME, ADDED, 0);
        }
        return List.copyOf(all);
    }

    private void add(List<Action> all, Kind kind, double[] amounts, int model) {
        for (double amount : amounts) {
            Action one = new Action(kind, amount, model);
            if (limits.permit(Actions.NONE.with(one))) {
                all.add(one);
            }
        }
    }

    @Override
    public Actions.Limits limits() {
        return limits;
    }

    @Override
    public int victim() {
        return victim;
    }

    @Override
    public Records edited(Actions actions, Records all) {
        return log.records(all, victim, connections(actions));
    }

    private List<Connection> connections(Actions actions) {
        Connection one = original;
        List<Connection> added = new ArrayList<>();
        int parts = 1;
        for (Action action : actions.each()) {
            double amount = action.amount();
            switch (action.kind()) {
                case SERVICE -> one = one.speaking(model(action));
                case PAD_SENT -> one = one.padded(amount, true, log.format());
                case PAD_RECEIVED -> one = one.padded(amount, false, log.format());
                case LENGTHEN -> one = one.lengthened(amount);
                case SPLIT -> parts = (int) amount;
                case DELAY -> one = one.at(one.ts() + amount);
                case ADD -> before(one, model(action), (int) amount, added);
                case ADD_SAME -> before(one, model(action).to(one), (int) amount, added);
                case NAME, DROP_WWW, SUBDOMAIN, HTTPS, SHORTEN, PATH, DROP_QUERY, QUERY, ENCODE, CAPITALS, FRAGMENT ->
                    throw new IllegalArgumentException("a connection has no " + action.kind());
            }
        }
        List<Connection> all = new ArrayList<>();
        for (int k = 0; k < parts; k++) {
            all.add(parts == 1 ? one : one.part(k, parts, PART_PAUSE, log.format()));
        }
        all.addAll(added);
        return all;
    }

    private Connection model(Action action) {
        return log.models().get(action.model()).connection();
    }

    private static void before(Connection one, Connection copied, int count, List<Connection> added) {
        for (int k = 1; k <= count; k++) {
            added.add(copied.at(one.ts() - k * PAUSE));
        }
    }

    @Override
    public Optional<Sent> sent(Actions actions) {
        Records edited = edited(actions, log.log().columns());
        Dataset rows = log.log().rows(edited).rows();
        return rows.size() == edited.size() && isValid(actions, rows.rows())
                ? Optional.of(new Sent(rows.rows()))
                : Optional.empty();
    }

    @Override
    public boolean isValid(Actions actions, Rows rows) {
        List<Connection> sent = connections(actions);
        for (int i = 0; i < sent.size(); i++) {
            double[] like = before.row(Math.max(0, copied.indexOf(sent.get(i).place())));
            if (!log.schema().breaches(like, rows.row(i)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** What was done, in words. */
    private String text(Action action) {
        return switch (action.kind()) {
            case ADD ->
                action.text() + " to " + log.models().get(action.model()).text();
            case SERVICE ->
                "moved to port %.0f (%s)"
                        .formatted(model(action).port(), model(action).service());
            default -> action.text();
        };
    }

    @Override
    public List<String> texts(Actions actions) {
        return actions.each().stream().map(this::text).toList();
    }
}
