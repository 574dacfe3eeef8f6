package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.ChannelAttack;
import dev.gauntlet.attack.EvaluationAttack;
import dev.gauntlet.attack.ExtractionAttack;
import dev.gauntlet.attack.FingerprintAttack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.attack.MembershipAttack;
import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.attack.PropertyAttack;
import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.attack.RetrainingAttack;
import dev.gauntlet.attack.TamperingAttack;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.defence.AlertDefence;
import dev.gauntlet.defence.Defence;
import java.util.List;
import java.util.Set;

/**
 * What the trial of an attack declares to measure, without running it.
 *
 * @param defences those it is tried against
 */
public record Declared(List<Defence> defences) implements Attack.Judge<Facts> {
    static final Set<Arm.Name> BASE = Set.of(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED);
    static final Set<Arm.Name> BEHIND = Set.of(Arm.Name.DEFENDED_CLEAN, Arm.Name.DEFENDED, Arm.Name.ADAPTIVE);

    public Declared {
        defences = List.copyOf(defences);
    }

    /** The arms of an attack and their figures, those behind a defence where one is meant for its family. */
    public static Facts of(Attack attack, List<Defence> defences) {
        return attack.judgedBy(new Declared(defences.stream()
                .filter(defence -> defence.against().contains(attack.family()))
                .toList()));
    }

    private Facts facts(Facts base, Facts defended) {
        return defences.isEmpty() ? base : base.and(defended);
    }

    @Override
    public Facts poisoning(PoisoningAttack attack) {
        return facts(PoisoningTrial.FACTS, PoisoningTrial.DEFENDED);
    }

    @Override
    public Facts records(RecordAttack attack) {
        return facts(RecordTrial.FACTS, RecordTrial.DEFENDED);
    }

    @Override
    public Facts evaluation(EvaluationAttack attack) {
        return facts(EvaluationTrial.FACTS, EvaluationTrial.DEFENDED);
    }

    @Override
    public Facts retraining(RetrainingAttack attack) {
        return facts(RetrainingTrial.FACTS, RetrainingTrial.DEFENDED);
    }

    @Override
    public Facts tampering(TamperingAttack attack) {
        return facts(TamperingTrial.FACTS, TamperingTrial.DEFENDED);
    }

    @Override
    public Facts fingerprint(FingerprintAttack attack) {
        return facts(FingerprintTrial.FACTS, FingerprintTrial.DEFENDED);
    }

    @Override
    public Facts extraction(ExtractionAttack attack) {
        return facts(ExtractionTrial.FACTS, ExtractionTrial.DEFENDED);
    }

    @Override
    public Facts membership(MembershipAttack attack) {
        return facts(MembershipTrial.FACTS, MembershipTrial.DEFENDED);
    }

    @Override
    public Facts property(PropertyAttack attack) {
        return facts(PropertyTrial.FACTS, PropertyTrial.DEFENDED);
    }

    @Override
    public Facts input(InputAttack attack) {
        Facts all = InputTrial.FACTS;
        for (Defence defence : defences) {
            all = all.and(defence instanceof AlertDefence ? Flood.FACTS : InputTrial.DEFENDED);
        }
        return all;
    }

    @Override
    public Facts channel(ChannelAttack attack) {
        return facts(ChannelTrial.FACTS, ChannelTrial.DEFENDED);
    }
}
