package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;
import java.util.Set;

/** A man in the middle: changes verdicts on their way to the analyst. */
public interface ChannelAttack extends Attack {
    /**
     * Returns the stream that arrives.
     *
     * @param targets the row ids whose alarms the attacker wants gone
     */
    Verdicts intercept(Verdicts stream, Set<Long> targets, AttackerContext grant, Run run);

    /**
     * The same for an attacker who has recorded the whole stream of an earlier session, on other rows and sealed with the same key.
     */
    default Verdicts intercept(Verdicts stream, Verdicts earlier, Set<Long> targets, AttackerContext grant, Run run) {
        return intercept(stream, targets, grant, run);
    }

    @Override
    default Phase phase() {
        return Phase.INFER;
    }

    @Override
    default AttackClass attackClass() {
        return AttackClass.OUTPUT_INTEGRITY;
    }

    @Override
    default String family() {
        return "channel";
    }
}
