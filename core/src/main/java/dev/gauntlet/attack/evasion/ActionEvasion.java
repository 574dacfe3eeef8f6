package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.ActionAttack;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.search.actions.ActionClaims;
import dev.gauntlet.search.actions.ActionSearch;
import dev.gauntlet.search.actions.Actions;
import dev.gauntlet.search.actions.Edits;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Changes what it does and not features: pads, splits, delays, keeps open and moves its connections, and adds harmless ones; or
 * writes the URL or name of its site in another way.
 * The features are those that the assembly makes of the edited records, with all side effects.
 */
@AutoService(Attack.class)
public record ActionEvasion(
        @Param(value = "most actions on one record; another registered name counts as three", low = 1, high = 20)
        int actions,

        @Param(value = "most bytes padded", low = 0, high = 1e9)
        double bytes,

        @Param(value = "most seconds of delay and of longer connections, together", low = 0, high = 1e6)
        double seconds,

        @Param(value = "most connections added, parts of a split one included", low = 0, high = 1000)
        int connections,

        @Param(value = "most labels, segments, parameters and words added to a URL or name", low = 0, high = 100)
        int parts,

        @Param(value = "sequences of actions that are followed side by side where scores are shown", low = 1, high = 50)
        int beam)
        implements ActionAttack {
    public ActionEvasion {
        Catalogue.check(ActionEvasion.class, actions, bytes, seconds, connections, parts, beam);
    }

    public ActionEvasion() {
        this(3, 2_000, 60, 3, 4, 1);
    }

    @Override
    public Actions.Limits limits() {
        return new Actions.Limits(actions, bytes, seconds, connections, parts);
    }

    @Override
    public List<? extends ActionClaims> pursue(
            List<? extends Edits> victims, Oracle oracle, AttackerContext grant, Run run) {
        boolean scores = oracle.access().shows(Access.TOP_SCORE);
        return IntStream.range(0, victims.size())
                .mapToObj(v -> {
                    Rng rng = run.child("search").child(v).rng();
                    return scores
                            ? ActionSearch.beam(victims.get(v), grant.goal().heading(), beam, rng)
                            : ActionSearch.byLabel(victims.get(v), rng);
                })
                .toList();
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.AUXILIARY, Requirement.RAW_RECORDS);
    }

    @Override
    public Set<Requirement> uses() {
        return Set.of(Requirement.SCORES);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class);
    }

    @Override
    public Suite suite() {
        return Suite.THOROUGH;
    }

    @Override
    public String taxonomy() {
        return "evasion";
    }

    @Override
    public String summary() {
        return "Pads, splits, delays and adds connections, or rewrites the URL of its site, until what is assembled evades.";
    }

    @Override
    public String when() {
        return "Use it where the data are connections, URLs or domain names: what it reports, an attacker can do. It derives features anew for each query and is slow on connections.";
    }

    @Override
    public String source() {
        return "Pierazzi et al., Intriguing Properties of Adversarial ML Attacks in the Problem Space, IEEE S&P 2020";
    }
}
