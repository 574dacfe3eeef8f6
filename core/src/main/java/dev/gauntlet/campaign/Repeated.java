package dev.gauntlet.campaign;

import dev.gauntlet.base.Plural;
import java.util.List;
import java.util.Locale;

/**
 * The outcomes of one finding under several seeds.
 *
 * @param damaged the outcome that means damage: Broken, or Open for an attack on the process
 */
record Repeated(List<Finding.Repeat> each, Finding.Outcome damaged) {
    static Repeated of(AttackInfo attack, List<Finding.Repeat> each) {
        return new Repeated(each, attack.subject() == Subject.PROCESS ? Finding.Outcome.OPEN : Finding.Outcome.BROKEN);
    }

    /** The outcome under most of the seeds with a result, else Inconclusive; Failed if it failed under one. */
    Finding.Outcome outcome() {
        if (count(Finding.Outcome.FAILED) > 0) {
            return Finding.Outcome.FAILED;
        }
        if (agree()) {
            return each.get(0).outcome();
        }
        return 2 * count(damaged) > telling()
                ? damaged
                : 2 * count(Finding.Outcome.HELD) > telling() ? Finding.Outcome.HELD : Finding.Outcome.INCONCLUSIVE;
    }

    /** Whether there is nothing to count: no result, or the same one under every seed. */
    boolean agree() {
        return telling() == 0 || Math.max(count(damaged), count(Finding.Outcome.HELD)) == each.size();
    }

    String note() {
        return Plural.format(
                "%s under %d of %d seed[s]", damaged.name().toLowerCase(Locale.ROOT), count(damaged), telling());
    }

    private int telling() {
        return count(damaged) + count(Finding.Outcome.HELD) + count(Finding.Outcome.INCONCLUSIVE);
    }

    private int count(Finding.Outcome outcome) {
        return (int) each.stream().filter(r -> r.outcome() == outcome).count();
    }
}
