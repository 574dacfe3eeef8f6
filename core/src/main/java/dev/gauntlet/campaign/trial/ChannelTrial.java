package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.ChannelAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.Infer;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.VerdictChannel;
import dev.gauntlet.process.VerdictSession;
import dev.gauntlet.process.Verdicts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Verdicts of the test rows on their way to the analyst. An alarm is suppressed if it does not arrive, or later than
 * the analyst's patience, and nobody notices that the stream was changed. The random attacker drops as many random
 * verdicts. The attacker has recorded the stream of the day before, on the validation rows, under the same key.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class ChannelTrial implements Trial<ChannelAttack> {
    private static final int PATIENCE = 100;
    private static final double DAY = 86_400;

    @Override
    public Class<ChannelAttack> attacks() {
        return ChannelAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.PROCESS;
    }

    @Override
    public String measure(ChannelAttack attack) {
        return "share of the targeted alarms suppressed unnoticed";
    }

    @Override
    public Set<Pipeline.Step> meets(ChannelAttack attack) {
        return Set.of(Pipeline.Step.CHANNEL, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public Optional<String> lacks(Lab lab, ChannelAttack attack) {
        Lacking lacking = new Lacking(lab);
        return lacking.maliciousTestRows()
                .or(() -> lacking.silence(
                        "the verdicts say only whether a row is malicious, so that no kind of malice can be forged"));
    }

    @Override
    public Facts figures(ChannelAttack attack) {
        return Facts.none()
                .with(Arm.Name.CLEAN, "noticed")
                .with(Arm.Name.NULL, "noticed")
                .with(Arm.Name.ATTACKED, "noticed");
    }

    @Override
    public Facts figures(ChannelAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none().with(Arm.Name.GUARDED, "noticed");
    }

    @Override
    public Experiment on(Lab lab, ChannelAttack attack, Run run, Run attacker) {
        return new Intercepted(lab, attack, run, attacker);
    }

    private static final class Intercepted implements Experiment {
        private final Lab lab;
        private final ChannelAttack attack;
        private final Run run;
        private final Run attacker;

        Intercepted(Lab lab, ChannelAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
        }

        /**
         * The verdicts of a detector on the test rows, in random order, and the alarms that the attacker wants to
         * suppress.
         */
        private record Stream(Verdicts sent, Set<Long> targets) {}

        private Stream stream(Built met) {
            Dataset test = lab.parts().test();
            int[] order = run.child("order").rng().permutation(test.size());
            Verdicts sent = new Infer().apply(met.model(), test.select(order));
            long[] alarms = sent.list().stream()
                    .filter(Verdicts.Verdict::malicious)
                    .mapToLong(Verdicts.Verdict::row)
                    .toArray();
            int[] chosen = run.child("targets")
                    .rng()
                    .sample(IntStream.range(0, alarms.length).toArray(), Math.max(1, alarms.length / 2));
            Set<Long> targets = new HashSet<>();
            IntStream.of(chosen).forEach(i -> targets.add(alarms[i]));
            return new Stream(sent, targets);
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            byte[] key = Arrays.copyOf(run.child("key").seed().toString().getBytes(StandardCharsets.US_ASCII), 32);
            Stream stream = stream(met);
            Optional<VerdictChannel> channel = met.pipeline().channel();
            VerdictSession today = session("today", DAY);
            Verdicts sent =
                    channel.map(guard -> guard.seal(stream.sent(), today, key)).orElse(stream.sent());
            List<Verdicts> arriving = switch (who) {
                case NOBODY -> List.of(sent);
                case RANDOM -> List.of(without(sent, random(stream)));
                case ATTACK -> {
                    Verdicts before = new Infer().apply(met.model(), lab.parts().validation());
                    Verdicts earlier = channel.map(guard -> guard.seal(before, session("yesterday", 0), key))
                            .orElse(before);
                    Verdicts changed = attack.intercept(
                            sent, earlier, stream.targets(), believed.grant(run), attacker.child("attack"));
                    yield believed.pipeline().channel().isPresent()
                            ? List.of(
                                    append(changed, sent.list().get(sent.size() - 1)),
                                    replaced(sent, earlier, stream.targets()),
                                    changed)
                            : List.of(changed);
                }
            };
            return arriving.stream()
                    .map(arrived -> received(
                            name,
                            stream,
                            arrived,
                            channel.map(guard -> guard.intact(arrived, today, key))
                                    .orElse(true)))
                    .reduce((best, next) ->
                            next.damage().value() > best.damage().value() ? next : best)
                    .orElseThrow();
        }

        private VerdictSession session(String label, double opened) {
            return new VerdictSession(run.child("session").child(label).seed().toString(), opened);
        }

        /**
         * The stream with each targeted alarm replaced by a benign record of the earlier session that was valid at the same place.
         * An attacker who knows the guard can only send records that were valid once.
         */
        private static Verdicts replaced(Verdicts sent, Verdicts earlier, Set<Long> targets) {
            Map<Long, Verdicts.Verdict> valid = new HashMap<>();
            earlier.list().stream().filter(v -> !v.malicious()).forEach(v -> valid.put(v.sequence(), v));
            return new Verdicts(sent.list().stream()
                    .map(v -> targets.contains(v.row()) ? valid.getOrDefault(v.sequence(), v) : v)
                    .toList());
        }

        private Set<Long> random(Stream stream) {
            Verdicts sent = stream.sent();
            Set<Long> random = new HashSet<>();
            IntStream.of(run.child("null")
                            .rng()
                            .sample(
                                    IntStream.range(0, sent.size()).toArray(),
                                    stream.targets().size()))
                    .forEach(i -> random.add(sent.list().get(i).row()));
            return random;
        }

        private static Verdicts without(Verdicts sent, Set<Long> rows) {
            return new Verdicts(
                    sent.list().stream().filter(v -> !rows.contains(v.row())).toList());
        }

        private static Verdicts append(Verdicts stream, Verdicts.Verdict last) {
            List<Verdicts.Verdict> all = new java.util.ArrayList<>(stream.list());
            if (!all.contains(last)) {
                all.add(last);
            }
            return new Verdicts(all);
        }

        private static Arm received(Arm.Name name, Stream stream, Verdicts arrived, boolean unnoticed) {
            Verdicts sent = stream.sent();
            Set<Long> targets = stream.targets();
            Map<Long, Integer> due = new HashMap<>();
            for (int i = 0; i < sent.size(); i++) {
                due.put(sent.list().get(i).row(), i);
            }
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < arrived.size(); i++) {
                Verdicts.Verdict verdict = arrived.list().get(i);
                Optional<Integer> expected = Optional.ofNullable(due.get(verdict.row()));
                if (verdict.malicious() && expected.isPresent() && i - expected.get() <= PATIENCE) {
                    seen.add(verdict.row());
                }
            }
            long[] wanted = targets.stream().mapToLong(Long::longValue).sorted().toArray();
            boolean[] suppressed = new boolean[wanted.length];
            for (int i = 0; i < wanted.length; i++) {
                suppressed[i] = unnoticed && !seen.contains(wanted[i]);
            }
            return new Arm(name, Victims.of(wanted, suppressed)).with("noticed", unnoticed ? 0 : 1);
        }
    }
}
