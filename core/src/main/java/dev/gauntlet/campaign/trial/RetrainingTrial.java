package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.RetrainingAttack;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.UpdateDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.retrain.Retrain;
import dev.gauntlet.process.retrain.Window;
import dev.gauntlet.search.NearCopies;
import dev.gauntlet.threat.Grant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The detector is first trained on the older half of the training rows, then retrained round by round as the newer half
 * arrives, each time with what the attacker submitted. The random attacker submits variants of random rows. Canaries
 * are the validation rows.
 */
final class RetrainingTrial implements Trial {
    /** The figures of the arms without a defence. */
    static final Facts FACTS = Facts.none().counted(Declared.BASE, "updatesRefused", "rowsLearnt");
    /** The figures of the arms with a defence. */
    static final Facts DEFENDED = Facts.none().counted(Declared.BEHIND, "updatesRefused", "rowsLearnt");

    private static final int ROUNDS = 4;

    private final Lab lab;
    private final RetrainingAttack attack;
    private final Run run;
    private final Retrain retrain;
    private final Dataset ordered;
    private final Model first;
    /** By the digest of the training rows; two threads may train the same one, to the same bits. */
    private final Map<String, Model> detectors = new ConcurrentHashMap<>();

    RetrainingTrial(Lab lab, RetrainingAttack attack, Run run) {
        this.lab = lab;
        this.attack = attack;
        this.run = run;
        this.retrain = new Retrain(lab.train(), new Window.Expanding());
        Dataset train = lab.parts().train();
        this.ordered = train.select(IntStream.range(0, train.size())
                .boxed()
                .sorted(Comparator.comparingDouble(train::time))
                .mapToInt(Integer::intValue)
                .toArray());
        this.first = trained(ordered.slice(0, ordered.size() / 2));
    }

    @Override
    public String measure() {
        return "share of malicious test rows missed after the last retraining";
    }

    private interface Submission {
        Rows at(int round);
    }

    @Override
    public List<Arm> undefended() {
        return run.child("arms").map(3, (i, r) -> switch (i) {
            case 0 -> simulate(Arm.Name.CLEAN, this::nothing, Optional.empty());
            case 1 -> simulate(Arm.Name.NULL, this::random, Optional.empty());
            default -> simulate(Arm.Name.ATTACKED, round -> submitted(lab.grant(), round), Optional.empty());
        });
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (!(defence instanceof UpdateDefence gate)) {
            return List.of();
        }
        Grant knowing = lab.grant().knowing(gate.known());
        return run.child("defended").map(3, (i, r) -> switch (i) {
            case 0 -> simulate(Arm.Name.DEFENDED_CLEAN, this::nothing, Optional.of(gate));
            case 1 -> simulate(Arm.Name.DEFENDED, round -> submitted(lab.grant(), round), Optional.of(gate));
            default -> simulate(Arm.Name.ADAPTIVE, round -> submitted(knowing, round), Optional.of(gate));
        });
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

    /** What the attack submits, without invalid rows. */
    private Rows submitted(Grant grant, int round) {
        Rows sent =
                attack.submit(round, ROUNDS, ordered, grant, run.child("attack").child(round));
        return sent.select(IntStream.range(0, sent.size())
                .filter(i -> lab.schema().faults(sent.row(i)).isEmpty())
                .toArray());
    }

    private Arm simulate(Arm.Name name, Submission submission, Optional<UpdateDefence> gate) {
        int start = ordered.size() / 2;
        Model champion = first;
        Dataset learnt = ordered.slice(0, start);
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
            Dataset seen = retrain.rows(learnt.append(fresh), run);
            Model challenger = trained(seen);
            if (gate.isPresent()
                    && !gate.get().accepts(first, challenger, lab.parts().validation())) {
                refused++;
                continue;
            }
            champion = challenger;
            learnt = seen;
            added += extra.size();
        }
        return lab.missed(name, champion).with("updatesRefused", refused).with("rowsLearnt", added);
    }

    /** The detector trained on these rows; arms with the same rows share it. */
    private Model trained(Dataset rows) {
        String digest = rows.digest();
        Optional<Model> known = Optional.ofNullable(detectors.get(digest));
        Model model = known.orElseGet(() -> retrain.apply(rows, lab.parts().validation(), run.child("train")));
        detectors.put(digest, model);
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
