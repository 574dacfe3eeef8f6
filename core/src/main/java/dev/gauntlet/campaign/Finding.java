package dev.gauntlet.campaign;

import dev.gauntlet.base.Plural;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Budget;
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
 * @param data the SHA-256 of the data it was tried on
 * @param reason why it was skipped or failed, or what to note; may be empty
 * @param measure a description of the damage measure
 * @param adapted whether the adaptive attacker used its knowledge of the defence; if not, the attack was only repeated
 * @param arms in the order of {@link Arm.Name}, those that ran
 * @param curves the damage of the attacked arm at growing attack strength; may be empty
 * @param examples changed rows; empty if the attack changes none
 * @param repeats the results under every seed, this one first; empty if there is one seed
 * @param advice what to do about it
 * @param price the change of the detector's metrics by the defence without an attack, by name; empty if not measured
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
    /** With fewer cases the outcome Held has a note that there are too few. */
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
     * @param axis the quantity that grows: {@code strength}, the share of the row and distance budget, or {@code
     *     queries} per victim; or {@link #PROVEN}
     */
    public record Curve(String axis, List<Point> points) {
        /** The number of training rows changed, in a curve that is proven: no attack on them does more damage. */
        public static final String PROVEN = "rows, proven";

        public Curve {
            points = List.copyOf(points);
        }
    }

    /** The damage at one strength. */
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

    /** The metrics that a defence can change. */
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

    /** A finding without arms, with the reason. */
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

    /** The same finding with more to note. */
    Finding noted(List<String> notes) {
        List<String> all = new ArrayList<>(reason.isEmpty() ? List.of() : List.of(reason));
        all.addAll(notes);
        return with(outcome, String.join("; ", all));
    }

    /** The same finding with more curves. */
    Finding with(List<Curve> more) {
        List<Curve> all = new ArrayList<>(curves);
        all.addAll(more);
        return new Finding(
                id, attack, defence, data, outcome, reason, measure, adapted, budget, arms, all, examples, repeats,
                advice, price);
    }

    /** The same finding for a guard. */
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

    /**
     * The same finding with its outcome. A detector that is evaded by random changes is broken, whatever the attack
     * adds.
     */
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
        return with(
                Outcome.HELD, cases < LEAST ? Plural.format("only %d case[s], too few for a result", cases) : reason);
    }

    /** The same finding, with a note if the defences change nothing. */
    Finding changedNothing(boolean sameDetector) {
        boolean clean =
                arm(Arm.Name.CLEAN).isPresent() ? isSame(Arm.Name.CLEAN, Arm.Name.DEFENDED_CLEAN) : sameDetector;
        boolean same =
                clean && isSame(Arm.Name.ATTACKED, Arm.Name.DEFENDED) && isSame(Arm.Name.ATTACKED, Arm.Name.ADAPTIVE);
        return same ? noted(List.of("the defence changed nothing: every arm is the same as without it")) : this;
    }

    /**
     * The same finding with the price of its defence: the metrics with the defence and without an attack, minus those
     * without the defence.
     *
     * @param clean the metrics of the detector without defence and attack, used if the finding has no clean arm
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

    /** The same finding as failed, with the reason. */
    Finding failed(String why) {
        return with(Outcome.FAILED, why);
    }

    private Finding with(Outcome other, String why) {
        return new Finding(
                id, attack, defence, data, other, why, measure, adapted, budget, arms, curves, examples, repeats,
                advice, price);
    }

    /**
     * The same finding combined with those of other seeds: Broken if it is broken under most of the seeds with a
     * result.
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
        String split = Plural.format("broken under %d of %d seed[s]", broken, telling);
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

    /** The mean damage of an arm over the seeds, with its interval; absent if there is one seed. */
    public Optional<Interval> overSeeds(Arm.Name name) {
        List<Double> values = repeats.stream()
                .map(r -> Optional.ofNullable(r.damage.get(name.id())))
                .flatMap(Optional::stream)
                .toList();
        return values.size() < 2 ? Optional.empty() : Optional.of(Interval.mean(values));
    }

    /** Whether the random attacker acts as a real, unskilled attacker would, by sending changed inputs. */
    private boolean randomIsAttack() {
        return attack.attackClass() == AttackClass.INTEGRITY;
    }

    /** The damage of the random attacker beyond that without an attacker. */
    private Optional<Interval> randomDamage() {
        return arm(Arm.Name.NULL)
                .map(none -> arm(Arm.Name.CLEAN)
                        .map(clean -> none.damage().minus(clean.damage()))
                        .orElse(none.damage()));
    }

    /**
     * The lower end of the damage that counts: the excess over the random attacker's or, if random changes are an
     * attack, the whole damage.
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
