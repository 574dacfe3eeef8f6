package dev.gauntlet.process.assemble;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Kind;
import dev.gauntlet.data.Feature.Move;
import dev.gauntlet.data.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Connections in the columns of Zeek's {@code conn.log} as rows: sizes and categories of the connection, the activity
 * of its originating host in the preceding 600 seconds, and the timing of its pair of hosts in the preceding 3600
 * seconds. The attacker is assumed to control the originating host: padding, waiting and further connections can only
 * increase values; service, protocol, outcome, hour and the responder's data cannot be changed. A value computed from
 * others is free to change at no cost, because its rule ties it to them.
 *
 * <p>Scales are round numbers near the interquartile range of all connections of the simulated network.
 */
public final class FlowSchema {
    static final double BYTES = 1e12;

    /** Common values of Zeek's {@code service}; {@code -} is unrecognised. */
    static final List<String> SERVICES = List.of(
            "-", "dns", "http", "ssl", "quic", "ssh", "rdp", "smb", "krb_tcp", "ldap", "ntp", "imap", "smtp", "ftp",
            "dhcp", "mqtt", "mysql", "snmp", "sip");

    /** The values of Zeek's {@code conn_state}. */
    private static final List<String> STATES =
            List.of("SF", "S0", "S1", "S2", "S3", "REJ", "RSTO", "RSTR", "RSTOS0", "RSTRH", "SH", "SHR", "OTH");

    private static final List<String> PROTOCOLS = List.of("tcp", "udp", "icmp");
    private static final double PACKETS = 1e9;

    static final List<Feature> OWN = List.of(
            number("duration", Kind.REAL, 1e6, "seconds", 5, Move.UP_ONLY, 1),
            number("orig_bytes", Kind.WHOLE, BYTES, "bytes", 3_000, Move.UP_ONLY, 1),
            number("resp_bytes", Kind.WHOLE, BYTES, "bytes", 6_000, Move.FIXED, 1),
            number("orig_pkts", Kind.WHOLE, PACKETS, "packets", 8, Move.UP_ONLY, 1),
            number("resp_pkts", Kind.WHOLE, PACKETS, "packets", 10, Move.FIXED, 1),
            category("proto", PROTOCOLS),
            category("service", SERVICES),
            category("conn_state", STATES));

    static final List<String> OWN_RULES =
            List.of("orig_pkts >= 1", "orig_bytes <= 1500 * orig_pkts", "resp_bytes <= 1500 * resp_pkts");

    private static final List<String> ORDER = List.of(
            "duration",
            "orig_bytes",
            "resp_bytes",
            "orig_pkts",
            "resp_pkts",
            "resp_port",
            "proto",
            "service",
            "conn_state",
            "hour",
            "orig_share",
            "orig_mean_size",
            "resp_mean_size",
            "host_conns",
            "host_distinct_dsts",
            "host_distinct_ports",
            "host_failed",
            "host_orig_bytes",
            "pair_conns",
            "pair_gap_mean",
            "pair_gap_deviation");

    private FlowSchema() {}

    /** The transforms that derive features from a connection. */
    public static List<Transform> transforms() {
        return List.of(new PortClass(), new TimeParts(), new FlowRatios(), new FlowWindows());
    }

    /** The 21 features of a connection. */
    public static Schema schema() {
        Map<String, Feature> known = new HashMap<>();
        OWN.forEach(feature -> known.put(feature.name(), feature));
        List<String> rules = new ArrayList<>(OWN_RULES);
        for (Transform transform : transforms()) {
            transform.features().forEach(feature -> known.put(feature.name(), feature));
            rules.addAll(transform.rules());
        }
        return new Schema(ORDER.stream().map(known::get).toList(), Map.of(), rules);
    }

    /** The assembly of connections in Zeek's columns. */
    public static TableAssembly assembly() {
        return new TableAssembly(schema(), transforms());
    }

    /** The assembly for records with these columns, if they are connections of Zeek or Suricata. */
    public static Optional<TableAssembly> of(Collection<String> columns) {
        List<Transform> suricata = new ArrayList<>(List.of(new SuricataFlows()));
        suricata.addAll(transforms());
        return Stream.of(assembly(), new TableAssembly(schema(), suricata))
                .filter(assembly -> columns.containsAll(assembly.reads()))
                .findFirst();
    }

    static Feature number(String name, Kind kind, double high, String unit, double scale, Move move, double cost) {
        return new Feature(name, kind, 0, high, unit, scale, move, cost, List.of());
    }

    private static Feature category(String name, List<String> categories) {
        return Feature.category(name, categories).withMove(Move.FIXED);
    }
}
