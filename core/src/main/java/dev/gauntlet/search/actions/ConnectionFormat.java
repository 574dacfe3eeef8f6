package dev.gauntlet.search.actions;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The columns of a log of connections.
 *
 * @param service what a protocol analyser calls it
 * @param header bytes of each packet that are counted beside its payload
 * @param talking the states of connections in which both sides send
 * @see <a href="https://docs.zeek.org/en/master/logs/conn.html">Zeek, conn.log</a>
 * @see <a href="https://docs.suricata.io/en/latest/output/eve/eve-json-format.html">Suricata, EVE, flow</a>
 */
public record ConnectionFormat(
        String time,
        String source,
        String target,
        String port,
        String protocol,
        String service,
        String state,
        String duration,
        String sent,
        String received,
        String sentPackets,
        String receivedPackets,
        int header,
        Set<String> talking) {
    /** Zeek counts payload only. */
    public static final ConnectionFormat ZEEK = new ConnectionFormat(
            "ts",
            "id.orig_h",
            "id.resp_h",
            "id.resp_p",
            "proto",
            "service",
            "conn_state",
            "duration",
            "orig_bytes",
            "resp_bytes",
            "orig_pkts",
            "resp_pkts",
            0,
            Set.of("SF", "S1", "S2", "S3", "RSTO", "RSTR"));

    /** Suricata counts packets whole, with 14 bytes of Ethernet and 40 of IP and TCP. */
    public static final ConnectionFormat SURICATA = new ConnectionFormat(
            "flow.start",
            "src_ip",
            "dest_ip",
            "dest_port",
            "proto",
            "app_proto",
            "flow.state",
            "flow.age",
            "flow.bytes_toserver",
            "flow.bytes_toclient",
            "flow.pkts_toserver",
            "flow.pkts_toclient",
            54,
            Set.of("closed", "established"));

    public ConnectionFormat {
        talking = Set.copyOf(talking);
    }

    /** The format of a log with these columns, if it is a known one. */
    public static Optional<ConnectionFormat> of(Collection<String> columns) {
        return Stream.of(ZEEK, SURICATA)
                .filter(format -> columns.containsAll(format.columns()))
                .findFirst();
    }

    private List<String> columns() {
        return List.of(
                time,
                source,
                target,
                port,
                protocol,
                service,
                state,
                duration,
                sent,
                received,
                sentPackets,
                receivedPackets);
    }
}
