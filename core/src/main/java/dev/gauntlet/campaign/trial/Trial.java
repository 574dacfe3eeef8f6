package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.process.Pipeline;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Tries the attacks of one family and measures their damage, with and without defences. Found by a {@link
 * ServiceLoader}: a new family consists of its attack interface and its trial.
 */
public interface Trial<A extends Attack> {
    /** The family. */
    Class<A> attacks();

    /** What its findings speak of. */
    Subject subject();

    /** The same in a laboratory; it differs where the rows that a detector was trained on are named. */
    default Subject subject(Lab lab) {
        return subject();
    }

    /** A description of the damage measure. */
    String measure(A attack);

    /** The same in a laboratory; it differs with what attackers want there. */
    default String measure(Lab lab, A attack) {
        return measure(attack);
    }

    /** The steps of the process that the attack passes through; defences at other steps do not apply to it. */
    Set<Pipeline.Step> meets(A attack);

    /** Whether the damage is meaningful without an attacker, so that there is a clean arm without a defence. */
    default boolean hasCleanArm() {
        return true;
    }

    /** Whether the attacked arm is also run at smaller budgets, for a curve, because one run does not tell of them. */
    default boolean hasStrengthCurve() {
        return false;
    }

    /**
     * Whether it counts to the worst case of its family, if its attackers see when they succeed: they start from the same victims,
     * within the same budget.
     */
    default boolean hasWorstCase() {
        return true;
    }

    /** Whether its arms train detectors of their own, so that it does not need the detector of the defended process. */
    default boolean trains() {
        return false;
    }

    /** Why an attack cannot be tried in a laboratory because of the detector or the rows; empty if it can. */
    Optional<String> lacks(Lab lab, A attack);

    /** The metrics of the arms without a defence. */
    Facts figures(A attack);

    /** The metrics of the arms of a process with defences at these steps. */
    Facts figures(A attack, Set<Pipeline.Step> guarded);

    /**
     * Prepares the arms of an attack.
     *
     * @param run of the process and of what attacks of this family share: their victims, the random attacker
     * @param attacker of the attack itself
     */
    Experiment on(Lab lab, A attack, Run run, Run attacker);

    /** The trial of an attack's family. */
    static <A extends Attack> Trial<? super A> of(A attack) {
        List<Trial<? super A>> fitting = new java.util.ArrayList<>();
        for (Trial<?> trial : ServiceLoader.load(Trial.class, Trial.class.getClassLoader())) {
            if (trial.attacks().isInstance(attack)) {
                fitting.add(cast(trial));
            }
        }
        if (fitting.size() != 1) {
            throw new IllegalStateException(
                    "%d trials for the attack %s; there must be one".formatted(fitting.size(), attack.id()));
        }
        return fitting.get(0);
    }

    @SuppressWarnings("unchecked")
    private static <A extends Attack> Trial<? super A> cast(Trial<?> trial) {
        return (Trial<? super A>) trial;
    }

    /** The arms without a defence. */
    default List<Arm.Name> bare() {
        return hasCleanArm()
                ? List.of(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED)
                : List.of(Arm.Name.NULL, Arm.Name.ATTACKED);
    }
}
