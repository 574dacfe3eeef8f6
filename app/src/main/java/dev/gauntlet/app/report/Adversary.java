package dev.gauntlet.app.report;

import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The assumed capabilities of the adversary. */
public record Adversary(List<String> granted, List<String> refused, List<Named> budget) {
    public Adversary {
        granted = List.copyOf(granted);
        refused = List.copyOf(refused);
        budget = List.copyOf(budget);
    }

    static Adversary of(ThreatModel threat) {
        return new Adversary(powers(threat, true), powers(threat, false), budget(threat.budget()));
    }

    private static List<String> powers(ThreatModel threat, boolean granted) {
        Stream<String> powers = Arrays.stream(Requirement.values())
                .filter(need -> !need.ofData() && threat.grants().contains(need) == granted)
                .filter(need -> !granted || need.access().isEmpty())
                .map(Requirement::text);
        boolean asks = granted && threat.grants().contains(Requirement.QUERY);
        return Stream.concat(
                        powers,
                        asks
                                ? Stream.of("see " + threat.access().text() + " in answers to its queries")
                                : Stream.empty())
                .toList();
    }

    /** A budget, each part with its unit. */
    static List<Named> budget(Budget budget) {
        return List.of(
                new Named("Rows", Numbers.percent(budget.rows()) + " of the training rows"),
                new Named("Distance", Numbers.setting(budget.eps()) + " per numeric feature"),
                new Named("Queries", Numbers.setting(budget.queries()) + " per victim"),
                new Named("Cost", Numbers.setting(budget.cost()) + " per changed row"),
                new Named("Sources", Numbers.percent(budget.sources()) + " of the sources"),
                new Named("Clients", budget.principals() + " for each victim"),
                new Named("Keeps small", budget.norm().text()));
    }
}
