package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.ChannelAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.ChannelDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Infer;
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
 * verdicts.
 */
final class ChannelTrial implements Trial {
    /** The figures of the arms without a defence. */
    static final Facts FACTS = Facts.none()
            .with(Arm.Name.CLEAN, "noticed")
            .with(Arm.Name.NULL, "noticed")
            .with(Arm.Name.ATTACKED, "noticed");
    /** The figures of the arms with a defence. */
    static final Facts DEFENDED = Facts.none()
            .with(Arm.Name.DEFENDED_CLEAN, "noticed")
            .with(Arm.Name.DEFENDED, "noticed")
            .with(Arm.Name.ADAPTIVE, "noticed");

    private static final int PATIENCE = 100;

    private final Lab lab;
    private final ChannelAttack attack;
    private final Run run;
    private final Verdicts sent;
    private final Set<Long> targets;

    ChannelTrial(Lab lab, ChannelAttack attack, Run run) {
        this.lab = lab;
        this.attack = attack;
        this.run = run;
        Dataset test = lab.parts().test();
        int[] order = run.child("order").rng().permutation(test.size());
        this.sent = new Infer().apply(lab.model(), test.select(order));
        long[] alarms = sent.list().stream()
                .filter(Verdicts.Verdict::malicious)
                .mapToLong(Verdicts.Verdict::row)
                .toArray();
        int[] chosen = run.child("targets")
                .rng()
                .sample(IntStream.range(0, alarms.length).toArray(), Math.max(1, alarms.length / 2));
        this.targets = new HashSet<>();
        IntStream.of(chosen).forEach(i -> targets.add(alarms[i]));
    }

    @Override
    public String measure() {
        return "share of the targeted alarms suppressed unnoticed";
    }

    @Override
    public List<Arm> undefended() {
        Set<Long> random = new HashSet<>();
        IntStream.of(run.child("null")
                        .rng()
                        .sample(IntStream.range(0, sent.size()).toArray(), targets.size()))
                .forEach(i -> random.add(sent.list().get(i).row()));
        return List.of(
                received(Arm.Name.CLEAN, sent, true),
                received(Arm.Name.NULL, without(random), true),
                received(Arm.Name.ATTACKED, intercepted(sent), true));
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (!(defence instanceof ChannelDefence guard)) {
            return List.of();
        }
        byte[] key = Arrays.copyOf(run.child("key").seed().toString().getBytes(StandardCharsets.US_ASCII), 32);
        Verdicts sealed = guard.seal(sent, key);
        Verdicts changed = intercepted(sealed);
        // An attacker who knows the guard can only add records that were valid once: the closing one of this stream.
        Verdicts closed = append(changed, sealed.list().get(sealed.size() - 1));
        return List.of(
                received(Arm.Name.DEFENDED_CLEAN, sealed, guard.intact(sealed, key)),
                received(Arm.Name.DEFENDED, changed, guard.intact(changed, key)),
                received(Arm.Name.ADAPTIVE, closed, guard.intact(closed, key)));
    }

    private Verdicts without(Set<Long> rows) {
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

    private Verdicts intercepted(Verdicts stream) {
        return attack.intercept(stream, targets, lab.grant(), run.child("attack"));
    }

    private Arm received(Arm.Name name, Verdicts arrived, boolean unnoticed) {
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
        int suppressed =
                (int) targets.stream().filter(row -> !seen.contains(row)).count();
        return new Arm(name, Interval.share(unnoticed ? suppressed : 0, targets.size()))
                .with("noticed", unnoticed ? 0 : 1);
    }
}
