package dev.gauntlet.search.actions;

import dev.gauntlet.search.AttackSearch;
import java.util.List;
import java.util.Optional;

/** A search for actions on one record, which says at its end what it found; that is judged on the edited log. */
public interface ActionClaims extends AttackSearch {
    /** The actions that evade, as far as the answers say. */
    Optional<Actions> found();

    /** How many sequences gave records that make no row, or a row that breaks the schema's rules. */
    int refused();

    /** None: rows follow from actions. */
    @Override
    default List<double[]> offers() {
        return List.of();
    }
}
