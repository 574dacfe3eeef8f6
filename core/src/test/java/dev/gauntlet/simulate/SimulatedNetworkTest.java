package dev.gauntlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SimulatedNetworkTest {
    private static final Records LOG = new SimulatedNetwork().read(Run.seeded(1));

    private static double number(String column, int record) {
        return LOG.column(column).number(record);
    }

    @Test
    void holdsAboutTheStatedNumberOfConnectionsAndASeventhOfMaliciousRows() {
        assertThat(LOG.size()).isBetween(21_000, 27_000);
        Map<String, Integer> counts = new HashMap<>();
        Column labels = LOG.column("label");
        for (int i = 0; i < LOG.size(); i++) {
            counts.merge(labels.text(i), 1, Integer::sum);
        }
        assertThat(counts).containsOnlyKeys("benign", "scan", "guess", "beacon", "exfil", "tunnel");
        assertThat(1 - counts.getOrDefault("benign", 0) / (double) LOG.size()).isBetween(0.13, 0.16);
        assertThat(counts.values()).allMatch(count -> count > 150);
    }

    @Test
    void everyConnectionIsPhysicallyPossible() {
        for (int i = 0; i < LOG.size(); i++) {
            assertThat(number("duration", i)).isNotNegative();
            assertThat(number("orig_pkts", i)).isGreaterThanOrEqualTo(1);
            assertThat(number("orig_bytes", i)).isBetween(0.0, 1500 * number("orig_pkts", i));
            assertThat(number("resp_bytes", i)).isBetween(0.0, 1500 * number("resp_pkts", i));
        }
    }

    @Test
    void isSortedByTimeWithinTheFortnight() {
        double before = SimulatedNetwork.START;
        for (int i = 0; i < LOG.size(); i++) {
            assertThat(number("ts", i)).isGreaterThanOrEqualTo(before).isLessThan(SimulatedNetwork.END);
            before = number("ts", i);
        }
    }

    @Test
    void theSameSeedGivesTheSameRecordsAndAnotherDoesNot() {
        String digest = new SimulatedNetwork(2_000).read(Run.seeded(1)).digest();
        assertThat(new SimulatedNetwork(2_000).read(Run.seeded(1)).digest()).isEqualTo(digest);
        assertThat(new SimulatedNetwork(2_000).read(Run.seeded(2)).digest()).isNotEqualTo(digest);
    }

    @Test
    void manyInfectedHostsAlsoSendBenignTraffic() {
        Set<String> infected = new HashSet<>();
        Map<String, Integer> honest = new HashMap<>();
        Set<Integer> days = new HashSet<>();
        for (int i = 0; i < LOG.size(); i++) {
            String host = LOG.column("id.orig_h").text(i);
            if (LOG.column("label").text(i).equals("benign")) {
                honest.merge(host, 1, Integer::sum);
            } else {
                infected.add(host);
                days.add((int) ((number("ts", i) - SimulatedNetwork.START) / 86_400));
            }
        }
        assertThat(infected).hasSizeGreaterThanOrEqualTo(75);
        assertThat(honest.keySet()).containsAll(infected);
        assertThat(infected.stream().filter(host -> honest.getOrDefault(host, 0) > 30))
                .as("hosts differ, and few are nearly silent")
                .hasSizeGreaterThanOrEqualTo(72);
        assertThat(days).hasSize(SimulatedNetwork.DAYS);
    }

    @Test
    void aNewServiceAndANewBeaconAppearOnlyInTheLastThreeDays() {
        Set<String> labels = new HashSet<>();
        for (int i = 0; i < LOG.size(); i++) {
            boolean late = number("ts", i) >= SimulatedNetwork.START + 11 * 86_400.0;
            if (number("id.resp_p", i) == 8443) {
                assertThat(late).isTrue();
                labels.add(LOG.column("label").text(i));
            }
        }
        assertThat(labels).containsExactlyInAnyOrder("benign", "beacon");
    }

    @Test
    void fewerConnectionsCanBeAsked() {
        assertThat(new SimulatedNetwork(3_000).read(Run.seeded(1)).size()).isBetween(2_300, 3_700);
    }
}
