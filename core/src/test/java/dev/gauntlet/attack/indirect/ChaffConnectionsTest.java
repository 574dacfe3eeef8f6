package dev.gauntlet.attack.indirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.defence.data.SourceQuota;
import dev.gauntlet.process.Intake;
import dev.gauntlet.threat.AttackerContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChaffConnectionsTest {
    private static final Records OWN = Records.of(List.of(
                    Column.times("ts", new double[] {40_000, 130_000}),
                    Column.addresses("host", new String[] {"a", "b"}),
                    Column.numbers("bytes", new double[] {7, 8})))
            .withRoles(Optional.of("ts"), Optional.of("host"));
    private static final List<String> HELD = List.of("a", "b", "c", "d");
    private static final AttackerContext GRANT = Toy.grant(Toy.clusters(6, 1));

    @Test
    void sendsCopiesOfItsRecordsALittleShiftedInTime() {
        Records sent = new ChaffConnections(300).chaff(OWN, 20, HELD, GRANT, Toy.run());
        assertThat(sent.size()).isEqualTo(20);
        for (int i = 0; i < sent.size(); i++) {
            boolean first = sent.column("bytes").number(i) == 7;
            assertThat(sent.column("host").text(i)).isEqualTo(first ? "a" : "b");
            assertThat(Math.abs(sent.column("ts").number(i) - (first ? 40_000 : 130_000)))
                    .isLessThanOrEqualTo(300);
        }
    }

    @Test
    void allTimesOfARecordAreShiftedAlikeAndColumnsKeepTheirKinds() {
        Records own = Records.of(List.of(
                        Column.numbers("at", new double[] {40_000, 130_000}),
                        Column.times("end", new double[] {40_060, 130_090}),
                        Column.numbers("host", new double[] {1, 2}),
                        Column.texts("name", new String[] {"x", "y"})))
                .withRoles(Optional.of("at"), Optional.of("host"));
        Records sent = new ChaffConnections(300).chaff(own, 20, List.of("1", "2"), GRANT, Toy.run());
        for (int i = 0; i < sent.size(); i++) {
            boolean first = sent.column("host").number(i) == 1;
            assertThat(sent.column("end").number(i) - sent.column("at").number(i))
                    .isCloseTo(first ? 60 : 90, within(1e-9));
            assertThat(sent.column("name").text(i)).isEqualTo(first ? "x" : "y");
        }
        assertThat(sent.column("at").number(0)).isNotEqualTo(own.column("at").number(0));
        assertThat(own.append(sent).size()).isEqualTo(22);
    }

    @Test
    void sendsNothingIfNothingIsAllowed() {
        assertThat(new ChaffConnections().chaff(OWN, 0, HELD, GRANT, Toy.run()).size())
                .isZero();
    }

    @Test
    void knowingAQuotaItStaysUnderItFromAllTheHostsItHolds() {
        Intake.Admission quota = new SourceQuota(0, 2).fitted(OWN);
        Records sent = new ChaffConnections(300).chaff(OWN, 12, HELD, GRANT.knowing(quota.known()), Toy.run());
        Map<String, Integer> perHostAndDay = new HashMap<>();
        for (int i = 0; i < sent.size(); i++) {
            long day = (long) (sent.column("ts").number(i) / 86_400);
            perHostAndDay.merge(sent.column("host").text(i) + day, 1, Integer::sum);
        }
        assertThat(perHostAndDay.values()).allMatch(n -> n <= 2);
        assertThat(perHostAndDay).hasSizeGreaterThan(4);
        assertThat(quota.admitted(sent.withIdsFrom(0))).hasSize(sent.size());
    }

    @Test
    void theSameQuotaStopsOneWhoDoesNotKnowIt() {
        Records sent =
                new ChaffConnections(300).chaff(OWN, 20, HELD, GRANT, Toy.run()).withIdsFrom(0);
        assertThat(new SourceQuota(0, 2).fitted(OWN).admitted(sent)).hasSize(4);
    }
}
