package dev.gauntlet.defence.update;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.UpdateDefence;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.Set;

/**
 * Lets a retrained detector replace the first, trusted one only if it detects as many of the malicious canaries, within
 * a tolerance. The comparison is always with the first, so that small losses cannot add up.
 */
@AutoService(Defence.class)
public record CanaryGate(
        @Param(value = "loss of recall on the canaries that is tolerated", low = 0, high = 1)
        double tolerance) implements UpdateDefence {
    public CanaryGate {
        Catalogue.check(CanaryGate.class, tolerance);
    }

    public CanaryGate() {
        this(0.03);
    }

    @Override
    public boolean accepts(Model first, Model champion, Model challenger, Dataset trusted) {
        return recall(challenger, trusted) >= recall(first, trusted) - tolerance;
    }

    private static double recall(Model model, Dataset canaries) {
        return Confusion.of(canaries.malice(), model.alarms(canaries.rows()))
                .recall()
                .value();
    }

    @Override
    public List<Knowledge> known() {
        return List.of(new Knowledge.Limit(tolerance, Knowledge.Limit.PER_RETRAINING));
    }

    @Override
    public Set<String> against() {
        return Set.of("retraining");
    }

    @Override
    public String summary() {
        return "Rejects a retrained detector that detects fewer of a fixed set of canaries.";
    }

    @Override
    public String when() {
        return "Use it where a fixed set of known attacks must stay detected. It costs keeping these samples secret and up to date.";
    }

    @Override
    public String source() {
        return "MITRE ATLAS AML.M0008 Validate AI Model";
    }

    @Override
    public String advice() {
        return "Compare every retrained detector with the first trusted one on write-protected canaries, and roll "
                + "back if it detects fewer.";
    }
}
