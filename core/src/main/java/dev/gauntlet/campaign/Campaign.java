package dev.gauntlet.campaign;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Facts;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.Trial;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.process.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The attacks and defences to try: every attack against the process without defences, and again against the process
 * with each guard. Each arm is a {@link Cell}.
 *
 * @param everyPair whether each guard is tried against each attack; otherwise against the families that its defences
 *     are meant for
 * @param strengths shares of the budget at which the attacked arm is run too, for the curves; with changed inputs, at which
 *     its one run is read
 * @param tolerance damage that still counts as Held
 * @param repetitions how often each arm is run, each time with other random numbers of attackers, defences and
 *     training, on the same split and the same victims; at least 1
 * @param inPlace by the id of each defence that the process around the detector has, how that is known; attacks on it
 *     that they prevent are not tried
 */
public record Campaign(
        List<Attack> attacks,
        List<Guard> guards,
        boolean everyPair,
        List<Double> strengths,
        double tolerance,
        int repetitions,
        Map<String, String> inPlace) {
    /** A listener that does nothing. */
    public static final Listener SILENT = new Listener() {};

    /** Listens to the progress of a campaign; called from several threads. */
    public interface Listener {
        /** The result of a cell if it is known from an earlier run. */
        default Optional<Measured> known(Cell cell) {
            return Optional.empty();
        }

        /** Called when an attack with unknown cells starts. */
        default void started(Attack attack) {}

        /** Called with the result of a cell that was not known. */
        default void measured(Cell cell, Measured result) {}

        /** Called with the reason why a cell has no result. */
        default void failed(Cell cell, String reason) {}

        /**
         * Called with the findings of an attack.
         *
         * @param reused whether all its cells were known
         */
        default void finished(Attack attack, List<Finding> findings, boolean reused) {}
    }

    public Campaign {
        attacks = List.copyOf(attacks);
        guards = Guard.named(guards);
        strengths = List.copyOf(strengths);
        inPlace = Map.copyOf(inPlace);
        Require.between("repetitions", repetitions, 1, 1000);
    }

    /** A campaign without repetitions. */
    public Campaign(
            List<Attack> attacks, List<Guard> guards, boolean everyPair, List<Double> strengths, double tolerance) {
        this(attacks, guards, everyPair, strengths, tolerance, 1, Map.of());
    }

    /** The same with another number of repetitions. */
    public Campaign repeated(int times) {
        return new Campaign(attacks, guards, everyPair, strengths, tolerance, times, inPlace);
    }

    /** A campaign without curves, in which each defence is tried against the families that it is meant for. */
    public Campaign(List<Attack> attacks, List<Defence> defences, double tolerance) {
        this(attacks, Guard.each(defences), false, List.of(), tolerance);
    }

    /** Why an attack will not be run here; empty if it will. */
    public Optional<String> skips(Lab lab, Attack attack) {
        return lab.refuses(attack);
    }

    /** The defences in place that prevent an attack on the process, and how that is known; empty if there is none. */
    Optional<String> declared(Attack attack) {
        return Optional.of(Catalogue.all(Defence.class).stream()
                        .filter(defence -> inPlace.containsKey(defence.id()))
                        .filter(defence -> defence.against().contains(attack.family()))
                        .map(defence -> defence.id() + ": " + inPlace.get(defence.id()))
                        .collect(Collectors.joining("; ")))
                .filter(known -> !known.isEmpty() && isOnProcess(attack));
    }

    /** The ids of the defences that can be in place: those that prevent attacks on the process around the detector. */
    public static List<String> protections() {
        Set<String> families = Catalogue.all(Attack.class).stream()
                .filter(Campaign::isOnProcess)
                .map(Attack::family)
                .collect(Collectors.toSet());
        return Catalogue.all(Defence.class).stream()
                .filter(defence -> defence.against().stream().anyMatch(families::contains))
                .map(Defence::id)
                .toList();
    }

    private static <A extends Attack> boolean isOnProcess(A attack) {
        return Trial.of(attack).subject() == Subject.PROCESS;
    }

    /** The metrics of an attack by arm, with the guards that apply to it. */
    public <A extends Attack> Facts figures(A attack) {
        return figures(attack, pipeline -> true);
    }

    /** The same in a laboratory, in which some guards cannot be used. */
    public Facts figures(Attack attack, Lab lab) {
        return figures(attack, pipeline -> lab.refuses(pipeline).isEmpty());
    }

    private <A extends Attack> Facts figures(A attack, Predicate<Pipeline> isPossible) {
        Trial<? super A> trial = Trial.of(attack);
        Facts figures = trial.figures(attack);
        for (Guard guard : guards) {
            Pipeline pipeline = guard.pipeline();
            if (meets(guard, attack)
                    && isPossible.test(pipeline)
                    && trial.meets(attack).stream().anyMatch(pipeline.guarded()::contains)) {
                figures = figures.and(trial.figures(attack, pipeline.guarded()));
            }
        }
        return figures;
    }

    /** The guards that apply to an attack, in order: they guard a step that the attack passes through. */
    public List<Guard> guards(Attack attack) {
        Set<Pipeline.Step> steps = steps(attack);
        return guards.stream()
                .filter(guard -> meets(guard, attack) && stands(guard, steps))
                .toList();
    }

    private static <A extends Attack> Set<Pipeline.Step> steps(A attack) {
        return Trial.of(attack).meets(attack);
    }

    /**
     * Whether a guard protects one of these steps. A guard with defences that exclude each other fails when it is
     * built.
     */
    private static boolean stands(Guard guard, Set<Pipeline.Step> steps) {
        try {
            return guard.pipeline().guarded().stream().anyMatch(steps::contains);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private boolean meets(Guard guard, Attack attack) {
        return everyPair || guard.isAgainst(attack.family());
    }

    /** The requested guards that do not apply to an attack, with the reason. */
    Map<Guard, String> missed(Attack attack) {
        Set<Pipeline.Step> met = steps(attack);
        Map<Guard, String> missed = new LinkedHashMap<>();
        for (Guard guard : guards) {
            if (meets(guard, attack) && !stands(guard, met)) {
                String steps = guard.pipeline().guarded().stream()
                        .map(Pipeline.Step::text)
                        .collect(Collectors.joining(", "));
                missed.put(
                        guard,
                        "%s does not pass through %s, where %s is applied".formatted(attack.id(), steps, guard.name()));
            }
        }
        return missed;
    }

    /** A run of this campaign in a laboratory, with the seed of the run. */
    public CampaignRun on(Lab lab, Run run) {
        return new CampaignRun(this, lab, run);
    }

    /** Runs all attacks. The findings are sorted by the attacked phase, then by id. */
    public List<Finding> apply(Lab lab, Run run, Listener listener) {
        return on(lab, run).findings(listener);
    }
}
