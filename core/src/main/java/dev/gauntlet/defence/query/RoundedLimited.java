package dev.gauntlet.defence.query;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.QueryDefence;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Screen;
import java.util.List;
import java.util.Set;

/** Rounds scores, and stops answering a client after too many queries. */
@AutoService(Defence.class)
public record RoundedLimited(
        @Param(value = "decimals shown", low = 0, high = 15) int decimals,

        @Param(value = "queries answered per client", low = 1, high = 1e9)
        int limit)
        implements QueryDefence, Screen {
    public RoundedLimited {
        Catalogue.check(RoundedLimited.class, decimals, limit);
    }

    public RoundedLimited() {
        this(1, 500);
    }

    /** Itself: it needs no rows. */
    @Override
    public Screen fitted(Dataset clean, Run run) {
        return this;
    }

    @Override
    public Session open(String principal) {
        double steps = StrictMath.pow(10, decimals);
        return new Session() {
            private long answered;

            @Override
            public double[] pass(Rows asked, double[] shown) {
                double[] rounded = new double[shown.length];
                int each = asked.size() == 0 ? 0 : shown.length / asked.size();
                for (int i = 0; i < rounded.length; i++) {
                    boolean answers = answered + i / each < limit;
                    rounded[i] = answers ? StrictMath.rint(shown[i] * steps) / steps : Double.NaN;
                }
                answered += asked.size();
                return rounded;
            }
        };
    }

    @Override
    public List<Knowledge> known() {
        return List.of(new Knowledge.Limit(limit, Knowledge.Limit.PER_CLIENT));
    }

    @Override
    public Set<String> against() {
        return Set.of("extraction", "fingerprint", "membership", "property");
    }

    @Override
    public String summary() {
        return "Rounds scores and stops answering a client after too many queries.";
    }

    @Override
    public String when() {
        return "Use it where scores are shown to clients that need few of them. It costs resolution, and heavy users their answers.";
    }

    @Override
    public String source() {
        return "MITRE ATLAS AML.M0002 Passive AI Output Obfuscation, AML.M0004 Restrict Number of AI Model Queries";
    }

    @Override
    public String advice() {
        return "Show verdicts or coarse scores, count queries per client, and investigate clients with many queries.";
    }
}
