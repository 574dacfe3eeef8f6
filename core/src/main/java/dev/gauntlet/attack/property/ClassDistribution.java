package dev.gauntlet.attack.property;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.PropertyAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.LogOdds;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Infers the share of malicious rows in the training set from the mean log-odds of the answers to fixed queries,
 * compared with shadow models trained at either share; if it knows an output defence, it applies that to the shadow models too.
 */
@AutoService(Attack.class)
public record ClassDistribution(
        @Param(value = "shadow models per possible share", low = 1, high = 100)
        int shadows) implements PropertyAttack {
    private static final int QUESTIONS = 400;

    public ClassDistribution {
        Catalogue.check(ClassDistribution.class, shadows);
    }

    public ClassDistribution() {
        this(8);
    }

    @Override
    public List<Boolean> believesHigh(List<Oracle> oracles, double low, double high, AttackerContext grant, Run run) {
        Dataset own = grant.auxiliary();
        int[] all = IntStream.range(0, own.size()).toArray();
        Rows questions = own.rows().select(run.child("questions").rng().sample(all, QUESTIONS));
        Access access = oracles.get(0).access();
        double atLow = shadowMean(grant, access, low, questions, run.child("low"));
        double atHigh = shadowMean(grant, access, high, questions, run.child("high"));
        return oracles.stream()
                .map(oracle -> meanLogOdds(oracle, questions))
                .map(mean -> Math.abs(mean - atHigh) < Math.abs(mean - atLow))
                .toList();
    }

    private static double meanLogOdds(Oracle oracle, Rows questions) {
        Oracle.Answers answers = oracle.ask(new int[questions.size()], questions);
        double sum = 0;
        for (int i = 0; i < answers.size(); i++) {
            sum += answers.answered(i) ? LogOdds.of(answers.score(i), true) : 0;
        }
        return sum / Math.max(1, answers.size());
    }

    private double shadowMean(AttackerContext grant, Access access, double share, Rows questions, Run run) {
        double sum = 0;
        for (double mean : run.map(shadows, (s, r) -> {
            Dataset sample = withShare(grant.auxiliary(), share, r.rng());
            Model shadow = grant.surrogate().trained(sample, r);
            return meanLogOdds(grant.rehearsal(shadow, access, questions.size()), questions);
        })) {
            sum += mean;
        }
        return sum / shadows;
    }

    /** As many rows as the scarcer class allows, in which the given share is malicious. */
    public static Dataset withShare(Dataset data, double share, Rng rng) {
        int[] bad = data.maliciousRows();
        int[] good = data.benignRows();
        int size = (int) Math.min(bad.length / share, good.length / (1 - share));
        int[] chosenBad = rng.sample(bad, (int) Math.rint(size * share));
        int[] chosenGood = rng.sample(good, size - chosenBad.length);
        int[] both = java.util.Arrays.copyOf(chosenBad, chosenBad.length + chosenGood.length);
        System.arraycopy(chosenGood, 0, both, chosenBad.length, chosenGood.length);
        return data.select(both);
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
        return "property-inference";
    }

    @Override
    public String summary() {
        return "Infers the share of malicious rows in the training set from the detector's answers.";
    }

    @Override
    public String when() {
        return "Use it where the share of malicious rows is a secret. It takes shadow models of the attacker's own and some queries.";
    }

    @Override
    public String source() {
        return "Suri, Evans, Formalizing and Estimating Distribution Inference Risks, PETS 2022";
    }
}
