package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Rebuild;
import dev.gauntlet.Toy;
import dev.gauntlet.attack.ActionAttack;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.RawData;
import dev.gauntlet.campaign.trial.Trial;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.AlertRule;
import dev.gauntlet.process.Cleaner;
import dev.gauntlet.process.EvaluationCheck;
import dev.gauntlet.process.Intake;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Pipeline.Step;
import dev.gauntlet.process.Preparation;
import dev.gauntlet.process.Release;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.UpdateGate;
import dev.gauntlet.process.VerdictChannel;
import dev.gauntlet.process.VerdictSession;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Screen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A defence at any step of the process gives every family of attack either arms, in which it was really met, or the reason why
 * it is not met; then it really is not.
 */
final class EverySlotTest {
    private static final Lab LAB = lab();

    private static Lab lab() {
        Lab toy = Toy.lab();
        Split.Parts parts = new Split.Parts(
                timed(toy.parts().train()),
                toy.parts().validation(),
                timed(toy.parts().test()));
        Dataset all = parts.train().append(parts.test());
        long[] ids = IntStream.range(0, all.size()).mapToLong(all::id).toArray();
        String[] labels = new String[all.size()];
        String[] sources = new String[all.size()];
        double[] times = new double[all.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = all.malicious(i) ? "bad" : "benign";
            sources[i] = all.source(i).orElseThrow();
            times[i] = all.time(i);
        }
        Records records = Records.of(List.of(
                        Column.numbers("id", Arrays.stream(ids).asDoubleStream().toArray()),
                        Column.times("ts", times),
                        Column.addresses("host", sources),
                        Column.texts("label", labels)))
                .withRoles(Optional.of("ts"), Optional.of("host"));
        Preparation preparation = new Preparation(
                new Rebuild(some -> rows(all, some)),
                new Label("label", Set.of("benign")),
                List.of("benign", "bad"),
                "rows");
        return new Lab(
                new Split.Parts(
                        withIds(parts.train(), 0),
                        parts.validation(),
                        withIds(parts.test(), parts.train().size())),
                toy.auxiliary(),
                toy.steps().with(preparation),
                toy.model(),
                toy.surrogate(),
                toy.trainers(),
                Optional.of(RawData.of(records, withIds(parts.train(), 0))),
                toy.threat().withBudget(Toy.budget()),
                6);
    }

    private static Dataset withIds(Dataset rows, long first) {
        return rows.withIds(
                IntStream.range(0, rows.size()).mapToLong(i -> first + i).toArray());
    }

    private static Dataset timed(Dataset rows) {
        double[] times = new double[rows.size()];
        String[] sources = new String[rows.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = 86_400.0 * i / times.length * 3;
            sources[i] = "h" + i % 7;
        }
        return rows.withTimes(times).withSources(sources);
    }

    /** The rows of some records; chaff is a benign row like the first. */
    private static Dataset rows(Dataset all, Records records) {
        int[] places = new int[records.size()];
        int[] labels = new int[records.size()];
        long[] ids = new long[records.size()];
        for (int i = 0; i < places.length; i++) {
            ids[i] = records.id(i);
            boolean known = ids[i] < all.size();
            places[i] = known ? (int) ids[i] : 0;
            labels[i] = known ? all.label(places[i]) : 0;
        }
        return all.select(places).relabel(i -> labels[i]).withIds(ids);
    }

    /** Stands at one step, lets everything through, and counts how often it was met. */
    private record Probe(Step step, AtomicInteger met) implements Defence {
        @Override
        public Pipeline guard(Pipeline process) {
            return switch (step) {
                case INTAKE ->
                    process.withIntake(new Intake() {
                        @Override
                        public Admission fitted(Records clean) {
                            return new Admission() {
                                @Override
                                public Set<Long> admitted(Records records) {
                                    met.incrementAndGet();
                                    Set<Long> all = new HashSet<>();
                                    for (int i = 0; i < records.size(); i++) {
                                        all.add(records.id(i));
                                    }
                                    return all;
                                }

                                @Override
                                public List<Knowledge> known() {
                                    return List.of();
                                }
                            };
                        }
                    });
                case CLEANING -> process.withCleaner(cleaner());
                case LEARNING ->
                    process.withLearner((step, parts, assumed, run) -> {
                        met.incrementAndGet();
                        return Learner.PLAIN.learn(step, parts, assumed, run);
                    });
                case EVALUATION ->
                    process.withCheck(new EvaluationCheck() {
                        @Override
                        public String seal(Split.Parts parts) {
                            return "";
                        }

                        @Override
                        public boolean intact(Split.Parts parts, String seal, Run run) {
                            met.incrementAndGet();
                            return true;
                        }
                    });
                case RELEASE -> process.withRelease((bundle, model, canaries, key) -> new Unsigned(bundle, met));
                case QUERIES -> process.withScreen((clean, run) -> screen());
                case ALERTS -> process.withAlertRule(rule());
                case CHANNEL ->
                    process.withChannel(new VerdictChannel() {
                        @Override
                        public Verdicts seal(Verdicts stream, VerdictSession session, byte[] key) {
                            return stream;
                        }

                        @Override
                        public boolean intact(Verdicts arrived, VerdictSession expected, byte[] key) {
                            met.incrementAndGet();
                            return true;
                        }
                    });
                case UPDATE ->
                    process.withGate(new UpdateGate() {
                        @Override
                        public boolean accepts(Model first, Model champion, Model challenger, Dataset trusted) {
                            met.incrementAndGet();
                            return true;
                        }

                        @Override
                        public List<Knowledge> known() {
                            return List.of();
                        }
                    });
            };
        }

        private Cleaner cleaner() {
            return (train, run) -> {
                met.incrementAndGet();
                boolean[] kept = new boolean[train.size()];
                Arrays.fill(kept, true);
                return kept;
            };
        }

        private Screen screen() {
            return principal -> (asked, shown) -> {
                met.incrementAndGet();
                return shown;
            };
        }

        private AlertRule rule() {
            return alerts -> {
                met.incrementAndGet();
                boolean[] shown = new boolean[alerts.size()];
                Arrays.fill(shown, true);
                return shown;
            };
        }

        @Override
        public Set<String> against() {
            return Set.of();
        }

        @Override
        public String advice() {
            return "Probe.";
        }

        @Override
        public String summary() {
            return "Probes.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    private record Unsigned(Bundle bundle, AtomicInteger met) implements Release.Signed {
        @Override
        public Optional<String> refuses(Bundle arrived) {
            met.incrementAndGet();
            return Optional.empty();
        }

        @Override
        public Bundle resign(Bundle changed) {
            return changed;
        }
    }

    /** One attack for each family, and of those on inputs one for each goal; those on connections have none here. */
    static Stream<Attack> families() {
        List<Attack> some = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Attack attack : Catalogue.all(Attack.class)) {
            String kind = Trial.of(attack).attacks().getSimpleName()
                    + (attack instanceof InputAttack input ? input.wantsAlarm() : "");
            if (!(attack instanceof ActionAttack) && seen.add(kind)) {
                some.add(attack);
            }
        }
        return some.stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyStepIsMetOrSaidNotToBe(Attack attack) {
        for (Step step : Step.values()) {
            Probe probe = new Probe(step, new AtomicInteger());
            List<Finding> findings = new Campaign(List.of(attack), Guard.each(List.of(probe)), true, List.of(), 0.05)
                    .apply(LAB, Run.seeded(5), Campaign.SILENT);
            Finding guarded = findings.stream()
                    .filter(finding -> finding.defence().isPresent())
                    .findFirst()
                    .orElseThrow();
            String what = attack.id() + " and " + step + ": " + guarded.reason();
            if (guarded.outcome() == Finding.Outcome.SKIPPED) {
                assertThat(guarded.reason()).as(what).contains("does not pass through " + step.text());
                assertThat(probe.met.get()).as(what).isZero();
            } else {
                assertThat(guarded.outcome()).as(what).isNotEqualTo(Finding.Outcome.FAILED);
                assertThat(guarded.arms().stream().map(Arm::name)).as(what).containsAll(Arm.Name.GUARDED);
                assertThat(probe.met.get()).as(what).isPositive();
                // Of a rule on alarms it is not known what it hides where nobody floods.
                if (step != Step.ALERTS) {
                    assertThat(guarded.reason()).as(what).contains("the defence changed nothing");
                }
            }
        }
    }

    /** Which family meets which step. */
    @ParameterizedTest
    @MethodSource("families")
    void everyFamilyMeetsTheTrainingUnlessItBringsItsOwnDetectors(Attack attack) {
        boolean own = Set.of("fingerprint", "property").contains(attack.family());
        assertThat(Trial.of(attack).meets(attack).contains(Step.LEARNING)).isNotEqualTo(own);
        assertThat(Trial.of(attack).meets(attack).contains(Step.INTAKE)).isEqualTo(attack instanceof RecordAttack);
    }
}
