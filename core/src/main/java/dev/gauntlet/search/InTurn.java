package dev.gauntlet.search;

import java.util.List;

/** Searches for one victim, one after the other, as far as its queries go. */
public final class InTurn implements AttackSearch {
    private final List<? extends AttackSearch> searches;
    private int turn;

    public InTurn(List<? extends AttackSearch> searches) {
        this.searches = List.copyOf(searches);
    }

    @Override
    public List<double[]> propose() {
        for (; turn < searches.size(); turn++) {
            List<double[]> rows = searches.get(turn).propose();
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        return List.of();
    }

    @Override
    public void hear(List<Reply> replies) {
        searches.get(turn).hear(replies);
    }

    @Override
    public List<double[]> offers() {
        return turn < searches.size() ? searches.get(turn).offers() : List.of();
    }

    @Override
    public boolean asksGradients() {
        return turn < searches.size() && searches.get(turn).asksGradients();
    }
}
