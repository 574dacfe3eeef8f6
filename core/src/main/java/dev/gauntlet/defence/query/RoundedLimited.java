package dev.gauntlet.defence.query;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.QueryDefence;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import java.util.Set;

/** Rounds scores, and stops answering a client after too many queries. */
@AutoService(Defence.class)
public record RoundedLimited(
        @Param(value = "decimals shown", low = 0, high = 15) int decimals,

        @Param(value = "queries answered per client", low = 1, high = 1e9)
        int limit)
        implements QueryDefence {
    public RoundedLimited {
        Catalogue.check(RoundedLimited.class, decimals, limit);
    }

    public RoundedLimited() {
        this(1, 500);
    }

    @Override
    public Oracle.Guard guard() {
        double steps = StrictMath.pow(10, decimals);
        return (probabilities, asked) -> {
            double[] shown = new double[probabilities.length];
            for (int i = 0; i < shown.length; i++) {
                shown[i] = asked + i < limit ? StrictMath.rint(probabilities[i] * steps) / steps : Double.NaN;
            }
            return shown;
        };
    }

    @Override
    public Knowledge.Limit known() {
        return new Knowledge.Limit(limit, "asker");
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
    public String source() {
        return "MITRE ATLAS AML.M0002 Passive AI Output Obfuscation, AML.M0004 Restrict Number of AI Model Queries";
    }

    @Override
    public String advice() {
        return "Show verdicts or coarse scores, count queries per client, and investigate clients with many queries.";
    }
}
