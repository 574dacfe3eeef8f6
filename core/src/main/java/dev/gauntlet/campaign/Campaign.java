package dev.gauntlet.campaign;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.Trial;
import dev.gauntlet.campaign.trial.Trials;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.threat.Taxonomy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Runs every attack against the clean process, and again against every defence meant for its family. One attack with
 * all its defences is a cell: a pure function of the laboratory, the attack, the defences and the seed.
 *
 * @param tolerance damage beyond the null attacker's that is still called Held
 */
public record Campaign(List<Attack> attacks, List<Defence> defences, double tolerance) {
    /** A listener that knows nothing and says nothing. */
    public static final Listener SILENT = (attack, findings) -> {};

    /** Hears how a campaign goes; called from several threads. */
    public interface Listener {
        /** Whether this attack's findings are known from an earlier run, and if so which. */
        default Optional<List<Finding>> known(Attack attack) {
            return Optional.empty();
        }

        void finished(Attack attack, List<Finding> findings);
    }

    public Campaign {
        attacks = List.copyOf(attacks);
        defences = List.copyOf(defences);
    }

    /** Why an attack will not be run here, if so. */
    public Optional<String> skips(Lab lab, Attack attack) {
        return lab.threat().refuses(attack.needs(), lab.data());
    }

    /** All findings, by the phase they strike and then by id. */
    public List<Finding> apply(Lab lab, Run run, Listener listener) {
        List<List<Finding>> cells = run.map(attacks.size(), (i, r) -> {
            Attack attack = attacks.get(i);
            Optional<List<Finding>> known = listener.known(attack);
            List<Finding> findings = known.orElseGet(() -> cell(lab, attack, run.child(attack.id())));
            if (known.isEmpty()) {
                listener.finished(attack, findings);
            }
            return findings;
        });
        return cells.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Finding::phase).thenComparing(Finding::id))
                .toList();
    }

    private List<Finding> cell(Lab lab, Attack attack, Run run) {
        Optional<String> skipped = skips(lab, attack);
        if (skipped.isPresent()) {
            return List.of(blank(lab, attack, Finding.Outcome.SKIPPED, skipped.get()));
        }
        try {
            return tried(lab, attack, attack.judgedBy(new Trials(lab, run)));
        } catch (RuntimeException e) {
            String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
            return List.of(blank(lab, attack, Finding.Outcome.FAILED, reason));
        }
    }

    private List<Finding> tried(Lab lab, Attack attack, Trial trial) {
        Optional<String> unfit = trial.unfit();
        if (unfit.isPresent()) {
            return List.of(blank(lab, attack, Finding.Outcome.SKIPPED, unfit.get()));
        }
        List<Arm> base = trial.undefended();
        List<Finding.Point> curve = trial.curve();
        List<Finding.Example> examples = trial.examples();
        List<Finding> findings = new ArrayList<>();
        for (Defence defence : defences) {
            if (!defence.against().contains(attack.family())) {
                continue;
            }
            List<Arm> arms = trial.defended(defence);
            if (!arms.isEmpty()) {
                List<Arm> all = new ArrayList<>(base);
                all.addAll(arms);
                findings.add(finding(lab, attack, Optional.of(defence), trial, all)
                        .withDetail(curve, findings.isEmpty() ? examples : List.of()));
            }
        }
        if (findings.isEmpty()) {
            findings.add(finding(lab, attack, Optional.empty(), trial, base).withDetail(curve, examples));
        }
        return findings;
    }

    private Finding finding(Lab lab, Attack attack, Optional<Defence> defence, Trial trial, List<Arm> arms) {
        Finding draft = blank(lab, attack, Finding.Outcome.HELD, "");
        Finding whole = new Finding(
                attack.id() + defence.map(d -> "+" + d.id()).orElse(""),
                attack.id(),
                defence.map(Defence::id),
                draft.family(),
                draft.phase(),
                draft.attackClass(),
                Finding.Outcome.HELD,
                "",
                trial.measure(),
                !attack.adaptsTo().isEmpty(),
                draft.budget(),
                arms,
                List.of(),
                List.of(),
                draft.taxonomy(),
                draft.summary(),
                draft.source(),
                defence.map(Defence::advice).orElse(""));
        Finding.Outcome outcome = whole.outcome(Arm.Name.ATTACKED, tolerance).orElse(Finding.Outcome.HELD);
        boolean randomSuffices = attack instanceof InputAttack
                && whole.arm(Arm.Name.NULL)
                        .map(none -> none.damage().low() > tolerance)
                        .orElse(false);
        return whole.withOutcome(
                outcome, outcome == Finding.Outcome.HELD && randomSuffices ? "a random attacker does as much" : "");
    }

    private static Finding blank(Lab lab, Attack attack, Finding.Outcome outcome, String reason) {
        return new Finding(
                attack.id(),
                attack.id(),
                Optional.empty(),
                attack.family(),
                attack.phase(),
                attack.attackClass(),
                outcome,
                reason,
                "",
                false,
                lab.budget(),
                List.of(),
                List.of(),
                List.of(),
                Taxonomy.of(attack.taxonomy()),
                attack.summary(),
                attack.source(),
                "");
    }
}
