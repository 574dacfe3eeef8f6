package dev.gauntlet.attack.channel;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.ChannelAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Set;

/** Sends the whole stream of an earlier session, which was sealed with the same key, instead of the present one. */
@AutoService(Attack.class)
public record SessionReplay() implements ChannelAttack {
    /** Of a session before which there was none: silence. */
    @Override
    public Verdicts intercept(Verdicts stream, Set<Long> targets, AttackerContext grant, Run run) {
        return new Verdicts(List.of());
    }

    @Override
    public Verdicts intercept(Verdicts stream, Verdicts earlier, Set<Long> targets, AttackerContext grant, Run run) {
        return targets.isEmpty() ? stream : earlier;
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
        return "Sends the whole stream of an earlier session instead of the present one.";
    }

    @Override
    public String when() {
        return "Use it to see whether a whole earlier session is accepted: it needs no key and no query.";
    }

    @Override
    public String source() {
        return "Syverson, A Taxonomy of Replay Attacks, Computer Security Foundations Workshop 1994";
    }
}
