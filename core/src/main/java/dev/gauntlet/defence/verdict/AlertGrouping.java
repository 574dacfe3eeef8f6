package dev.gauntlet.defence.verdict;

import com.google.auto.service.AutoService;
import dev.gauntlet.defence.AlertDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.explain.AlertGroups;
import dev.gauntlet.process.Alert;
import dev.gauntlet.threat.Knowledge;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shows one alarm of those of one source and day that the same features explain; see {@link AlertGroups}. Where rows have no
 * sources and times, all are of one source and day.
 */
@AutoService(Defence.class)
public record AlertGrouping() implements AlertDefence {
    @Override
    public boolean[] shown(List<Alert> alerts) {
        Set<Alert> seen = new HashSet<>();
        boolean[] shown = new boolean[alerts.size()];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = seen.add(alerts.get(i));
        }
        return shown;
    }

    @Override
    public boolean looksAtGroups() {
        return true;
    }

    @Override
    public boolean needsSources() {
        return false;
    }

    @Override
    public List<Knowledge> known(Model model) {
        AlertGroups groups = AlertGroups.of(model);
        return List.of((Knowledge.Grouping) groups::of);
    }

    @Override
    public Set<String> against() {
        return Set.of("flooding");
    }

    @Override
    public String summary() {
        return "Shows one alarm of those of one source and day that the same features explain.";
    }

    @Override
    public String when() {
        return "Use it where analysts drown in alarms that look the same. It costs that alarms within a group are seen later; nothing is dropped.";
    }

    @Override
    public String source() {
        return "Julisch, Clustering Intrusion Detection Alarms to Support Root Cause Analysis, TISSEC 2003";
    }

    @Override
    public String advice() {
        return "Show alarms of one source with the same explanation as one case, with their number.";
    }
}
