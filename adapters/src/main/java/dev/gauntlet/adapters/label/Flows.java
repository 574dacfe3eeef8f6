package dev.gauntlet.adapters.label;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Records;
import java.util.List;

/** The columns of a connection's endpoints: Zeek's names, Suricata's, or the plain ones. */
record Flows(String time, String source, String sourcePort, String target, String targetPort, String protocol) {
    private static final List<Flows> KNOWN = List.of(
            new Flows("ts", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto"),
            new Flows("timestamp", "src_ip", "src_port", "dest_ip", "dest_port", "proto"),
            new Flows("ts", "src", "src_port", "dst", "dst_port", "proto"));

    /**
     * The names that are all there.
     *
     * @param what the records, for the message
     */
    static Flows of(Records records, String what) {
        return KNOWN.stream()
                .filter(flows -> records.names().containsAll(flows.names()))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "%s: has no connections; it needs the columns of one of these lists: %s, but has %s"
                                .formatted(
                                        what, KNOWN.stream().map(Flows::names).toList(), records.names())));
    }

    /** Refuses times and ports that are texts. */
    void demandNumbers(Records records, String what) {
        for (String name : List.of(time, sourcePort, targetPort)) {
            if (!records.column(name).kind().isNumeric()) {
                throw new InputException(
                        "%s, column %s: contains texts such as \"%s\"; times must be seconds since 1970 and ports numbers"
                                .formatted(what, name, records.column(name).text(0)));
            }
        }
    }

    private List<String> names() {
        return List.of(time, source, sourcePort, target, targetPort, protocol);
    }
}
