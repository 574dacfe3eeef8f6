package dev.gauntlet.defence.verdict;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.defence.AlertDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.process.Alert;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Limits the alarms shown per source and day; the rest are counted in one line. */
@AutoService(Defence.class)
public record AlertQuota(
        @Param(value = "alarms shown per source and day", low = 1, high = 1e6)
        int perDay) implements AlertDefence {
    public AlertQuota {
        Catalogue.check(AlertQuota.class, perDay);
    }

    public AlertQuota() {
        this(5);
    }

    @Override
    public boolean[] shown(List<Alert> alerts) {
        boolean[] shown = new boolean[alerts.size()];
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < shown.length; i++) {
            shown[i] = counts.merge(alerts.get(i).source() + " " + alerts.get(i).day(), 1, Integer::sum) <= perDay;
        }
        return shown;
    }

    @Override
    public Set<String> against() {
        return Set.of("flooding");
    }

    @Override
    public String summary() {
        return "Limits the alarms shown per source and day.";
    }

    @Override
    public String when() {
        return "Use it where one source can raise many alarms. It costs the alarms beyond the quota, genuine ones of that source included.";
    }

    @Override
    public String source() {
        return "Apruzzese et al., The Role of Machine Learning in Cybersecurity, DTRAP 2023";
    }

    @Override
    public String advice() {
        return "Group the alarms of one source into one case, and alert on the number of sources.";
    }
}
