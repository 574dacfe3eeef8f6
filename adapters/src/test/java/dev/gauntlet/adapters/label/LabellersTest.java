package dev.gauntlet.adapters.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabellersTest {
    /** Four connections: at 1000 for 10 s, at 2000, at 3000 and at 4000; all but the last between a:1 and b:80. */
    private static final Records CONNECTIONS = Records.of(List.of(
            Column.times("ts", new double[] {1000, 2000, 3000, 4000}),
            Column.numbers("duration", new double[] {10, Double.NaN, 5, 5}),
            Column.texts("id.orig_h", new String[] {"10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.9"}),
            Column.numbers("id.orig_p", new double[] {1, 1, 1, 1}),
            Column.texts("id.resp_h", new String[] {"10.0.0.2", "10.0.0.2", "10.0.0.2", "10.0.0.2"}),
            Column.numbers("id.resp_p", new double[] {80, 80, 80, 80}),
            Column.texts("proto", new String[] {"tcp", "tcp", "udp", "tcp"})));

    @TempDir
    Path folder;

    @Test
    void aRuleSpeaksWhereItIsTrue() {
        assertThat(SqlRule.parse("late: ts >= 2000 and proto = 'tcp'").says(CONNECTIONS))
                .containsExactly("", "late", "", "late");
        assertThat(SqlRule.parse("long: duration > 7").says(CONNECTIONS)).containsExactly("long", "", "", "");
        assertThat(SqlRule.parse("web: \"id.resp_p\" = 80").says(CONNECTIONS)).doesNotContain("");
    }

    @Test
    void aWrongRuleIsNamed() {
        assertThatThrownBy(() -> SqlRule.parse("scan"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("label: expression");
        assertThatThrownBy(() -> SqlRule.parse("scan: nothing > 1").says(CONNECTIONS))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("rule \"scan: nothing > 1\"")
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> SqlRule.parse("x: (select count(*) from read_csv('/etc/passwd')) > 0")
                        .says(CONNECTIONS))
                .isInstanceOf(InputException.class);
    }

    private Path eve(String... alerts) throws IOException {
        return Files.writeString(folder.resolve("eve.json"), String.join("\n", alerts) + "\n");
    }

    private static String alert(String time, String from, int fromPort, String to, int toPort, String category) {
        return ("{\"timestamp\":\"1970-01-01T%s+0000\",\"event_type\":\"alert\",\"src_ip\":\"%s\",\"src_port\":%d,"
                        + "\"dest_ip\":\"%s\",\"dest_port\":%d,\"proto\":\"TCP\",\"alert\":{\"category\":\"%s\"}}")
                .formatted(time, from, fromPort, to, toPort, category);
    }

    @Test
    void anAlertSpeaksOfItsConnectionInEitherDirection() throws IOException {
        Path eve = eve(
                // 1015 s: after the first connection's end at 1010, within 10 s; from the answering side
                alert("00:16:55.0", "10.0.0.2", 80, "10.0.0.1", 1, "trojan"),
                alert("00:16:58.0", "10.0.0.1", 1, "10.0.0.2", 80, "later"));
        assertThat(Alerts.read(eve, 10).says(CONNECTIONS)).containsExactly("trojan", "", "", "");
        assertThat(Alerts.read(eve, 2).says(CONNECTIONS)).containsExactly("", "", "", "");
        assertThat(Alerts.read(eve, 990).says(CONNECTIONS)).containsExactly("trojan", "trojan", "", "");
    }

    @Test
    void alertsMayBeATable() throws IOException {
        Path table = Files.writeString(
                folder.resolve("alerts.csv"),
                "ts,src,src_port,dst,dst_port,proto,kind\n4002,10.0.0.9,1,10.0.0.2,80,tcp,worm\n");
        assertThat(Alerts.read(table, 0).says(CONNECTIONS)).containsExactly("", "", "", "worm");
        Path dated = Files.writeString(
                folder.resolve("dated.csv"),
                "ts,src,src_port,dst,dst_port,proto\nyesterday,10.0.0.9,1,10.0.0.2,80,tcp\n");
        assertThatThrownBy(() -> Alerts.read(dated, 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("dated.csv, column ts: contains texts");
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "a,b\n1,2\n");
        assertThatThrownBy(() -> Alerts.read(wrong, 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("wrong.csv: has no connections");
    }

    @Test
    void anIndicatorSpeaksOfEveryRecordThatHoldsIt() throws IOException {
        Path list = Files.writeString(folder.resolve("bad.csv"), "indicator,kind\n10.0.0.9,c2\n3000,\n");
        assertThat(Indicators.read(list).says(CONNECTIONS)).containsExactly("", "", "malicious", "c2");
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "bad one,kind\n10.0.0.9,c2\n");
        assertThatThrownBy(() -> Indicators.read(wrong))
                .hasMessageContaining("no column has a usual name for " + "indicators");
    }
}
