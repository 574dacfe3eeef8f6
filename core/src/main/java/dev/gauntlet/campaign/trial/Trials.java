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
import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import java.util.Map;

/**
 * Chooses the trial of an attack's family.
 *
 * @param hardened the detectors that training defences made, by the defence's id
 */
public record Trials(Lab lab, Map<String, Model> hardened, Run run) implements Attack.Judge<Trial> {
    @Override
    public Trial poisoning(PoisoningAttack attack) {
        return new PoisoningTrial(lab, attack, run);
    }

    @Override
    public Trial records(RecordAttack attack) {
        return new RecordTrial(lab, lab.raw().orElseThrow(), attack, run);
    }

    @Override
    public Trial evaluation(EvaluationAttack attack) {
        return new EvaluationTrial(lab, attack, run);
    }

    @Override
    public Trial retraining(RetrainingAttack attack) {
        return new RetrainingTrial(lab, attack, run);
    }

    @Override
    public Trial tampering(TamperingAttack attack) {
        return new TamperingTrial(lab, attack, run);
    }

    @Override
    public Trial fingerprint(FingerprintAttack attack) {
        return new FingerprintTrial(lab, attack, run);
    }

    @Override
    public Trial extraction(ExtractionAttack attack) {
        return new ExtractionTrial(lab, attack, run);
    }

    @Override
    public Trial membership(MembershipAttack attack) {
        return new MembershipTrial(lab, hardened, attack, run);
    }

    @Override
    public Trial property(PropertyAttack attack) {
        return new PropertyTrial(lab, attack, run);
    }

    @Override
    public Trial input(InputAttack attack) {
        return new InputTrial(lab, hardened, attack, run);
    }

    @Override
    public Trial channel(ChannelAttack attack) {
        return new ChannelTrial(lab, attack, run);
    }
}
