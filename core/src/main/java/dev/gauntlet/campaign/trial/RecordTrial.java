package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.Intake;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Preparation;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Indirect poisoning: the attacker's records are assembled together with all others. The random attacker sends the same
 * number of copies of random benign records. Test rows are those of the clean process: traffic of a later time.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class RecordTrial implements Trial<RecordAttack> {
    private static final long FIRST_ID = 1L << 41;

    @Override
    public Class<RecordAttack> attacks() {
        return RecordAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.LEARNER;
    }

    @Override
    public String measure(RecordAttack attack) {
        return "share of malicious test rows missed";
    }

    @Override
    public String measure(Lab lab, RecordAttack attack) {
        return lab.goal().equals(new Goal.Silence()) ? measure(attack) : lab.measure();
    }

    @Override
    public Set<Pipeline.Step> meets(RecordAttack attack) {
        return Set.of(Pipeline.Step.INTAKE, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public boolean trains() {
        return true;
    }

    @Override
    public Optional<String> lacks(Lab lab, RecordAttack attack) {
        boolean has = lab.raw()
                .filter(raw -> raw.records().time().isPresent()
                        && raw.records().source().isPresent())
                .isPresent();
        return new Lacking(lab)
                .training(attack)
                .or(new Lacking(lab)::taughtByBenign)
                .or(() -> has
                        ? Optional.empty()
                        : Optional.of(
                                "it needs raw records with a time and a source from which features are derived, and"
                                        + " these rows are used as they are"));
    }

    @Override
    public Facts figures(RecordAttack attack) {
        return Facts.none()
                .counted(Set.of(Arm.Name.CLEAN))
                .counted(Set.of(Arm.Name.NULL, Arm.Name.ATTACKED), "recordsSent", "recordsLearnt");
    }

    @Override
    public Facts figures(RecordAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none().counted(Arm.Name.GUARDED, "recordsSent", "recordsLearnt");
    }

    @Override
    public Experiment on(Lab lab, RecordAttack attack, Run run, Run attacker) {
        return new Sent(lab, attack, run, attacker);
    }

    private static final class Sent implements Experiment {
        private final Lab lab;
        private final RawData raw;
        private final RecordAttack attack;
        private final Run run;
        private final Run attacker;
        private final Preparation preparation;
        /** The label numbers of the records, by id. */
        private final Map<Long, Integer> numbers;

        private final List<String> sources;
        private final Records own;

        Sent(Lab lab, RecordAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.raw = lab.raw().orElseThrow();
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
            this.preparation = lab.steps().preparation().orElseThrow();
            this.numbers = preparation.label().numbers(raw.records(), preparation.names());
            this.sources = controlled();
            this.own = raw.records().select(ownRecords());
        }

        /**
         * The sources of malicious training records, as many as the budget's share of all sources allows, in alphabetical
         * order.
         */
        private List<String> controlled() {
            Column source = raw.records().source().orElseThrow();
            Set<String> all = new TreeSet<>();
            Set<String> bad = new TreeSet<>();
            for (int i = 0; i < raw.records().size(); i++) {
                all.add(source.text(i));
                if (isMaliciousTraining(i) && !source.missing(i)) {
                    bad.add(source.text(i));
                }
            }
            int most = Math.max(1, (int) (lab.budget().sources() * all.size()));
            return bad.stream().limit(most).toList();
        }

        private boolean isMaliciousTraining(int record) {
            long id = raw.records().id(record);
            return raw.training().contains(id) && numbers.getOrDefault(id, -1) > 0;
        }

        private int[] ownRecords() {
            Column source = raw.records().source().orElseThrow();
            Column time = raw.records().time().orElseThrow();
            return IntStream.range(0, raw.records().size())
                    .filter(i -> isMaliciousTraining(i) && sources.contains(source.text(i)) && !time.missing(i))
                    .toArray();
        }

        @Override
        public Optional<String> unfit() {
            return own.size() > 0
                    ? Optional.empty()
                    : Optional.of("no malicious training record has a time and a source that could send more");
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            if (met.isPlain() && who == Who.NOBODY) {
                return lab.missed(name, lab.model());
            }
            List<Intake.Admission> rules = rules(met);
            return poisoned(
                    name,
                    switch (who) {
                        case NOBODY -> raw.records().select(new int[0]);
                        case RANDOM -> nullChaff();
                        case ATTACK -> chaff(grant(believed));
                    },
                    rules,
                    met);
        }

        private AttackerContext grant(Built believed) {
            List<Knowledge> known = new ArrayList<>(believed.known(run));
            rules(believed).forEach(rule -> known.addAll(rule.known()));
            return lab.grant().knowing(known);
        }

        private List<Intake.Admission> rules(Built built) {
            if (built.pipeline().intakes().isEmpty()) {
                return List.of();
            }
            Records clean = harmless(collected());
            return built.pipeline().intakes().stream()
                    .map(intake -> intake.fitted(clean))
                    .toList();
        }

        /** The records before poisoning: everything up to the last training row. */
        private Records collected() {
            Dataset train = lab.parts().train();
            double last = IntStream.range(0, train.size())
                    .mapToDouble(train::time)
                    .max()
                    .orElse(0);
            Column time = raw.records().time().orElseThrow();
            return raw.records()
                    .select(IntStream.range(0, raw.records().size())
                            .filter(i -> time.number(i) <= last)
                            .toArray());
        }

        private int allowed() {
            return lab.budget().rowsOf(lab.parts().train().size());
        }

        private Records chaff(AttackerContext grant) {
            Records sent = attack.chaff(own, allowed(), sources, grant, attacker.child("attack"));
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
            return records.select(IntStream.range(0, records.size())
                    .filter(i -> records.id(i) >= FIRST_ID || numbers.getOrDefault(records.id(i), -1) == 0)
                    .toArray());
        }

        private Arm poisoned(Arm.Name name, Records chaff, List<Intake.Admission> rules, Built met) {
            Records sent = raw.asBenign(chaff, preparation).withIdsFrom(FIRST_ID);
            Records all = joined(sent);
            Set<Long> admitted = admitted(harmless(all), rules);
            Dataset rows = lab.steps()
                    .sanitise()
                    .apply(raw.training(preparation.apply(all).rows()))
                    .rows();
            Dataset train = rows.select(IntStream.range(0, rows.size())
                    .filter(i -> rows.label(i) != 0 || admitted.contains(rows.id(i)))
                    .toArray());
            Built.Learnt learnt = met.learnt(train, run);
            Dataset kept = learnt.kept();
            return lab.missed(name, learnt.model())
                    .with("recordsSent", sent.size())
                    .with("recordsLearnt", (double) IntStream.range(0, kept.size())
                            .filter(i -> kept.id(i) >= FIRST_ID)
                            .count());
        }

        /** The ids of records that every rule admits. */
        private static Set<Long> admitted(Records records, List<Intake.Admission> rules) {
            Set<Long> admitted = new HashSet<>();
            for (int i = 0; i < records.size(); i++) {
                admitted.add(records.id(i));
            }
            rules.forEach(rule -> admitted.retainAll(rule.admitted(records)));
            return admitted;
        }

        /** The records in order, with each sent record inserted before the first later one. */
        private Records joined(Records sent) {
            Records all = raw.records().append(sent);
            Column time = all.time().orElseThrow();
            double[] reached = new double[all.size()];
            double latest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < reached.length; i++) {
                boolean original = i < raw.records().size();
                latest = original && time.number(i) > latest ? time.number(i) : latest;
                reached[i] = original ? latest : time.number(i);
            }
            return all.select(IntStream.range(0, all.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> reached[i]))
                    .mapToInt(Integer::intValue)
                    .toArray());
        }
    }
}
