package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.ActionAttack;
import dev.gauntlet.attack.evasion.ActionEvasion;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.query.NearestQueries;
import dev.gauntlet.defence.training.AdversarialTraining;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Preparation;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.search.Reply;
import dev.gauntlet.search.actions.Action;
import dev.gauntlet.search.actions.ActionClaims;
import dev.gauntlet.search.actions.Actions;
import dev.gauntlet.search.actions.Edits;
import dev.gauntlet.simulate.SimulatedNetwork;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The simulated network, cut in the order of time, and a forest that is trained on its first half. */
final class ActionTrialTest {
    private static final List<String> NAMES = List.of("benign", "scan", "guess", "beacon", "exfil", "tunnel");
    private static final Records RECORDS = new SimulatedNetwork(4_000).read(Run.seeded(5));
    private static final Lab LAB = lab(RECORDS);

    private static Lab lab(Records records) {
        Preparation preparation =
                new Preparation(FlowSchema.assembly(), new Label("label", Set.of("benign")), NAMES, "flows");
        Dataset rows = preparation.apply(records).rows();
        int n = rows.size();
        Split.Parts parts =
                new Split.Parts(rows.slice(0, n / 2), rows.slice(n / 2, 6 * n / 10), rows.slice(7 * n / 10, n));
        Train train = new Train(Toy.forest(), 0.1);
        Model model = train.apply(parts.train(), parts.validation(), Run.seeded(2));
        return new Lab(
                parts,
                rows.slice(6 * n / 10, 7 * n / 10),
                new Steps(train).with(preparation),
                model,
                Toy.forest(),
                List.of(Toy.forest()),
                Optional.of(RawData.of(records, parts.train())),
                ThreatModel.standard().withBudget(new Budget(0.05, 0.5, 120, 20, 0.1)),
                30);
    }

    private static Bench<ActionEvasion> bench() {
        return Bench.of(LAB, new ActionEvasion(), Toy.run());
    }

    /** Claims the same actions of every victim, whatever is answered. */
    private record Liar(Actions claimed) implements ActionAttack {
        @Override
        public Actions.Limits limits() {
            return new Actions.Limits(2, 400, 5, 1, 0);
        }

        @Override
        public List<? extends ActionClaims> pursue(
                List<? extends Edits> victims, Oracle oracle, AttackerContext grant, Run run) {
            return victims.stream().map(one -> new Claim(claimed)).toList();
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.QUERY);
        }

        @Override
        public String taxonomy() {
            return "evasion";
        }

        @Override
        public String summary() {
            return "Lies.";
        }

        @Override
        public String source() {
            return "a test";
        }
    }

    private record Claim(Actions actions) implements ActionClaims {
        @Override
        public List<double[]> propose() {
            return List.of();
        }

        @Override
        public void hear(List<Reply> replies) {}

        @Override
        public Optional<Actions> found() {
            return Optional.of(actions);
        }

        @Override
        public int refused() {
            return 0;
        }
    }

    private static List<Arm> lied(Action... actions) {
        return Bench.of(LAB, new Liar(new Actions(List.of(actions))), Toy.run()).undefended();
    }

    @Test
    void whatIsClaimedButDoesNotEvadeCountsForNothing() {
        // An hour later would evade for many, but is beyond the limits; a second more changes little.
        List<Arm> beyond = lied(new Action(Action.Kind.DELAY, 3_600, 0));
        assertThat(fact(beyond, Arm.Name.ATTACKED, "success")).isZero();
        assertThat(damage(beyond, Arm.Name.ATTACKED)).isEqualTo(damage(beyond, Arm.Name.CLEAN));
        List<Arm> within = lied(new Action(Action.Kind.DELAY, 1, 0));
        assertThat(fact(within, Arm.Name.ATTACKED, "success")).isLessThan(0.5);
    }

    @Test
    void everySuccessIsOneOfTheWholeLogAndTheDetectorItself() {
        Bench<ActionEvasion> bench = bench();
        List<Arm> arms = bench.undefended();
        List<Finding.Example> examples = bench.examples();
        assertThat(fact(arms, Arm.Name.ATTACKED, "success")).isPositive();
        assertThat(damage(arms, Arm.Name.ATTACKED).value())
                .isGreaterThan(damage(arms, Arm.Name.CLEAN).value());
        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            assertThat(example.actions()).isNotEmpty().hasSizeLessThanOrEqualTo(3);
            assertThat(example.before()).isNotEqualTo(example.after());
            double[] after =
                    example.after().stream().mapToDouble(Double::doubleValue).toArray();
            double[] before =
                    example.before().stream().mapToDouble(Double::doubleValue).toArray();
            assertThat(LAB.model().alarms(Rows.of(before, after))).containsExactly(true, false);
            assertThat(LAB.schema().faults(after)).isEmpty();
        });
        double actions = fact(arms, Arm.Name.ATTACKED, "meanActions");
        assertThat(actions).isBetween(1.0, 3.0).isLessThanOrEqualTo(fact(arms, Arm.Name.NULL, "meanActions"));
        assertThat(fact(arms, Arm.Name.ATTACKED, "meanQueries")).isBetween(1.0, 120.0);
        assertThat(fact(arms, Arm.Name.NULL, "meanConnections")).isBetween(0.0, 3.0);
        assertThat(bench.curves()).isEmpty();
        assertThat(bench.measure())
                .isEqualTo("share of malicious records that are missed, once the attacker acts differently");
    }

    @Test
    void oneAndEightThreadsGiveTheSame() {
        List<Arm> one =
                Toy.onThreads(1, run -> Bench.of(LAB, new ActionEvasion(), run).undefended());
        List<Arm> eight =
                Toy.onThreads(8, run -> Bench.of(LAB, new ActionEvasion(), run).undefended());
        assertThat(one).isEqualTo(eight);
    }

    @Test
    void givesTheFiguresItDeclares() {
        Bench<ActionEvasion> bench = bench();
        assertThat(DeclaredTest.given(bench.undefended()))
                .isEqualTo(new ActionTrial().figures(bench.attack()).byArm());
        assertThat(DeclaredTest.given(bench.defended(new NearestQueries())))
                .isEqualTo(new ActionTrial()
                        .figures(bench.attack(), Set.of(Pipeline.Step.QUERIES))
                        .byArm());
        assertThat(bench.defended(new AdversarialTraining()))
                .extracting(Arm::name)
                .containsExactlyElementsOf(Arm.Name.GUARDED);
    }

    private static Optional<String> lacking(UnaryOperator<Records> change) {
        Lab other = new Lab(
                LAB.parts(),
                LAB.auxiliary(),
                LAB.steps(),
                LAB.model(),
                LAB.surrogate(),
                LAB.trainers(),
                Optional.of(RawData.of(change.apply(RECORDS), LAB.parts().train())),
                LAB.threat(),
                LAB.victims());
        return new ActionTrial().lacks(other, new ActionEvasion());
    }

    @Test
    void recordsThatAreNoConnectionsAreRefused() {
        assertThat(lacking(records -> records)).isEmpty();
        assertThat(lacking(records -> records.without(List.of("duration"))))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("columns of Zeek's conn.log or of Suricata's flows"));
        assertThat(lacking(records -> records.with(Column.numbers("host_conns", new double[records.size()]))))
                .contains("the records already have host_conns, which follows from other records");
        assertThat(new ActionTrial().lacks(Toy.lab(), new ActionEvasion()))
                .hasValueSatisfying(why -> assertThat(why).startsWith("it edits raw records"));
    }
}
