package dev.gauntlet.search.actions;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an attacker can do to one raw record, and the rows that follow. */
public interface Edits {
    /** The rows of what an attacker sends: that of the victim first, then those of added records. */
    record Sent(Rows rows) {}

    /** Every action that is possible here, at every amount that the limits allow. */
    List<Action> options();

    Actions.Limits limits();

    /** The place of the victim in the log. */
    int victim();

    /**
     * The edited records: the victim's first, then those that are added.
     *
     * @param all the log or some of its columns
     */
    Records edited(Actions actions, Records all);

    /** The rows of the edited records, by the assembly; empty if one is dropped or breaks the schema. */
    Optional<Sent> sent(Actions actions);

    /**
     * Whether the records can be, and types, bounds and rules hold of their rows, in their order. What is so in the row of the
     * record that was copied, too, counts for nothing.
     */
    boolean isValid(Actions actions, Rows rows);

    /** What it does in words, for each action and perhaps for all together. */
    List<String> texts(Actions actions);

    /** What can be done after some actions: each other action within the limits. */
    default List<Actions> after(Actions some) {
        return options().stream()
                .map(some::with)
                .filter(more -> limits().permit(more) && !more.equals(some))
                .toList();
    }

    /** The same with one action less, or less of one. */
    default List<Actions> less(Actions some) {
        List<Actions> less = new ArrayList<>();
        for (Action one : some.each()) {
            less.add(some.without(one));
            options().stream()
                    .filter(other -> other.replaces(one) && other.amount() < one.amount())
                    .map(some::with)
                    .forEach(less::add);
        }
        return less;
    }

    /** Some actions at random, at least one, within the limits; nothing where nothing is possible. */
    default Actions random(Rng rng) {
        List<Action> options = options();
        int count = 1 + rng.nextInt(Math.max(1, limits().actions()));
        Actions some = Actions.NONE;
        for (int tried = 0; tried < count && !options.isEmpty(); tried++) {
            Actions more = some.with(options.get(rng.nextInt(options.size())));
            some = limits().permit(more) ? more : some;
        }
        return some;
    }
}
