package dev.gauntlet.adapters.file;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Connections in the columns of Zeek's {@code conn.log} as Suricata's {@code eve.json}: {@code flow} events, and an
 * {@code alert} event at the start of each one that is not benign, whose category is its kind. They are in the order in
 * which connections start; Suricata itself writes a flow when it ends.
 *
 * <p>Values that Suricata counts differently are converted, so not everything can be read back: a flow's age is in
 * whole seconds (its start and end have six decimals), bytes are those of whole frames (payload and 54 bytes of
 * Ethernet, IPv4 and TCP headers a packet, 42 with UDP), and the outcome is one of new, established and closed.
 *
 * @see <a href="https://docs.suricata.io/en/latest/output/eve/eve-json-format.html">Suricata's description of
 *     eve.json</a>
 */
public final class EveWriter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int TCP_HEADERS = 54;
    private static final int UDP_HEADERS = 42;
    private static final Map<String, String> PROTOCOLS = Map.of("ssl", "tls", "krb_tcp", "krb5");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+0000'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Records records;
    private final Column kinds;
    private final String benign;

    private EveWriter(Records records, String kind, String benign) {
        this.records = records;
        this.kinds = records.column(kind);
        this.benign = benign;
    }

    /**
     * Writes the events.
     *
     * @param kind the label column
     * @param benign the label of connections without an alert
     * @param flows whether to write flows as well as alerts
     */
    public static void write(Records records, String kind, String benign, boolean flows, Path path) {
        EveWriter events = new EveWriter(records, kind, benign);
        WholeFile.write(path, out -> {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            for (int i = 0; i < records.size(); i++) {
                if (!events.kinds.text(i).equals(benign)) {
                    line(events.alert(i), text);
                }
                if (flows) {
                    line(events.flow(i), text);
                }
            }
            text.flush();
        });
    }

    /** The flow id of a record in its events. */
    public static long flowId(Records records, int i) {
        return records.id(i) + 1;
    }

    private static void line(Map<String, Object> event, Writer out) throws IOException {
        out.write(JSON.writeValueAsString(event));
        out.write('\n');
    }

    private Map<String, Object> flow(int i) {
        double start = number("ts", i);
        double lasts = number("duration", i);
        Map<String, Object> flow = new LinkedHashMap<>();
        flow.put("pkts_toserver", count("orig_pkts", i));
        flow.put("pkts_toclient", count("resp_pkts", i));
        flow.put("bytes_toserver", frames("orig", i));
        flow.put("bytes_toclient", frames("resp", i));
        flow.put("start", time(start));
        flow.put("end", time(start + lasts));
        flow.put("age", (long) lasts);
        flow.put("state", state(i));
        flow.put("reason", "timeout");
        flow.put("alerted", !kinds.text(i).equals(benign));
        Map<String, Object> event = event("flow", start + lasts, i);
        event.put("flow", flow);
        return event;
    }

    private Map<String, Object> alert(int i) {
        String kind = kinds.text(i);
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("action", "allowed");
        alert.put("gid", 1);
        alert.put("signature_id", 1_000_000 + Math.floorMod(kind.hashCode(), 1_000_000));
        alert.put("rev", 1);
        alert.put("signature", "SIMULATED " + kind);
        alert.put("category", kind);
        alert.put("severity", 1);
        Map<String, Object> event = event("alert", number("ts", i), i);
        event.put("alert", alert);
        return event;
    }

    private Map<String, Object> event(String type, double time, int i) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("timestamp", time(time));
        event.put("flow_id", flowId(records, i));
        event.put("event_type", type);
        event.put("src_ip", records.column("id.orig_h").text(i));
        event.put("src_port", count("id.orig_p", i));
        event.put("dest_ip", records.column("id.resp_h").text(i));
        event.put("dest_port", count("id.resp_p", i));
        event.put("proto", records.column("proto").text(i).toUpperCase(Locale.ROOT));
        String service = records.column("service").text(i);
        if (!service.isEmpty() && !service.equals("-")) {
            event.put("app_proto", PROTOCOLS.getOrDefault(service, service));
        } else if (count("resp_bytes", i) > 0) {
            event.put("app_proto", "failed");
        }
        return event;
    }

    private long frames(String end, int i) {
        int headers = records.column("proto").text(i).equals("tcp") ? TCP_HEADERS : UDP_HEADERS;
        return count(end + "_bytes", i) + headers * count(end + "_pkts", i);
    }

    private String state(int i) {
        boolean tcp = records.column("proto").text(i).equals("tcp");
        return switch (records.column("conn_state").text(i)) {
            case "S0" -> "new";
            case "S1" -> "established";
            case "SF" -> tcp ? "closed" : "established";
            default -> "closed";
        };
    }

    private double number(String column, int i) {
        return records.column(column).number(i);
    }

    private long count(String column, int i) {
        return (long) number(column, i);
    }

    private static String time(double seconds) {
        long micros = Math.round(seconds * 1e6);
        return TIME.format(
                Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 1000 * Math.floorMod(micros, 1_000_000L)));
    }
}
