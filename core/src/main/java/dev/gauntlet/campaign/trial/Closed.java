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
import dev.gauntlet.model.Opaque;
import dev.gauntlet.threat.Need;
import java.util.Optional;

/** Why a family of attack cannot be tried on a detector that can only be asked, if so. */
record Closed(Opaque detector) implements Attack.Judge<Optional<String>> {
    private static final Optional<String> TRAINS =
            Optional.of("it needs detectors trained as this one was, and this one can only be asked");

    @Override
    public Optional<String> poisoning(PoisoningAttack attack) {
        return TRAINS;
    }

    @Override
    public Optional<String> records(RecordAttack attack) {
        return TRAINS;
    }

    @Override
    public Optional<String> evaluation(EvaluationAttack attack) {
        return TRAINS;
    }

    @Override
    public Optional<String> retraining(RetrainingAttack attack) {
        return TRAINS;
    }

    @Override
    public Optional<String> property(PropertyAttack attack) {
        return TRAINS;
    }

    @Override
    public Optional<String> fingerprint(FingerprintAttack attack) {
        return Optional.of("it is tried on detectors of known algorithms, and this one's is not known");
    }

    @Override
    public Optional<String> tampering(TamperingAttack attack) {
        return Optional.of("the numbers this detector consists of are elsewhere; it can only be asked");
    }

    @Override
    public Optional<String> extraction(ExtractionAttack attack) {
        return answered(attack);
    }

    @Override
    public Optional<String> membership(MembershipAttack attack) {
        return answered(attack);
    }

    @Override
    public Optional<String> input(InputAttack attack) {
        return answered(attack);
    }

    @Override
    public Optional<String> channel(ChannelAttack attack) {
        return answered(attack);
    }

    private Optional<String> answered(Attack attack) {
        return attack.needs().contains(Need.SCORES) && !detector.showsScores()
                ? Optional.of("it needs scores, and this detector answers with labels alone")
                : Optional.empty();
    }
}
