package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.AlertDefence;
import dev.gauntlet.measure.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What a quota on alarms does to a flood of one day: the flood comes from one source, or, by one who knows the quota,
 * from all the sources that the budget allows. Honest alarms of the test rows pay for the quota too.
 */
record Flood(Lab lab, AlertDefence quota, int alarms, Dataset victims) {
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

    /** Damage: the share of malicious test rows whose alarm the analyst does not see. */
    private Arm honest() {
        Dataset test = lab.parts().test();
        boolean[] alarms = lab.model().alarms(test.rows());
        List<Integer> raised = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        List<Long> days = new ArrayList<>();
        for (int i = 0; i < alarms.length; i++) {
            if (alarms[i]) {
                raised.add(i);
                sources.add(test.source(i).orElseThrow());
                days.add((long) (test.time(i) / 86_400));
            }
        }
        boolean[] shown = quota.shown(sources, days);
        int seen = 0;
        for (int i = 0; i < shown.length; i++) {
            seen += shown[i] && test.malicious(raised.get(i)) ? 1 : 0;
        }
        int malicious = test.maliciousRows().length;
        Interval recall = Interval.share(seen, malicious);
        return new Arm(Arm.Name.DEFENDED_CLEAN, Interval.share(malicious - seen, malicious)).with("recall", recall);
    }
}
