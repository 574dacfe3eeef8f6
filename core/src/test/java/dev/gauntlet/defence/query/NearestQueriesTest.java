package dev.gauntlet.defence.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.evasion.LabelOnlyEvasion;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NearestQueriesTest {
    private static final Dataset CLEAN = Toy.clusters(600, 2);

    private static Screen fitted(double flagged) {
        return new NearestQueries(3, 60, flagged).fitted(CLEAN, Toy.run());
    }

    private static double threshold(Screen screen) {
        return new AttackerContext(CLEAN.schema(), Toy.budget(), CLEAN, Toy.forest())
                .knowing(screen.known())
                .limits(Knowledge.Limit.QUERY_DISTANCE)
                .max()
                .orElseThrow();
    }

    /** The number of queries answered before the first that is not. */
    private static int answered(Screen.Session session, Rows asked) {
        double[] shown = session.pass(asked, new double[asked.size()]);
        int first = IntStream.range(0, shown.length)
                .filter(i -> Double.isNaN(shown[i]))
                .findFirst()
                .orElse(shown.length);
        assertThat(DoubleStream.of(Arrays.copyOfRange(shown, first, shown.length)))
                .allMatch(value -> Double.isNaN(value));
        return first;
    }

    private static Rows walk(int steps) {
        return Rows.fill(steps, 4, (i, j) -> 7 - 0.01 * i);
    }

    @Test
    void aWalkInSmallStepsIsStoppedForGood() {
        Screen.Session session = fitted(0.05).open("client");
        assertThat(answered(session, walk(20))).isEqualTo(3);
        assertThat(answered(session, CLEAN.rows().slice(0, 5))).isZero();
    }

    @Test
    void independentBenignQueriesAreAnswered() {
        Dataset fresh = Toy.clusters(9000, 8);
        Rows benign = fresh.rows().select(fresh.benignRows());
        Screen screen = fitted(0.05);
        long flagged = IntStream.range(0, 100)
                .filter(c -> answered(screen.open("client " + c), benign.slice(60 * c, 60 * c + 60)) < 60)
                .count();
        assertThat(flagged).isBetween(1L, 15L);
    }

    @Test
    void clientsDoNotSeeEachOthersQueries() {
        Screen screen = fitted(0.05);
        for (int i = 0; i < 20; i++) {
            assertThat(answered(screen.open("client " + i), walk(3))).isEqualTo(3);
        }
        Screen.Session one = screen.open("one");
        Screen.Session two = screen.open("two");
        assertThat(answered(one, walk(3))).isEqualTo(3);
        assertThat(answered(two, walk(3))).isEqualTo(3);
        assertThat(answered(one, walk(1))).isZero();
        assertThat(answered(two, Rows.of(new double[] {1, 9, 1, 9}))).isEqualTo(1);
    }

    @Test
    void theThresholdRisesWithTheShareThatMayBeFlagged() {
        assertThat(threshold(fitted(0))).isPositive().isLessThan(threshold(fitted(0.1)));
        assertThat(threshold(fitted(0.1))).isLessThan(threshold(fitted(0.5)));
        assertThat(fitted(0.1).known()).isEqualTo(fitted(0.1).known()).hasSize(2);
    }

    @Test
    void withFewerBenignRowsThanAreComparedNobodyIsFlagged() {
        Screen screen = new NearestQueries(5, 60, 0.5).fitted(CLEAN.slice(0, 6), Toy.run());
        assertThat(answered(screen.open("client"), walk(200))).isEqualTo(200);
    }

    @Test
    void anEvasionThatKnowsItKeepsItsDistance() {
        Screen screen = fitted(0.5);
        int[] found = IntStream.of(CLEAN.maliciousRows()).limit(20).toArray();
        Dataset victims = CLEAN.select(found);
        AttackerContext grant = Toy.grant(Toy.clusters(120, 5));
        int unaware = refused(victims, screen, grant);
        int aware = refused(victims, screen, grant.knowing(screen.known()));
        assertThat(unaware).isGreaterThan(15);
        assertThat(aware).isZero();
    }

    /** The number of victims whose client is flagged. */
    private static int refused(Dataset victims, Screen screen, AttackerContext grant) {
        boolean[] refused = new boolean[victims.size()];
        Screen counted = principal -> {
            Screen.Session session = screen.open(principal);
            int victim = Integer.parseInt(principal.replace("client ", ""));
            return (asked, shown) -> {
                double[] seen = session.pass(asked, shown);
                refused[victim] |= DoubleStream.of(seen).anyMatch(Double::isNaN);
                return seen;
            };
        };
        Oracle oracle = Oracle.of(Toy.threshold(5), Access.LABEL, counted, 60, victims.size());
        List<? extends AttackSearch> searches = new LabelOnlyEvasion().pursue(victims, oracle, grant, Toy.run());
        new BatchedQueries(grant.schema(), grant.budget(), grant.goal()).run(searches, victims, oracle, Run.seeded(1));
        return (int) IntStream.range(0, refused.length).filter(v -> refused[v]).count();
    }
}
