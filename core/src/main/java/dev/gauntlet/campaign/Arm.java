package dev.gauntlet.campaign;

import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One cell of the design: the same process run clean, with a random attacker, attacked, defended, both, or attacked by
 * an adversary who knows the defence.
 *
 * @param damage what the attacker gained, in the finding's own measure
 * @param confusion how often the detector alarmed in this arm and was right; absent where the arm has no such count
 * @param facts further measurements by name, for example {@code recall}, {@code falsePositiveRate}, {@code queries}
 */
public record Arm(Name name, Interval damage, Optional<Confusion> confusion, SortedMap<String, Interval> facts) {
    /** The arms of an experiment. */
    public enum Name {
        CLEAN,
        NULL,
        ATTACKED,
        DEFENDED_CLEAN,
        DEFENDED,
        ADAPTIVE;

        public String id() {
            return switch (this) {
                case CLEAN -> "clean";
                case NULL -> "random";
                case ATTACKED -> "attacked";
                case DEFENDED_CLEAN -> "defended-clean";
                case DEFENDED -> "defended";
                case ADAPTIVE -> "adaptive";
            };
        }
    }

    public Arm {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    public Arm(Name name, Interval damage) {
        this(name, damage, Optional.empty(), new TreeMap<>());
    }

    public Arm with(Confusion counts) {
        return new Arm(name, damage, Optional.of(counts), facts);
    }

    public Arm with(String fact, Interval value) {
        SortedMap<String, Interval> more = new TreeMap<>(facts);
        more.put(fact, value);
        return new Arm(name, damage, confusion, more);
    }

    public Arm with(String fact, double value) {
        return with(fact, Interval.exact(value));
    }
}
