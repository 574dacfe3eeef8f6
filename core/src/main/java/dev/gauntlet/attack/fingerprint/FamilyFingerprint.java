package dev.gauntlet.attack.fingerprint;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.FingerprintAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Identifies the family of the algorithm from how scores respond to small changes. Along one feature a tree ensemble is
 * piecewise constant. Otherwise the mixed second difference of the log-odds over two features is 0 for an additive
 * model, and not for a network; and an additive model that is not monotone in one feature is a Gaussian naive Bayes,
 * not a linear one. An output defence blurs this; if the attack knows it, it compares the answers with those of shadow
 * models behind the same defence.
 */
@AutoService(Attack.class)
public record FamilyFingerprint(
        @Param(value = "how many rows are probed", low = 1, high = 1000)
        int probes) implements FingerprintAttack {
    private static final int STEPS = 9;
    private static final double FLAT = 0.5;
    private static final double SMALL = 1e-4;

    public FamilyFingerprint {
        Catalogue.check(FamilyFingerprint.class, probes);
    }

    public FamilyFingerprint() {
        this(10);
    }

    @Override
    public List<String> identify(List<Oracle> oracles, Set<String> families, AttackerContext grant, Run run) {
        if (grant.screen().isPresent()) {
            return ShadowFamilies.trained(families, oracles.get(0).access(), grant, run)
                    .nearest(oracles);
        }
        return IntStream.range(0, oracles.size())
                .mapToObj(i -> identify(oracles.get(i), families, grant, run.child(i)))
                .toList();
    }

    private String identify(Oracle oracle, Set<String> families, AttackerContext grant, Run run) {
        Evidence evidence = new Evidence();
        Rng rng = run.rng();
        Schema schema = grant.schema();
        int[] numeric = IntStream.range(0, schema.width())
                .filter(j -> schema.feature(j).kind() != Feature.Kind.CATEGORY)
                .toArray();
        for (int p = 0; p < probes && numeric.length >= 2; p++) {
            double[] row =
                    grant.auxiliary().rows().row(rng.nextInt(grant.auxiliary().size()));
            int[] pair = rng.sample(numeric, 2);
            observe(oracle, schema, row, pair, evidence);
        }
        return evidence.verdict(families);
    }

    private static void observe(Oracle oracle, Schema schema, double[] row, int[] pair, Evidence evidence) {
        List<double[]> rows = new ArrayList<>();
        for (int s = 0; s < STEPS; s++) {
            rows.add(moved(schema, row, pair[0], s, pair[1], 0));
        }
        rows.add(moved(schema, row, pair[0], 0, pair[1], STEPS - 1));
        rows.add(moved(schema, row, pair[0], STEPS - 1, pair[1], STEPS - 1));
        Oracle.Answers answers = oracle.ask(new int[rows.size()], Rows.of(rows.toArray(double[][]::new)));
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.answered(i)) {
                return;
            }
        }
        double[] logit = new double[answers.size()];
        for (int i = 0; i < logit.length; i++) {
            double p = Math.max(1e-12, Math.min(1 - 1e-12, answers.score(i)));
            logit[i] = StrictMath.log(p / (1 - p));
        }
        evidence.add(logit);
    }

    private static double[] moved(Schema schema, double[] row, int a, int aSteps, int b, int bSteps) {
        double[] copy = row.clone();
        copy[a] += aSteps * schema.feature(a).scale() / (2.0 * STEPS);
        copy[b] += bSteps * schema.feature(b).scale() / (2.0 * STEPS);
        return copy;
    }

    private static final class Evidence {
        private int lines;
        private int flat;
        private int mixed;
        private int turning;

        void add(double[] logit) {
            int equal = 0;
            int up = 0;
            int down = 0;
            for (int s = 1; s < STEPS; s++) {
                double step = logit[s] - logit[s - 1];
                equal += Math.abs(step) < 1e-12 ? 1 : 0;
                up += step > SMALL ? 1 : 0;
                down += step < -SMALL ? 1 : 0;
            }
            lines++;
            flat += equal >= FLAT * (STEPS - 1) ? 1 : 0;
            turning += up > 0 && down > 0 ? 1 : 0;
            double cross = logit[STEPS + 1] - logit[STEPS] - logit[STEPS - 1] + logit[0];
            mixed += Math.abs(cross) > SMALL ? 1 : 0;
        }

        String verdict(Set<String> families) {
            String guess = flat * 2 > lines
                    ? "trees"
                    : mixed > 0.2 * lines ? "network" : turning > 0 ? "gaussian-bayes" : "linear";
            return families.contains(guess)
                    ? guess
                    : families.stream().sorted().findFirst().orElse(guess);
        }
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.SCORES, Requirement.AUXILIARY);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Queries.class);
    }

    @Override
    public Suite suite() {
        return Suite.STANDARD;
    }

    @Override
    public String taxonomy() {
        return "reverse-engineering";
    }

    @Override
    public String summary() {
        return "Identifies the family of the algorithm from scores along and across features.";
    }

    @Override
    public String when() {
        return "Use it to see whether answers give the algorithm away, before extraction. It takes hundreds of queries and models of the attacker's own.";
    }

    @Override
    public String source() {
        return "Oh et al., Towards Reverse-Engineering Black-Box Neural Networks, ICLR 2018";
    }
}
