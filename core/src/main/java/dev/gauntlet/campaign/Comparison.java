package dev.gauntlet.campaign;

import dev.gauntlet.base.Plural;
import dev.gauntlet.measure.Difference;
import dev.gauntlet.measure.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the arms of a finding show when they are compared. Arms with the same victims are compared victim by victim.
 *
 * @param beyondRandom the damage of the attack beyond that of the random attacker
 * @param beyondClean its damage beyond that without an attacker
 * @param random the damage of the random attacker beyond that without an attacker
 * @param worst of the arms with an attacker behind the defence, the one with the most damage: what the defence is worth
 *     against the best that was tried
 * @param behind the damage in that arm beyond that of the random attacker behind the defence or, if random changes are
 *     an attack, beyond that of the defended process without an attacker
 * @param prevented the damage of the attack minus that in the worst arm behind the defence
 * @param p the one-sided p-value of the claim that the damage that counts is above the tolerance; 1 if it is not
 * @param compared the number of attacks for which {@code p} is corrected, by Holm's method; 1 if it is not
 */
public record Comparison(
        Optional<Interval> beyondRandom,
        Optional<Interval> beyondClean,
        Optional<Interval> random,
        Optional<Arm.Name> worst,
        Optional<Interval> behind,
        Optional<Interval> prevented,
        double p,
        int compared) {
    /** A claim holds if its corrected p-value is not above this: the lower end of a 95 % interval. */
    static final double LEVEL = 0.025;

    /** Nothing was measured. */
    static final Comparison NONE = new Comparison(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1,
            1);

    /** An outcome with what to say of it; may be empty. */
    record Verdict(Finding.Outcome outcome, String note) {}

    /**
     * Compares the arms.
     *
     * @param randomIsAttack whether what the random attacker reaches is damage too
     */
    static Comparison of(ArmPairs arms, boolean randomIsAttack, double tolerance) {
        Optional<Arm.Name> worst = worst(arms, randomIsAttack);
        Arm.Name reference = randomIsAttack ? Arm.Name.DEFENDED_CLEAN : Arm.Name.DEFENDED_RANDOM;
        return new Comparison(
                interval(arms.minus(Arm.Name.ATTACKED, Arm.Name.NULL)),
                interval(arms.minus(Arm.Name.ATTACKED, Arm.Name.CLEAN)),
                interval(arms.minus(Arm.Name.NULL, Arm.Name.CLEAN)),
                worst,
                interval(worst.flatMap(arm -> arms.minus(arm, reference))),
                prevented(arms, randomIsAttack),
                counting(arms, randomIsAttack)
                        .map(damage -> damage.pAbove(tolerance))
                        .orElse(1.0),
                1);
    }

    private static Optional<Interval> interval(Optional<Difference> difference) {
        return difference.map(Comparison::interval);
    }

    /** The interval of a difference of two shares. */
    private static Interval interval(Difference difference) {
        Interval interval = difference.interval();
        return new Interval(interval.value(), Math.max(-1, interval.low()), Math.min(1, interval.high()), interval.n());
    }

    private static List<Arm.Name> tried(boolean randomIsAttack) {
        return randomIsAttack
                ? List.of(Arm.Name.DEFENDED, Arm.Name.ADAPTIVE, Arm.Name.DEFENDED_RANDOM)
                : List.of(Arm.Name.DEFENDED, Arm.Name.ADAPTIVE);
    }

    private static Optional<Arm.Name> worst(ArmPairs arms, boolean randomIsAttack) {
        Optional<Arm.Name> worst = Optional.empty();
        for (Arm.Name name : tried(randomIsAttack)) {
            if (arms.of(name).isPresent() && (worst.isEmpty() || damage(arms, name) > damage(arms, worst.get()))) {
                worst = Optional.of(name);
            }
        }
        return worst;
    }

    private static double damage(ArmPairs arms, Arm.Name name) {
        return arms.of(name).map(Difference::value).orElse(0.0);
    }

    /** The least over all arms behind the defence, so that choosing the worst of them does not flatter the defence. */
    private static Optional<Interval> prevented(ArmPairs arms, boolean randomIsAttack) {
        return tried(randomIsAttack).stream()
                .flatMap(name -> arms.minus(Arm.Name.ATTACKED, name).stream())
                .map(Comparison::interval)
                .reduce((a, b) -> new Interval(
                        Math.min(a.value(), b.value()),
                        Math.min(a.low(), b.low()),
                        Math.min(a.high(), b.high()),
                        Math.min(a.n(), b.n())));
    }

    /** The damage that counts: beyond the random attacker's or, if random changes are an attack, beyond none. */
    private static Optional<Difference> counting(ArmPairs arms, boolean randomIsAttack) {
        return arms.minus(Arm.Name.ATTACKED, randomIsAttack ? Arm.Name.CLEAN : Arm.Name.NULL)
                .or(() -> arms.of(Arm.Name.ATTACKED));
    }

    /**
     * The outcome: Broken if the lower end of the damage that counts is above the tolerance, Held if its upper end is not,
     * else Inconclusive.
     */
    static Verdict verdict(ArmPairs arms, boolean randomIsAttack, double tolerance) {
        Optional<Difference> counting = counting(arms, randomIsAttack);
        if (counting.isEmpty()) {
            return new Verdict(Finding.Outcome.INCONCLUSIVE, "nothing was measured");
        }
        Interval damage = counting.get().interval();
        if (damage.low() > tolerance) {
            return new Verdict(Finding.Outcome.BROKEN, randomIsAttack ? unskilled(arms) : "");
        }
        if (damage.high() <= tolerance) {
            boolean random = !randomIsAttack
                    && arms.minus(Arm.Name.NULL, Arm.Name.CLEAN)
                            .filter(difference -> difference.interval().low() > tolerance)
                            .isPresent();
            return new Verdict(Finding.Outcome.HELD, random ? "random changes do as much damage" : "");
        }
        return new Verdict(Finding.Outcome.INCONCLUSIVE, more(counting.get(), tolerance));
    }

    private static String unskilled(ArmPairs arms) {
        return arms.minus(Arm.Name.ATTACKED, Arm.Name.NULL)
                .filter(difference -> !(difference.interval().low() > 0))
                .map(difference -> difference.interval().high() < 0
                        ? "random changes do more damage"
                        : "random changes do as much damage")
                .orElse("");
    }

    /** What would tell. */
    private static String more(Difference damage, double tolerance) {
        if (damage.cases() == 0) {
            return "there are no cases";
        }
        OptionalLong needed = damage.needed(tolerance);
        String had = Plural.format("%d case[s]", damage.cases());
        if (damage.groups() == 1) {
            return had + " of one source; those of others would tell";
        }
        if (needed.isPresent()) {
            return "%s, about %d would tell".formatted(had, needed.getAsLong());
        }
        return damage.repetitions() > 1 && damage.seeds() > 0
                ? "the %d repetitions differ too much to tell; more of them may (arm-seeds)"
                        .formatted(damage.repetitions())
                : had + ", and the damage is too near the tolerance to tell";
    }

    /** The same with a p-value that is corrected for a number of attacks. */
    Comparison corrected(double corrected, int attacks) {
        return new Comparison(beyondRandom, beyondClean, random, worst, behind, prevented, corrected, attacks);
    }

    /** The damage that counts. */
    Optional<Interval> counting(boolean randomIsAttack) {
        return randomIsAttack
                ? Stream.of(beyondClean, beyondRandom).flatMap(Optional::stream).findFirst()
                : beyondRandom;
    }
}
