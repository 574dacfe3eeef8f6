package dev.gauntlet.campaign;

import dev.gauntlet.measure.Difference;
import dev.gauntlet.measure.Interval;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * The arms of a finding, repetition by repetition, to be compared. Two arms with the same victims are compared victim by
 * victim.
 *
 * @param arms each of them in every repetition
 * @param source the source of a row by its id; victims of one source are not independent
 */
record ArmPairs(Map<Arm.Name, List<Arm>> arms, LongFunction<Object> source) {
    ArmPairs {
        arms = Map.copyOf(arms);
    }

    /** Arms that ran once, whose victims have no sources. */
    static ArmPairs of(List<Arm> arms) {
        Map<Arm.Name, List<Arm>> each = new HashMap<>();
        arms.forEach(arm -> each.put(arm.name(), List.of(arm)));
        return new ArmPairs(each, id -> id);
    }

    /** How much greater the damage in one arm is than in another; absent if one of them did not run. */
    Optional<Difference> minus(Arm.Name one, Arm.Name other) {
        return Optional.ofNullable(arms.get(one))
                .flatMap(first -> Optional.ofNullable(arms.get(other)).map(second -> minus(first, second)));
    }

    /**
     * The means over the repetitions of an arm. The interval of its damage counts the victims of one source as one, where that
     * is wider.
     */
    Arm mean(Arm.Name name) {
        List<Arm> each = arms.getOrDefault(name, List.of());
        Arm mean = Arm.mean(each);
        return victims(each)
                .filter(ids -> each.get(0).victims().get(0).areRows())
                .map(ids -> sources(ids, true))
                .filter(sources -> IntStream.of(sources).distinct().count() < sources.length)
                .map(sources -> mean.withDamage(mean.damage().around(bySource(each, sources)), damages(each)))
                .orElse(mean);
    }

    private static Interval bySource(List<Arm> each, int[] sources) {
        List<boolean[]> none =
                each.stream().map(arm -> new boolean[sources.length]).toList();
        return Difference.paired(reached(each), none, sources).interval();
    }

    private static List<Interval> damages(List<Arm> each) {
        return each.stream().map(Arm::damage).toList();
    }

    /** The damage in an arm. */
    Optional<Difference> of(Arm.Name name) {
        return Optional.ofNullable(arms.get(name)).map(each -> Difference.mean(damages(each)));
    }

    private Difference minus(List<Arm> one, List<Arm> other) {
        Optional<long[]> victims = victims(one)
                .filter(ids -> victims(other)
                        .filter(others -> Arrays.equals(ids, others))
                        .isPresent());
        boolean rows = victims.isPresent() && one.get(0).victims().get(0).areRows();
        return victims.map(ids -> Difference.paired(reached(one), reached(other), sources(ids, rows)))
                .orElseGet(() -> Difference.unpaired(damages(one), damages(other)));
    }

    /** The victims of an arm, if they are the same in every repetition and its damage is their share. */
    private static Optional<long[]> victims(List<Arm> each) {
        long[] ids = null;
        for (Arm arm : each) {
            Optional<Victims> own = arm.victims().stream()
                    .findFirst()
                    .filter(Victims::isHere)
                    .filter(victims -> victims.share().equals(arm.damage()));
            if (own.isEmpty() || (ids != null && !Arrays.equals(ids, own.get().ids()))) {
                return Optional.empty();
            }
            ids = own.get().ids();
        }
        return Optional.ofNullable(ids);
    }

    private static List<boolean[]> reached(List<Arm> each) {
        return each.stream().map(arm -> arm.victims().get(0).reached()).toList();
    }

    private int[] sources(long[] ids, boolean rows) {
        if (!rows) {
            return IntStream.range(0, ids.length).toArray();
        }
        Map<Object, Integer> numbers = new HashMap<>();
        return IntStream.range(0, ids.length)
                .map(i -> numbers.computeIfAbsent(source.apply(ids[i]), s -> numbers.size()))
                .toArray();
    }
}
