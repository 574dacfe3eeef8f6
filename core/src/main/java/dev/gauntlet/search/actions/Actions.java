package dev.gauntlet.search.actions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an attacker does to one record.
 *
 * @param each in the order in which they are applied; no two of which one replaces the other
 */
public record Actions(List<Action> each) {
    private static final Comparator<Action> ORDER =
            Comparator.comparing(Action::kind).thenComparing(Action::model);

    /** Nothing. */
    public static final Actions NONE = new Actions(List.of());

    public Actions {
        each = each.stream().sorted(ORDER).toList();
    }

    /**
     * What it takes.
     *
     * @param parts labels, segments, parameters and words added to a URL or name
     */
    public record Effort(int actions, double bytes, double seconds, int connections, int parts) {}

    /** The most that it may take. */
    public record Limits(int actions, double bytes, double seconds, int connections, int parts) {
        /** Whether some actions stay within them. */
        public boolean permit(Actions some) {
            Effort effort = some.effort();
            return effort.actions <= actions
                    && effort.bytes <= bytes
                    && effort.seconds <= seconds
                    && effort.connections <= connections
                    && effort.parts <= parts;
        }

        /** The number of actions and, among equals, the share of the rest that is taken. */
        double share(Actions some) {
            Effort effort = some.effort();
            return effort.actions
                    + (part(effort.bytes, bytes)
                                    + part(effort.seconds, seconds)
                                    + part(effort.connections, connections)
                                    + part(effort.parts, parts))
                            / 5;
        }

        private static double part(double some, double most) {
            return most == 0 ? 0 : some / most;
        }
    }

    /** The number of actions, the bytes padded, the seconds of delay and of longer connections, and what is added. */
    public Effort effort() {
        int actions = 0;
        double bytes = 0;
        double seconds = 0;
        int connections = 0;
        int parts = 0;
        for (Action one : each) {
            actions += one.kind().actions();
            switch (one.kind().unit()) {
                case BYTES -> bytes += one.amount();
                case SECONDS -> seconds += one.amount();
                case CONNECTIONS -> connections += (int) one.amount();
                case MORE_CONNECTIONS -> connections += (int) one.amount() - 1;
                case PARTS -> parts += (int) one.amount();
                case NONE -> {}
            }
        }
        return new Effort(actions, bytes, seconds, connections, parts);
    }

    /** The same with another action, in place of what it replaces. */
    Actions with(Action more) {
        List<Action> all = new ArrayList<>(each);
        all.removeIf(more::replaces);
        all.add(more);
        return new Actions(all);
    }

    Actions without(Action one) {
        return new Actions(each.stream().filter(other -> !other.equals(one)).toList());
    }
}
