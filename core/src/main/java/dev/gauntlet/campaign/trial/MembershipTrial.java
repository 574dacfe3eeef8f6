package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.MembershipAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.threat.Oracle;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Can training rows be distinguished from others? The candidates are equal numbers of training and test rows. A random
 * half is used to set the threshold (separately for every defended detector), and the other half for evaluation. The
 * random attacker guesses.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class MembershipTrial implements Trial<MembershipAttack> {
    private static final String[] FIGURES = {"auc", "truePositivesAt1Percent"};
    private static final int MOST = 2000;

    @Override
    public Class<MembershipAttack> attacks() {
        return MembershipAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.LEARNER;
    }

    @Override
    public String measure(MembershipAttack attack) {
        return "share of rows whose membership in the training set is guessed correctly";
    }

    @Override
    public Set<Pipeline.Step> meets(MembershipAttack attack) {
        return Set.of(Pipeline.Step.QUERIES, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public boolean hasCleanArm() {
        return false;
    }

    @Override
    public Optional<String> lacks(Lab lab, MembershipAttack attack) {
        Lacking lacking = new Lacking(lab);
        return lacking.trainingRows().or(() -> lacking.auxiliary(attack));
    }

    @Override
    public Facts figures(MembershipAttack attack) {
        return Facts.none().with(Arm.Name.NULL).with(Arm.Name.ATTACKED, FIGURES);
    }

    @Override
    public Facts figures(MembershipAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none()
                .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
                .with(Arm.Name.DEFENDED_RANDOM)
                .with(Arm.Name.DEFENDED, FIGURES)
                .with(Arm.Name.ADAPTIVE, FIGURES);
    }

    @Override
    public Experiment on(Lab lab, MembershipAttack attack, Run run, Run attacker) {
        return new Suspected(lab, attack, run, attacker);
    }

    private static final class Suspected implements Experiment {
        private final MembershipAttack attack;
        private final Run run;
        private final Run attacker;
        private final Dataset candidates;
        private final boolean[] member;
        /** By process. Two threads may compute the same entry, with identical results. */
        private final Map<Built, double[]> prepared = new ConcurrentHashMap<>();

        Suspected(Lab lab, MembershipAttack attack, Run run, Run attacker) {
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
            Dataset train = lab.parts().train();
            Dataset test = lab.parts().test();
            int each = Math.min(MOST, Math.min(train.size(), test.size()));
            int[] in = run.child("in")
                    .rng()
                    .sample(IntStream.range(0, train.size()).toArray(), each);
            int[] out = run.child("out")
                    .rng()
                    .sample(IntStream.range(0, test.size()).toArray(), each);
            Dataset both = train.select(in).append(test.select(out));
            int[] mixed = run.child("mix").rng().permutation(both.size());
            this.candidates = both.select(mixed);
            this.member = new boolean[mixed.length];
            for (int i = 0; i < mixed.length; i++) {
                member[i] = mixed[i] < each;
            }
        }

        @Override
        public void prepare(Built plain) {
            suspicion(plain);
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            return switch (who) {
                case NOBODY -> met.unattacked(name, member.length - member.length / 2);
                case RANDOM -> tossed(name);
                case ATTACK -> guessed(name, met, believed);
            };
        }

        private Arm tossed(Arm.Name name) {
            var coin = run.child("null").rng();
            boolean[] lucky = new boolean[member.length - member.length / 2];
            for (int i = 0; i < lucky.length; i++) {
                lucky[i] = coin.chance(0.5) == member[member.length / 2 + i];
            }
            return new Arm(name, judged(lucky));
        }

        /** The suspicion scores of the attack for a process that it prepared for. */
        private double[] suspicion(Built met) {
            double[] known = prepared.get(met);
            double[] suspicion = known == null ? suspicion(met, met) : known;
            prepared.put(met, suspicion);
            return suspicion;
        }

        private double[] suspicion(Built met, Built believed) {
            Oracle oracle = met.oracle(met.model(), attack, candidates.size(), 1);
            return attack.suspicion(oracle, candidates, believed.grantKnowingAlgorithm(run), attacker.child("attack"));
        }

        /** The threshold with the best balanced accuracy on the first half. */
        private double threshold(double[] suspicion) {
            int half = member.length / 2;
            Integer[] order = IntStream.range(0, half).boxed().toArray(Integer[]::new);
            Arrays.sort(order, java.util.Comparator.comparingDouble((Integer i) -> -suspicion[i]));
            int balance = 0;
            int best = 0;
            double threshold = Double.POSITIVE_INFINITY;
            for (int k = 0; k < half; k++) {
                balance += member[order[k]] ? 1 : -1;
                boolean lastOfTie = k + 1 == half || suspicion[order[k + 1]] != suspicion[order[k]];
                if (lastOfTie && balance > best) {
                    best = balance;
                    threshold = suspicion[order[k]];
                }
            }
            return threshold;
        }

        private Victims judged(boolean[] right) {
            int half = member.length / 2;
            long[] ids = new long[right.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = candidates.id(half + i);
            }
            return Victims.of(ids, right);
        }

        private Arm guessed(Arm.Name name, Built met, Built believed) {
            double[] suspicion = met == believed ? suspicion(met) : suspicion(met, believed);
            double threshold = threshold(suspicion(believed));
            int half = member.length / 2;
            boolean[] right = new boolean[member.length - half];
            boolean[] truth = Arrays.copyOfRange(member, half, member.length);
            for (int i = 0; i < right.length; i++) {
                right[i] = suspicion[half + i] >= threshold == truth[i];
            }
            Ranking ranking = Ranking.of(Arrays.copyOfRange(suspicion, half, member.length), truth);
            double strict = ranking.thresholdAt(0.01);
            int caught = 0;
            int members = 0;
            for (int i = 0; i < truth.length; i++) {
                members += truth[i] ? 1 : 0;
                caught += truth[i] && suspicion[half + i] >= strict ? 1 : 0;
            }
            return new Arm(name, judged(right))
                    .with("auc", ranking.rocAuc())
                    .with("truePositivesAt1Percent", Interval.share(caught, members));
        }
    }
}
