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

/** Replaces each alarm about its own rows by an earlier, valid benign verdict. */
@AutoService(Attack.class)
public record VerdictReplay() implements ChannelAttack {
    @Override
    public Verdicts intercept(Verdicts stream, Set<Long> targets, AttackerContext grant, Run run) {
        List<Verdict> arriving = new ArrayList<>();
        Verdict allClear = stream.list().get(0);
        for (Verdict verdict : stream.list()) {
            if (!verdict.malicious()) {
                allClear = verdict;
            }
            arriving.add(targets.contains(verdict.row()) ? allClear : verdict);
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
        return "Replaces alarms by earlier valid benign verdicts.";
    }

    @Override
    public String when() {
        return "Use it on any stream of verdicts: it needs no key and no query.";
    }

    @Override
    public String source() {
        return "Dolev, Yao, On the Security of Public Key Protocols, IEEE Transactions on Information Theory 1983";
    }
}
