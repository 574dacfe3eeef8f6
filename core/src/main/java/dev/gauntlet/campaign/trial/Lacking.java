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
import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.Need;
import java.util.Optional;

/** Which rows that an attack needs are missing, if any. */
record Lacking(Lab lab) implements Attack.Judge<Optional<String>> {
    /** Why nothing can be trained. */
    Optional<String> training() {
        return sides("it needs training rows, benign and malicious", lab.parts().train(), Split.FEWEST);
    }

    private Optional<String> auxiliary(Attack attack) {
        return attack.needs().contains(Need.AUXILIARY)
                ? sides("its adversary needs rows of its own, benign and malicious", lab.auxiliary(), 1)
                : Optional.empty();
    }

    private static Optional<String> sides(String need, Dataset rows, int least) {
        return rows.hasBothSides(least)
                ? Optional.empty()
                : Optional.of("%s, and there are %d and %d"
                        .formatted(need, rows.benignRows().length, rows.maliciousRows().length));
    }

    private Optional<String> malicious() {
        return lab.parts().test().maliciousRows().length > 0
                ? Optional.empty()
                : Optional.of("it needs malicious test rows, and there are none");
    }

    private Optional<String> trained(Attack attack) {
        return training().or(() -> auxiliary(attack)).or(this::malicious);
    }

    @Override
    public Optional<String> poisoning(PoisoningAttack attack) {
        return trained(attack);
    }

    @Override
    public Optional<String> records(RecordAttack attack) {
        return trained(attack);
    }

    @Override
    public Optional<String> evaluation(EvaluationAttack attack) {
        return trained(attack);
    }

    @Override
    public Optional<String> retraining(RetrainingAttack attack) {
        return trained(attack);
    }

    @Override
    public Optional<String> property(PropertyAttack attack) {
        return trained(attack);
    }

    @Override
    public Optional<String> fingerprint(FingerprintAttack attack) {
        return trained(attack);
    }

    @Override
    public Optional<String> membership(MembershipAttack attack) {
        return training().or(() -> auxiliary(attack));
    }

    @Override
    public Optional<String> extraction(ExtractionAttack attack) {
        return auxiliary(attack);
    }

    @Override
    public Optional<String> tampering(TamperingAttack attack) {
        return malicious()
                .or(() -> lab.auxiliary().maliciousRows().length > 0
                        ? Optional.empty()
                        : Optional.of("its adversary needs malicious rows of its own, and has none"));
    }

    @Override
    public Optional<String> input(InputAttack attack) {
        boolean benign = lab.parts().test().benignRows().length > 0;
        return (attack.wantsAlarm()
                        ? Optional.of("it needs benign test rows, and there are none")
                                .filter(none -> !benign)
                        : malicious())
                .or(() -> auxiliary(attack));
    }

    @Override
    public Optional<String> channel(ChannelAttack attack) {
        return malicious();
    }
}
