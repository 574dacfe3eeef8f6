package dev.gauntlet.process.assemble;

import com.google.auto.service.AutoService;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * The flows of Suricata's {@code eve.json} in the columns of Zeek's {@code conn.log}: application protocols by Zeek's
 * names, the state of a flow as the nearest {@code conn_state} (closed is SF, established S1 or without TCP SF, new
 * S0), and bytes without the 14 of each packet's Ethernet header. Zeek counts payload only, so sizes are distributed
 * differently in the two, and a detector trained on one does not fit the other exactly.
 */
@AutoService(Transform.class)
public record SuricataFlows() implements Transform {
    private static final int ETHERNET = 14;
    private static final Map<String, String> SERVICES =
            Map.of("tls", "ssl", "krb5", "krb_tcp", "failed", "-", "", "-", "ftp-data", "ftp", "http2", "http");

    @Override
    public String summary() {
        return "reads Suricata's flows as Zeek's connections";
    }

    @Override
    public String source() {
        return "https://docs.suricata.io/en/latest/output/eve/eve-json-format.html";
    }

    @Override
    public List<Input> reads() {
        return List.of(
                Input.time("flow.start"),
                Input.text("src_ip"),
                Input.text("dest_ip"),
                Input.amount("dest_port").demanded(),
                Input.text("proto"),
                Input.text("app_proto"),
                Input.amount("flow.bytes_toserver").demanded(),
                Input.amount("flow.bytes_toclient").demanded(),
                Input.amount("flow.pkts_toserver").demanded(),
                Input.amount("flow.pkts_toclient").demanded(),
                Input.amount("flow.age"),
                Input.text("flow.state"));
    }

    @Override
    public List<Feature> features() {
        return FlowSchema.OWN;
    }

    @Override
    public List<String> derives() {
        List<String> names = new ArrayList<>(List.of("ts", "id.orig_h", "id.resp_h", "id.resp_p"));
        features().forEach(feature -> names.add(feature.name()));
        return names;
    }

    @Override
    public List<String> rules() {
        return FlowSchema.OWN_RULES;
    }

    @Override
    public Optional<List<Past>> past() {
        return Optional.of(List.of());
    }

    @Override
    public Running start() {
        return records -> List.of(
                Column.times("ts", records.numbers("flow.start")),
                texts("id.orig_h", records, "src_ip", text -> text),
                texts("id.resp_h", records, "dest_ip", text -> text),
                Column.numbers("id.resp_p", records.numbers("dest_port")),
                Column.numbers("duration", records.numbers("flow.age")),
                bytes("orig_bytes", records, "toserver"),
                bytes("resp_bytes", records, "toclient"),
                Column.numbers("orig_pkts", records.numbers("flow.pkts_toserver")),
                Column.numbers("resp_pkts", records.numbers("flow.pkts_toclient")),
                texts("proto", records, "proto", SuricataFlows::protocol),
                texts("service", records, "app_proto", SuricataFlows::service),
                states(records));
    }

    private static Column bytes(String name, Reading records, String way) {
        double[] bytes = records.numbers("flow.bytes_" + way);
        double[] packets = records.numbers("flow.pkts_" + way);
        double[] payload = new double[bytes.length];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = Math.max(0, bytes[i] - ETHERNET * packets[i]);
        }
        return Column.numbers(name, payload);
    }

    private static Column states(Reading records) {
        Column states = records.column("flow.state");
        Column protocols = records.column("proto");
        return texts("conn_state", records.size(), i -> switch (states.text(i)) {
            case "closed" -> "SF";
            case "established" -> protocol(protocols.text(i)).equals("tcp") ? "S1" : "SF";
            case "new" -> "S0";
            default -> "OTH";
        });
    }

    private static String protocol(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("icmp") ? "icmp" : lower;
    }

    private static String service(String text) {
        return SERVICES.getOrDefault(text, text);
    }

    private static Column texts(String name, Reading records, String from, UnaryOperator<String> change) {
        Column column = records.column(from);
        return texts(name, records.size(), i -> change.apply(column.text(i)));
    }

    private static Column texts(String name, int size, IntFunction<String> text) {
        String[] texts = new String[size];
        for (int i = 0; i < size; i++) {
            texts[i] = text.apply(i);
        }
        return Column.texts(name, texts);
    }
}
