package dev.gauntlet.campaign;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Built;
import dev.gauntlet.campaign.trial.Experiment;
import dev.gauntlet.campaign.trial.Facts;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.Trial;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Pipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs every attack against the process without defences, and again against the process with each guard. One attack
 * with all its guards is a cell: a pure function of the laboratory, the attack, the guards and the seed.
 *
 * @param everyPair whether each guard is tried against each attack; otherwise against the families that its defences
 *     are meant for
 * @param strengths shares of the row and distance budget at which the attacked arm is run too, for the curves
 * @param tolerance damage beyond the random attacker's that still counts as Held
 */
public record Campaign(
        List<Attack> attacks, List<Guard> guards, boolean everyPair, List<Double> strengths, double tolerance) {
    /** A listener that does nothing. */
    public static final Listener SILENT = (attack, findings) -> {};

    /** Listens to the progress of a campaign; called from several threads. */
    public interface Listener {
        /** Whether this attack's findings are known from an earlier run, and if so which. */
        default Optional<List<Finding>> known(Attack attack) {
            return Optional.empty();
        }

        /** Called when an attack whose findings are not known starts. */
        default void started(Attack attack) {}

        void finished(Attack attack, List<Finding> findings);
    }

    /**
     * The state that all cells share.
     *
     * @param data the digest of the laboratory's parts
     * @param figures the metrics of the detector without an attack
     * @param built the guarded processes
     * @param failures the reasons why other guarded processes could not be built
     */
    private record Scene(
            Lab lab,
            String data,
            SortedMap<String, Interval> figures,
            Map<Guard, Built> built,
            Map<Guard, String> failures) {
        Finding without(Attack attack, Finding.Outcome outcome, String reason) {
            return Finding.without(Card.of(attack), data, lab.budget(), outcome, reason);
        }
    }

    /** The result of a guard: a process, or the reason why there is none. */
    private record Building(Optional<Built> built, String failure) {}

    public Campaign {
        attacks = List.copyOf(attacks);
        guards = Guard.named(guards);
        strengths = List.copyOf(strengths);
    }

    /** A campaign without curves, in which each defence is tried against the families that it is meant for. */
    public Campaign(List<Attack> attacks, List<Defence> defences, double tolerance) {
        this(attacks, Guard.each(defences), false, List.of(), tolerance);
    }

    /** Why an attack will not be run here; empty if it will. */
    public Optional<String> skips(Lab lab, Attack attack) {
        return lab.refuses(attack);
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

    /** The findings of a cell, and findings that the other requested guards do not apply to its attack. */
    private List<Finding> withMissed(Scene scene, Attack attack, List<Finding> cell) {
        if (cell.stream().allMatch(f -> f.defence().isEmpty() && f.arms().isEmpty())) {
            return cell;
        }
        List<Finding> all = new ArrayList<>(cell);
        Set<Pipeline.Step> met = steps(attack);
        for (Guard guard : guards) {
            if (meets(guard, attack) && !stands(guard, met)) {
                String steps = guard.pipeline().guarded().stream()
                        .map(Pipeline.Step::text)
                        .collect(Collectors.joining(", "));
                String why = "%s never meets %s, where %s stands".formatted(attack.id(), steps, guard.name());
                all.add(scene.without(attack, Finding.Outcome.SKIPPED, why).against(guard));
            }
        }
        return all;
    }

    private boolean meets(Guard guard, Attack attack) {
        return everyPair || guard.isAgainst(attack.family());
    }

    /** Runs all attacks. The findings are sorted by the attacked phase, then by id. */
    public List<Finding> apply(Lab lab, Run run, Listener listener) {
        List<Optional<List<Finding>>> known =
                attacks.stream().map(listener::known).toList();
        List<Attack> open = IntStream.range(0, attacks.size())
                .filter(i -> known.get(i).isEmpty())
                .mapToObj(attacks::get)
                .toList();
        Scene scene = scene(lab, open, run.child("hardened"));
        List<List<Finding>> cells = run.map(
                attacks.size(),
                (i, r) -> known.get(i).orElseGet(() -> {
                    Attack attack = attacks.get(i);
                    listener.started(attack);
                    List<Finding> findings = cell(scene, attack, run.child(attack.id()));
                    listener.finished(attack, findings);
                    return findings;
                }));
        return IntStream.range(0, attacks.size())
                .mapToObj(i -> withMissed(scene, attacks.get(i), cells.get(i)))
                .flatMap(List::stream)
                .sorted(Comparator.comparing((Finding f) -> f.attack().phase())
                        .thenComparing(f -> f.attack().id())
                        .thenComparing(f -> f.arms().isEmpty())
                        .thenComparing(Finding::id))
                .toList();
    }

    /** Builds each guarded process once; several attacks share it. */
    private Scene scene(Lab lab, List<Attack> open, Run run) {
        List<Attack> tried =
                open.stream().filter(attack -> skips(lab, attack).isEmpty()).toList();
        Set<Guard> met = tried.stream().map(this::guards).flatMap(List::stream).collect(Collectors.toSet());
        List<Guard> wanted = guards.stream().filter(met::contains).toList();
        List<Building> buildings = run.map(
                wanted.size(),
                (i, r) ->
                        built(wanted.get(i), lab, tried, run.child(wanted.get(i).ids())));
        Map<Guard, Built> built = new HashMap<>();
        Map<Guard, String> failures = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            Guard guard = wanted.get(i);
            Building building = buildings.get(i);
            building.built.ifPresentOrElse(
                    process -> built.put(guard, process), () -> failures.put(guard, building.failure));
        }
        return new Scene(lab, lab.parts().digest(), Built.plain(lab).figures(), built, failures);
    }

    private Building built(Guard guard, Lab lab, List<Attack> tried, Run run) {
        try {
            Pipeline pipeline = guard.pipeline();
            boolean needed = lab.refuses(pipeline).isEmpty()
                    && tried.stream()
                            .filter(attack -> meets(guard, attack))
                            .anyMatch(attack -> looksAtDetector(attack, pipeline));
            return new Building(Optional.of(Built.of(lab, pipeline, needed, run)), "");
        } catch (RuntimeException e) {
            return new Building(Optional.empty(), reason(e));
        }
    }

    private static <A extends Attack> boolean looksAtDetector(A attack, Pipeline pipeline) {
        Trial<? super A> trial = Trial.of(attack);
        return trial.meets(attack).stream().anyMatch(pipeline.guarded()::contains)
                && (!trial.trains() || pipeline.guarded().contains(Pipeline.Step.LEARNING));
    }

    /** Describes a failed cell; what a user can fix stops the campaign instead. */
    private static String reason(RuntimeException e) {
        if (e instanceof InputException) {
            throw e;
        }
        return e instanceof IllegalArgumentException && e.getMessage() != null
                ? e.getMessage()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private <A extends Attack> List<Finding> cell(Scene scene, A attack, Run run) {
        Optional<String> skipped = skips(scene.lab, attack);
        if (skipped.isPresent()) {
            return List.of(scene.without(attack, Finding.Outcome.SKIPPED, skipped.get()));
        }
        try {
            return new Cell<>(this, scene, attack, Trial.of(attack), run).findings();
        } catch (RuntimeException e) {
            return List.of(scene.without(attack, Finding.Outcome.FAILED, reason(e)));
        }
    }

    /** One attack with all its guards. */
    private record Cell<A extends Attack>(Campaign campaign, Scene scene, A attack, Trial<? super A> trial, Run run) {
        List<Finding> findings() {
            Experiment experiment = trial.on(scene.lab, attack, run);
            Optional<String> unfit = experiment.unfit();
            if (unfit.isPresent()) {
                return List.of(scene.without(attack, Finding.Outcome.SKIPPED, unfit.get()));
            }
            Built plain = Built.plain(scene.lab);
            List<Arm> bare = run.child("arms").map(trial.bare().size(), (i, r) -> {
                Arm.Name name = trial.bare().get(i);
                return experiment.arm(name, name.who(), plain, plain);
            });
            Draft draft = new Draft(bare, experiment.curves(campaign.strengths));
            List<Finding> met = new ArrayList<>();
            List<Finding> others = new ArrayList<>();
            for (Guard guard : campaign.guards(attack)) {
                Finding finding = guarded(experiment, plain, draft, guard, met.isEmpty());
                boolean tried = finding.arm(Arm.Name.DEFENDED).isPresent();
                (tried ? met : others).add(finding);
            }
            if (met.isEmpty()) {
                met.add(finding(draft, List.of(), experiment.examples()).judged(campaign.tolerance));
            }
            met.addAll(others);
            return met;
        }

        /** The parts that all findings of an attack share. */
        private record Draft(List<Arm> bare, List<Finding.Curve> curves) {}

        private Finding guarded(Experiment experiment, Built plain, Draft draft, Guard guard, boolean first) {
            Optional<String> failure = Optional.ofNullable(scene.failures.get(guard));
            if (failure.isPresent()) {
                return finding(draft, List.of(), List.of()).against(guard).failed(failure.get());
            }
            Built built = java.util.Objects.requireNonNull(scene.built.get(guard));
            Optional<String> refused = scene.lab.refuses(built.pipeline()).or(() -> experiment.unfit(built));
            if (refused.isPresent()) {
                return scene.without(attack, Finding.Outcome.SKIPPED, refused.get())
                        .against(guard);
            }
            try {
                List<Arm.Name> names = List.copyOf(Arm.Name.GUARDED);
                List<Arm> arms = run.child("defended").map(names.size(), (i, r) -> {
                    Arm.Name name = names.get(i);
                    return experiment.arm(name, name.who(), built, name == Arm.Name.ADAPTIVE ? built : plain);
                });
                List<Finding.Example> examples = first ? experiment.examples() : List.of();
                Finding finding = finding(draft, arms, examples).against(guard).judged(campaign.tolerance);
                return finding.changedNothing(built.hasSameDetector()).priced(scene.figures);
            } catch (RuntimeException e) {
                return finding(draft, List.of(), List.of()).against(guard).failed(reason(e));
            }
        }

        private Finding finding(Draft draft, List<Arm> guarded, List<Finding.Example> examples) {
            List<Arm> arms = new ArrayList<>(draft.bare);
            arms.addAll(guarded);
            return new Finding(
                    attack.id(),
                    Card.of(attack),
                    Optional.empty(),
                    scene.data,
                    Finding.Outcome.HELD,
                    "",
                    trial.measure(attack),
                    !attack.adaptsTo().isEmpty(),
                    scene.lab.budget(),
                    arms,
                    draft.curves,
                    examples,
                    List.of(),
                    "");
        }
    }
}
