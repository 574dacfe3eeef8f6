package dev.gauntlet.campaign;

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
 * @param comparison of its arms
 */
public record Finding(
        String id,
        AttackInfo attack,
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
        SortedMap<String, Interval> price,
        Comparison comparison) {
    /** How an attack ended. */
    public enum Outcome {
        /**
         * The damage is above the tolerance with 95 % confidence: that beyond the random attacker's or, where random
         * changes are an attack, that beyond none.
         */
        BROKEN,
        /** It is not above the tolerance, with the same confidence. */
        HELD,
        /** Neither is known; the reason says what would tell. */
        INCONCLUSIVE,
        /** An attack on the process around the detector does damage: nothing prevents it, whatever the detector. */
        OPEN,
        /** A protection against an attack on the process is declared; it was not tried. */
        IN_PLACE,
        /** The threat model or the data do not allow it. */
        SKIPPED,
        /** An internal error. */
        FAILED
    }

    /**
     * A row before and after.
     *
     * @param row its id
     * @param before values in the schema's order
     * @param probabilityBefore of the malicious class
     * @param probabilityAfter of the malicious class
     * @param actions what the attacker did to raw records, in words; empty where it changed the row itself
     */
    public record Example(
            long row,
            List<Double> before,
            List<Double> after,
            double probabilityBefore,
            double probabilityAfter,
            double cost,
            int queries,
            List<String> actions) {
        public Example {
            before = List.copyOf(before);
            after = List.copyOf(after);
            actions = List.copyOf(actions);
        }

        /** A row that the attacker changed itself. */
        public Example(
                long row,
                List<Double> before,
                List<Double> after,
                double probabilityBefore,
                double probabilityAfter,
                double cost,
                int queries) {
            this(row, before, after, probabilityBefore, probabilityAfter, cost, queries, List.of());
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

    /** A finding without a price, whose arms are not compared. */
    public Finding(
            String id,
            AttackInfo attack,
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
                new TreeMap<>(),
                Comparison.NONE);
    }

    public Finding {
        price = Collections.unmodifiableSortedMap(new TreeMap<>(price));
        repeats = List.copyOf(repeats);
        arms = List.copyOf(arms);
        curves = List.copyOf(curves);
        examples = List.copyOf(examples);
    }

    /** A finding without arms, with the reason. */
    static Finding without(AttackInfo attack, String data, Budget budget, Outcome outcome, String reason) {
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

    /** The same finding with its outcome, from arms that ran once. */
    public Finding judged(double tolerance) {
        return judged(ArmPairs.of(arms), tolerance);
    }

    /** The same finding with its outcome. An attack on the process leaves it open; it breaks no detector. */
    Finding judged(ArmPairs pairs, double tolerance) {
        boolean random = randomIsAttack();
        Comparison.Verdict verdict = Comparison.verdict(pairs, random, tolerance);
        boolean open = verdict.outcome() == Outcome.BROKEN && attack.subject() == Subject.PROCESS;
        return with(
                open ? Outcome.OPEN : verdict.outcome(),
                verdict.note().isEmpty() ? reason : joined(reason, verdict.note()),
                Comparison.of(pairs, random, tolerance));
    }

    /** The same finding with more to note. */
    Finding noted(List<String> notes) {
        String all = reason;
        for (String note : notes) {
            all = joined(all, note);
        }
        return with(outcome, all, comparison);
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
                changes,
                comparison);
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
                price,
                comparison);
    }

    /** The same finding as failed, with the reason. */
    Finding failed(String why) {
        return with(Outcome.FAILED, why, comparison);
    }

    private Finding with(Outcome other, String why, Comparison compared) {
        return new Finding(
                id, attack, defence, data, other, why, measure, adapted, budget, arms, curves, examples, repeats,
                advice, price, compared);
    }

    /**
     * The same finding with a p-value that is corrected for the number of attacks that were compared. A break that does not
     * stand then is inconclusive; where damage above the tolerance is inconclusive by itself, what would tell is not enough.
     */
    Finding corrected(double p, int attacks) {
        Comparison corrected = comparison.corrected(p, attacks);
        if (outcome == Outcome.INCONCLUSIVE && p > comparison.p()) {
            return with(
                    outcome,
                    joined(reason, "a break takes more among %d comparisons (Holm)".formatted(attacks)),
                    corrected);
        }
        boolean stands = outcome != Outcome.BROKEN || p <= Comparison.LEVEL;
        return stands
                ? with(outcome, reason, corrected)
                : with(
                        Outcome.INCONCLUSIVE,
                        joined(reason, "broken if tried alone, not among %d comparisons (Holm)".formatted(attacks)),
                        corrected);
    }

    private static String joined(String reason, String more) {
        return reason.isEmpty() ? more : reason + "; " + more;
    }

    /**
     * The same finding combined with those of other seeds: the outcome under most of the seeds with a result, else
     * Inconclusive.
     *
     * @param seeds this finding's first, then those of the others
     */
    public Finding repeated(List<Long> seeds, List<Finding> others) {
        List<Repeat> each = new ArrayList<>(List.of(repeat(seeds.get(0))));
        for (int i = 0; i < others.size(); i++) {
            each.add(others.get(i).repeat(seeds.get(i + 1)));
        }
        Repeated all = Repeated.of(attack, each);
        Finding result = with(arms, each);
        if (all.outcome() == Outcome.FAILED) {
            return outcome == Outcome.FAILED
                    ? result
                    : result.with(Outcome.FAILED, "failed under another seed", comparison);
        }
        return all.agree() ? result : result.with(all.outcome(), joined(reason, all.note()), comparison);
    }

    private Finding with(List<Arm> complete, List<Repeat> each) {
        return new Finding(
                id,
                attack,
                defence,
                data,
                outcome,
                reason,
                measure,
                adapted,
                budget,
                complete,
                curves,
                examples,
                each,
                advice,
                price,
                comparison);
    }

    /** The same finding with its arms completed. */
    public Finding withArms(List<Arm> complete) {
        return with(complete, repeats);
    }

    private Repeat repeat(long seed) {
        SortedMap<String, Double> damage = new TreeMap<>();
        arms.forEach(arm -> damage.put(arm.name().id(), arm.damage().value()));
        return new Repeat(seed, outcome, damage);
    }

    /** The mean damage of an arm over the seeds, with its interval; absent if there is one seed. */
    public Optional<Interval> overSeeds(Arm.Name name) {
        List<Double> values = repeats.stream()
                .map(r -> Optional.ofNullable(r.damage.get(name.id())))
                .flatMap(Optional::stream)
                .toList();
        return values.size() < 2 ? Optional.empty() : Optional.of(Interval.mean(values));
    }

    /**
     * Whether the random attacker does what an unskilled attacker would, so that what it reaches is damage too: with changed
     * inputs, and where a process is open to anyone.
     */
    boolean randomIsAttack() {
        return attack.attackClass() == AttackClass.INTEGRITY || attack.subject() == Subject.PROCESS;
    }

    public Optional<Arm> arm(Arm.Name name) {
        return arms.stream().filter(arm -> arm.name() == name).findFirst();
    }

    /** The arm with the most damage behind the defence. */
    public Optional<Arm> worst() {
        return comparison.worst().flatMap(this::arm);
    }

    /** Whether an attacker still does damage behind the defence. */
    public boolean isBypassed(double tolerance) {
        return comparison.behind().filter(damage -> damage.low() > tolerance).isPresent();
    }

    /** Whether the defence prevents more damage than it costs. */
    public boolean paysOff() {
        return gain().orElse(0.0) > 0;
    }

    /** The damage that the defence prevents at least, minus what it costs; absent if it was not measured. */
    public Optional<Double> gain() {
        return Worth.gain(this);
    }
}
