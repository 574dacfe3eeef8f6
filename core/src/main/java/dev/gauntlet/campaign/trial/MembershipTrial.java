package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.MembershipAttack;
import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.threat.Oracle;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Can training rows be distinguished from others? Targets are trained, by the process's own learner, on a random half of the
 * training rows; rows of the other half are the non-members. Some of the candidates set the attacker's threshold (again for
 * every defended detector), the others are judged. The random attacker guesses, and is right half of the time.
 *
 * <p>Where rows are known to be members or not of the training set of the detector itself, it is judged on those.
 *
 * <p>The attack is also run on a target that saw none of the candidates: where it seems to recognise members there, it fails.
 *
 * @see <a href="https://arxiv.org/abs/1709.01604">Yeom et al. 2018, experiment 1</a>
 * @see <a href="https://arxiv.org/abs/2406.16201">Das et al. 2024, on blind attacks</a>
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class MembershipTrial implements Trial<MembershipAttack> {
    private static final double CHANCE = 0.5;
    /** The quantile of a 99.9 % interval: of a thousand sound runs, one is refused. */
    private static final double SUREST = 3.2905;

    private static final String UNTOLD =
            "the rows that this detector was trained on are not known: name some of them with --members, and rows of the"
                    + " same origin that it was not trained on with --non-members";

    private static final String BLIND = "blindAccuracy";

    @Override
    public Class<MembershipAttack> attacks() {
        return MembershipAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.LEARNER;
    }

    @Override
    public Subject subject(Lab lab) {
        return lab.known().isPresent() ? Subject.DETECTOR : Subject.LEARNER;
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
        Optional<String> untold =
                lab.given() ? Optional.of(UNTOLD) : lacking.blackBox(UNTOLD).or(lacking::trainingRows);
        return (lab.known().isPresent() ? Optional.<String>empty() : untold)
                .or(lacking::validationRows)
                .or(() -> lacking.auxiliary(attack));
    }

    @Override
    public Facts figures(MembershipAttack attack) {
        return Facts.none()
                .with(Arm.Name.NULL)
                .with(Arm.Name.ATTACKED, Guesses.FIGURES)
                .with(Arm.Name.ATTACKED, BLIND);
    }

    @Override
    public Facts figures(MembershipAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none()
                .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
                .with(Arm.Name.DEFENDED_RANDOM)
                .with(Arm.Name.DEFENDED, Guesses.FIGURES)
                .with(Arm.Name.ADAPTIVE, Guesses.FIGURES);
    }

    @Override
    public Experiment on(Lab lab, MembershipAttack attack, Run run, Run attacker) {
        return new Suspected(lab, attack, run, attacker);
    }

    private static final class Suspected implements Experiment {
        private final Lab lab;
        private final MembershipAttack attack;
        private final Run run;
        private final Run attacker;
        private final Lazy<Candidates> candidates;
        private final Lazy<Interval> blind;
        /** By process. Two threads may compute the same entry, with identical results. */
        private final Map<Built, Model> targets = new ConcurrentHashMap<>();

        private final Map<Built, double[]> prepared = new ConcurrentHashMap<>();

        Suspected(Lab lab, MembershipAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
            this.candidates = new Lazy<>(() -> Candidates.of(lab, run));
            this.blind = new Lazy<>(this::blind);
        }

        @Override
        public Optional<String> unfit(Pipeline met) {
            return lab.known().isPresent() && met.changesDetector()
                    ? Optional.of("it trains another detector, and members are known of the given one")
                    : Optional.empty();
        }

        @Override
        public void prepare(Built plain) {
            suspicion(plain);
            blind.get();
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            return switch (who) {
                case NOBODY -> met.unattacked(name);
                case RANDOM -> new Arm(name, Interval.exact(CHANCE));
                case ATTACK -> {
                    double[] suspicion = met == believed ? suspicion(met) : suspicion(met, believed);
                    Arm arm = new Guesses(candidates.get(), suspicion, suspicion(believed)).arm(name);
                    yield name == Arm.Name.ATTACKED ? arm.with(BLIND, blind.get()) : arm;
                }
            };
        }

        /** The suspicion scores of the attack for a process that it prepared for. */
        private double[] suspicion(Built met) {
            double[] known = prepared.get(met);
            double[] suspicion = known == null ? suspicion(met, met) : known;
            prepared.put(met, suspicion);
            return suspicion;
        }

        private double[] suspicion(Built met, Built believed) {
            return suspicion(target(met), met, believed);
        }

        private double[] suspicion(Model target, Built met, Built believed) {
            Dataset rows = candidates.get().rows();
            Oracle oracle = met.oracle(target, attack, rows.size(), 1);
            return attack.suspicion(oracle, rows, believed.grantKnowingAlgorithm(run), attacker.child("attack"));
        }

        /** The detector whose members are known, or the one that a process learns from the members. */
        private Model target(Built met) {
            if (lab.known().isPresent()) {
                return met.model();
            }
            Model known = targets.get(met);
            Model target = known == null
                    ? met.learnt(candidates.get().members(), run.child("target"))
                            .model()
                    : known;
            targets.put(met, target);
            return target;
        }

        /**
         * The attack on a target that was trained on no candidate, of which it can tell nothing. If it is right more or less often
         * than by chance, something other than the target's memory distinguishes the candidates.
         */
        private Interval blind() {
            Dataset validation = lab.parts().validation();
            Dataset others = lab.known().map(known -> known.without(validation)).orElse(validation);
            Require.that(
                    others.hasBothSides(1),
                    "every benign or every malicious validation row is among the members and non-members; it needs others to check"
                            + " that nothing but the training distinguishes them");
            Model target = lab.train().apply(others, others, run.child("blind"));
            Built plain = Built.plain(lab);
            double[] suspicion = suspicion(target, plain, plain);
            Interval right = new Guesses(candidates.get(), suspicion, suspicion)
                    .arm(Arm.Name.ATTACKED)
                    .damage();
            // Wilson's interval contains 1/2 where the score test does not reject it.
            double deviation = Math.abs(right.value() - CHANCE) / StrictMath.sqrt(CHANCE * CHANCE / right.n());
            Require.that(
                    deviation <= SUREST,
                    "the attack is right on %.3f of the rows against a detector that was trained on none of them, and chance is 0.5: its result is no memory of training rows",
                    right.value());
            return right;
        }
    }
}
