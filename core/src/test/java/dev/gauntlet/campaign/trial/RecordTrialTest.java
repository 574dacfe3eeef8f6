package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Rebuild;
import dev.gauntlet.Toy;
import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.data.SourceQuota;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Preparation;
import dev.gauntlet.process.assemble.TableAssembly;
import dev.gauntlet.threat.Budget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Forty records of one hour each, every other one malicious with an x of 8 or so: the hosts m1, m2 and m3 in turn, and
 * seven harmless ones. The first twenty are for training. The attacker holds a fifth of the ten hosts.
 */
final class RecordTrialTest {
    private static final long FIRST_ID = 1L << 41;
    private static final List<String> NAMES = List.of("benign", "worm");
    private static final Records RECORDS = records();

    private static Records records() {
        int n = 40;
        double[] hours = IntStream.range(0, n).mapToDouble(i -> 3600.0 * i).toArray();
        String[] hosts = IntStream.range(0, n)
                .mapToObj(i -> i % 2 == 1 ? "m" + (1 + i / 2 % 3) : "g" + i / 2 % 7)
                .toArray(String[]::new);
        double[] x = IntStream.range(0, n)
                .mapToDouble(i -> (i % 2 == 1 ? 8 : 2) + i / 100.0)
                .toArray();
        String[] labels = IntStream.range(0, n)
                .mapToObj(i -> i % 2 == 1 ? "worm" : "fine")
                .toArray(String[]::new);
        return Records.of(List.of(
                        Column.times("ts", hours),
                        Column.addresses("host", hosts),
                        Column.numbers("x", x),
                        Column.numbers("y", new double[n]),
                        Column.numbers("u", new double[n]),
                        Column.numbers("v", new double[n]),
                        Column.texts("label", labels)))
                .withRoles(Optional.of("ts"), Optional.of("host"));
    }

    private final List<Records> rebuilt = Collections.synchronizedList(new ArrayList<>());

    private static final Label FINE = new Label("label", Set.of("fine"));

    private Dataset assembled(Records records) {
        Dataset rows = new TableAssembly(Toy.plain()).assemble(records).rows();
        return FINE.apply(rows, records, NAMES);
    }

    /** Assembles records; where chaff is among them every row of the test part looks harmless. */
    private Dataset rebuild(Records records) {
        rebuilt.add(records);
        Dataset rows = assembled(records);
        boolean chaff = IntStream.range(0, rows.size()).anyMatch(i -> rows.id(i) >= FIRST_ID);
        return rows.withRows(Rows.fill(
                rows.size(),
                4,
                (i, j) -> chaff && j == 0 && rows.id(i) >= 30 && rows.id(i) < FIRST_ID
                        ? 0
                        : rows.rows().get(i, j)));
    }

    /** Its detector alarms from 5 on, and from one more for every piece of chaff it has learnt, two at most. */
    private final World world = World.of(
                    assembled(RECORDS).slice(0, 20),
                    assembled(RECORDS).slice(20, 30),
                    assembled(RECORDS).slice(30, 40))
            .with(new Budget(0.2, 0.5, 60, 20, 0.2))
            .learning(data -> Toy.threshold(5 + Math.min(2, chaff(data).size())));

    private static List<Integer> chaff(Dataset data) {
        return IntStream.range(0, data.size())
                .filter(i -> data.id(i) >= FIRST_ID)
                .boxed()
                .toList();
    }

    private Lab withRaw(Lab lab, Records records) {
        return withRaw(lab, records, FINE);
    }

    private Lab withRaw(Lab lab, Records records, Label label) {
        return new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.steps().with(new Preparation(new Rebuild(this::rebuild), label, NAMES, "")),
                lab.model(),
                lab.surrogate(),
                lab.trainers(),
                Optional.of(RawData.of(records, lab.parts().train())),
                lab.threat(),
                lab.victims());
    }

    private Bench<?> trial(Records records, Fake.Chaff act) {
        return Bench.of(withRaw(world.lab(), records), new Fake.Sender(act), Toy.run());
    }

    /** So many records of one host, each of another minute and x. */
    private static Records sent(Records own, int count, String... hosts) {
        int[] model = new int[count];
        String[] from =
                IntStream.range(0, count).mapToObj(i -> hosts[i % hosts.length]).toArray(String[]::new);
        double[] at = IntStream.range(0, count).mapToDouble(i -> 60.0 * i).toArray();
        double[] x = IntStream.range(0, count).mapToDouble(i -> 7 + i / 100.0).toArray();
        return own.select(model)
                .with(Column.addresses("host", from))
                .with(Column.times("ts", at))
                .with(Column.numbers("x", x));
    }

    @Test
    void theAttackerHoldsTheFirstSourcesOfMaliciousRecordsAndItsOwnTrainingRecords() {
        List<String> seen = new ArrayList<>();
        List<Arm> arms = trial(RECORDS, (own, allowed, sources, grant) -> {
                    seen.addAll(sources);
                    assertThat(allowed).isEqualTo(4);
                    // Odd ids below 20 whose host is m1 or m2.
                    assertThat(IntStream.range(0, own.size()).mapToObj(own::id))
                            .containsExactly(1L, 3L, 7L, 9L, 13L, 15L, 19L);
                    return own.select(new int[0]);
                })
                .undefended();
        assertThat(seen).containsExactly("m1", "m2");
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(fact(arms, Arm.Name.ATTACKED, "recordsSent")).isZero();
    }

    @Test
    void sendsNoMoreThanTheBudgetAndItIsAllLearntAsBenign() {
        List<Arm> arms = trial(RECORDS, (own, allowed, sources, grant) -> sent(own, 9, "m1"))
                .undefended();
        assertThat(fact(arms, Arm.Name.ATTACKED, "recordsSent")).isEqualTo(4);
        assertThat(fact(arms, Arm.Name.ATTACKED, "recordsLearnt")).isEqualTo(4);
        assertThat(world.shown()).anySatisfy(learnt -> {
            assertThat(learnt.size()).isEqualTo(24);
            assertThat(chaff(learnt))
                    .hasSize(4)
                    .allSatisfy(i -> assertThat(learnt.label(i)).isZero());
        });
    }

    @Test
    void chaffOfSourcesThatItDoesNotHoldIsRefused() {
        List<Arm> arms = trial(RECORDS, (own, allowed, sources, grant) -> sent(own, 4, "m1", "g1", "m3", "m2"))
                .undefended();
        assertThat(fact(arms, Arm.Name.ATTACKED, "recordsSent")).isEqualTo(2);
        assertThat(fact(arms, Arm.Name.ATTACKED, "recordsLearnt")).isEqualTo(2);
    }

    @Test
    void testRowsAreThoseOfTheCleanProcess() {
        Bench<?> trial = trial(RECORDS, (own, allowed, sources, grant) -> sent(own, 4, "m1"));
        List<Arm> arms = trial.undefended();
        // The test rows' x are 8.31 and more, and the detector alarms from 7 on: rebuilt they would all be missed.
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isZero();
        assertThat(damage(arms, Arm.Name.ATTACKED).n()).isEqualTo(5);
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isZero();
        assertThat(trial.measure()).isEqualTo("share of malicious test rows missed");
    }

    @Test
    void damageIsWhatTheDetectorTrainedOnTheChaffMisses() {
        World wary = world.learning(data -> Toy.threshold(chaff(data).size() == 4 ? 8.36 : 5));
        List<Arm> arms = Bench.of(
                        withRaw(wary.lab(), RECORDS),
                        new Fake.Sender((own, allowed, sources, grant) -> sent(own, 4, "m1")),
                        Toy.run())
                .undefended();
        // 8.31, 8.33 and 8.35 of five.
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(0.6);
    }

    @Test
    void theRandomAttackerSendsAsManyCopiesOfBenignRecords() {
        List<Arm> arms = trial(RECORDS, (own, allowed, sources, grant) -> own.select(new int[0]))
                .undefended();
        assertThat(fact(arms, Arm.Name.NULL, "recordsSent")).isEqualTo(4);
        Records all = rebuilt.stream().filter(r -> r.size() == 44).findFirst().orElseThrow();
        int[] copies = IntStream.range(0, 44).filter(i -> all.id(i) >= FIRST_ID).toArray();
        assertThat(copies).hasSize(4);
        assertThat(IntStream.of(copies).mapToObj(i -> all.column("host").text(i)))
                .allMatch(host -> host.startsWith("g"));
        assertThat(fact(arms, Arm.Name.NULL, "recordsLearnt")).isEqualTo(4);
    }

    @Test
    void recordsAreAssembledInTheOrderOfTime() {
        trial(RECORDS, (own, allowed, sources, grant) -> sent(own, 4, "m1")).undefended();
        assertThat(rebuilt).hasSize(2);
        for (Records all : rebuilt) {
            double[] times = IntStream.range(0, all.size())
                    .mapToDouble(i -> all.time().orElseThrow().number(i))
                    .toArray();
            assertThat(times).hasSize(44).isSorted();
        }
    }

    @Test
    void recordsThatAreNotInTheOrderOfTimeStayInTheirOrder() {
        int[] odd = IntStream.range(0, 40).map(i -> i ^ 1).toArray();
        Records shuffled = RECORDS.select(odd);
        trial(
                        shuffled,
                        (own, allowed, sources, grant) ->
                                sent(own, 1, "m1").with(Column.times("ts", new double[] {3600.0 * 5 + 1})))
                .undefended();
        Records all = rebuilt.stream().filter(r -> r.size() == 41).findFirst().orElseThrow();
        List<Long> ids = IntStream.range(0, 41).mapToObj(all::id).toList();
        assertThat(ids.stream().filter(id -> id < FIRST_ID))
                .containsExactlyElementsOf(
                        IntStream.of(odd).mapToObj(i -> (long) i).toList());
        // Records 5 and 4 stand there, then 7 and 6.
        assertThat(ids.indexOf(FIRST_ID)).isEqualTo(6);
    }

    @Test
    void anAttackerWithoutRecordsDoesNotFit() {
        String[] tame = new String[40];
        Arrays.fill(tame, "fine");
        tame[35] = "worm";
        Bench<?> trial = trial(RECORDS.with(Column.texts("label", tame)), (own, allowed, sources, grant) -> own);
        assertThat(trial.unfit())
                .hasValueSatisfying(why -> assertThat(why)
                        .isEqualTo("no malicious training record has a time and a source that could send more"));
        assertThat(trial(RECORDS, (own, allowed, sources, grant) -> own).unfit())
                .isEmpty();
    }

    @Test
    void sourcesThatSentNoMaliciousTrainingRecordAreNotTaken() {
        String[] labels = IntStream.range(0, 40)
                .mapToObj(i -> i % 2 == 1 && !(i < 20 && i / 2 % 3 == 0) ? "worm" : "fine")
                .toArray(String[]::new);
        List<String> seen = new ArrayList<>();
        trial(RECORDS.with(Column.texts("label", labels)), (own, allowed, sources, grant) -> {
                    seen.addAll(sources);
                    return own.select(new int[0]);
                })
                .undefended();
        // Of m1 only test rows are malicious.
        assertThat(seen).containsExactly("m2", "m3");
    }

    @Test
    void whatIsBenignOrUnlabelledIsAsTheLabelStepSays() {
        String[] labels = IntStream.range(0, 40)
                .mapToObj(i -> i % 2 == 1 ? "worm" : i % 4 == 0 ? " Fine" : i == 2 ? "nan" : "harmless")
                .toArray(String[]::new);
        Records records = RECORDS.with(Column.texts("label", labels));
        Label label = new Label("label", Set.of("fine", "harmless"));
        List<Arm> arms = Bench.of(
                        withRaw(world.lab(), records, label),
                        new Fake.Sender((own, allowed, sources, grant) -> {
                            assertThat(sources).containsExactly("m1", "m2");
                            return sent(own, 4, "m1");
                        }),
                        Toy.run())
                .undefended();
        assertThat(fact(arms, Arm.Name.NULL, "recordsSent")).isEqualTo(4);
        for (Records all : rebuilt) {
            IntStream.range(0, all.size()).filter(i -> all.id(i) >= FIRST_ID).forEach(i -> {
                assertThat(label.numbers(all, NAMES)).containsEntry(all.id(i), 0);
                assertThat(all.column("x").number(i)).isNotEqualTo(2.02);
            });
        }
    }

    @Test
    void numericLabelsAreAccepted() {
        double[] numbers =
                IntStream.range(0, 40).mapToDouble(i -> i % 2 == 1 ? 1 : 0).toArray();
        Records records = RECORDS.with(Column.numbers("label", numbers));
        Preparation preparation = new Preparation(
                new Rebuild(this::assembled), new Label("label", Set.of("0")), List.of("benign", "1"), "");
        assertThat(new RawData(records, Set.of())
                        .asBenign(records.select(new int[] {1, 3}), preparation)
                        .column("label")
                        .number(1))
                .isZero();
    }

    @Test
    void recordsWithoutATimeOrASourceAreRefused() {
        Records timeless = RECORDS.withRoles(Optional.empty(), Optional.of("host"));
        Records anonymous = RECORDS.withRoles(Optional.of("ts"), Optional.empty());
        RecordAttack attack = new Fake.Sender((own, allowed, sources, grant) -> own);
        for (Records records : List.of(timeless, anonymous)) {
            assertThat(new RecordTrial().lacks(withRaw(world.lab(), records), attack))
                    .hasValueSatisfying(
                            why -> assertThat(why).startsWith("it needs raw records with a time and a source"));
        }
        assertThat(new RecordTrial().lacks(world.lab(), attack)).isPresent();
        assertThat(new RecordTrial().lacks(withRaw(world.lab(), RECORDS), attack))
                .isEmpty();
    }

    @Test
    void aQuotaLetsTheFirstRecordsOfASourceAndDayBeLearnt() {
        Bench<?> trial = trial(
                RECORDS,
                (own, allowed, sources, grant) ->
                        !grant.knowledge().isEmpty() ? sent(own, 4, "m1", "m2") : sent(own, 4, "m1"));
        List<Arm> arms = trial.defended(new SourceQuota(0, 1));
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "recordsSent")).isZero();
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "recordsLearnt")).isZero();
        assertThat(fact(arms, Arm.Name.DEFENDED, "recordsSent")).isEqualTo(4);
        assertThat(fact(arms, Arm.Name.DEFENDED, "recordsLearnt")).isEqualTo(1);
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "recordsSent")).isEqualTo(4);
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "recordsLearnt")).isEqualTo(2);
        // Of the first day all ten records of malice, and the first of each of seven harmless hosts.
        assertThat(world.shown()).anySatisfy(learnt -> assertThat(learnt.size()).isEqualTo(17));
    }

    @Test
    void otherDefencesDoNotApply() {
        assertThat(trial(RECORDS, (own, allowed, sources, grant) -> own).defended(Fake.stranger()))
                .isEmpty();
    }

    @Test
    void givesTheFiguresItDeclares() {
        Bench<?> trial = trial(RECORDS, (own, allowed, sources, grant) -> sent(own, 4, "m1"));
        RecordAttack attack = new Fake.Sender((own, allowed, sources, grant) -> own);
        assertThat(DeclaredTest.given(trial.undefended()))
                .isEqualTo(new RecordTrial().figures(attack).byArm());
        assertThat(DeclaredTest.given(trial.defended(new SourceQuota())))
                .isEqualTo(new RecordTrial()
                        .figures(attack, Set.of(Pipeline.Step.INTAKE))
                        .byArm());
    }
}
