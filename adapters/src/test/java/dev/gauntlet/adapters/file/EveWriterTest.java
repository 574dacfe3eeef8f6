package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.label.Alerts;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.Transform;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EveWriterTest {
    private static final Records NETWORK = new SimulatedNetwork(2000).read(Run.seeded(3));

    @TempDir
    Path folder;

    private Path eve(boolean flows) {
        Path path = folder.resolve("eve.json");
        EveWriter.write(NETWORK, "label", "benign", flows, path);
        return path;
    }

    private static String[] labels() {
        Column label = NETWORK.column("label");
        return IntStream.range(0, NETWORK.size())
                .mapToObj(i -> label.text(i).equals("benign") ? "" : label.text(i))
                .toArray(String[]::new);
    }

    @Test
    void eventsAreWhatSuricataWrites() throws IOException {
        Records one = Records.of(List.of(
                Column.times("ts", new double[] {1_709_510_718.956676}),
                Column.addresses("id.orig_h", new String[] {"10.0.0.4"}),
                Column.numbers("id.orig_p", new double[] {50_000}),
                Column.addresses("id.resp_h", new String[] {"10.0.0.6"}),
                Column.numbers("id.resp_p", new double[] {443}),
                Column.texts("proto", new String[] {"tcp"}),
                Column.texts("service", new String[] {"ssl"}),
                Column.texts("conn_state", new String[] {"RSTO"}),
                Column.numbers("duration", new double[] {2.5}),
                Column.numbers("orig_bytes", new double[] {1000}),
                Column.numbers("resp_bytes", new double[] {0}),
                Column.numbers("orig_pkts", new double[] {3}),
                Column.numbers("resp_pkts", new double[] {1}),
                Column.texts("label", new String[] {"beacon"})));
        Path path = folder.resolve("one.json");
        EveWriter.write(one, "label", "benign", true, path);
        String ends = "\"src_ip\":\"10.0.0.4\",\"src_port\":50000,\"dest_ip\":\"10.0.0.6\",\"dest_port\":443,"
                + "\"proto\":\"TCP\",\"app_proto\":\"tls\"";
        List<String> lines = Files.readAllLines(path);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("{\"timestamp\":\"2024-03-04T00:05:18.956676+0000\",\"flow_id\":1,\"event_type\":\"alert\"")
                .contains(ends, "\"signature\":\"SIMULATED beacon\",\"category\":\"beacon\"");
        assertThat(lines.get(1))
                .startsWith("{\"timestamp\":\"2024-03-04T00:05:21.456676+0000\",\"flow_id\":1,\"event_type\":\"flow\"")
                .contains(ends)
                .contains("\"pkts_toserver\":3,\"pkts_toclient\":1,\"bytes_toserver\":1162,\"bytes_toclient\":54")
                .contains("\"start\":\"2024-03-04T00:05:18.956676+0000\",\"end\":\"2024-03-04T00:05:21.456676+0000\"")
                .contains("\"age\":2,\"state\":\"closed\"", "\"alerted\":true");
    }

    @Test
    void flowsAreReadBackAsConnections() {
        Records read = new FileSource(eve(true)).read(Run.seeded(1));
        assertThat(read.size()).isEqualTo(NETWORK.size());
        assertThat(read.column("flow.start").kind()).isEqualTo(Column.Kind.TIME);
        SchemaInference inferred = SchemaInference.infer(read, Optional.empty(), List.of("benign"));
        assertThat(inferred.table().derive()).extracting(Transform::id).startsWith("suricata-flows");
        Dataset rows = inferred.table().assembly().assemble(read).rows();
        assertThat(rows.size()).isEqualTo(NETWORK.size());
        int duration = rows.schema().column("duration");
        int bytes = rows.schema().column("orig_bytes");
        int packets = rows.schema().column("resp_pkts");
        for (int i = 0; i < rows.size(); i++) {
            // headers of IPv4 and TCP, or of IPv4 and UDP, stay in Suricata's bytes
            int headers = NETWORK.column("proto").text(i).equals("tcp") ? 40 : 28;
            double sent = NETWORK.column("orig_bytes").number(i);
            assertThat(read.column("flow.start").number(i))
                    .isEqualTo(NETWORK.column("ts").number(i));
            assertThat(rows.rows().get(i, bytes))
                    .isEqualTo(sent + headers * NETWORK.column("orig_pkts").number(i));
            assertThat(rows.rows().get(i, packets))
                    .isEqualTo(NETWORK.column("resp_pkts").number(i));
            assertThat(rows.rows().get(i, duration))
                    .isEqualTo(Math.floor(NETWORK.column("duration").number(i)));
        }
    }

    @Test
    void alertsNameEveryMaliciousConnectionAndNoOther() {
        Alerts alerts = Alerts.read(eve(true), 0);
        assertThat(alerts.says(NETWORK)).containsExactly(labels());
        // A flow is written when it has ended, hours after the alert where it is long.
        Records flows = new FileSource(eve(true)).read(Run.seeded(1));
        assertThat(alerts.says(flows)).containsExactly(labels());
    }

    @Test
    void alertsMayBeWrittenAlone() throws IOException {
        long malicious = List.of(labels()).stream().filter(l -> !l.isEmpty()).count();
        assertThat(malicious).isGreaterThan(100);
        assertThat(Files.readAllLines(eve(false)))
                .hasSize((int) malicious)
                .allMatch(line -> line.contains("\"event_type\":\"alert\""));
        assertThat(Alerts.read(folder.resolve("eve.json"), 0).says(NETWORK)).containsExactly(labels());
    }
}
