package dev.gauntlet.campaign;

import dev.gauntlet.campaign.trial.Facts;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The worst case of a family whose attackers see when they succeed: for each victim, whether any of the attacks works. Beside
 * it stands a random attacker with the queries of all of them together, and its budget has so many.
 *
 * @param members at least two attacks of the family, on the same victims
 */
record WorstCase(List<Tried<?>> members) {
    /** The worst cases of the families of which several attacks were tried. */
    static List<WorstCase> of(List<Tried<?>> attacks) {
        Map<String, List<Tried<?>>> families = attacks.stream()
                .filter(tried -> tried.attack().attackClass() == AttackClass.INTEGRITY)
                .filter(tried ->
                        tried.trial().hasWorstCase() && !tried.experiments().isEmpty())
                .collect(Collectors.groupingBy(
                        tried -> tried.attack().family(), LinkedHashMap::new, Collectors.toList()));
        return families.values().stream()
                .filter(members -> members.size() > 1)
                .map(WorstCase::new)
                .toList();
    }

    private Tried<?> first() {
        return members.get(0);
    }

    /** The guards behind which every member was tried and each victim counts by itself. */
    private List<Guard> guards() {
        return first().campaign().guards(first().attack()).stream()
                .filter(guard -> members.stream()
                        .allMatch(member -> member.obstacle(guard).isEmpty()
                                && member.campaign().guards(member.attack()).contains(guard)))
                .filter(guard -> guard.pipeline().alertRules().isEmpty())
                .toList();
    }

    /** The cells that are its own: those of the random attacker. They count as cells of its first attack. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (int k = 0; k < first().experiments().size(); k++) {
            cells.add(random(Optional.empty(), k));
            for (Guard guard : guards()) {
                cells.add(random(Optional.of(guard), k));
            }
        }
        return cells;
    }

    private Cell random(Optional<Guard> guard, int repetition) {
        Arm.Name name = guard.isPresent() ? Arm.Name.DEFENDED_RANDOM : Arm.Name.NULL;
        return new Cell(first().attack(), guard, name, 1, repetition, members.size());
    }

    /**
     * Its findings: one for each guard, or one if there is none. Empty if a cell has no result.
     *
     * @param source of a row, by its id
     */
    List<Finding> findings(
            Function<Cell, Optional<Arm>> arms,
            String data,
            SortedMap<String, Interval> figures,
            LongFunction<Object> source) {
        List<Finding> findings = new ArrayList<>();
        guards().forEach(guard ->
                finding(Optional.of(guard), arms, data, figures, source).ifPresent(findings::add));
        if (findings.isEmpty()) {
            finding(Optional.empty(), arms, data, figures, source).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> finding(
            Optional<Guard> guard,
            Function<Cell, Optional<Arm>> arms,
            String data,
            SortedMap<String, Interval> figures,
            LongFunction<Object> source) {
        Map<Arm.Name, List<Arm>> each = new EnumMap<>(Arm.Name.class);
        List<Arm.Name> names = new ArrayList<>(first().trial().bare());
        guard.ifPresent(met -> names.addAll(Arm.Name.GUARDED));
        for (Arm.Name name : names) {
            Optional<Guard> met = Arm.Name.GUARDED.contains(name) ? guard : Optional.empty();
            List<Arm> repetitions = IntStream.range(0, first().experiments().size())
                    .mapToObj(k -> arm(name, met, k, arms))
                    .flatMap(Optional::stream)
                    .toList();
            if (repetitions.size() < first().experiments().size()) {
                return Optional.empty();
            }
            each.put(name, repetitions);
        }
        ArmPairs pairs = new ArmPairs(each, source);
        Finding bare = new Finding(
                card().id(),
                card(),
                Optional.empty(),
                data,
                Finding.Outcome.HELD,
                "",
                first().measure(),
                !Arm.areSame(
                        each.getOrDefault(Arm.Name.DEFENDED, List.of()),
                        each.getOrDefault(Arm.Name.ADAPTIVE, List.of())),
                first().lab().budget().withQueries(members.size()),
                each.keySet().stream().map(pairs::mean).toList(),
                List.of(),
                List.of(),
                List.of(),
                "");
        return Optional.of(guard.map(bare::against)
                .orElse(bare)
                .judged(pairs, first().campaign().tolerance())
                .priced(figures));
    }

    private Optional<Arm> arm(
            Arm.Name name, Optional<Guard> guard, int repetition, Function<Cell, Optional<Arm>> arms) {
        return switch (name.who()) {
            case NOBODY -> arms.apply(new Cell(first().attack(), guard, name, repetition));
            case RANDOM -> arms.apply(random(guard, repetition));
            case ATTACK ->
                any(
                        name,
                        members.stream()
                                .map(member -> arms.apply(new Cell(member.attack(), guard, name, repetition)))
                                .flatMap(Optional::stream)
                                .toList());
        };
    }

    /** What any of the attacks reaches; absent if one has no result. The area is at least the largest of theirs. */
    private Optional<Arm> any(Arm.Name name, List<Arm> each) {
        List<Victims> victims =
                each.stream().flatMap(arm -> arm.victims().stream()).toList();
        if (victims.size() < members.size()) {
            return Optional.empty();
        }
        Arm worst = new Arm(name, Victims.any(victims));
        return each.stream()
                .flatMap(arm -> Optional.ofNullable(arm.facts().get(Facts.AREA)).stream())
                .max(Comparator.comparingDouble(Interval::value))
                .map(area -> worst.with(Facts.AREA, area))
                .or(() -> Optional.of(worst));
    }

    /** Its description. */
    private AttackInfo card() {
        AttackInfo one = AttackInfo.of(first().attack());
        TreeSet<Requirement> needs = members.stream()
                .flatMap(member -> member.attack().needs().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        String ids =
                members.stream().map(member -> member.attack().id()).sorted().collect(Collectors.joining(", "));
        return new AttackInfo(
                one.family() + AttackInfo.WORST_CASE,
                one.family(),
                one.phase(),
                one.attackClass(),
                one.subject(),
                List.copyOf(needs),
                one.taxonomy(),
                "For each victim the attack that works, if any does, of %s. The random attacker has the queries of all of them."
                        .formatted(ids),
                one.source());
    }
}
