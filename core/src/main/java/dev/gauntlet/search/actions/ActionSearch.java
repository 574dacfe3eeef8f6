package dev.gauntlet.search.actions;

import dev.gauntlet.base.Rng;
import dev.gauntlet.search.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A search through the actions on one record. Where scores are shown, it adds the actions that move the score most, several
 * sequences side by side (a beam; of width 1 it is greedy); otherwise, and after that, it tries random ones. Actions count only
 * if none of the records that they send alarms. It then leaves out actions, or does less, as far as that still evades.
 */
public final class ActionSearch implements ActionClaims {
    private static final int BATCH = 10;
    /** Sequences drawn at random for each that is new. */
    private static final int DRAWN = 20;

    private final Edits edits;
    private final Rng rng;
    private final int heading;
    private final int width;
    private final boolean shrinks;

    private final Set<Actions> tried = new HashSet<>(Set.of(Actions.NONE));
    private final Deque<Attempt> promising = new ArrayDeque<>();
    private List<Actions> frontier;
    private List<Attempt> asked = List.of();
    private Optional<Attempt> confirming = Optional.empty();
    private Optional<Attempt> found = Optional.empty();
    private int refused;

    private record Attempt(Actions actions, Edits.Sent sent) {
        double[] row() {
            return sent.rows().row(0);
        }

        List<double[]> others() {
            return Stream.iterate(1, k -> k < sent.rows().size(), k -> k + 1)
                    .map(sent.rows()::row)
                    .toList();
        }
    }

    private record Heard(Attempt attempt, double score) {}

    private ActionSearch(Edits edits, Rng rng, int heading, int width, boolean shrinks) {
        this.edits = edits;
        this.rng = rng;
        this.heading = heading;
        this.width = width;
        this.shrinks = shrinks;
        this.frontier = width > 0 ? List.of(Actions.NONE) : List.of();
    }

    /**
     * A search by scores.
     *
     * @param heading which way the score must go: 1 up, -1 down
     * @param width how many sequences are kept at each length, at least 1
     */
    public static ActionSearch beam(Edits edits, int heading, int width, Rng rng) {
        return new ActionSearch(edits, rng, heading, width, true);
    }

    /** A search by labels alone. */
    public static ActionSearch byLabel(Edits edits, Rng rng) {
        return new ActionSearch(edits, rng, 1, 0, true);
    }

    /** The random attacker: random actions until some evade, which are left as they are. */
    public static ActionSearch random(Edits edits, Rng rng) {
        return new ActionSearch(edits, rng, 1, 0, false);
    }

    @Override
    public List<double[]> propose() {
        confirm();
        if (confirming.isPresent()) {
            return confirming.get().others();
        }
        asked = List.of();
        while (asked.isEmpty()) {
            List<Actions> next = next();
            if (next.isEmpty()) {
                return List.of();
            }
            asked = attempts(next);
        }
        return asked.stream().map(Attempt::row).toList();
    }

    /** Takes the most promising actions; those that send nothing else need no further question. */
    private void confirm() {
        while (confirming.isEmpty() && !promising.isEmpty()) {
            Attempt one = promising.remove();
            if (one.sent().rows().size() == 1) {
                take(one);
            } else {
                confirming = Optional.of(one);
            }
        }
    }

    private void take(Attempt one) {
        found = Optional.of(one);
        promising.clear();
    }

    private List<Actions> next() {
        if (found.isPresent()) {
            return shrinks ? fresh(edits.less(found.get().actions()).stream()) : List.of();
        }
        List<Actions> level = frontier;
        frontier = List.of();
        List<Actions> after = shuffled(fresh(level.stream().flatMap(some -> edits.after(some).stream())));
        return after.isEmpty()
                ? fresh(Stream.generate(() -> edits.random(rng)).limit((long) DRAWN * BATCH)).stream()
                        .limit(BATCH)
                        .toList()
                : after;
    }

    /** In a random order, so that few queries are of many kinds of actions. */
    private List<Actions> shuffled(List<Actions> some) {
        return IntStream.of(rng.permutation(some.size())).mapToObj(some::get).toList();
    }

    private List<Actions> fresh(Stream<Actions> some) {
        return some.distinct().filter(one -> !tried.contains(one)).toList();
    }

    private List<Attempt> attempts(List<Actions> some) {
        List<Attempt> attempts = new ArrayList<>();
        for (Actions one : some) {
            tried.add(one);
            Optional<Edits.Sent> sent = edits.sent(one);
            sent.map(rows -> new Attempt(one, rows)).ifPresentOrElse(attempts::add, () -> refused++);
        }
        return attempts;
    }

    @Override
    public void hear(List<Reply> replies) {
        if (confirming.isPresent()) {
            Attempt one = confirming.get();
            confirming = Optional.empty();
            if (replies.stream().allMatch(Reply::reached)) {
                take(one);
            }
            return;
        }
        List<Heard> others = new ArrayList<>();
        List<Attempt> reached = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            Reply reply = replies.get(i);
            if (reply.reached()) {
                reached.add(asked.get(i));
            } else if (!Double.isNaN(reply.score())) {
                others.add(new Heard(asked.get(i), heading * reply.score()));
            }
        }
        reached.stream()
                .sorted(Comparator.comparingDouble(one -> edits.limits().share(one.actions())))
                .forEach(promising::add);
        if (found.isEmpty() && width > 0) {
            frontier = best(others);
        }
        confirm();
    }

    /** The sequences with the best scores; none if all scores are the same, as labels are. */
    private List<Actions> best(List<Heard> others) {
        boolean tell = others.stream().mapToDouble(Heard::score).distinct().count() > 1;
        return !tell
                ? List.of()
                : others.stream()
                        .sorted(Comparator.comparingDouble((Heard one) -> -one.score()))
                        .limit(width)
                        .map(one -> one.attempt().actions())
                        .toList();
    }

    @Override
    public Optional<Actions> found() {
        return found.map(Attempt::actions);
    }

    @Override
    public int refused() {
        return refused;
    }
}
