package dev.gauntlet.campaign;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.Trial;
import dev.gauntlet.campaign.trial.Trials;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs every attack against the clean process, and again against every defence meant for its family. One attack with
 * all its defences is a cell: a pure function of the laboratory, the attack, the defences and the seed.
 *
 * @param strengths shares of the row and distance budget at which the attacked arm is run too, for the curves
 * @param tolerance damage beyond the random attacker's that still counts as Held
 */
public record Campaign(List<Attack> attacks, List<Defence> defences, List<Double> strengths, double tolerance) {
    /** A listener that does nothing. */
    public static final Listener SILENT = (attack, findings) -> {};

    /** Listens to the progress of a campaign; called from several threads. */
    public interface Listener {
        /** Whether this attack's findings are known from an earlier run, and if so which. */
        default Optional<List<Finding>> known(Attack attack) {
            return Optional.empty();
        }

        /** An attack whose findings are not known begins. */
        default void started(Attack attack) {}

        void finished(Attack attack, List<Finding> findings);
    }

    /**
     * What all cells share.
     *
     * @param data the digest of the laboratory's parts
     * @param hardened the detectors that training defences made, by the defence's id
     * @param failures why other training defences made none, by the defence's id
     */
    private record Scene(Lab lab, String data, Map<String, Model> hardened, Map<String, String> failures) {
        Finding without(Attack attack, Finding.Outcome outcome, String reason) {
            return Finding.without(Card.of(attack), data, lab.budget(), outcome, reason);
        }
    }

    /** The result of a training defence: a detector, or the reason why there is none. */
    private record Hardening(Optional<Model> model, String failure) {}

    public Campaign {
        attacks = List.copyOf(attacks);
        defences = List.copyOf(defences);
        strengths = List.copyOf(strengths);
    }

    /** A campaign without curves. */
    public Campaign(List<Attack> attacks, List<Defence> defences, double tolerance) {
        this(attacks, defences, List.of(), tolerance);
    }

    /** Why an attack will not be run here; empty if it will. */
    public Optional<String> skips(Lab lab, Attack attack) {
        return lab.refuses(attack);
    }

    /** All findings, by the phase they strike and then by id. */
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
        return cells.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing((Finding f) -> f.attack().phase()).thenComparing(Finding::id))
                .toList();
    }

    /** Trains each detector that a training defence makes once; several attacks share it. */
    private Scene scene(Lab lab, List<Attack> open, Run run) {
        List<TrainingDefence> wanted = defences.stream()
                .filter(defence -> lab.refuses(defence).isEmpty())
                .filter(TrainingDefence.class::isInstance)
                .map(TrainingDefence.class::cast)
                .filter(defence -> open.stream()
                        .anyMatch(attack -> defence.against().contains(attack.family())
                                && skips(lab, attack).isEmpty()))
                .toList();
        List<Hardening> hardenings = run.map(
                wanted.size(),
                (i, r) -> harden(wanted.get(i), lab, run.child(wanted.get(i).id())));
        Map<String, Model> hardened = new HashMap<>();
        Map<String, String> failures = new HashMap<>();
        for (int i = 0; i < hardenings.size(); i++) {
            String id = wanted.get(i).id();
            Hardening hardening = hardenings.get(i);
            hardening.model.ifPresentOrElse(
                    model -> hardened.put(id, model), () -> failures.put(id, hardening.failure));
        }
        return new Scene(lab, lab.parts().digest(), hardened, failures);
    }

    private static Hardening harden(TrainingDefence defence, Lab lab, Run run) {
        try {
            return new Hardening(Optional.of(defence.harden(lab.train(), lab.parts(), lab.grant(), run)), "");
        } catch (RuntimeException e) {
            return new Hardening(Optional.empty(), reason(e));
        }
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

    private List<Finding> cell(Scene scene, Attack attack, Run run) {
        Optional<String> skipped = skips(scene.lab, attack);
        if (skipped.isPresent()) {
            return List.of(scene.without(attack, Finding.Outcome.SKIPPED, skipped.get()));
        }
        try {
            return tried(scene, attack, attack.judgedBy(new Trials(scene.lab, scene.hardened, run)));
        } catch (RuntimeException e) {
            return List.of(scene.without(attack, Finding.Outcome.FAILED, reason(e)));
        }
    }

    private List<Finding> tried(Scene scene, Attack attack, Trial trial) {
        Optional<String> unfit = trial.unfit();
        if (unfit.isPresent()) {
            return List.of(scene.without(attack, Finding.Outcome.SKIPPED, unfit.get()));
        }
        List<Arm> base = trial.undefended();
        List<Finding.Curve> curves = trial.curves(strengths);
        List<Finding> findings = new ArrayList<>();
        List<Finding> failed = new ArrayList<>();
        for (Defence defence : defences) {
            if (!defence.against().contains(attack.family())
                    || scene.lab.refuses(defence).isPresent()) {
                continue;
            }
            Optional<String> failure = Optional.ofNullable(scene.failures.get(defence.id()));
            List<Arm> arms = List.of();
            if (failure.isEmpty()) {
                try {
                    arms = trial.defended(defence);
                } catch (RuntimeException e) {
                    failure = Optional.of(reason(e));
                }
            }
            failure.map(why -> finding(scene, attack, Optional.of(defence), trial.measure(), base, curves, List.of())
                            .failed(why))
                    .ifPresent(failed::add);
            if (!arms.isEmpty()) {
                List<Arm> all = new ArrayList<>(base);
                all.addAll(arms);
                List<Finding.Example> examples = findings.isEmpty() ? trial.examples() : List.of();
                findings.add(finding(scene, attack, Optional.of(defence), trial.measure(), all, curves, examples));
            }
        }
        if (findings.isEmpty()) {
            findings.add(finding(scene, attack, Optional.empty(), trial.measure(), base, curves, trial.examples()));
        }
        findings.addAll(failed);
        return findings;
    }

    private Finding finding(
            Scene scene,
            Attack attack,
            Optional<Defence> defence,
            String measure,
            List<Arm> arms,
            List<Finding.Curve> curves,
            List<Finding.Example> examples) {
        Finding draft = new Finding(
                attack.id(),
                Card.of(attack),
                Optional.empty(),
                scene.data,
                Finding.Outcome.HELD,
                "",
                measure,
                !attack.adaptsTo().isEmpty(),
                scene.lab.budget(),
                arms,
                curves,
                examples,
                List.of(),
                "");
        return defence.map(draft::against).orElse(draft).judged(tolerance);
    }
}
