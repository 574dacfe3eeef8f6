package dev.gauntlet.defence.data;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Run;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.EvaluationDefence;
import dev.gauntlet.process.Seal;
import dev.gauntlet.process.Split;
import java.util.Set;

/** Seals the test rows by their digest before any model exists; an evaluation on other rows is void. */
@AutoService(Defence.class)
public record SealedTest() implements EvaluationDefence {
    @Override
    public String seal(Split.Parts parts) {
        return Seal.of(parts.test()).digest();
    }

    @Override
    public boolean intact(Split.Parts parts, String seal, Run run) {
        return seal(parts).equals(seal);
    }

    @Override
    public Set<String> against() {
        return Set.of("evaluation");
    }

    @Override
    public String summary() {
        return "Seals the test rows by digest; an evaluation on other rows is rejected.";
    }

    @Override
    public String when() {
        return "Use it for every evaluation: it costs nothing but a digest.";
    }

    @Override
    public String source() {
        return "MITRE ATLAS AML.M0014 Verify AI Artifacts";
    }

    @Override
    public String advice() {
        return "Seal test rows and labels by digest when the data are split, and audit labels before that.";
    }
}
