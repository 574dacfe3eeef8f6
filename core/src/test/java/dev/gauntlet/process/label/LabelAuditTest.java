package dev.gauntlet.process.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.learn.RandomForest;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LabelAuditTest {
    @Test
    void aRowIsSuspectWhenTheOtherLabelIsAsSureAsItUsuallyIs() {
        LabelAudit audit = LabelAudit.judged(List.of(
                new LabelAudit.Suspect(1, true, 0.9),
                new LabelAudit.Suspect(2, true, 0.8),
                new LabelAudit.Suspect(3, true, 0.05),
                new LabelAudit.Suspect(4, false, 0.1),
                new LabelAudit.Suspect(5, false, 0.2),
                new LabelAudit.Suspect(6, false, 0.7)));
        // malicious rows get .583 on average, benign rows .667: row 3 gives benign .95, row 6 malicious .7
        assertThat(audit.suspects()).extracting(LabelAudit.Suspect::id).containsExactly(3L, 6L);
        assertThat(audit.maliciousNoise().value()).isEqualTo(1 / 3.0);
        assertThat(audit.benignNoise().n()).isEqualTo(3);
    }

    @Test
    void flippedLabelsAreFoundFirst() {
        Dataset clean = Toy.clusters(300, 1);
        Dataset noisy = clean.relabel(i -> i % 30 == 0 ? 1 - Math.min(1, clean.label(i)) : clean.label(i));
        LabelAudit audit = LabelAudit.of(noisy, new RandomForest(), 4, Toy.run());
        List<Long> first =
                audit.suspects().stream().limit(8).map(LabelAudit.Suspect::id).toList();
        assertThat(first).allMatch(id -> id % 30 == 0);
        assertThat(LabelAudit.of(clean, new RandomForest(), 4, Toy.run()).suspects())
                .hasSizeLessThan(4);
    }
}
