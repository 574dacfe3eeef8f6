package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.RetrainingAttack;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.search.NearCopies;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The detector is first trained on the older half of the training rows, then retrained round by round as the newer half
 * arrives, each time together with the rows that the attacker submitted. The random attacker submits variants of random
 * rows. Canaries are the validation rows.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class RetrainingTrial implements Trial<RetrainingAttack> {
    private static final int ROUNDS = 4;

    @Override
    public Class<RetrainingAttack> attacks() {
        return RetrainingAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.LEARNER;
    }

    @Override
    public String measure(RetrainingAttack attack) {
        return "share of malicious test rows missed after the last retraining";
    }

    @Override
    public String measure(Lab lab, RetrainingAttack attack) {
        return lab.goal().equals(new Goal.Silence()) ? measure(attack) : lab.measure();
    }

    @Override
    public Set<Pipeline.Step> meets(RetrainingAttack attack) {
        return Set.of(Pipeline.Step.UPDATE, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public boolean trains() {
        return true;
    }

    @Override
    public Optional<String> lacks(Lab lab, RetrainingAttack attack) {
        Lacking lacking = new Lacking(lab);
        return lacking.training(attack).or(lacking::taughtByBenign);
    }

    @Override
    public Facts figures(RetrainingAttack attack) {
        return Facts.none()
                .counted(Set.of(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED), "updatesRefused", "rowsLearnt");
    }

    @Override
    public Facts figures(RetrainingAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none().counted(Arm.Name.GUARDED, "updatesRefused", "rowsLearnt");
    }

    @Override
    public Experiment on(Lab lab, RetrainingAttack attack, Run run, Run attacker) {
        return new Retrained(lab, attack, run, attacker);
    }

    private static final class Retrained implements Experiment {
        private final Lab lab;
        private final RetrainingAttack attack;
        private final Run run;
        private final Run attacker;
        private final Dataset ordered;
        /** By process and digest of the training rows. Two threads may train the same one, with identical results. */
        private final Map<List<Object>, Model> detectors = new ConcurrentHashMap<>();

        Retrained(Lab lab, RetrainingAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
            Dataset train = lab.parts().train();
            this.ordered = train.select(IntStream.range(0, train.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(train::time))
                    .mapToInt(Integer::intValue)
                    .toArray());
        }

        @Override
        public void prepare(Built plain) {
            trained(plain, ordered.slice(0, ordered.size() / 2));
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            AttackerContext grant = believed.grant(run);
            return simulate(
                    name,
                    switch (who) {
                        case NOBODY -> this::nothing;
                        case RANDOM -> this::random;
                        case ATTACK -> round -> submitted(grant, round);
                    },
                    met);
        }

        private interface Submission {
            Rows at(int round);
        }

        private Rows nothing(int round) {
            return ordered.rows().slice(0, 0);
        }

        private Rows random(int round) {
            int[] all = IntStream.range(0, ordered.size()).toArray();
            int count = lab.budget().rowsOf(ordered.size()) / ROUNDS;
            Rng rng = run.child("null").child(round).rng();
            return new NearCopies(ordered.schema()).moved(ordered.rows().select(rng.sample(all, count)), rng);
        }

        /** The rows that the attack submits, without invalid ones. */
        private Rows submitted(AttackerContext grant, int round) {
            Rows sent = attack.submit(
                    round, ROUNDS, ordered, grant, attacker.child("attack").child(round));
            return sent.select(IntStream.range(0, sent.size())
                    .filter(i -> lab.schema().faults(sent.row(i)).isEmpty())
                    .toArray());
        }

        private Arm simulate(Arm.Name name, Submission submission, Built met) {
            int start = ordered.size() / 2;
            Dataset learnt = ordered.slice(0, start);
            Model first = trained(met, learnt);
            Model champion = first;
            int left = lab.budget().rowsOf(ordered.size());
            int refused = 0;
            int added = 0;
            for (int round = 0; round < ROUNDS; round++) {
                int from = start + (ordered.size() - start) * round / ROUNDS;
                int to = start + (ordered.size() - start) * (round + 1) / ROUNDS;
                Rows extra = submission.at(round);
                extra = extra.slice(0, Math.min(left, extra.size()));
                left -= extra.size();
                Dataset fresh = ordered.slice(from, to).append(asBenign(extra));
                Dataset seen = lab.steps().window().over(learnt.append(fresh), run);
                Model challenger = trained(met, seen);
                Model present = champion;
                if (!met.pipeline().gates().stream()
                        .allMatch(gate -> gate.accepts(
                                first, present, challenger, lab.parts().validation()))) {
                    refused++;
                    continue;
                }
                champion = challenger;
                learnt = seen;
                added += extra.size();
            }
            return lab.missed(name, champion).with("updatesRefused", refused).with("rowsLearnt", added);
        }

        /** The detector trained on these rows, which arms with the same rows and training share. */
        private Model trained(Built met, Dataset rows) {
            List<Object> key = List.of(met.pipeline().cleaners(), met.pipeline().learner(), rows.digest());
            Optional<Model> known = Optional.ofNullable(detectors.get(key));
            Model model = known.orElseGet(() -> met.retrained(rows, run).model());
            detectors.put(key, model);
            return model;
        }

        private Dataset asBenign(Rows rows) {
            double[] times = new double[rows.size()];
            String[] sources = new String[rows.size()];
            Arrays.fill(times, ordered.time(ordered.size() - 1));
            Arrays.fill(sources, "attacker");
            Dataset added = Dataset.of(ordered.schema(), rows, new int[rows.size()], ordered.labelNames())
                    .withTimes(times);
            return ordered.hasSources() ? added.withSources(sources) : added;
        }
    }
}
