package dev.gauntlet.campaign;

import dev.gauntlet.measure.Interval;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The findings of an attack, from the results of its cells.
 *
 * @param data the digest of the laboratory's parts
 * @param figures the metrics of the detector without defences and attackers
 * @param attempts the attempts at every cell of the attack
 * @param source of a row, by its id
 */
record Draft(
        Tried<?> tried,
        String data,
        SortedMap<String, Interval> figures,
        Map<Cell, Attempt<Measured>> attempts,
        LongFunction<Object> source) {
    List<Finding> findings() {
        if (tried.why().isPresent()) {
            return List.of(without(tried.why().get()));
        }
        Optional<String> failure = failure(attempts.keySet().stream()
                .filter(cell -> cell.guard().isEmpty())
                .toList());
        if (failure.isPresent()) {
            return List.of(without(new Tried.Obstacle(Finding.Outcome.FAILED, failure.get())));
        }
        List<Finding> met = new ArrayList<>();
        List<Finding> others = new ArrayList<>();
        for (Guard guard : tried.campaign().guards(tried.attack())) {
            Finding finding = guarded(guard, met.isEmpty());
            (finding.arm(Arm.Name.DEFENDED).isPresent() ? met : others).add(finding);
        }
        if (met.isEmpty()) {
            met.add(new Arms(Optional.empty()).finding(true));
        }
        met.addAll(others);
        tried.campaign()
                .missed(tried.attack())
                .forEach((guard, why) -> met.add(without(new Tried.Obstacle(Finding.Outcome.SKIPPED, why))
                        .against(guard)));
        return met;
    }

    private Finding without(Tried.Obstacle why) {
        return Finding.without(
                AttackInfo.of(tried.attack(), tried.subject()),
                data,
                tried.lab().budget(),
                why.outcome(),
                why.reason());
    }

    private Optional<String> failure(List<Cell> cells) {
        return cells.stream()
                .map(this::attempt)
                .filter(attempt -> attempt.result().isEmpty())
                .map(Attempt::failure)
                .findFirst();
    }

    private Attempt<Measured> attempt(Cell cell) {
        return Objects.requireNonNull(attempts.get(cell), cell.text());
    }

    private Measured measured(Cell cell) {
        return attempt(cell).result().orElseThrow();
    }

    private Cell cell(Optional<Guard> guard, Arm.Name arm, int repetition) {
        return new Cell(tried.attack(), guard, arm, repetition);
    }

    private Finding guarded(Guard guard, boolean first) {
        Optional<Tried.Obstacle> obstacle = tried.obstacle(guard);
        if (obstacle.isPresent() && obstacle.get().outcome() == Finding.Outcome.SKIPPED) {
            return without(obstacle.get()).against(guard);
        }
        Optional<String> failure = obstacle.map(Tried.Obstacle::reason)
                .or(() -> failure(attempts.keySet().stream()
                        .filter(cell -> cell.guard().equals(Optional.of(guard)))
                        .toList()));
        return failure.map(why ->
                        new Arms(Optional.empty()).finding(false).against(guard).failed(why))
                .orElseGet(() -> new Arms(Optional.of(guard)).finding(first));
    }

    /** The arms of the finding of a guard, and those without one. */
    private final class Arms {
        private final Optional<Guard> guard;
        private final Map<Arm.Name, List<Measured>> each = new LinkedHashMap<>();

        Arms(Optional<Guard> guard) {
            this.guard = guard;
            tried.trial().bare().forEach(name -> each.put(name, repetitions(Optional.empty(), name)));
            if (guard.isPresent()) {
                Arm.Name.GUARDED.forEach(name -> each.put(name, repetitions(guard, name)));
            }
        }

        private List<Measured> repetitions(Optional<Guard> met, Arm.Name name) {
            return IntStream.range(0, tried.experiments().size())
                    .mapToObj(k -> measured(cell(met, name, k)))
                    .toList();
        }

        private List<Arm> arms(Arm.Name name) {
            return each.getOrDefault(name, List.of()).stream()
                    .map(Measured::arm)
                    .toList();
        }

        private Stream<Measured> guarded() {
            return Arm.Name.GUARDED.stream().flatMap(name -> each.getOrDefault(name, List.of()).stream());
        }

        Finding finding(boolean examples) {
            Map<Arm.Name, List<Arm>> byName = new EnumMap<>(Arm.Name.class);
            each.keySet().forEach(name -> byName.put(name, arms(name)));
            ArmPairs pairs = new ArmPairs(byName, source);
            Finding finding = new Finding(
                    tried.attack().id(),
                    AttackInfo.of(tried.attack(), tried.subject()),
                    Optional.empty(),
                    data,
                    Finding.Outcome.HELD,
                    "",
                    tried.measure(),
                    !isSame(Arm.Name.DEFENDED, Arm.Name.ADAPTIVE),
                    tried.lab().budget(),
                    each.keySet().stream().map(pairs::mean).toList(),
                    curves(),
                    examples ? first(Arm.Name.ATTACKED).examples() : List.of(),
                    List.of(),
                    "");
            return guard.map(finding::against)
                    .orElse(finding)
                    .judged(pairs, tried.campaign().tolerance())
                    .noted(notes())
                    .priced(figures);
        }

        private Measured first(Arm.Name name) {
            return measured(cell(Optional.empty(), name, 0));
        }

        private List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (guard.isPresent() && changedNothing()) {
                boolean random = !each.containsKey(Arm.Name.NULL) || isSame(Arm.Name.NULL, Arm.Name.DEFENDED_RANDOM);
                notes.add(
                        random
                                ? "the defence changed nothing: every arm is the same as without it"
                                : "the defence changed nothing but what random changes reach");
            }
            guarded().map(Measured::note).filter(note -> !note.isEmpty()).forEach(notes::add);
            return notes;
        }

        private boolean changedNothing() {
            boolean clean = each.containsKey(Arm.Name.CLEAN)
                    ? isSame(Arm.Name.CLEAN, Arm.Name.DEFENDED_CLEAN)
                    : guarded().allMatch(Measured::sameDetector);
            return clean
                    && isSame(Arm.Name.ATTACKED, Arm.Name.DEFENDED)
                    && isSame(Arm.Name.ATTACKED, Arm.Name.ADAPTIVE);
        }

        private boolean isSame(Arm.Name one, Arm.Name other) {
            return Arm.areSame(arms(one), arms(other));
        }

        /** The curves of the first repetition. */
        private List<Curve> curves() {
            List<Curve> curves = new ArrayList<>();
            List<Double> strengths = tried.campaign().strengths();
            if (tried.trial().hasStrengthCurve()) {
                List<Cell> cells = tried.curve();
                List<Curve.Point> points = new ArrayList<>();
                for (int i = 0; i < cells.size(); i++) {
                    points.add(new Curve.Point(
                            strengths.get(i), measured(cells.get(i)).arm().damage()));
                }
                curves.add(new Curve(Curve.STRENGTH, points));
            }
            first(Arm.Name.ATTACKED).curves().stream()
                    .map(curve -> curve.axis().equals(Curve.STRENGTH) ? curve.at(strengths) : curve)
                    .forEach(curves::add);
            guarded().forEach(measured -> curves.addAll(measured.curves()));
            return curves;
        }
    }
}
