package dev.gauntlet.campaign;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Built;
import dev.gauntlet.campaign.trial.Experiment;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.Who;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.Holm;
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
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
    private final List<Repetition> repetitions;
    private final String data;
    private final SortedMap<String, Interval> figures;
    private final List<Tried<?>> attacks;
    private final List<WorstCase> families;
    private final LongFunction<Object> source;
    private final Map<Seen, Attempt<Built>> built = new ConcurrentHashMap<>();

    /**
     * A process with defences as an attack sees it: by its own needs alone, whatever other attacks of the campaign see.
     *
     * @param subject what the trial of the attack speaks of
     * @param detector whether its detector is used
     */
    private record Seen(Guard guard, Subject subject, boolean detector, int repetition) {}

    CampaignRun(Campaign campaign, Lab lab, Run run) {
        this.lab = lab;
        this.run = run;
        this.repetitions = IntStream.range(0, campaign.repetitions())
                .mapToObj(k -> new Repetition(k, lab, run))
                .toList();
        this.data = lab.parts().digest();
        this.figures = Built.plain(lab).figures();
        List<Attack> chosen = campaign.attacks();
        this.attacks = run.map(chosen.size(), (i, r) -> Tried.of(campaign, lab, chosen.get(i), repetitions));
        this.families = WorstCase.of(attacks);
        this.source = source(lab);
    }

    /** The source of a row by its id, or its id where it has none. */
    private static LongFunction<Object> source(Lab lab) {
        Map<Long, Object> sources = new HashMap<>();
        for (Dataset part : List.of(lab.parts().train(), lab.parts().test())) {
            for (int i = 0; i < part.size(); i++) {
                long id = part.id(i);
                part.source(i).ifPresent(source -> sources.put(id, source));
            }
        }
        return id -> sources.getOrDefault(id, id);
    }

    /** All cells, grouped by attack. */
    public List<Cell> cells() {
        return attacks.stream().flatMap(attack -> cells(attack).stream()).toList();
    }

    private List<Cell> cells(Tried<?> tried) {
        return Stream.concat(
                        tried.cells().stream(),
                        families.stream()
                                .flatMap(family -> family.cells().stream())
                                .filter(cell -> cell.attack().equals(tried.attack())))
                .toList();
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
        Map<Cell, Attempt<Measured>> all = new ConcurrentHashMap<>();
        List<List<Finding>> byAttack = each(new LinkedHashSet<>(cells()), listener, (tried, attempts, reused) -> {
            all.putAll(attempts);
            List<Finding> findings = new Draft(tried, data, figures, attempts, source).findings();
            listener.finished(tried.attack(), findings, reused);
            return findings;
        });
        Stream<Finding> worst = families.stream()
                .flatMap(family -> family
                        .findings(
                                cell -> Optional.ofNullable(all.get(cell))
                                        .flatMap(Attempt::result)
                                        .map(Measured::arm),
                                data,
                                figures,
                                source)
                        .stream());
        List<Finding> findings =
                Stream.concat(byAttack.stream().flatMap(List::stream), worst).toList();
        return Doubts.noted(corrected(findings)).stream()
                .sorted(Comparator.comparing((Finding f) -> f.attack().phase())
                        .thenComparing(f -> f.attack().id())
                        .thenComparing(f -> f.arms().isEmpty())
                        .thenComparing(Finding::id))
                .toList();
    }

    /**
     * Corrects the p-values of the attacks on the detector or its learner for their number. An attack on the process is no
     * claim about a detector.
     */
    static List<Finding> corrected(List<Finding> findings) {
        Map<String, Double> byAttack = new LinkedHashMap<>();
        findings.stream()
                .filter(finding -> finding.attack().subject() != Subject.PROCESS)
                .filter(finding -> finding.arm(Arm.Name.ATTACKED).isPresent())
                .forEach(finding -> byAttack.putIfAbsent(
                        finding.attack().id(), finding.comparison().p()));
        List<String> attacks = List.copyOf(byAttack.keySet());
        List<Double> corrected = Holm.corrected(List.copyOf(byAttack.values()));
        return findings.stream()
                .map(finding -> {
                    int place = attacks.indexOf(finding.attack().id());
                    return place < 0 || finding.arms().isEmpty()
                            ? finding
                            : finding.corrected(corrected.get(place), attacks.size());
                })
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
            List<Cell> own = cells(tried).stream().filter(wanted::contains).toList();
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
        return cell.guard()
                .map(guard ->
                        new Seen(guard, tried.subject(), tried.looksAtDetector(guard.pipeline()), cell.repetition()));
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
            Seen seen = needed.get(i);
            Repetition repetition = repetitions.get(seen.repetition);
            Run own = repetition.run().child("hardened").child(seen.guard.ids());
            return Attempt.at(
                    () -> Built.of(repetition.plain(seen.subject).lab(), seen.guard.pipeline(), seen.detector, own));
        });
        for (int i = 0; i < needed.size(); i++) {
            built.put(needed.get(i), made.get(i));
        }
    }

    private List<Attempt<Measured>> attempts(Tried<?> tried, List<Cell> cells, Campaign.Listener listener) {
        List<Attempt<Boolean>> prepared = run.map(
                tried.experiments().size(),
                (k, r) -> Attempt.at(() -> {
                    if (cells.stream()
                            .anyMatch(
                                    cell -> cell.repetition() == k && cell.arm().who() == Who.ATTACK)) {
                        tried.experiments().get(k).prepare(repetitions.get(k).plain(tried.subject()));
                    }
                    return true;
                }));
        return run.map(cells.size(), (i, r) -> {
            Attempt<Boolean> ready = prepared.get(cells.get(i).repetition());
            Attempt<Measured> attempt =
                    ready.result().isPresent() ? attempt(tried, cells.get(i)) : Attempt.failed(ready.failure());
            attempt.result()
                    .ifPresentOrElse(
                            result -> listener.measured(cells.get(i), result),
                            () -> listener.failed(cells.get(i), attempt.failure()));
            return attempt;
        });
    }

    private Attempt<Measured> attempt(Tried<?> tried, Cell cell) {
        Built plain = repetitions.get(cell.repetition()).plain(tried.subject());
        Experiment experiment = tried.experiments().get(cell.repetition());
        Attempt<Built> met = seen(tried, cell)
                .map(seen -> Objects.requireNonNull(built.get(seen)))
                .orElseGet(() -> new Attempt<>(Optional.of(plain), ""));
        return met.result()
                .map(process -> Attempt.at(() -> measured(experiment, cell, process, plain)))
                .orElseGet(() -> Attempt.failed(met.failure()));
    }

    private Measured measured(Experiment experiment, Cell cell, Built met, Built plain) {
        if (cell.isOfCurve()) {
            Interval damage = experiment.damage(lab.budget().times(cell.strength()));
            return new Measured(new Arm(cell.arm(), damage), true, List.of(), List.of());
        }
        if (cell.times() > 1) {
            Arm arm = experiment.random(cell.arm(), met, cell.times());
            return new Measured(arm, met.hasSameDetector(), List.of(), List.of());
        }
        Built believed = cell.arm() == Arm.Name.ADAPTIVE ? met : plain;
        Arm arm = experiment.arm(cell.arm(), cell.arm().who(), met, believed);
        if (cell.repetition() > 0) {
            return new Measured(arm, met.hasSameDetector(), List.of(), List.of());
        }
        if (cell.arm() == Arm.Name.ATTACKED) {
            return new Measured(arm, met.hasSameDetector(), experiment.curves(), experiment.examples());
        }
        List<Curve> proven = cell.arm() == Arm.Name.DEFENDED_CLEAN
                ? experiment.proven(met).map(List::of).orElse(List.of())
                : List.of();
        boolean holds = cell.guard().filter(Guard::certifies).isPresent()
                && !lab.steps().sanitise().comparesRows();
        String note = proven.isEmpty() || holds ? unused(cell, met, plain) : VOID;
        return new Measured(arm, met.hasSameDetector(), holds ? proven : List.of(), List.of(), note);
    }

    /** The features that a defended detector no longer uses. */
    private static String unused(Cell cell, Built met, Built plain) {
        Schema schema = plain.model().schema();
        boolean told =
                cell.arm() == Arm.Name.DEFENDED_CLEAN && met.model().schema().width() == schema.width();
        String names = IntStream.range(0, told ? schema.width() : 0)
                .filter(j -> met.model().encoding().isUnused(j)
                        && !plain.model().encoding().isUnused(j))
                .mapToObj(j -> schema.feature(j).name())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "the defended detector does not use " + names;
    }
}
