package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.AlertRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The effect of alert rules on a flood of one day. The flood comes from one source or, if the attacker knows the rules,
 * from as many sources as the budget allows. Genuine alarms of the test rows count against the rule too.
 */
record Flood(Lab lab, Built met) {
    /** The metrics of its arms. */
    static final Facts FIGURES = Facts.none()
            .with(Arm.Name.DEFENDED_CLEAN, "incidentsSeen", Facts.ALERTS_PER_DAY)
            .with(Set.of(Arm.Name.DEFENDED_RANDOM, Arm.Name.DEFENDED, Arm.Name.ADAPTIVE), "sources");

    /** The arm with the share of the flood that reaches the analyst. */
    Arm reaching(Arm.Name name, int alarms, int victims, boolean informed) {
        int held = informed ? Math.max(1, (int) (lab.budget().sources() * allSources())) : 1;
        List<String> sources = new ArrayList<>();
        List<Long> days = new ArrayList<>();
        for (int i = 0; i < alarms; i++) {
            sources.add("flood " + i % held);
            days.add(0L);
        }
        int through = 0;
        for (boolean shown : shown(sources, days)) {
            through += shown ? 1 : 0;
        }
        return new Arm(name, Interval.share(through, victims)).with("sources", held);
    }

    private int allSources() {
        Set<String> sources = new HashSet<>();
        Dataset test = lab.parts().test();
        for (int i = 0; i < test.size(); i++) {
            sources.add(test.source(i).orElseThrow());
        }
        return sources.size();
    }

    /** The alarms that pass all rules, applied in order. */
    private boolean[] shown(List<String> sources, List<Long> days) {
        int[] left = IntStream.range(0, sources.size()).toArray();
        for (AlertRule rule : met.pipeline().alertRules()) {
            boolean[] pass = rule.shown(
                    IntStream.of(left).mapToObj(sources::get).toList(),
                    IntStream.of(left).mapToObj(days::get).toList());
            int[] before = left;
            left = IntStream.range(0, before.length)
                    .filter(k -> pass[k])
                    .map(k -> before[k])
                    .toArray();
        }
        boolean[] shown = new boolean[sources.size()];
        IntStream.of(left).forEach(i -> shown[i] = true);
        return shown;
    }

    /** Without a flood: the share of infected sources and days for which the analyst still sees a genuine alarm. */
    Arm clean(Arm.Name name, int victims) {
        Dataset test = lab.parts().test();
        boolean[] alarms = met.model().alarms(test.rows());
        int[] raised = IntStream.range(0, alarms.length).filter(i -> alarms[i]).toArray();
        boolean[] shown = shown(
                IntStream.of(raised).mapToObj(i -> test.source(i).orElseThrow()).toList(),
                IntStream.of(raised).mapToObj(i -> day(test, i)).toList());
        Set<String> infected = new HashSet<>();
        IntStream.of(test.maliciousRows()).forEach(i -> infected.add(incident(test, i)));
        Set<String> seen = new HashSet<>();
        int alerts = 0;
        for (int k = 0; k < shown.length; k++) {
            alerts += shown[k] ? 1 : 0;
            if (shown[k] && test.malicious(raised[k])) {
                seen.add(incident(test, raised[k]));
            }
        }
        return new Arm(name, Interval.share(0, victims))
                .with("incidentsSeen", Interval.share(seen.size(), infected.size()))
                .with("alertsPerDay", alerts / lab.testDays());
    }

    private static long day(Dataset rows, int row) {
        return (long) (rows.time(row) / 86_400);
    }

    private static String incident(Dataset rows, int row) {
        return rows.source(row).orElseThrow() + " " + day(rows, row);
    }
}
