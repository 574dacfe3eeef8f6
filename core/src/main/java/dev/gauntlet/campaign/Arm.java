package dev.gauntlet.campaign;

import dev.gauntlet.campaign.trial.Who;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Difference;
import dev.gauntlet.measure.Interval;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One cell of the design: the same process run clean, by the random attacker or attacked; and with defences clean, by
 * the random attacker, attacked by someone who prepared for the process without them, or by someone who knows them.
 *
 * @param damage the attacker's gain, in the measure of the finding
 * @param confusion the confusion matrix of the detector in this arm; absent if the arm has none
 * @param facts further measurements by name, for example {@code recall}, {@code falsePositiveRate}, {@code queries}
 * @param victims the result for each victim, in each repetition; empty where there are none to list
 * @param each the damage in each repetition; empty if there is one
 */
public record Arm(
        Name name,
        Interval damage,
        Optional<Confusion> confusion,
        SortedMap<String, Interval> facts,
        List<Victims> victims,
        List<Interval> each) {
    /** The arms of an experiment. */
    public enum Name {
        CLEAN,
        NULL,
        ATTACKED,
        DEFENDED_CLEAN,
        DEFENDED_RANDOM,
        DEFENDED,
        ADAPTIVE;

        /** The arms of a process with defences. */
        public static final Set<Name> GUARDED =
                Collections.unmodifiableSet(EnumSet.of(DEFENDED_CLEAN, DEFENDED_RANDOM, DEFENDED, ADAPTIVE));

        /** The attacker of this arm. */
        public Who who() {
            return switch (this) {
                case CLEAN, DEFENDED_CLEAN -> Who.NOBODY;
                case NULL, DEFENDED_RANDOM -> Who.RANDOM;
                case ATTACKED, DEFENDED, ADAPTIVE -> Who.ATTACK;
            };
        }

        public String id() {
            return switch (this) {
                case CLEAN -> "clean";
                case NULL -> "random";
                case ATTACKED -> "attacked";
                case DEFENDED_CLEAN -> "defended-clean";
                case DEFENDED_RANDOM -> "defended-random";
                case DEFENDED -> "defended";
                case ADAPTIVE -> "adaptive";
            };
        }
    }

    public Arm {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        victims = List.copyOf(victims);
        each = List.copyOf(each);
    }

    /** An arm that ran once. */
    public Arm(
            Name name,
            Interval damage,
            Optional<Confusion> confusion,
            SortedMap<String, Interval> facts,
            List<Victims> victims) {
        this(name, damage, confusion, facts, victims, List.of());
    }

    public Arm(Name name, Interval damage) {
        this(name, damage, Optional.empty(), new TreeMap<>(), List.of());
    }

    /** An arm whose damage is the share of victims for which the attack reached its goal. */
    public Arm(Name name, Victims victims) {
        this(name, victims.share(), Optional.empty(), new TreeMap<>(), List.of(victims));
    }

    /**
     * The means over the repetitions of an arm; of its counts too.
     *
     * @param each at least one
     */
    public static Arm mean(List<Arm> each) {
        Arm first = each.get(0);
        if (each.size() == 1) {
            return first;
        }
        SortedMap<String, Interval> facts = new TreeMap<>();
        for (String fact : first.facts.keySet()) {
            List<Interval> values = each.stream()
                    .flatMap(arm -> Optional.ofNullable(arm.facts.get(fact)).stream())
                    .toList();
            facts.put(fact, mean(values, values.stream().allMatch(value -> value.low() >= 0 && value.high() <= 1)));
        }
        List<Confusion> counts =
                each.stream().flatMap(arm -> arm.confusion.stream()).toList();
        return new Arm(
                first.name,
                mean(each.stream().map(Arm::damage).toList(), true),
                counts.size() == each.size() ? Optional.of(Confusion.mean(counts)) : Optional.empty(),
                facts,
                each.stream().flatMap(arm -> arm.victims.stream()).toList(),
                each.stream().map(Arm::damage).toList());
    }

    /**
     * The mean of repetitions.
     *
     * @param share whether it is between 0 and 1
     */
    private static Interval mean(List<Interval> values, boolean share) {
        Interval mean = Difference.mean(values).interval();
        return share ? new Interval(mean.value(), Math.max(0, mean.low()), Math.min(1, mean.high()), mean.n()) : mean;
    }

    /**
     * The same with another interval of its damage; its recall, where the damage is what is missing of it, gets that too.
     *
     * @param repetitions the damage in each repetition
     */
    Arm withDamage(Interval other, List<Interval> repetitions) {
        Arm changed = new Arm(name, other, confusion, facts, victims, repetitions);
        return Optional.ofNullable(facts.get("recall"))
                .filter(recall -> recall.n() == other.n() && Math.abs(recall.value() + other.value() - 1) < 1e-12)
                .map(recall -> new Interval(recall.value(), 1 - other.high(), 1 - other.low(), recall.n()))
                .map(recall -> changed.with("recall", recall))
                .orElse(changed);
    }

    /** Whether another arm has the same results in everything that both measure. */
    boolean isSameAs(Arm other) {
        return damage.equals(other.damage)
                && confusion.equals(other.confusion)
                && victims.equals(other.victims)
                && facts.entrySet().stream()
                        .allMatch(fact ->
                                fact.getValue().equals(other.facts.getOrDefault(fact.getKey(), fact.getValue())));
    }

    /** Whether an arm has the same results as another in every repetition. */
    static boolean areSame(List<Arm> each, List<Arm> others) {
        return each.size() == others.size()
                && IntStream.range(0, each.size()).allMatch(k -> each.get(k).isSameAs(others.get(k)));
    }

    public Arm with(Confusion counts) {
        return new Arm(name, damage, Optional.of(counts), facts, victims, each);
    }

    public Arm with(String fact, Interval value) {
        SortedMap<String, Interval> more = new TreeMap<>(facts);
        more.put(fact, value);
        return new Arm(name, damage, confusion, more, victims, each);
    }

    public Arm with(String fact, double value) {
        return with(fact, Interval.exact(value));
    }

    /** The same arm with the tables of its victims. */
    public Arm with(List<Victims> tables) {
        return new Arm(name, damage, confusion, facts, tables, each);
    }
}
