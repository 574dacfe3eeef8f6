package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.AlertDefence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Evaluate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a quota on alarms does to a flood of one day: the flood comes from one source, or, by an attacker who knows the
 * quota, from all the sources that the budget allows. Genuine alarms of the test rows count against the quota too.
 */
record Flood(Lab lab, AlertDefence quota, int alarms, Dataset victims) {
    /** The figures of its arms. */
    static final Facts FACTS = Facts.none()
            .with(Arm.Name.DEFENDED_CLEAN, "incidentsSeen", Facts.ALERTS_PER_DAY)
            .with(Arm.Name.DEFENDED, "sources")
            .with(Arm.Name.ADAPTIVE, "sources");

    List<Arm> arms() {
        if (!lab.parts().test().hasSources() || !lab.parts().test().hasTimes()) {
            return List.of();
        }
        TreeSet<String> sources = new TreeSet<>();
        for (int i = 0; i < lab.parts().test().size(); i++) {
            sources.add(lab.parts().test().source(i).orElseThrow());
        }
        int held = Math.max(1, (int) (lab.budget().sources() * sources.size()));
        return List.of(honest(), reaching(Arm.Name.DEFENDED, 1), reaching(Arm.Name.ADAPTIVE, held));
    }

    private Arm reaching(Arm.Name name, int held) {
        List<String> sources = new ArrayList<>();
        List<Long> days = new ArrayList<>();
        for (int i = 0; i < alarms; i++) {
            sources.add("flood " + i % held);
            days.add(0L);
        }
        int through = 0;
        for (boolean shown : quota.shown(sources, days)) {
            through += shown ? 1 : 0;
        }
        return new Arm(name, Interval.share(through, victims.size())).with("sources", held);
    }

    /** Damage: the share of infected sources and days of which the analyst sees no genuine alarm. */
    private Arm honest() {
        Dataset test = lab.parts().test();
        boolean[] alarms = lab.model().alarms(test.rows());
        int[] raised = IntStream.range(0, alarms.length).filter(i -> alarms[i]).toArray();
        boolean[] shown = quota.shown(
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
        int unseen = infected.size() - seen.size();
        return new Arm(Arm.Name.DEFENDED_CLEAN, Interval.share(unseen, infected.size()))
                .with("incidentsSeen", Interval.share(seen.size(), infected.size()))
                .with("alertsPerDay", alerts / Evaluate.days(test));
    }

    private static long day(Dataset rows, int row) {
        return (long) (rows.time(row) / 86_400);
    }

    private static String incident(Dataset rows, int row) {
        return rows.source(row).orElseThrow() + " " + day(rows, row);
    }
}
