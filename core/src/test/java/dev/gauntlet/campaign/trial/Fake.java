package dev.gauntlet.campaign.trial;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.ChannelAttack;
import dev.gauntlet.attack.EvaluationAttack;
import dev.gauntlet.attack.ExtractionAttack;
import dev.gauntlet.attack.FingerprintAttack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.attack.MembershipAttack;
import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.attack.PropertyAttack;
import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.attack.RetrainingAttack;
import dev.gauntlet.attack.TamperingAttack;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.ChannelDefence;
import dev.gauntlet.defence.DataDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.EvaluationDefence;
import dev.gauntlet.defence.QueryDefence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.defence.UpdateDefence;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.VerdictSession;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.Screen;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Attacks, defences and a trainer that do what a test tells them to. */
final class Fake {
    private Fake() {}

    private interface Named extends Plugin {
        @Override
        default String summary() {
            return "Pretends.";
        }

        @Override
        default String source() {
            return "none";
        }
    }

    /** Learns what it is told, and keeps what it was shown. */
    record Learner(Function<Dataset, Model> matrix, List<Dataset> seen) implements Trainer, Named {
        @Override
        public Model train(Dataset data, Run run) {
            seen.add(data);
            return matrix.apply(data);
        }
    }

    record Poisoner(Set<Requirement> needs, BiFunction<Dataset, AttackerContext, Dataset> act)
            implements PoisoningAttack, Named {
        @Override
        public Dataset poison(Dataset train, AttackerContext grant, Run run) {
            return act.apply(train, grant);
        }

        @Override
        public String taxonomy() {
            return "label-flipping";
        }
    }

    interface Chaff {
        Records of(Records own, int allowed, List<String> sources, AttackerContext grant);
    }

    record Sender(Chaff act) implements RecordAttack, Named {
        @Override
        public Records chaff(Records own, int allowed, List<String> sources, AttackerContext grant, Run run) {
            return act.of(own, allowed, sources, grant);
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.RAW_RECORDS);
        }

        @Override
        public String taxonomy() {
            return "indirect-poisoning";
        }
    }

    record Flatterer(Set<Requirement> needs, BiFunction<Split.Parts, AttackerContext, Split.Parts> act)
            implements EvaluationAttack, Named {
        @Override
        public Split.Parts tamper(Split.Parts parts, Model candidate, AttackerContext grant, Run run) {
            return act.apply(parts, grant);
        }

        @Override
        public String taxonomy() {
            return "evaluation-poisoning";
        }
    }

    record Submitter(BiFunction<Integer, AttackerContext, Rows> act) implements RetrainingAttack, Named {
        @Override
        public Rows submit(int round, int rounds, Dataset own, AttackerContext grant, Run run) {
            return act.apply(round, grant);
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.RETRAINING);
        }

        @Override
        public String taxonomy() {
            return "retraining-poisoning";
        }
    }

    record Tamperer(BiFunction<Bundle, Dataset, Bundle> act) implements TamperingAttack, Named {
        @Override
        public Optional<String> unfit(Bundle bundle) {
            return bundle.entry("form").equals("trees") ? Optional.empty() : Optional.of("no trees");
        }

        @Override
        public Bundle tamper(Bundle bundle, Dataset own, AttackerContext grant, Run run) {
            return grant.signed(act.apply(bundle, own));
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.PARAMETERS);
        }

        @Override
        public String taxonomy() {
            return "tampering";
        }
    }

    record Prober(BiFunction<Oracle, Set<String>, String> act) implements FingerprintAttack, Named {
        @Override
        public List<String> identify(List<Oracle> oracles, Set<String> families, AttackerContext grant, Run run) {
            return oracles.stream().map(oracle -> act.apply(oracle, families)).toList();
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.SCORES);
        }

        @Override
        public String taxonomy() {
            return "reverse-engineering";
        }
    }

    record Copier(BiFunction<Oracle, AttackerContext, Optional<Model>> act) implements ExtractionAttack, Named {
        @Override
        public Optional<Model> extract(Oracle oracle, AttackerContext grant, Run run) {
            return act.apply(oracle, grant);
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.QUERY);
        }

        @Override
        public String taxonomy() {
            return "extraction";
        }
    }

    record Spy(BiFunction<Oracle, Dataset, double[]> act) implements MembershipAttack, Named {
        @Override
        public double[] suspicion(Oracle oracle, Dataset candidates, AttackerContext grant, Run run) {
            return act.apply(oracle, candidates);
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.SCORES);
        }

        @Override
        public String taxonomy() {
            return "membership-inference";
        }
    }

    interface Belief {
        List<Boolean> of(List<Oracle> oracles, double low, double high, AttackerContext grant);
    }

    record Guesser(Belief act) implements PropertyAttack, Named {
        @Override
        public List<Boolean> believesHigh(
                List<Oracle> oracles, double low, double high, AttackerContext grant, Run run) {
            return act.of(oracles, low, high, grant);
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.SCORES);
        }

        @Override
        public String taxonomy() {
            return "property-inference";
        }
    }

    record Changer(boolean wantsAlarm, Function<double[], AttackSearch> act) implements InputAttack, Named {
        @Override
        public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
            return IntStream.range(0, victims.size())
                    .mapToObj(v -> act.apply(victims.rows().row(v)))
                    .toList();
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.QUERY);
        }

        @Override
        public String taxonomy() {
            return "evasion";
        }
    }

    record Interceptor(BiFunction<Verdicts, Set<Long>, Verdicts> act) implements ChannelAttack, Named {
        @Override
        public Verdicts intercept(Verdicts stream, Set<Long> targets, AttackerContext grant, Run run) {
            return act.apply(stream, targets);
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.VERDICTS);
        }

        @Override
        public String taxonomy() {
            return "output-tampering";
        }
    }

    /** Keeps the rows that pass. */
    record Filter(BiPredicate<Dataset, Integer> passes) implements DataDefence, Named {
        @Override
        public Set<String> against() {
            return Set.of();
        }

        @Override
        public String advice() {
            return "Pretend.";
        }

        @Override
        public boolean[] kept(Dataset train, Run run) {
            boolean[] kept = new boolean[train.size()];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = passes.test(train, i);
            }
            return kept;
        }
    }

    /** Refuses every answer after the first so many. */
    record Mute(int limit) implements QueryDefence, Screen, Named {
        @Override
        public Set<String> against() {
            return Set.of();
        }

        @Override
        public String advice() {
            return "Pretend.";
        }

        @Override
        public Screen fitted(Dataset clean, Run run) {
            return this;
        }

        @Override
        public Session open(String principal) {
            return new Session() {
                private int asked;

                @Override
                public double[] pass(Rows rows, double[] shown) {
                    double[] seen = shown.clone();
                    for (int i = 0; i < seen.length; i++) {
                        seen[i] = asked++ < limit ? seen[i] : Double.NaN;
                    }
                    return seen;
                }
            };
        }

        @Override
        public List<Knowledge> known() {
            return List.of(new Knowledge.Limit(limit, Knowledge.Limit.PER_CLIENT));
        }
    }

    record Gate(BiPredicate<Model, Model> accept, List<Dataset> canaries) implements UpdateDefence, Named {
        @Override
        public Set<String> against() {
            return Set.of();
        }

        @Override
        public String advice() {
            return "Pretend.";
        }

        @Override
        public boolean accepts(Model first, Model champion, Model challenger, Dataset rows) {
            canaries.add(rows);
            return accept.test(first, challenger);
        }

        @Override
        public List<Knowledge> known() {
            return List.of(new Knowledge.Limit(0, Knowledge.Limit.PER_RETRAINING));
        }
    }

    /** Trains nothing and gives a detector that was there before. */
    record Hardening(Model model) implements TrainingDefence, Named {
        @Override
        public Set<String> against() {
            return Set.of();
        }

        @Override
        public String advice() {
            return "Pretend.";
        }

        @Override
        public Model harden(
                dev.gauntlet.process.Learner inner,
                dev.gauntlet.process.Train step,
                Split.Parts parts,
                dev.gauntlet.threat.ThreatModel assumed,
                Run run) {
            return model;
        }
    }

    /** Seals by what a test makes of the parts. */
    record Sealer(List<Knowledge> known, Function<Split.Parts, String> stamp) implements EvaluationDefence, Named {
        @Override
        public Set<String> against() {
            return Set.of();
        }

        @Override
        public String advice() {
            return "Pretend.";
        }

        @Override
        public String seal(Split.Parts parts) {
            return stamp.apply(parts);
        }

        @Override
        public boolean intact(Split.Parts parts, String seal, Run run) {
            return stamp.apply(parts).equals(seal);
        }
    }

    record Courier(UnaryOperator<Verdicts> close, Predicate<Verdicts> whole) implements ChannelDefence, Named {
        @Override
        public Set<String> against() {
            return Set.of();
        }

        @Override
        public String advice() {
            return "Pretend.";
        }

        @Override
        public Verdicts seal(Verdicts stream, VerdictSession session, byte[] key) {
            return close.apply(stream);
        }

        @Override
        public boolean intact(Verdicts arrived, VerdictSession expected, byte[] key) {
            return whole.test(arrived);
        }
    }

    /** A defence that only attacks on the evaluation meet. */
    static Defence stranger() {
        return new dev.gauntlet.defence.data.SealedTest();
    }

    static Dataset numbered(Dataset rows, long first) {
        return rows.withIds(
                IntStream.range(0, rows.size()).mapToLong(i -> first + i).toArray());
    }

    /** Rows over {@link Toy#plain}, first malicious ones with the given x, then benign ones; no two are equal. */
    static Dataset rows(long firstId, double[] bad, double[] good) {
        int size = bad.length + good.length;
        Rows rows = Rows.fill(size, 4, (i, j) -> switch (j) {
            case 0 -> i < bad.length ? bad[i] : good[i - bad.length];
            case 1 -> (firstId + i) / 1000.0;
            default -> 5;
        });
        int[] labels = IntStream.range(0, size).map(i -> i < bad.length ? 1 : 0).toArray();
        return numbered(Dataset.of(Toy.plain(), rows, labels, List.of("benign", "malicious")), firstId);
    }
}
