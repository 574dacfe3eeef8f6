package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The guards of all steps of a process. A defence adds a guard to a step and returns the changed process, so that
 * defences compose like functions.
 *
 * @param intakes which records may be used for training; all must admit a record
 * @param cleaners which training rows are kept, one after the other
 * @param checks checks of the evaluation rows; all must pass
 * @param screens query defences between the detector and its clients, the first next to the detector
 * @param alertRules which alarms reach the analyst, one after the other
 * @param gates gates for a retrained detector; all must accept it
 */
public record Pipeline(
        List<Intake> intakes,
        List<Cleaner> cleaners,
        Learner learner,
        List<EvaluationCheck> checks,
        Optional<Release> release,
        List<Screening> screens,
        List<AlertRule> alertRules,
        Optional<VerdictChannel> channel,
        List<UpdateGate> gates) {
    /** A process without guards. */
    public static final Pipeline PLAIN = new Pipeline(
            List.of(),
            List.of(),
            Learner.PLAIN,
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of());

    /** A step that can be guarded. */
    public enum Step {
        INTAKE("the intake of records"),
        CLEANING("the cleaning of training rows"),
        LEARNING("the training"),
        EVALUATION("the evaluation"),
        RELEASE("the release of the detector"),
        QUERIES("the answers to queries"),
        ALERTS("the alarms shown to the analyst"),
        CHANNEL("the verdict stream"),
        UPDATE("the acceptance of a retrained detector");

        private final String text;

        Step(String text) {
            this.text = text;
        }

        /** In words. */
        public String text() {
            return text;
        }
    }

    public Pipeline {
        intakes = List.copyOf(intakes);
        cleaners = List.copyOf(cleaners);
        checks = List.copyOf(checks);
        screens = List.copyOf(screens);
        alertRules = List.copyOf(alertRules);
        gates = List.copyOf(gates);
    }

    /** The guarded steps. */
    public Set<Step> guarded() {
        Set<Step> guarded = EnumSet.noneOf(Step.class);
        add(guarded, Step.INTAKE, !intakes.isEmpty());
        add(guarded, Step.CLEANING, !cleaners.isEmpty());
        add(guarded, Step.LEARNING, learner != Learner.PLAIN);
        add(guarded, Step.EVALUATION, !checks.isEmpty());
        add(guarded, Step.RELEASE, release.isPresent());
        add(guarded, Step.QUERIES, !screens.isEmpty());
        add(guarded, Step.ALERTS, !alertRules.isEmpty());
        add(guarded, Step.CHANNEL, channel.isPresent());
        add(guarded, Step.UPDATE, !gates.isEmpty());
        return guarded;
    }

    private static void add(Set<Step> guarded, Step step, boolean stands) {
        if (stands) {
            guarded.add(step);
        }
    }

    /** Whether the guards change the detector. */
    public boolean changesDetector() {
        return !cleaners.isEmpty() || learner != Learner.PLAIN;
    }

    public Pipeline withIntake(Intake intake) {
        return new Pipeline(
                and(intakes, intake), cleaners, learner, checks, release, screens, alertRules, channel, gates);
    }

    public Pipeline withCleaner(Cleaner cleaner) {
        return new Pipeline(
                intakes, and(cleaners, cleaner), learner, checks, release, screens, alertRules, channel, gates);
    }

    public Pipeline withLearner(Learner other) {
        return new Pipeline(intakes, cleaners, other, checks, release, screens, alertRules, channel, gates);
    }

    public Pipeline withCheck(EvaluationCheck check) {
        return new Pipeline(
                intakes, cleaners, learner, and(checks, check), release, screens, alertRules, channel, gates);
    }

    /**
     * The same with a signed release.
     *
     * @throws IllegalArgumentException if the release is signed already: a second signature would replace the first
     */
    public Pipeline withRelease(Release signing) {
        Require.that(release.isEmpty(), "two defences of the release cannot be combined; a bundle has one signature");
        return new Pipeline(
                intakes, cleaners, learner, checks, Optional.of(signing), screens, alertRules, channel, gates);
    }

    public Pipeline withScreen(Screening screen) {
        return new Pipeline(
                intakes, cleaners, learner, checks, release, and(screens, screen), alertRules, channel, gates);
    }

    public Pipeline withAlertRule(AlertRule rule) {
        return new Pipeline(
                intakes, cleaners, learner, checks, release, screens, and(alertRules, rule), channel, gates);
    }

    /**
     * The same with a guarded verdict stream.
     *
     * @throws IllegalArgumentException if it is guarded already: verdicts have one authentication code
     */
    public Pipeline withChannel(VerdictChannel guarded) {
        Require.that(
                channel.isEmpty(),
                "two defences of the verdict stream cannot be combined; a verdict has one authentication code");
        return new Pipeline(
                intakes, cleaners, learner, checks, release, screens, alertRules, Optional.of(guarded), gates);
    }

    public Pipeline withGate(UpdateGate gate) {
        return new Pipeline(
                intakes, cleaners, learner, checks, release, screens, alertRules, channel, and(gates, gate));
    }

    private static <T> List<T> and(List<T> some, T more) {
        List<T> all = new ArrayList<>(some);
        all.add(more);
        return all;
    }
}
