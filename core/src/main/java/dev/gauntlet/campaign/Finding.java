package dev.gauntlet.campaign;

import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Need;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of one attack, with and without one defence.
 *
 * @param id the attack's id, and the defence's after a plus sign if there is one
 * @param data the SHA-256 of the parts it was tried on
 * @param reason why it was skipped or failed, or what to note; may be empty
 * @param measure what the damage counts, in words
 * @param adapted whether the adaptive attacker used what it knew; if not it was merely run again
 * @param arms in the order of {@link Arm.Name}, those that ran
 * @param curves how the damage of the attacked arm grows with what the attacker spends; may be empty
 * @param examples changed rows; empty where the attack changes none
 * @param repeats the same under every seed, this one first; empty where there is one seed
 * @param advice what to do about it
 * @param price how the detector's figures change with the defence when nobody attacks, by name; empty where not measured
 */
public record Finding(
        String id,
        Card attack,
        Optional<String> defence,
        String data,
        Outcome outcome,
        String reason,
        String measure,
        boolean adapted,
        Budget budget,
        List<Arm> arms,
        List<Curve> curves,
        List<Example> examples,
        List<Repeat> repeats,
        String advice,
        SortedMap<String, Interval> price) {
    /** With fewer cases nothing is reported as Held. */
    private static final int LEAST = 20;

    /** How an attack ended. */
    public enum Outcome {
        /**
         * The damage beyond the random attacker's exceeds the tolerance with 95 % confidence, or the random attacker's
         * own does.
         */
        BROKEN,
        HELD,
        /** The threat model or the data do not allow it. */
        SKIPPED,
        /** An internal error. */
        FAILED
    }

    /**
     * The damage at growing attack strength.
     *
     * @param axis what grows: {@code strength}, the share of the row and distance budget, or {@code queries} per victim
     */
    public record Curve(String axis, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /** The damage at one expense. */
    public record Point(double at, Interval damage) {}

    /**
     * A row before and after.
     *
     * @param row its id
     * @param before values in the schema's order
     * @param probabilityBefore of the malicious class
     * @param probabilityAfter of the malicious class
     */
    public record Example(
            long row,
            List<Double> before,
            List<Double> after,
            double probabilityBefore,
            double probabilityAfter,
            double cost,
            int queries) {
        public Example {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /**
     * The outcome under one seed.
     *
     * @param damage by the arm's id
     */
    public record Repeat(long seed, Outcome outcome, SortedMap<String, Double> damage) {
        public Repeat {
            damage = Collections.unmodifiableSortedMap(new TreeMap<>(damage));
        }
    }

    /** What a defence can cost. */
    private static final List<String> PRICED = List.of("recall", "falsePositiveRate");

    /** A finding without a price. */
    public Finding(
            String id,
            Card attack,
            Optional<String> defence,
            String data,
            Outcome outcome,
            String reason,
            String measure,
            boolean adapted,
            Budget budget,
            List<Arm> arms,
            List<Curve> curves,
            List<Example> examples,
            List<Repeat> repeats,
            String advice) {
        this(
                id,
                attack,
                defence,
                data,
                outcome,
                reason,
                measure,
                adapted,
                budget,
                arms,
                curves,
                examples,
                repeats,
                advice,
                new TreeMap<>());
    }

    public Finding {
        price = Collections.unmodifiableSortedMap(new TreeMap<>(price));
        repeats = List.copyOf(repeats);
        arms = List.copyOf(arms);
        curves = List.copyOf(curves);
        examples = List.copyOf(examples);
    }

    /** An attack that gave no arms, with the reason. */
    static Finding without(Card attack, String data, Budget budget, Outcome outcome, String reason) {
        return new Finding(
                attack.id(),
                attack,
                Optional.empty(),
                data,
                outcome,
                reason,
                "",
                false,
                budget,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "");
    }

    /** The same finding as one of a guard. */
    Finding against(Guard met) {
        return new Finding(
                attack.id() + "+" + met.name(),
                attack,
                Optional.of(met.name()),
                data,
                outcome,
                reason,
                measure,
                adapted,
                budget,
                arms,
                curves,
                examples,
                repeats,
                met.advice(),
                price);
    }

    /** The same finding with its outcome; a detector that random changes of its input defeat is broken by them alone. */
    Finding judged(double tolerance) {
        boolean skilled = excess(Arm.Name.ATTACKED).map(Interval::low).orElse(0.0) > tolerance;
        if (skilled) {
            return with(Outcome.BROKEN, reason);
        }
        if (randomIsAttack() && randomDamage().map(Interval::low).orElse(0.0) > tolerance) {
            boolean more = damage(Arm.Name.NULL) > damage(Arm.Name.ATTACKED);
            return with(Outcome.BROKEN, more ? "random changes evade more often" : "random changes evade as often");
        }
        int cases = arm(Arm.Name.ATTACKED).map(arm -> arm.damage().n()).orElse(LEAST);
        return with(Outcome.HELD, cases < LEAST ? "only %d cases, too few for a result".formatted(cases) : reason);
    }

    /** The same finding, which says so where the defences change nothing at all. */
    Finding changedNothing(boolean sameDetector) {
        boolean clean =
                arm(Arm.Name.CLEAN).isPresent() ? isSame(Arm.Name.CLEAN, Arm.Name.DEFENDED_CLEAN) : sameDetector;
        boolean same =
                clean && isSame(Arm.Name.ATTACKED, Arm.Name.DEFENDED) && isSame(Arm.Name.ATTACKED, Arm.Name.ADAPTIVE);
        String told = "the defence changed nothing: every arm is the same as without it";
        return same ? with(outcome, reason.isEmpty() ? told : reason + "; " + told) : this;
    }

    /**
     * The same finding with the price of its defence: what the process with it does without an attack, minus what the process
     * without it does.
     *
     * @param clean the figures of the detector that nobody defends or attacks, where the finding has no clean arm
     */
    public Finding priced(SortedMap<String, Interval> clean) {
        SortedMap<String, Interval> before = arm(Arm.Name.CLEAN).map(Arm::facts).orElse(clean);
        SortedMap<String, Interval> changes = new TreeMap<>();
        for (String figure : PRICED) {
            Optional<Interval> old =
                    Optional.ofNullable(before.get(figure)).or(() -> Optional.ofNullable(clean.get(figure)));
            Optional<Interval> now =
                    arm(Arm.Name.DEFENDED_CLEAN).map(arm -> arm.facts().get(figure));
            old.flatMap(was -> now.map(is -> is.minus(was))).ifPresent(change -> changes.put(figure, change));
        }
        return new Finding(
                id, attack, defence, data, outcome, reason, measure, adapted, budget, arms, curves, examples, repeats,
                advice, changes);
    }

    private boolean isSame(Arm.Name bare, Arm.Name guarded) {
        return arm(bare).flatMap(one -> arm(guarded).filter(one::isSameAs)).isPresent();
    }

    /** The same finding, of which no more came, and why. */
    Finding failed(String why) {
        return with(Outcome.FAILED, why);
    }

    private Finding with(Outcome other, String why) {
        return new Finding(
                id, attack, defence, data, other, why, measure, adapted, budget, arms, curves, examples, repeats,
                advice, price);
    }

    /**
     * The same finding beside those of other seeds: Broken if it was under most of the seeds with a result.
     *
     * @param seeds this finding's first, then those of the others
     */
    public Finding repeated(List<Long> seeds, List<Finding> others) {
        List<Repeat> each = new ArrayList<>(List.of(repeat(seeds.get(0))));
        for (int i = 0; i < others.size(); i++) {
            each.add(others.get(i).repeat(seeds.get(i + 1)));
        }
        int broken = count(each, Outcome.BROKEN);
        int held = count(each, Outcome.HELD);
        Finding result = new Finding(
                id, attack, defence, data, outcome, reason, measure, adapted, budget, arms, curves, examples, each,
                advice, price);
        if (count(each, Outcome.FAILED) > 0) {
            return outcome == Outcome.FAILED ? result : result.with(Outcome.FAILED, "failed under another seed");
        }
        int telling = broken + held;
        boolean unanimous = telling == each.size() && (broken == 0 || held == 0);
        if (telling == 0 || unanimous) {
            return result;
        }
        String split = "broken under %d of %d seeds".formatted(broken, telling);
        return result.with(
                broken > held ? Outcome.BROKEN : Outcome.HELD, reason.isEmpty() ? split : reason + "; " + split);
    }

    private Repeat repeat(long seed) {
        SortedMap<String, Double> damage = new TreeMap<>();
        arms.forEach(arm -> damage.put(arm.name().id(), arm.damage().value()));
        return new Repeat(seed, outcome, damage);
    }

    private static int count(List<Repeat> repeats, Outcome outcome) {
        return (int) repeats.stream().filter(r -> r.outcome == outcome).count();
    }

    /** The mean damage of an arm over the seeds, with its interval; absent where there is one seed. */
    public Optional<Interval> overSeeds(Arm.Name name) {
        List<Double> values = repeats.stream()
                .map(r -> Optional.ofNullable(r.damage.get(name.id())))
                .flatMap(Optional::stream)
                .toList();
        return values.size() < 2 ? Optional.empty() : Optional.of(Interval.mean(values));
    }

    /** Whether the random attacker does what a real, unskilled attacker would do: send changed inputs. */
    private boolean randomIsAttack() {
        return attack.attackClass() == AttackClass.INTEGRITY || attack.needs().contains(Need.INPUTS);
    }

    /** What the random attacker does beyond no attacker at all. */
    private Optional<Interval> randomDamage() {
        return arm(Arm.Name.NULL)
                .map(none -> arm(Arm.Name.CLEAN)
                        .map(clean -> none.damage().minus(clean.damage()))
                        .orElse(none.damage()));
    }

    /**
     * The lower end of the damage that counts: beyond the random attacker's, or all of it if random changes are an
     * attack.
     */
    double severity() {
        double excess = excess(Arm.Name.ATTACKED).map(Interval::low).orElse(0.0);
        double random = randomIsAttack() ? randomDamage().map(Interval::low).orElse(0.0) : 0;
        double all = attack.attackClass() == AttackClass.INTEGRITY
                ? arm(Arm.Name.ATTACKED).map(arm -> arm.damage().low()).orElse(0.0)
                : 0;
        return Math.max(excess, Math.max(random, all));
    }

    /** The damage of an arm; 1 if it did not run. */
    double damage(Arm.Name name) {
        return arm(name).map(arm -> arm.damage().value()).orElse(1.0);
    }

    public Optional<Arm> arm(Arm.Name name) {
        return arms.stream().filter(arm -> arm.name() == name).findFirst();
    }

    /** The damage of an arm beyond the random attacker's. */
    public Optional<Interval> excess(Arm.Name name) {
        return arm(name)
                .map(arm -> arm(Arm.Name.NULL)
                        .map(none -> arm.damage().minus(none.damage()))
                        .orElse(arm.damage()));
    }

    /** The outcome under an arm: broken if the lower end of the excess is above the tolerance. */
    public Optional<Outcome> outcome(Arm.Name name, double tolerance) {
        return excess(name).map(excess -> excess.low() > tolerance ? Outcome.BROKEN : Outcome.HELD);
    }
}
