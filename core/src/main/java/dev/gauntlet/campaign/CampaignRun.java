package dev.gauntlet.campaign;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Built;
import dev.gauntlet.campaign.trial.Experiment;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.Who;
import dev.gauntlet.measure.Interval;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A campaign in a laboratory, with a seed. Its cells can be measured in any order and by any number of processes; the
 * findings depend only on their results.
 */
public final class CampaignRun {
    private static final String VOID =
            "the certificate of its detector is void: what cleans the training rows, or trains"
                    + " around it, decides on a row by looking at others";

    private final Lab lab;
    private final Run run;
    private final Built plain;
    private final String data;
    private final SortedMap<String, Interval> figures;
    private final List<Tried<?>> attacks;
    private final Map<Seen, Attempt<Built>> built = new ConcurrentHashMap<>();

    /**
     * A process with defences as an attack sees it: by its own needs alone, whatever other attacks of the campaign see.
     *
     * @param detector whether its detector is used
     */
    private record Seen(Guard guard, boolean detector) {}

    CampaignRun(Campaign campaign, Lab lab, Run run) {
        this.lab = lab;
        this.run = run;
        this.plain = Built.plain(lab);
        this.data = lab.parts().digest();
        this.figures = plain.figures();
        List<Attack> chosen = campaign.attacks();
        this.attacks = run.map(chosen.size(), (i, r) -> Tried.of(campaign, lab, chosen.get(i), run));
    }

    /** All cells, grouped by attack. */
    public List<Cell> cells() {
        return attacks.stream().flatMap(attack -> attack.cells().stream()).toList();
    }

    /**
     * Measures those of these cells that are not known. A cell that fails has no result; {@link #findings} tries it
     * again and reports why it failed.
     *
     * @return the number of cells without a result
     */
    public int measure(Collection<Cell> wanted, Campaign.Listener listener) {
        return each(new LinkedHashSet<>(wanted), listener, (tried, attempts, reused) -> (int) attempts.values().stream()
                        .filter(attempt -> attempt.result().isEmpty())
                        .count())
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** All findings, sorted by the attacked phase, then by id; unknown cells are measured. */
    public List<Finding> findings(Campaign.Listener listener) {
        return each(new LinkedHashSet<>(cells()), listener, (tried, attempts, reused) -> {
                    List<Finding> findings = new Draft(tried, data, figures, attempts).findings();
                    listener.finished(tried.attack(), findings, reused);
                    return findings;
                })
                .stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing((Finding f) -> f.attack().phase())
                        .thenComparing(f -> f.attack().id())
                        .thenComparing(f -> f.arms().isEmpty())
                        .thenComparing(Finding::id))
                .toList();
    }

    /** Uses the attempts at the cells of an attack. */
    private interface Use<T> {
        T of(Tried<?> tried, Map<Cell, Attempt<Measured>> attempts, boolean reused);
    }

    private <T> List<T> each(Set<Cell> wanted, Campaign.Listener listener, Use<T> use) {
        Map<Cell, Attempt<Measured>> known = new HashMap<>();
        for (Cell cell : wanted) {
            Optional<Measured> result = listener.known(cell);
            if (result.isPresent()) {
                known.put(cell, new Attempt<>(result, ""));
            }
        }
        build(wanted.stream().filter(cell -> !known.containsKey(cell)).toList());
        List<Tried<?>> ordered = apart();
        return run.map(ordered.size(), (i, r) -> {
            Tried<?> tried = ordered.get(i);
            List<Cell> own = tried.cells().stream().filter(wanted::contains).toList();
            List<Cell> open =
                    own.stream().filter(cell -> !known.containsKey(cell)).toList();
            if (!open.isEmpty()) {
                listener.started(tried.attack());
            }
            List<Attempt<Measured>> made = attempts(tried, open, listener);
            Map<Cell, Attempt<Measured>> attempts = new LinkedHashMap<>();
            own.forEach(cell -> {
                int place = open.indexOf(cell);
                attempts.put(cell, place >= 0 ? made.get(place) : Objects.requireNonNull(known.get(cell)));
            });
            return use.of(tried, attempts, open.isEmpty());
        });
    }

    /** The attacks, those of a family apart: what they share is then there when the next one needs it. */
    private List<Tried<?>> apart() {
        Map<Object, List<Tried<?>>> families = attacks.stream()
                .collect(Collectors.groupingBy(
                        tried -> tried.trial().attacks(), LinkedHashMap::new, Collectors.toList()));
        int most = families.values().stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, most)
                .boxed()
                .flatMap(rank -> families.values().stream()
                        .filter(family -> family.size() > rank)
                        .map(family -> family.get(rank)))
                .<Tried<?>>map(tried -> tried)
                .toList();
    }

    private static Optional<Seen> seen(Tried<?> tried, Cell cell) {
        return cell.guard().map(guard -> new Seen(guard, tried.looksAtDetector(guard.pipeline())));
    }

    /** Builds the guarded processes of cells, each once; several attacks share them. */
    private void build(Collection<Cell> cells) {
        Map<Attack, Tried<?>> byAttack =
                attacks.stream().collect(Collectors.toMap(Tried::attack, tried -> tried, (a, b) -> a));
        List<Seen> needed = cells.stream()
                .flatMap(cell -> seen(Objects.requireNonNull(byAttack.get(cell.attack())), cell).stream())
                .filter(seen -> !built.containsKey(seen))
                .distinct()
                .toList();
        List<Attempt<Built>> made = run.map(needed.size(), (i, r) -> {
            Guard guard = needed.get(i).guard;
            Run own = run.child("hardened").child(guard.ids());
            return Attempt.at(() -> Built.of(lab, guard.pipeline(), needed.get(i).detector, own));
        });
        for (int i = 0; i < needed.size(); i++) {
            built.put(needed.get(i), made.get(i));
        }
    }

    private List<Attempt<Measured>> attempts(Tried<?> tried, List<Cell> cells, Campaign.Listener listener) {
        Optional<Experiment> experiment = tried.experiment();
        if (experiment.isEmpty()) {
            return List.of();
        }
        boolean attacked = cells.stream().anyMatch(cell -> cell.arm().who() == Who.ATTACK);
        Attempt<Boolean> prepared = Attempt.at(() -> {
            if (attacked) {
                experiment.get().prepare(plain);
            }
            return true;
        });
        return run.map(cells.size(), (i, r) -> {
            Attempt<Measured> attempt = prepared.result().isPresent()
                    ? attempt(tried, experiment.get(), cells.get(i))
                    : Attempt.failed(prepared.failure());
            attempt.result()
                    .ifPresentOrElse(
                            result -> listener.measured(cells.get(i), result),
                            () -> listener.failed(cells.get(i), attempt.failure()));
            return attempt;
        });
    }

    private Attempt<Measured> attempt(Tried<?> tried, Experiment experiment, Cell cell) {
        Attempt<Built> met = seen(tried, cell)
                .map(seen -> Objects.requireNonNull(built.get(seen)))
                .orElseGet(() -> new Attempt<>(Optional.of(plain), ""));
        return met.result()
                .map(process -> Attempt.at(() -> measured(experiment, cell, process)))
                .orElseGet(() -> Attempt.failed(met.failure()));
    }

    private Measured measured(Experiment experiment, Cell cell, Built met) {
        if (cell.isOfCurve()) {
            Interval damage = experiment.damage(lab.budget().times(cell.strength()));
            return new Measured(new Arm(cell.arm(), damage), true, List.of(), List.of());
        }
        Built believed = cell.arm() == Arm.Name.ADAPTIVE ? met : plain;
        Arm arm = experiment.arm(cell.arm(), cell.arm().who(), met, believed);
        if (cell.arm() == Arm.Name.ATTACKED) {
            return new Measured(arm, met.hasSameDetector(), experiment.curves(), experiment.examples());
        }
        List<Finding.Curve> proven = cell.arm() == Arm.Name.DEFENDED_CLEAN
                ? experiment.proven(met).map(List::of).orElse(List.of())
                : List.of();
        boolean holds = cell.guard().filter(Guard::certifies).isPresent()
                && !lab.steps().sanitise().comparesRows();
        String note = proven.isEmpty() || holds ? "" : VOID;
        return new Measured(arm, met.hasSameDetector(), holds ? proven : List.of(), List.of(), note);
    }
}
