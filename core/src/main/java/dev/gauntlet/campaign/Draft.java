package dev.gauntlet.campaign;

import dev.gauntlet.measure.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The findings of an attack, from the results of its cells.
 *
 * @param data the digest of the laboratory's parts
 * @param figures the metrics of the detector without defences and attackers
 * @param attempts the attempts at every cell of the attack
 */
record Draft(Tried<?> tried, String data, SortedMap<String, Interval> figures, Map<Cell, Attempt<Measured>> attempts) {
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
            met.add(finding(List.of(), true).judged(tried.campaign().tolerance()));
        }
        met.addAll(others);
        tried.campaign()
                .missed(tried.attack())
                .forEach((guard, why) -> met.add(without(new Tried.Obstacle(Finding.Outcome.SKIPPED, why))
                        .against(guard)));
        return met;
    }

    private Finding without(Tried.Obstacle why) {
        return Finding.without(Card.of(tried.attack()), data, tried.lab().budget(), why.outcome(), why.reason());
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

    private Measured bare(Arm.Name arm) {
        return measured(new Cell(tried.attack(), Optional.empty(), arm));
    }

    private List<Finding.Curve> curves() {
        List<Finding.Curve> curves = new ArrayList<>();
        if (tried.trial().hasStrengthCurve()) {
            List<Double> strengths = tried.campaign().strengths();
            List<Cell> cells = tried.curve();
            List<Finding.Point> points = new ArrayList<>();
            for (int i = 0; i < cells.size(); i++) {
                points.add(new Finding.Point(
                        strengths.get(i), measured(cells.get(i)).arm().damage()));
            }
            curves.add(new Finding.Curve("strength", points));
        }
        curves.addAll(bare(Arm.Name.ATTACKED).curves());
        return curves;
    }

    private Finding guarded(Guard guard, boolean first) {
        Optional<Tried.Obstacle> obstacle = tried.obstacle(guard);
        if (obstacle.isPresent() && obstacle.get().outcome() == Finding.Outcome.SKIPPED) {
            return without(obstacle.get()).against(guard);
        }
        List<Cell> cells = Arm.Name.GUARDED.stream()
                .map(arm -> new Cell(tried.attack(), Optional.of(guard), arm))
                .toList();
        Optional<String> failure = obstacle.map(Tried.Obstacle::reason).or(() -> failure(cells));
        if (failure.isPresent()) {
            return finding(List.of(), false).against(guard).failed(failure.get());
        }
        List<Measured> arms = cells.stream().map(this::measured).toList();
        return finding(arms.stream().map(Measured::arm).toList(), first)
                .with(arms.stream().flatMap(arm -> arm.curves().stream()).toList())
                .against(guard)
                .judged(tried.campaign().tolerance())
                .changedNothing(arms.stream().allMatch(Measured::sameDetector))
                .noted(arms.stream()
                        .map(Measured::note)
                        .filter(note -> !note.isEmpty())
                        .toList())
                .priced(figures);
    }

    private Finding finding(List<Arm> guarded, boolean examples) {
        List<Arm> arms = new ArrayList<>();
        tried.trial().bare().forEach(arm -> arms.add(bare(arm).arm()));
        arms.addAll(guarded);
        return new Finding(
                tried.attack().id(),
                Card.of(tried.attack()),
                Optional.empty(),
                data,
                Finding.Outcome.HELD,
                "",
                tried.measure(),
                !tried.attack().adaptsTo().isEmpty(),
                tried.lab().budget(),
                arms,
                curves(),
                examples ? bare(Arm.Name.ATTACKED).examples() : List.of(),
                List.of(),
                "");
    }
}
