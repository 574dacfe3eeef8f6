package dev.gauntlet.campaign;

import dev.gauntlet.Phase;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.campaign.trial.Trial;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.Taxonomy;
import java.util.List;

/**
 * The description of an attack.
 *
 * @param subject what its findings speak of
 * @param needs its requirements, in the order of {@link Requirement}
 * @param summary one sentence
 * @param source the paper or document it follows
 */
public record AttackInfo(
        String id,
        String family,
        Phase phase,
        AttackClass attackClass,
        Subject subject,
        List<Requirement> needs,
        Taxonomy taxonomy,
        String summary,
        String source) {
    static final String WORST_CASE = "-worst-case";

    public AttackInfo {
        needs = List.copyOf(needs);
    }

    /** Whether it is no attack but the worst case of those of a family. */
    public boolean combines() {
        return id.endsWith(WORST_CASE);
    }

    public static <A extends Attack> AttackInfo of(A attack) {
        return of(attack, Trial.of(attack).subject());
    }

    static <A extends Attack> AttackInfo of(A attack, Subject subject) {
        return new AttackInfo(
                attack.id(),
                attack.family(),
                attack.phase(),
                attack.attackClass(),
                subject,
                attack.needs().stream().sorted().toList(),
                Taxonomy.of(attack.taxonomy()),
                attack.summary(),
                attack.source());
    }

    /** The settings of a plug-in in brackets, for example {@code [share=0.05]}; empty if it has none. */
    static String settings(Plugin plugin) {
        String text = plugin.toString();
        int start = text.indexOf('[');
        return start < 0 || text.endsWith("[]") ? "" : text.substring(start);
    }
}
