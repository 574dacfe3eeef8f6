package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.explain.AlertGroups;
import dev.gauntlet.process.Alert;
import dev.gauntlet.process.AlertRule;
import dev.gauntlet.process.Evaluate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The effect of alert rules on a flood of one day. The flood comes from one source or, if the attacker knows the rules,
 * from as many sources as the budget allows. Equal rows from one source are one alarm, and what is counted are the harmless rows
 * of which an alarm reaches the analyst: to send one row again and again is no flood. Genuine alarms of the test rows count against
 * the rule too. Rows without sources and times are of one source and day, and no incidents are told apart.
 *
 * <p>Source of groups of equal alarms: Julisch, "Clustering Intrusion Detection Alarms to Support Root Cause Analysis", TISSEC 2003.
 */
record Flood(Lab lab, Model model, List<AlertRule> rules) {
    /** The metrics of its arms; alarms per cost are left out where they cost nothing. */
    static final Facts FIGURES = Facts.none()
            .with(Arm.Name.DEFENDED_CLEAN, Triage.and("incidentsSeen", Facts.ALERTS_PER_DAY))
            .with(
                    Set.of(Arm.Name.DEFENDED_RANDOM, Arm.Name.DEFENDED, Arm.Name.ADAPTIVE),
                    Triage.and("sources", "repeatedRow", "alarmsPerCost"));

    /** The alarms of a process. */
    Flood(Lab lab, Built met) {
        this(lab, met.model(), met.pipeline().alertRules());
    }

    /** The source of rows that have none. */
    private static final String NOBODY = "";

    private static final int TOLD = 1000;

    /** An alarm of the flood: equal ones are the same alarm. */
    private record Alarm(String source, Rows row) {}

    /** The arm with the share of the harmless rows of which an alarm reaches the analyst. */
    Arm reaching(Arm.Name name, Found found, boolean informed) {
        int held = informed ? Math.max(1, (int) (lab.budget().sources() * allSources())) : 1;
        int[] alarming = IntStream.range(0, found.rows().size())
                .filter(v -> found.rows().get(v).isPresent())
                .toArray();
        List<Alarm> sent = new ArrayList<>();
        List<Alarm> repeated = new ArrayList<>();
        double cost = 0;
        for (int k = 0; k < alarming.length; k++) {
            double[] row = found.rows().get(alarming[k]).orElseThrow();
            cost += lab.schema().cost(found.victims().rows().row(alarming[k]), row);
            sent.add(new Alarm("flood " + k % held, Rows.of(row)));
            repeated.add(new Alarm("flood " + k % held, sent.get(0).row()));
        }
        boolean[] reached = new boolean[found.rows().size()];
        boolean[] shown = reaching(sent);
        for (int k = 0; k < shown.length; k++) {
            reached[alarming[k]] = shown[k];
        }
        double through = count(shown);
        Arm arm = new Arm(name, Victims.of(found.each().ids(), reached))
                .with("sources", held)
                .with("repeatedRow", count(reaching(repeated)));
        arm = handled(
                arm,
                IntStream.range(0, alarming.length)
                        .filter(k ->
                                found.improvements().get(alarming[k]).stream().allMatch(one -> one.query() > 0))
                        .mapToObj(sent::get)
                        .distinct()
                        .toList());
        return through > 0 && cost == 0 ? arm : arm.with("alarmsPerCost", through == 0 ? 0 : through / cost);
    }

    private static int count(boolean[] values) {
        int count = 0;
        for (boolean value : values) {
            count += value ? 1 : 0;
        }
        return count;
    }

    /** Which alarms reach the analyst: the first of equal ones, if it passes the rules. */
    private boolean[] reaching(List<Alarm> sent) {
        List<Alarm> distinct = sent.stream().distinct().toList();
        List<String> groups = groups(distinct.stream().map(Alarm::row).toList());
        boolean[] pass = shown(IntStream.range(0, distinct.size())
                .mapToObj(k -> new Alert(distinct.get(k).source(), 0, groups.get(k)))
                .toList());
        Set<Alarm> seen = new HashSet<>();
        boolean[] reached = new boolean[sent.size()];
        int next = 0;
        for (int k = 0; k < reached.length; k++) {
            reached[k] = seen.add(sent.get(k)) && pass[next++];
        }
        return reached;
    }

    private int allSources() {
        Set<String> sources = new HashSet<>();
        Dataset test = lab.parts().test();
        for (int i = 0; i < test.size(); i++) {
            sources.add(test.source(i).orElse(NOBODY));
        }
        return sources.size();
    }

    /** What alarms are about, if a rule looks at it. */
    private List<String> groups(List<Rows> rows) {
        if (rules.stream().noneMatch(AlertRule::looksAtGroups)) {
            return Collections.nCopies(rows.size(), "");
        }
        return AlertGroups.of(model)
                .of(Rows.of(rows.stream().map(one -> one.row(0)).toArray(double[][]::new)));
    }

    /** The alarms that pass all rules, applied in order. */
    private boolean[] shown(List<Alert> alerts) {
        int[] left = IntStream.range(0, alerts.size()).toArray();
        for (AlertRule rule : rules) {
            boolean[] pass = rule.shown(IntStream.of(left).mapToObj(alerts::get).toList());
            int[] before = left;
            left = IntStream.range(0, before.length)
                    .filter(k -> pass[k])
                    .map(k -> before[k])
                    .toArray();
        }
        boolean[] shown = new boolean[alerts.size()];
        IntStream.of(left).forEach(i -> shown[i] = true);
        return shown;
    }

    /**
     * Without a flood: the share of victims of which the analyst sees an alarm anyway, and of infected sources and days for
     * which the analyst still sees a genuine one.
     */
    Arm clean(Arm.Name name, Dataset victims) {
        Dataset test = lab.parts().test();
        boolean[] alarms = model.alarms(test.rows());
        int[] raised = IntStream.range(0, alarms.length).filter(i -> alarms[i]).toArray();
        List<Alert> alerts = alerts(raised);
        boolean[] shown = shown(alerts);
        Set<String> infected = new HashSet<>();
        IntStream.of(test.maliciousRows()).forEach(i -> infected.add(incident(test, i)));
        Set<String> seen = new HashSet<>();
        Set<Long> anyway = new HashSet<>();
        for (int k = 0; k < shown.length; k++) {
            if (shown[k]) {
                anyway.add(test.id(raised[k]));
            }
            if (shown[k] && test.malicious(raised[k])) {
                seen.add(incident(test, raised[k]));
            }
        }
        long[] ids = new long[victims.size()];
        boolean[] reached = new boolean[ids.length];
        for (int v = 0; v < ids.length; v++) {
            ids[v] = victims.id(v);
            reached[v] = anyway.contains(ids[v]);
        }
        Arm arm = new Arm(name, Victims.of(ids, reached));
        arm = handled(arm, List.<Alarm>of());
        return test.hasSources() && test.hasTimes()
                ? arm.with("incidentsSeen", Interval.share(seen.size(), infected.size()))
                        .with("alertsPerDay", shownOfStream(alerts) / Evaluate.days(test))
                : arm;
    }

    /**
     * An arm with what a flood means for those who handle the alarms.
     *
     * @param sent its alarms
     */
    private Arm handled(Arm arm, List<Alarm> sent) {
        if (!lab.isLabelled()) {
            return arm;
        }
        Dataset test = lab.parts().test();
        boolean[] alarms = model.alarms(test.rows());
        int[] genuine =
                IntStream.of(test.maliciousRows()).filter(i -> alarms[i]).toArray();
        int[] wrong = IntStream.of(test.benignRows()).filter(i -> alarms[i]).toArray();
        List<String> groups = groups(sent.stream().map(Alarm::row).toList());
        double[] malice = sent.isEmpty()
                ? new double[0]
                : model.malice(
                        Rows.of(sent.stream().map(one -> one.row().row(0)).toArray(double[][]::new)));
        List<Triage.Alarm> flood = IntStream.range(0, sent.size())
                .mapToObj(k -> new Triage.Alarm(malice[k], new Alert(sent.get(k).source(), 0, groups.get(k))))
                .toList();
        return new Triage(
                        lab.desk(),
                        told(genuine),
                        told(wrong),
                        share(genuine.length, test.maliciousRows().length),
                        share(wrong.length, test.benignRows().length),
                        this::shown)
                .counted(arm, flood);
    }

    /** The same of a flood from one source. */
    Arm handled(Arm arm, List<double[]> rows, String source) {
        return handled(
                arm, rows.stream().map(row -> new Alarm(source, Rows.of(row))).toList());
    }

    /** What an analyst is shown of the alarms about test rows, on one day; of many, as many as suffice, evenly spaced. */
    private List<Triage.Alarm> told(int[] all) {
        int kept = Math.min(TOLD, all.length);
        int[] raised = IntStream.range(0, kept)
                .map(k -> all[(int) ((long) k * all.length / kept)])
                .toArray();
        List<Alert> alerts = alerts(raised);
        double[] malice = model.malice(lab.parts().test().rows().select(raised));
        return IntStream.range(0, raised.length)
                .mapToObj(k -> new Triage.Alarm(
                        malice[k],
                        new Alert(alerts.get(k).source(), 0, alerts.get(k).group())))
                .toList();
    }

    private static double share(int part, int of) {
        return of == 0 ? 0 : (double) part / of;
    }

    private List<Alert> alerts(int[] raised) {
        Dataset test = lab.parts().test();
        List<String> groups = groups(
                IntStream.of(raised).mapToObj(i -> Rows.of(test.rows().row(i))).toList());
        return IntStream.range(0, raised.length)
                .mapToObj(k -> new Alert(test.source(raised[k]).orElse(NOBODY), day(test, raised[k]), groups.get(k)))
                .toList();
    }

    /**
     * How many alarms of the whole stream pass the rules. Each alarm of the test rows stands for as many of the stream, of the same
     * source and day: what a limit lets through does not grow with the number of rows.
     */
    private int shownOfStream(List<Alert> raised) {
        int each = (int) Math.rint(Evaluate.days(lab.parts().test()) / lab.testDays());
        return count(shown(raised.stream()
                .flatMap(alert -> Collections.nCopies(each, alert).stream())
                .toList()));
    }

    private static long day(Dataset rows, int row) {
        return rows.hasTimes() ? (long) (rows.time(row) / 86_400) : 0;
    }

    private static String incident(Dataset rows, int row) {
        return rows.source(row).orElse(NOBODY) + " " + day(rows, row);
    }
}
