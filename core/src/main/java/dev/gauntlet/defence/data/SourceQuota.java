package dev.gauntlet.defence.data;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.RecordDefence;
import dev.gauntlet.threat.Knowledge;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Lets at most so many records of one source and day be learnt from: the first ones. */
@AutoService(Defence.class)
public record SourceQuota(
        @Param(value = "records per source and day", low = 1, high = 1e9)
        int perDay) implements RecordDefence {
    private static final double DAY = 86_400;

    public SourceQuota {
        Catalogue.check(SourceQuota.class, perDay);
    }

    public SourceQuota() {
        this(300);
    }

    @Override
    public Set<Long> admitted(Records records) {
        Column time = records.time().orElseThrow();
        Column source = records.source().orElseThrow();
        Map<String, Integer> counts = new HashMap<>();
        Set<Long> admitted = new HashSet<>();
        for (int i = 0; i < records.size(); i++) {
            String key = source.text(i) + " " + (long) (time.number(i) / DAY);
            if (counts.merge(key, 1, Integer::sum) <= perDay) {
                admitted.add(records.id(i));
            }
        }
        return admitted;
    }

    @Override
    public Knowledge.Limit known() {
        return new Knowledge.Limit(perDay, "source and day");
    }

    @Override
    public Set<String> against() {
        return Set.of("indirect");
    }

    @Override
    public String summary() {
        return "Lets at most so many records of one source and day be learnt from.";
    }

    @Override
    public String source() {
        return "MITRE ATLAS AML.M0025 Maintain AI Dataset Provenance";
    }

    @Override
    public String advice() {
        return "Cap what one host can add to the training data in a day, and ask where a sudden surplus comes from.";
    }
}
