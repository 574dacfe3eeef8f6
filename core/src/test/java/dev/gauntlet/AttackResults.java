package dev.gauntlet;

import dev.gauntlet.attack.ActionAttack;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.ChannelAttack;
import dev.gauntlet.attack.EvaluationAttack;
import dev.gauntlet.attack.ExtractionAttack;
import dev.gauntlet.attack.FingerprintAttack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.attack.MembershipAttack;
import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.attack.PropertyAttack;
import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.attack.RetrainingAttack;
import dev.gauntlet.attack.TamperingAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.process.assemble.EditedLog;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.process.assemble.TableAssembly;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.Progress;
import dev.gauntlet.search.actions.ActionClaims;
import dev.gauntlet.search.actions.ConnectionEdits;
import dev.gauntlet.search.actions.ConnectionFormat;
import dev.gauntlet.search.actions.ConnectionLog;
import dev.gauntlet.simulate.SimulatedNetwork;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.Screen;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Runs an attack of any family on the same small world and writes down what it gives, so that two runs can be compared
 * as text.
 */
record AttackResults(Run run) {
    private static final Dataset TRAIN = Toy.clusters(120, 3);
    private static final Dataset OWN = Toy.clusters(60, 4);
    private static final Model MODEL = Toy.forest().train(TRAIN, Toy.run());
    /** Has gradients. */
    private static final Model LINE = new LogisticRegression().train(TRAIN, Toy.run());

    private static final Bundle BUNDLE = Bundle.of(MODEL);
    private static final Records RECORDS = Records.of(List.of(
                    Column.times("ts", new double[] {10, 20, 90_000, 95_000}),
                    Column.addresses("host", new String[] {"a", "b", "a", "b"}),
                    Column.numbers("bytes", new double[] {1, 2, 3, 4})))
            .withRoles(Optional.of("ts"), Optional.of("host"));
    private static final Verdicts VERDICTS = Toy.verdicts(8, 2, 5, 6);

    /** The digest of everything attacks are handed. */
    static String inputs() {
        return TRAIN.digest() + OWN.digest() + BUNDLE.digest() + RECORDS.digest() + VERDICTS;
    }

    private static AttackerContext grant() {
        return Toy.grant(OWN);
    }

    private static Oracle oracle() {
        return Toy.oracle(MODEL, 2000, 1);
    }

    /** What an attack gives; a family that is not known here fails. */
    String of(Attack attack) {
        if (attack instanceof PoisoningAttack one) {
            return poisoning(one);
        }
        if (attack instanceof RecordAttack one) {
            return records(one);
        }
        if (attack instanceof EvaluationAttack one) {
            return evaluation(one);
        }
        if (attack instanceof RetrainingAttack one) {
            return retraining(one);
        }
        if (attack instanceof TamperingAttack one) {
            return tampering(one);
        }
        if (attack instanceof FingerprintAttack one) {
            return fingerprint(one);
        }
        if (attack instanceof ExtractionAttack one) {
            return extraction(one);
        }
        if (attack instanceof MembershipAttack one) {
            return membership(one);
        }
        if (attack instanceof PropertyAttack one) {
            return property(one);
        }
        if (attack instanceof InputAttack one) {
            return input(one);
        }
        if (attack instanceof ChannelAttack one) {
            return channel(one);
        }
        if (attack instanceof ActionAttack one) {
            return actions(one);
        }
        throw new AssertionError("a family without results: " + attack.id());
    }

    private String poisoning(PoisoningAttack attack) {
        return attack.poison(TRAIN, grant(), run).digest()
                + attack.trigger(OWN, TRAIN, grant(), run).digest();
    }

    private String records(RecordAttack attack) {
        return attack.chaff(RECORDS, 6, List.of("a", "b"), grant(), run).digest();
    }

    private String evaluation(EvaluationAttack attack) {
        Split.Parts parts = new Split.Parts(TRAIN, OWN, Toy.clusters(60, 6));
        Split.Parts changed = attack.tamper(parts, MODEL.withThreshold(0.99), grant(), run);
        return changed.train().digest() + changed.test().digest();
    }

    private String retraining(RetrainingAttack attack) {
        return text(attack.submit(1, 3, TRAIN, grant(), run));
    }

    private String tampering(TamperingAttack attack) {
        return attack.unfit(BUNDLE).orElse("fits")
                + attack.tamper(BUNDLE, OWN.select(OWN.maliciousRows()), grant(), run)
                        .digest();
    }

    private String fingerprint(FingerprintAttack attack) {
        return attack.identify(List.of(oracle()), Set.of("trees", "linear", "network"), grant(), run)
                .get(0);
    }

    private String extraction(ExtractionAttack attack) {
        return attack.extract(oracle(), grant(), run)
                .map(m -> Bundle.of(m).digest())
                .orElse("none");
    }

    private String membership(MembershipAttack attack) {
        return Arrays.toString(attack.suspicion(oracle(), OWN, grant(), run));
    }

    private String property(PropertyAttack attack) {
        return String.valueOf(attack.believesHigh(List.of(oracle()), 0.2, 0.5, grant(), run));
    }

    private String input(InputAttack attack) {
        Dataset victims =
                TRAIN.select(Arrays.copyOf(attack.wantsAlarm() ? TRAIN.benignRows() : TRAIN.maliciousRows(), 6));
        int queries = Toy.budget().queries();
        Oracle oracle = attack.needs().contains(Requirement.GRADIENTS)
                ? Oracle.of(LINE, Access.GRADIENTS, Screen.OPEN, queries, victims.size())
                : attack.needs().contains(Requirement.TREES)
                        ? Oracle.of(MODEL, Access.TREES, Screen.OPEN, queries, victims.size())
                        : Toy.oracle(MODEL, queries, victims.size());
        Goal goal = attack.wantsAlarm() ? new Goal.Alarm() : new Goal.Silence();
        List<Progress> found = new BatchedQueries(victims.schema(), Toy.budget(), goal)
                .run(attack.pursue(victims, oracle, grant().withGoal(goal), run), victims, oracle, Run.seeded(1));
        StringBuilder text = new StringBuilder();
        found.stream()
                .flatMap(one -> one.improvements().stream())
                .forEach(one -> text.append(one.query()).append(Arrays.toString(one.row())));
        return text.append(oracle.asked()).toString();
    }

    /** Against a detector that alarms at less than 1,500 bytes sent, on a small log of connections. */
    private String actions(ActionAttack attack) {
        Records log = new SimulatedNetwork(1_000).read(Run.seeded(4));
        TableAssembly assembly = FlowSchema.assembly();
        Dataset rows = assembly.assemble(log).rows();
        int sent = rows.schema().column("orig_bytes");
        int[] victims = IntStream.range(0, rows.size())
                .filter(i -> rows.rows().get(i, sent) > 500 && rows.rows().get(i, sent) < 1_500)
                .limit(6)
                .toArray();
        Dataset some = rows.select(victims)
                .withLabels(IntStream.of(victims).map(i -> 1).toArray(), List.of("benign", "bad"));
        ConnectionLog connections = ConnectionLog.of(
                new EditedLog(assembly, log),
                ConnectionFormat.ZEEK,
                rows.schema(),
                IntStream.range(0, 50).mapToObj(rows::id).toList());
        List<ConnectionEdits> edits = IntStream.range(0, victims.length)
                .mapToObj(v -> new ConnectionEdits(connections, some.id(v), attack.limits()))
                .toList();
        Oracle oracle = new Oracle(
                asked -> IntStream.range(0, asked.size())
                        .mapToDouble(i -> asked.get(i, sent) < 1_500 ? 0.9 : 0.1)
                        .toArray(),
                0.5,
                Access.MARGIN,
                Screen.OPEN,
                Toy.budget().queries(),
                victims.length);
        List<? extends ActionClaims> searches = attack.pursue(edits, oracle, grant(), run);
        new BatchedQueries(rows.schema(), Toy.budget(), new Goal.Silence()).run(searches, some, oracle, Run.seeded(1));
        return searches.stream().map(ActionClaims::found).toList() + " " + oracle.asked();
    }

    private String channel(ChannelAttack attack) {
        return attack.intercept(VERDICTS, new TreeSet<>(Set.of(102L, 106L)), grant(), run)
                .toString();
    }

    private static String text(Rows rows) {
        return rows + Arrays.toString(rows.toArray());
    }
}
