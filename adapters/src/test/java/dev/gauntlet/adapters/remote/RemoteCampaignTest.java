package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.InputException;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same attacks on a detector here and on the same one behind a server. */
final class RemoteCampaignTest {
    private static final Lab LAB = Toy.lab();
    private static final List<Attack> ATTACKS = Catalogue.all(Attack.class);

    private static Lab with(Model model) {
        return new Lab(
                LAB.parts(),
                LAB.auxiliary(),
                LAB.steps(),
                model,
                LAB.surrogate(),
                LAB.trainers(),
                LAB.raw(),
                LAB.threat().withBudget(Toy.budget()),
                12);
    }

    private static List<Finding> findings(Lab lab, List<String> families, int threads) {
        return findings(lab, attack -> families.contains(attack.family()), threads);
    }

    private static List<Finding> findings(Lab lab, Predicate<Attack> which, int threads) {
        List<Attack> chosen = ATTACKS.stream().filter(which).toList();
        Campaign campaign = new Campaign(chosen, Catalogue.all(Defence.class), 0.05);
        return Toy.onThreads(threads, run -> campaign.apply(lab, run, Campaign.SILENT));
    }

    private static Mock.Behaviour scores(Model model) {
        return asked -> Mock.Answered.ok(Map.of(
                "predictions",
                model.malice(Mock.coded(asked.path("instances"), model.schema().width()))));
    }

    private static Target target(Mock mock, int concurrency) {
        return mock.target(
                "protocol: tf-serving",
                "model: m",
                "answer: score",
                "batch: 16",
                "concurrency: " + concurrency,
                "threshold: " + LAB.model().threshold());
    }

    private static RemoteKernel open(Target target) {
        return RemoteKernel.open(target, LAB.schema(), LAB.parts().validation().rows());
    }

    /** Training defences are for the detector here alone, so families are taken of which none is against. */
    @Test
    void findingsAreThoseOfTheModelItself() {
        List<String> families = List.of("extraction", "channel");
        List<Finding> here = findings(with(LAB.model()), families, 2);
        assertThat(here).hasSizeGreaterThan(4).noneMatch(f -> f.outcome() == Finding.Outcome.SKIPPED);
        for (int concurrency : new int[] {1, 2, 8}) {
            try (Mock mock = new Mock(scores(LAB.model()));
                    RemoteKernel kernel = open(target(mock, concurrency))) {
                assertThat(findings(with(kernel.over(LAB.schema())), families, concurrency))
                        .isEqualTo(here);
                assertThat(mock.most.get()).isLessThanOrEqualTo(concurrency);
                assertThat(kernel.drift()).isEmpty();
            }
        }
    }

    /** Those with arms; of a black box, pairs with a defence that trains are skipped. */
    private static List<Finding> tried(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.outcome() != Finding.Outcome.SKIPPED)
                .toList();
    }

    /** Nothing explains the alarms of a black box, so that only equal ones look the same. */
    private static List<Arm> compared(Finding finding) {
        return finding.arms().subList(0, 2).stream()
                .map(arm -> {
                    SortedMap<String, Interval> facts = new TreeMap<>(arm.facts());
                    facts.keySet().removeIf(fact -> fact.startsWith("distinctAlerts"));
                    return new Arm(arm.name(), arm.damage(), arm.confusion(), facts, arm.victims(), arm.each());
                })
                .toList();
    }

    /** Of evasion and flooding the arms without a defence are compared; every move was asked of the server. */
    @Test
    void evasionsAreThoseOfTheModelItself() {
        List<String> families = List.of("evasion", "flooding");
        Map<String, Finding> here = new TreeMap<>();
        findings(with(LAB.model()), families, 2)
                .forEach(f -> here.putIfAbsent(f.attack().id(), f));
        for (int concurrency : new int[] {1, 8}) {
            try (Mock mock = new Mock(scores(LAB.model()));
                    RemoteKernel kernel = open(target(mock, concurrency))) {
                // Examples are with the first finding of each attack.
                Map<String, Finding> there = new TreeMap<>();
                tried(findings(with(kernel.over(LAB.schema())), families, 2))
                        .forEach(f -> there.putIfAbsent(f.attack().id(), f));
                assertThat(there.values()).hasSizeGreaterThan(3).allSatisfy(finding -> {
                    assertThat(here).containsKey(finding.attack().id());
                    here.computeIfPresent(finding.attack().id(), (id, same) -> {
                        assertThat(compared(same)).isEqualTo(compared(finding));
                        assertThat(same.examples()).isEqualTo(finding.examples());
                        return same;
                    });
                });
            }
        }
    }

    @Test
    void attacksThatCannotBeTriedAreSkippedByName() {
        try (Mock mock = new Mock(scores(LAB.model()));
                RemoteKernel kernel = open(target(mock, 2))) {
            Lab lab = with(kernel.over(LAB.schema()));
            Map<String, Long> open = new TreeMap<>();
            for (Attack attack : ATTACKS) {
                lab.refuses(attack)
                        .ifPresentOrElse(
                                why -> assertThat(why).contains("this"),
                                () -> open.merge(attack.family(), 1L, Long::sum));
            }
            assertThat(open).containsOnlyKeys("channel", "evasion", "extraction", "flooding");
            assertThat(Catalogue.all(Defence.class).stream()
                            .filter(defence ->
                                    lab.refuses(defence.guard(Pipeline.PLAIN)).isPresent())
                            .map(Defence::id))
                    .containsExactlyInAnyOrder(
                            "adversarial-training",
                            "feature-removal",
                            "leaf-novelty",
                            "neighbour-novelty",
                            "leaf-spectral-filter",
                            "monotone-features",
                            "nearest-neighbour-filter",
                            "partition-aggregation",
                            "regularised-training",
                            "robust-boosting-training",
                            "robust-forest-training",
                            "stricter-threshold");
            assertThat(findings(lab, List.of("tampering", "poisoning", "labels", "membership"), 2))
                    .noneMatch(f -> f.outcome() == Finding.Outcome.FAILED);
        }
    }

    @Test
    void labelsAloneAllowAttacksOnLabels() {
        Model model = LAB.model();
        try (Mock mock = new Mock(asked -> {
                    boolean[] alarms = model.alarms(Mock.coded(asked.path("instances"), 4));
                    return Mock.Answered.ok(Map.of(
                            "predictions",
                            IntStream.range(0, alarms.length)
                                    .mapToObj(i -> alarms[i] ? 1 : 0)
                                    .toList()));
                });
                RemoteKernel kernel = open(mock.target("protocol: tf-serving", "model: m"))) {
            assertThat(kernel.answer()).isEqualTo(Answer.LABEL);
            Lab lab = with(kernel.over(LAB.schema()));
            Rows test = LAB.parts().test().rows();
            assertThat(lab.model().alarms(test)).isEqualTo(model.alarms(test));
            assertThat(findings(lab, List.of("membership"), 2))
                    .isNotEmpty()
                    .allMatch(f ->
                            f.outcome() == Finding.Outcome.SKIPPED && f.reason().contains("--non-members"));
            List<Finding> all = findings(lab, List.of("evasion"), 2);
            assertThat(all)
                    .filteredOn(f -> f.id().equals("greedy-score"))
                    .singleElement()
                    .satisfies(f ->
                            assertThat(f.reason()).isEqualTo("it needs scores, and this detector returns labels only"));
            List<Finding> evasions = tried(all);
            assertThat(evasions).isNotEmpty();
            List<Finding> here = findings(
                    with(model),
                    attack -> attack.family().equals("evasion")
                            && !attack.needs().contains(Requirement.SCORES)
                            && !attack.needs().contains(Requirement.TREES),
                    2);
            for (Finding finding : evasions) {
                assertThat(here.stream()
                                .filter(f -> f.attack().equals(finding.attack()))
                                .findFirst()
                                .orElseThrow()
                                .arms()
                                .subList(0, 2))
                        .isEqualTo(finding.arms().subList(0, 2));
            }
        }
    }

    @Test
    void aTargetThatStopsAnsweringStopsTheCampaign() {
        AtomicInteger asked = new AtomicInteger();
        Mock.Behaviour behaviour = scores(LAB.model());
        try (Mock mock = new Mock(body -> asked.incrementAndGet() > 40
                        ? new Mock.Answered(503, Map.of(), "gone for lunch")
                        : behaviour.answer(body));
                RemoteKernel kernel = open(mock.target(
                        "protocol: tf-serving", "model: m", "answer: score", "retries: 1", "threshold: 0.5"))) {
            Lab lab = with(kernel.over(LAB.schema()));
            assertThatThrownBy(() -> findings(lab, List.of("evasion", "extraction"), 2))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("tf-serving http://127.0.0.1:")
                    .hasMessageContaining("status 503: gone for lunch");
        }
    }

    @Test
    void aRemoteDetectorHasNoBundle() {
        try (Mock mock = new Mock(scores(LAB.model()));
                RemoteKernel kernel = open(target(mock, 1))) {
            TableSchema table = new TableSchema(
                    LAB.schema(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
            BundleFile bundle = new BundleFile(kernel.over(LAB.schema()), table);
            assertThatThrownBy(() -> bundle.write(java.nio.file.Path.of("never.zip")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("tf-serving: a black box (queries only) cannot be put in a bundle");
            assertThatThrownBy(() -> kernel.rebuild(kernel.parameters()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is a black box");
        }
    }
}
