package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.RecordDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Grant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Indirect poisoning: the attacker's records pass through assembly together with all others. The random attacker sends
 * as many copies of random benign records. Test rows are those of the clean process: traffic of a later time.
 */
final class RecordTrial implements Trial {
    /** The figures of the arms without a defence. */
    static final Facts FACTS = Facts.none()
            .counted(Set.of(Arm.Name.CLEAN))
            .counted(Set.of(Arm.Name.NULL, Arm.Name.ATTACKED), "recordsSent", "recordsLearnt");
    /** The figures of the arms with a defence. */
    static final Facts DEFENDED = Facts.none().counted(Declared.BEHIND, "recordsSent", "recordsLearnt");

    private static final long FIRST_ID = 1L << 41;

    private final Lab lab;
    private final RawData raw;
    private final RecordAttack attack;
    private final Run run;
    private final Set<Long> trainIds;
    private final List<String> sources;
    private final Records own;

    RecordTrial(Lab lab, RawData raw, RecordAttack attack, Run run) {
        this.lab = lab;
        this.raw = raw;
        this.attack = attack;
        this.run = run;
        this.trainIds = new HashSet<>();
        for (int i = 0; i < lab.parts().train().size(); i++) {
            trainIds.add(lab.parts().train().id(i));
        }
        this.sources = controlled();
        this.own = raw.records().select(ownRecords());
    }

    /** The sources of malicious records, as many as the budget's share of all sources allows, in alphabetical order. */
    private List<String> controlled() {
        Column source = raw.records().source().orElseThrow();
        Column label = raw.records().column(raw.labelColumn());
        Set<String> all = new TreeSet<>();
        Set<String> bad = new TreeSet<>();
        for (int i = 0; i < raw.records().size(); i++) {
            all.add(source.text(i));
            if (!label.text(i).equals(raw.benign())) {
                bad.add(source.text(i));
            }
        }
        int most = Math.max(1, (int) (lab.budget().sources() * all.size()));
        return bad.stream().limit(most).toList();
    }

    private int[] ownRecords() {
        Column source = raw.records().source().orElseThrow();
        Column label = raw.records().column(raw.labelColumn());
        return IntStream.range(0, raw.records().size())
                .filter(i -> trainIds.contains(raw.records().id(i)))
                .filter(i -> !label.text(i).equals(raw.benign()) && sources.contains(source.text(i)))
                .toArray();
    }

    @Override
    public String measure() {
        return "share of malicious test rows missed";
    }

    @Override
    public List<Arm> undefended() {
        return run.child("arms").map(3, (i, r) -> switch (i) {
            case 0 -> lab.missed(Arm.Name.CLEAN, lab.model());
            case 1 -> poisoned(Arm.Name.NULL, nullChaff(), everything());
            default -> poisoned(Arm.Name.ATTACKED, chaff(lab.grant()), everything());
        });
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (!(defence instanceof RecordDefence quota)) {
            return List.of();
        }
        RecordDefence.Rule rule = quota.fitted(harmless(collected()));
        return run.child("defended").map(3, (i, r) -> switch (i) {
            case 0 -> poisoned(Arm.Name.DEFENDED_CLEAN, raw.records().select(new int[0]), rule::admitted);
            case 1 -> poisoned(Arm.Name.DEFENDED, chaff(lab.grant()), rule::admitted);
            default -> poisoned(Arm.Name.ADAPTIVE, chaff(lab.grant().knowing(rule.known())), rule::admitted);
        });
    }

    /** The records that were available for training before the poisoning: everything up to the last training row. */
    private Records collected() {
        Dataset train = lab.parts().train();
        double last =
                IntStream.range(0, train.size()).mapToDouble(train::time).max().orElse(0);
        Column time = raw.records().time().orElseThrow();
        return raw.records()
                .select(IntStream.range(0, raw.records().size())
                        .filter(i -> time.number(i) <= last)
                        .toArray());
    }

    private interface Admission {
        Set<Long> admitted(Records records);
    }

    private static Admission everything() {
        return records -> {
            Set<Long> all = new HashSet<>();
            for (int i = 0; i < records.size(); i++) {
                all.add(records.id(i));
            }
            return all;
        };
    }

    private int allowed() {
        return lab.budget().rowsOf(lab.parts().train().size());
    }

    private Records chaff(Grant grant) {
        if (own.size() == 0) {
            return own;
        }
        Records sent = attack.chaff(own, allowed(), sources, grant, run.child("attack"));
        Column source = sent.source().orElseThrow();
        int[] lawful = IntStream.range(0, sent.size())
                .filter(i -> sources.contains(source.text(i)))
                .limit(allowed())
                .toArray();
        return sent.select(lawful);
    }

    private Records nullChaff() {
        Records honest = harmless(raw.records());
        int[] all = IntStream.range(0, honest.size()).toArray();
        return honest.select(run.child("null").rng().sample(all, allowed()));
    }

    private Records harmless(Records records) {
        Column label = records.column(raw.labelColumn());
        return records.select(IntStream.range(0, records.size())
                .filter(i -> label.text(i).equals(raw.benign()))
                .toArray());
    }

    private Arm poisoned(Arm.Name name, Records chaff, Admission admission) {
        String[] benign = new String[chaff.size()];
        Arrays.fill(benign, raw.benign());
        Records sent = chaff.with(Column.texts(raw.labelColumn(), benign)).withIdsFrom(FIRST_ID);
        Records all = byTime(raw.records().append(sent));
        Set<Long> admitted = admission.admitted(harmless(all));
        Dataset rebuilt = raw.rebuild().apply(all);
        int[] train = IntStream.range(0, rebuilt.size())
                .filter(i -> trainIds.contains(rebuilt.id(i)) || rebuilt.id(i) >= FIRST_ID)
                .filter(i -> rebuilt.label(i) != 0 || admitted.contains(rebuilt.id(i)))
                .toArray();
        Model model = lab.retrain(rebuilt.select(train), run.child("train"));
        return lab.missed(name, model).with("recordsSent", sent.size()).with("recordsLearnt", (double)
                IntStream.of(train).filter(i -> rebuilt.id(i) >= FIRST_ID).count());
    }

    private static Records byTime(Records records) {
        Column time = records.time().orElseThrow();
        return records.select(IntStream.range(0, records.size())
                .boxed()
                .sorted(java.util.Comparator.comparingDouble((Integer i) -> time.number(i)))
                .mapToInt(Integer::intValue)
                .toArray());
    }
}
