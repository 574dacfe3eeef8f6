package dev.gauntlet.process;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Kind;
import dev.gauntlet.data.Feature.Move;
import dev.gauntlet.data.Schema;
import java.util.List;
import java.util.Map;

/**
 * The schema of assembled connections, seen from an attacker who sits at the originating host: padding, waiting and
 * further connections only add; service, protocol, outcome, hour and what the responder sends are not the attacker's.
 * A value computed from others is free and costs nothing by itself, as its rule ties it to them.
 *
 * <p>Scales are round numbers near the interquartile range of all connections of the simulated network.
 */
final class FlowSchema {
    /** What Zeek's {@code conn_state} can say. */
    static final List<String> STATES =
            List.of("SF", "S0", "S1", "S2", "S3", "REJ", "RSTO", "RSTR", "RSTOS0", "RSTRH", "SH", "SHR", "OTH");

    static final List<String> PROTOCOLS = List.of("tcp", "udp", "icmp");

    /** What Zeek's {@code service} commonly says; {@code -} is unrecognised. */
    static final List<String> SERVICES = List.of(
            "-", "dns", "http", "ssl", "quic", "ssh", "rdp", "smb", "krb_tcp", "ldap", "ntp", "imap", "smtp", "ftp",
            "dhcp", "mqtt", "mysql", "snmp", "sip");

    private static final double BYTES = 1e12;
    private static final double PACKETS = 1e9;
    private static final double CONNECTIONS = 1e6;

    private FlowSchema() {}

    static Schema schema() {
        return new Schema(
                List.of(
                        number("duration", Kind.REAL, 1e6, "seconds", 5, Move.UP_ONLY, 1),
                        number("orig_bytes", Kind.WHOLE, BYTES, "bytes", 3_000, Move.UP_ONLY, 1),
                        number("resp_bytes", Kind.WHOLE, BYTES, "bytes", 6_000, Move.FIXED, 1),
                        number("orig_pkts", Kind.WHOLE, PACKETS, "packets", 8, Move.UP_ONLY, 1),
                        number("resp_pkts", Kind.WHOLE, PACKETS, "packets", 10, Move.FIXED, 1),
                        category("resp_port", Ports.classes()),
                        category("proto", PROTOCOLS),
                        category("service", SERVICES),
                        category("conn_state", STATES),
                        number("hour", Kind.WHOLE, 23, "hour of day, UTC", 6, Move.FIXED, 1),
                        number("orig_share", Kind.REAL, 1, "share of bytes", 0.4, Move.FREE, 0),
                        number("orig_mean_size", Kind.REAL, 1_500, "bytes per packet", 300, Move.FREE, 0),
                        number("resp_mean_size", Kind.REAL, 1_500, "bytes per packet", 500, Move.FIXED, 0),
                        number("host_conns", Kind.WHOLE, CONNECTIONS, "connections in 600 s", 5, Move.UP_ONLY, 1),
                        number("host_distinct_dsts", Kind.WHOLE, CONNECTIONS, "addresses in 600 s", 1, Move.UP_ONLY, 1),
                        number("host_distinct_ports", Kind.WHOLE, 65_536, "ports in 600 s", 1, Move.UP_ONLY, 1),
                        number("host_failed", Kind.WHOLE, CONNECTIONS, "connections in 600 s", 1, Move.UP_ONLY, 1),
                        number("host_orig_bytes", Kind.WHOLE, BYTES, "bytes in 600 s", 20_000, Move.UP_ONLY, 1),
                        number("pair_conns", Kind.WHOLE, CONNECTIONS, "connections in 3600 s", 5, Move.UP_ONLY, 1),
                        number("pair_gap_mean", Kind.REAL, 3_601, "seconds", 200, Move.FREE, 1),
                        number("pair_gap_deviation", Kind.REAL, 3_601, "seconds", 25, Move.FREE, 1)),
                Map.of(),
                rules());
    }

    private static List<String> rules() {
        return List.of(
                "orig_pkts >= 1",
                "orig_bytes <= 1500 * orig_pkts",
                "resp_bytes <= 1500 * resp_pkts",
                "orig_mean_size * orig_pkts = orig_bytes",
                "resp_mean_size * resp_pkts = resp_bytes",
                "orig_share * (orig_bytes + resp_bytes) = orig_bytes",
                "1 <= host_distinct_dsts <= host_conns",
                "1 <= host_distinct_ports <= host_conns",
                "host_failed <= host_conns",
                "host_orig_bytes >= orig_bytes",
                "pair_conns >= 1",
                "if pair_conns <= 1 then pair_gap_mean = 0",
                "pair_gap_mean * (pair_conns - 1) <= 3601",
                "pair_gap_deviation * pair_gap_deviation <= pair_gap_mean * pair_gap_mean * max(pair_conns - 2, 0)");
    }

    private static Feature number(
            String name, Kind kind, double high, String unit, double scale, Move move, double cost) {
        return new Feature(name, kind, 0, high, unit, scale, move, cost, List.of());
    }

    private static Feature category(String name, List<String> categories) {
        return Feature.category(name, categories).withMove(Move.FIXED);
    }
}
