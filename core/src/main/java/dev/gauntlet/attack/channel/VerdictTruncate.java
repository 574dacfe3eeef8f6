package dev.gauntlet.attack.channel;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.ChannelAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.process.Verdicts.Verdict;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Truncates the stream before the first alarm about its own rows. */
@AutoService(Attack.class)
public record VerdictTruncate() implements ChannelAttack {
    @Override
    public Verdicts intercept(Verdicts stream, Set<Long> targets, AttackerContext grant, Run run) {
        List<Verdict> arriving = new ArrayList<>();
        for (Verdict verdict : stream.list()) {
            if (targets.contains(verdict.row())) {
                break;
            }
            arriving.add(verdict);
        }
        return new Verdicts(arriving);
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.VERDICTS);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class);
    }

    @Override
    public String taxonomy() {
        return "output-tampering";
    }

    @Override
    public String summary() {
        return "Truncates the stream before the first alarm about its own rows.";
    }

    @Override
    public String when() {
        return "Use it to see whether a stream that ends early is noticed: it needs no key and no query.";
    }

    @Override
    public String source() {
        return "Dolev, Yao, On the Security of Public Key Protocols, IEEE Transactions on Information Theory 1983";
    }
}
