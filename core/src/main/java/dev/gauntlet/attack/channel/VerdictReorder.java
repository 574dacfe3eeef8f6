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

/** Delays the alarms about its own rows until the end of the stream, when it is too late. */
@AutoService(Attack.class)
public record VerdictReorder() implements ChannelAttack {
    @Override
    public Verdicts intercept(Verdicts stream, Set<Long> targets, AttackerContext grant, Run run) {
        List<Verdict> arriving = new ArrayList<>();
        List<Verdict> held = new ArrayList<>();
        for (Verdict verdict : stream.list()) {
            (targets.contains(verdict.row()) ? held : arriving).add(verdict);
        }
        arriving.addAll(held);
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
        return "Delays alarms until it is too late.";
    }

    @Override
    public String when() {
        return "Use it where a late alarm is worthless: it needs no key and no query.";
    }

    @Override
    public String source() {
        return "Dolev, Yao, On the Security of Public Key Protocols, IEEE Transactions on Information Theory 1983";
    }
}
