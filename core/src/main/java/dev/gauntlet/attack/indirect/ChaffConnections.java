package dev.gauntlet.attack.indirect;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends harmless connections shaped like its malicious ones while training data are collected. Nobody reports them, so
 * they are labelled benign; the features computed from them, and from the windows they fall into, are poisoned. Each
 * comes from the host whose connection it copies; if it knows a quota, it spreads them over all hosts it controls. All times
 * of a record are shifted alike.
 */
@AutoService(Attack.class)
public record ChaffConnections(
        @Param(
                value = "largest shift in time of a connection from the one it copies, in " + "seconds",
                low = 0,
                high = 1e6)
        double shift)
        implements RecordAttack {
    private static final double DAY = 86_400;

    public ChaffConnections {
        Catalogue.check(ChaffConnections.class, shift);
    }

    public ChaffConnections() {
        this(300);
    }

    @Override
    public Records chaff(Records own, int allowed, List<String> sources, AttackerContext grant, Run run) {
        Rng rng = run.rng();
        Column time = own.time().orElseThrow();
        Column source = own.source().orElseThrow();
        List<Integer> models = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        List<String> senders = new ArrayList<>();
        Map<String, Integer> sent = new HashMap<>();
        double most = grant.limits(Knowledge.Limit.PER_SOURCE_AND_DAY).min().orElse(Double.POSITIVE_INFINITY);
        for (int tried = 0; tried < 4 * allowed && models.size() < allowed; tried++) {
            int model = rng.nextInt(own.size());
            double at = time.number(model) + (2 * rng.nextDouble() - 1) * shift;
            String sender = most < Double.POSITIVE_INFINITY ? sources.get(tried % sources.size()) : source.text(model);
            String key = sender + " " + (long) (at / DAY);
            if (sent.merge(key, 1, Integer::sum) <= most) {
                models.add(model);
                times.add(at);
                senders.add(sender);
            }
        }
        Records copies = own.select(models.stream().mapToInt(Integer::intValue).toArray());
        Column before = copies.time().orElseThrow();
        Records moved = copies.with(from(source, senders));
        for (Column column : copies.columns()) {
            if (column == before) {
                moved = moved.with(Column.of(column.name(), column.kind(), times.size(), times::get));
            } else if (column.kind() == Column.Kind.TIME) {
                moved = moved.with(Column.of(
                        column.name(),
                        column.kind(),
                        times.size(),
                        i -> column.number(i) + (times.get(i) - before.number(i))));
            }
        }
        return moved;
    }

    /** A column like that of the sources, with these. */
    private static Column from(Column source, List<String> senders) {
        return switch (source.kind()) {
            case ADDRESS -> Column.addresses(source.name(), senders.toArray(String[]::new));
            case TEXT -> Column.texts(source.name(), senders.toArray(String[]::new));
            case NUMBER, TIME ->
                Column.of(source.name(), source.kind(), senders.size(), i -> Double.parseDouble(senders.get(i)));
        };
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.RAW_RECORDS, Requirement.TIMES, Requirement.SOURCES);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Limit.class);
    }

    @Override
    public String taxonomy() {
        return "indirect-poisoning";
    }

    @Override
    public String summary() {
        return "Sends harmless look-alikes of its malicious connections while training data are collected.";
    }

    @Override
    public String when() {
        return "Use it where an attacker can send traffic while training data are collected. It takes no access to data or model.";
    }

    @Override
    public String source() {
        return "Severi et al., Poisoning Network Flow Classifiers, ACSAC 2023";
    }
}
