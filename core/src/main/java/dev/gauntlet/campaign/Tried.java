package dev.gauntlet.campaign;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Experiment;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.Trial;
import dev.gauntlet.process.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An attack of a campaign in a laboratory, and its cells.
 *
 * @param experiments one for each repetition; empty if it cannot be tried
 * @param why the reason why it cannot be tried
 */
record Tried<A extends Attack>(
        Campaign campaign,
        Lab lab,
        A attack,
        Trial<? super A> trial,
        List<Experiment> experiments,
        Optional<Obstacle> why) {
    /** The reason why there are no arms. */
    record Obstacle(Finding.Outcome outcome, String reason) {}

    /** An attack on the laboratory of these repetitions. */
    static <A extends Attack> Tried<A> of(Campaign campaign, Lab lab, A attack, List<Repetition> repetitions) {
        Trial<? super A> trial = Trial.of(attack);
        Optional<String> declared = campaign.declared(attack);
        if (declared.isPresent()) {
            Obstacle inPlace = new Obstacle(Finding.Outcome.IN_PLACE, declared.get());
            return new Tried<>(campaign, lab, attack, trial, List.of(), Optional.of(inPlace));
        }
        Optional<String> skipped = campaign.skips(lab, attack);
        if (skipped.isPresent()) {
            return new Tried<>(campaign, lab, attack, trial, List.of(), skipped.map(Tried::skipped));
        }
        Attempt<List<Experiment>> experiments = Attempt.at(() -> repetitions.stream()
                .map(repetition -> experiment(trial, attack, repetition))
                .toList());
        if (experiments.result().isEmpty()) {
            Obstacle failed = new Obstacle(Finding.Outcome.FAILED, experiments.failure());
            return new Tried<>(campaign, lab, attack, trial, List.of(), Optional.of(failed));
        }
        List<Experiment> all = experiments.result().get();
        Optional<Obstacle> unfit = all.get(0).unfit().map(Tried::skipped);
        return new Tried<>(campaign, lab, attack, trial, unfit.isPresent() ? List.of() : all, unfit);
    }

    private static <A extends Attack> Experiment experiment(Trial<? super A> trial, A attack, Repetition repetition) {
        Run run = repetition.run();
        return trial.on(
                repetition.plain(trial.subject(repetition.lab())).lab(),
                attack,
                run.child(trial.attacks().getSimpleName()),
                run.of("attacker").child(attack.id()));
    }

    private static Obstacle skipped(String reason) {
        return new Obstacle(Finding.Outcome.SKIPPED, reason);
    }

    /**
     * Its cells: of each repetition the arms without a guard and the arms with each guard; of the first one also the
     * points of its curve.
     */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (int k = 0; k < experiments.size(); k++) {
            int repetition = k;
            trial.bare().forEach(arm -> cells.add(new Cell(attack, Optional.empty(), arm, repetition)));
            if (k == 0) {
                curve().stream()
                        .filter(cell -> cell.isOfCurve() && !cells.contains(cell))
                        .forEach(cells::add);
            }
            for (Guard guard : campaign.guards(attack)) {
                if (obstacle(guard).isEmpty()) {
                    Arm.Name.GUARDED.forEach(arm -> cells.add(new Cell(attack, Optional.of(guard), arm, repetition)));
                }
            }
        }
        return cells;
    }

    /** The cells of the curve over the strength, in the first repetition; for the full budget, the attacked arm itself. */
    List<Cell> curve() {
        return campaign.strengths().stream()
                .filter(strength -> trial.hasStrengthCurve())
                .map(strength -> lab.budget().times(strength).equals(lab.budget()) ? 1 : strength)
                .map(strength -> new Cell(attack, Optional.empty(), Arm.Name.ATTACKED, strength, 0, 1))
                .toList();
    }

    /** Why there are no arms with a guard that applies to the attack; empty if there are. */
    Optional<Obstacle> obstacle(Guard guard) {
        Attempt<Pipeline> pipeline = Attempt.at(guard::pipeline);
        if (pipeline.result().isEmpty()) {
            return Optional.of(new Obstacle(Finding.Outcome.FAILED, pipeline.failure()));
        }
        Pipeline met = pipeline.result().get();
        return lab.refuses(met)
                .or(() -> experiments.stream().findFirst().flatMap(tried -> tried.unfit(met)))
                .map(Tried::skipped);
    }

    /** Whether it uses the detector of a process with defences. */
    boolean looksAtDetector(Pipeline pipeline) {
        return trial.meets(attack).stream().anyMatch(pipeline.guarded()::contains)
                && (!trial.trains() || pipeline.guarded().contains(Pipeline.Step.LEARNING));
    }

    /** What its findings speak of. */
    Subject subject() {
        return trial.subject(lab);
    }

    String measure() {
        return trial.measure(lab, attack);
    }
}
