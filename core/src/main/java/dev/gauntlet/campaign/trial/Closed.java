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
import java.util.Optional;

/** Why a family of attack cannot be tried on a black-box detector, whatever its answers show; empty if it can. */
record Closed() implements Attack.Judge<Optional<String>> {
    private static final Optional<String> TRAINS =
            Optional.of("it needs detectors trained like this one, and this one is a black box (queries only)");

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
        return Optional.of(
                "it is evaluated on detectors of known algorithms, and the algorithm of this one is " + "not known");
    }

    @Override
    public Optional<String> tampering(TamperingAttack attack) {
        return Optional.of("the parameters of this detector are not available: black box (queries only)");
    }

    @Override
    public Optional<String> extraction(ExtractionAttack attack) {
        return Optional.empty();
    }

    @Override
    public Optional<String> membership(MembershipAttack attack) {
        return Optional.empty();
    }

    @Override
    public Optional<String> input(InputAttack attack) {
        return Optional.empty();
    }

    @Override
    public Optional<String> channel(ChannelAttack attack) {
        return Optional.empty();
    }
}
