package dev.gauntlet.defence.data;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Records;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.RecordDefence;
import dev.gauntlet.process.PerSource;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Limits the records of one source and day that are used for training as benign, keeping the first ones, to a multiple
 * of what all but the busiest sources send on a clean day: the rule of {@link dev.gauntlet.process.Sanitise}'s source quota,
 * by day instead of by class, and on records, before windows are computed from them. A quantile is not moved by the few sources that an attacker
 * controls.
 */
@AutoService(Defence.class)
public record SourceQuota(
        @Param(
                value = "quantile of the records per source and day, on clean days, from which the quota is "
                        + "computed",
                low = 0,
                high = 1)
        double quantile,

        @Param(value = "the quota, as a multiple of that quantile", low = 0.1, high = 1000)
        double factor)
        implements RecordDefence {
    private static final double DAY = 86_400;

    public SourceQuota {
        Catalogue.check(SourceQuota.class, quantile, factor);
    }

    public SourceQuota() {
        this(0.9, 1);
    }

    @Override
    public Admission fitted(Records clean) {
        return new Quota((int) Math.max(1, factor * daily(clean).usual(quantile)));
    }

    /** The records of a source in a day. */
    private static PerSource daily(Records records) {
        return new PerSource(records.size(), i -> records.source().orElseThrow().text(i), i ->
                (long) (records.time().orElseThrow().number(i) / DAY));
    }

    private record Quota(int perDay) implements Admission {
        @Override
        public Set<Long> admitted(Records records) {
            boolean[] kept = daily(records).first(day -> perDay);
            return IntStream.range(0, kept.length)
                    .filter(i -> kept[i])
                    .mapToObj(records::id)
                    .collect(Collectors.toSet());
        }

        @Override
        public List<Knowledge> known() {
            return List.of(new Knowledge.Limit(perDay, Knowledge.Limit.PER_SOURCE_AND_DAY));
        }
    }

    @Override
    public Set<String> against() {
        return Set.of("indirect");
    }

    @Override
    public String summary() {
        return "Limits the records per source and day to a multiple of what is usual on clean days.";
    }

    @Override
    public String when() {
        return "Use it where raw records are collected from sources you do not control. It costs the records of sources that are busier than usual.";
    }

    @Override
    public String source() {
        return "MITRE ATLAS AML.M0025 Maintain AI Dataset Provenance";
    }

    @Override
    public String advice() {
        return "Cap what one source can add to the training data per day, and investigate sudden increases.";
    }
}
