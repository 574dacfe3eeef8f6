package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Need;
import java.util.Set;

/**
 * An attack on one step of the process. A record: its components are its parameters. Each family has its own function;
 * {@link #judgedBy} is the one place that knows all families.
 */
public sealed interface Attack extends Plugin
        permits PoisoningAttack,
                RecordAttack,
                EvaluationAttack,
                RetrainingAttack,
                TamperingAttack,
                FingerprintAttack,
                ExtractionAttack,
                MembershipAttack,
                PropertyAttack,
                InputAttack,
                ChannelAttack {
    /** The step it targets. */
    Phase phase();

    AttackClass attackClass();

    /** The name of its family in plans and gates, for example {@code poisoning}. */
    String family();

    /** What it needs. */
    Set<Need> needs();

    /** Its key in the taxonomy file. */
    String taxonomy();

    /** The kinds of knowledge of a defence that it can use; empty if it can only be run again. */
    default Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of();
    }

    /** Calls the judge's method for this family. */
    <R> R judgedBy(Judge<R> judge);

    /** One method per family. */
    interface Judge<R> {
        R poisoning(PoisoningAttack attack);

        R records(RecordAttack attack);

        R evaluation(EvaluationAttack attack);

        R retraining(RetrainingAttack attack);

        R tampering(TamperingAttack attack);

        R fingerprint(FingerprintAttack attack);

        R extraction(ExtractionAttack attack);

        R membership(MembershipAttack attack);

        R property(PropertyAttack attack);

        R input(InputAttack attack);

        R channel(ChannelAttack attack);
    }
}
