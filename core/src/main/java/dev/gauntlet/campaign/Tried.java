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
 * @param experiment absent if it cannot be tried
 * @param why the reason why it cannot be tried
 */
record Tried<A extends Attack>(
        Campaign campaign,
        Lab lab,
        A attack,
        Trial<? super A> trial,
        Optional<Experiment> experiment,
        Optional<Obstacle> why) {
    /** The reason why there are no arms. */
    record Obstacle(Finding.Outcome outcome, String reason) {}

    /**
     * An attack on a laboratory.
     *
     * @param run of the whole campaign
     */
    static <A extends Attack> Tried<A> of(Campaign campaign, Lab lab, A attack, Run run) {
        Trial<? super A> trial = Trial.of(attack);
        Optional<String> skipped = campaign.skips(lab, attack);
        if (skipped.isPresent()) {
            return new Tried<>(campaign, lab, attack, trial, Optional.empty(), skipped.map(Tried::skipped));
        }
        Attempt<Experiment> experiment = Attempt.at(() -> trial.on(
                lab,
                attack,
                run.child(trial.attacks().getSimpleName()),
                run.of("attacker").child(attack.id())));
        if (experiment.result().isEmpty()) {
            Obstacle failed = new Obstacle(Finding.Outcome.FAILED, experiment.failure());
            return new Tried<>(campaign, lab, attack, trial, Optional.empty(), Optional.of(failed));
        }
        Optional<Obstacle> unfit =
                experiment.result().flatMap(Experiment::unfit).map(Tried::skipped);
        return new Tried<>(
                campaign, lab, attack, trial, unfit.isPresent() ? Optional.empty() : experiment.result(), unfit);
    }

    private static Obstacle skipped(String reason) {
        return new Obstacle(Finding.Outcome.SKIPPED, reason);
    }

    /** Its cells: the arms without a guard, the points of its curve, and the arms with each guard. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        if (experiment.isPresent()) {
            trial.bare().forEach(arm -> cells.add(new Cell(attack, Optional.empty(), arm)));
            curve().stream()
                    .filter(cell -> cell.isOfCurve() && !cells.contains(cell))
                    .forEach(cells::add);
            for (Guard guard : campaign.guards(attack)) {
                if (obstacle(guard).isEmpty()) {
                    Arm.Name.GUARDED.forEach(arm -> cells.add(new Cell(attack, Optional.of(guard), arm)));
                }
            }
        }
        return cells;
    }

    /** The cells of the curve over the strength; for the full budget, the attacked arm itself. */
    List<Cell> curve() {
        return campaign.strengths().stream()
                .filter(strength -> trial.hasStrengthCurve())
                .map(strength -> lab.budget().times(strength).equals(lab.budget()) ? 1 : strength)
                .map(strength -> new Cell(attack, Optional.empty(), Arm.Name.ATTACKED, strength))
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
                .or(() -> experiment.flatMap(tried -> tried.unfit(met)))
                .map(Tried::skipped);
    }

    /** Whether it uses the detector of a process with defences. */
    boolean looksAtDetector(Pipeline pipeline) {
        return trial.meets(attack).stream().anyMatch(pipeline.guarded()::contains)
                && (!trial.trains() || pipeline.guarded().contains(Pipeline.Step.LEARNING));
    }

    String measure() {
        return trial.measure(attack);
    }
}
