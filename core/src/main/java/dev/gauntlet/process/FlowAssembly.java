package dev.gauntlet.process;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One row per connection record in the columns of Zeek's {@code conn.log}: its own sizes and kinds, what its originating
 * host did in the 600 seconds up to it, and the rhythm of its pair of hosts in the 3600 seconds up to it. Windows
 * include the record itself and follow {@code ts}, ties in record order. No address becomes a feature.
 *
 * <p>Records without a time or a packet count, with a negative or infinite number, or with text that is no number are
 * dropped and count in no window. Unset durations and bytes are missing values.
 */
public record FlowAssembly() implements Assembly {
    private static final double HOST_SECONDS = 600;
    private static final double PAIR_SECONDS = 3600;
    private static final Schema SCHEMA = FlowSchema.schema();
    private static final List<String> PORT_CLASSES = Ports.classes();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Assembled assemble(Records records) {
        Reading reading = new Reading(records);
        Map<String, double[]> columns = new HashMap<>();
        double[] ts = reading.numbers("ts");
        reading.demand("ts", ts);
        for (String name : List.of("duration", "orig_bytes", "resp_bytes", "orig_pkts", "resp_pkts")) {
            columns.put(name, reading.amounts(name));
        }
        double[] port = reading.amounts("id.resp_p");
        reading.demand("id.resp_p", port);
        reading.demand("orig_pkts", column(columns, "orig_pkts"));
        reading.demand("resp_pkts", column(columns, "resp_pkts"));
        int size = records.size();
        columns.put("resp_port", fill(size, i -> Reading.code(PORT_CLASSES, Ports.classOf((int) port[i]))));
        columns.put("proto", codes(records.column("proto"), FlowSchema.PROTOCOLS));
        columns.put("service", codes(records.column("service"), FlowSchema.SERVICES));
        columns.put("conn_state", codes(records.column("conn_state"), FlowSchema.STATES));
        columns.put(
                "hour", fill(size, i -> StrictMath.floor((ts[i] - 86_400 * StrictMath.floor(ts[i] / 86_400)) / 3600)));
        addRatios(columns, size);
        int[] order = IntStream.range(0, size)
                .filter(reading::usable)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> ts[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        addHostWindows(records, columns, ts, port, order);
        addPairWindows(records, columns, ts, order);
        double[][] inOrder =
                SCHEMA.names().stream().map(name -> column(columns, name)).toArray(double[][]::new);
        return reading.assemble(SCHEMA, (i, j) -> inOrder[j][i]);
    }

    private static void addRatios(Map<String, double[]> columns, int size) {
        double[] orig = column(columns, "orig_bytes");
        double[] resp = column(columns, "resp_bytes");
        double[] origPackets = column(columns, "orig_pkts");
        double[] respPackets = column(columns, "resp_pkts");
        columns.put("orig_share", fill(size, i -> ratio(orig[i], orig[i] + resp[i])));
        columns.put("orig_mean_size", fill(size, i -> ratio(orig[i], origPackets[i])));
        columns.put("resp_mean_size", fill(size, i -> ratio(resp[i], respPackets[i])));
    }

    private static void addHostWindows(
            Records records, Map<String, double[]> columns, double[] ts, double[] port, int[] order) {
        Column hosts = records.column("id.orig_h");
        Column targets = records.column("id.resp_h");
        Column states = records.column("conn_state");
        double[] bytes = column(columns, "orig_bytes");
        double[][] found = new double[5][ts.length];
        Map<String, HostWindow> windows = new HashMap<>();
        for (int i : order) {
            HostWindow window = windows.computeIfAbsent(hosts.text(i), h -> new HostWindow(HOST_SECONDS));
            String state = states.text(i);
            boolean failed = state.equals("S0") || state.equals("REJ") || state.startsWith("RSTO");
            double sent = Double.isNaN(bytes[i]) ? 0 : bytes[i];
            window.add(new HostWindow.Entry(ts[i], targets.text(i), (int) port[i], failed, sent));
            found[0][i] = window.connections();
            found[1][i] = window.distinctTargets();
            found[2][i] = window.distinctPorts();
            found[3][i] = window.failed();
            found[4][i] = window.bytes();
        }
        columns.put("host_conns", found[0]);
        columns.put("host_distinct_dsts", found[1]);
        columns.put("host_distinct_ports", found[2]);
        columns.put("host_failed", found[3]);
        columns.put("host_orig_bytes", found[4]);
    }

    private static void addPairWindows(Records records, Map<String, double[]> columns, double[] ts, int[] order) {
        Column hosts = records.column("id.orig_h");
        Column targets = records.column("id.resp_h");
        double[][] found = new double[3][ts.length];
        Map<List<String>, PairWindow> windows = new HashMap<>();
        for (int i : order) {
            PairWindow window =
                    windows.computeIfAbsent(List.of(hosts.text(i), targets.text(i)), p -> new PairWindow(PAIR_SECONDS));
            window.add(ts[i]);
            found[0][i] = window.connections();
            found[1][i] = window.gapMean();
            found[2][i] = window.gapDeviation();
        }
        columns.put("pair_conns", found[0]);
        columns.put("pair_gap_mean", found[1]);
        columns.put("pair_gap_deviation", found[2]);
    }

    private static double[] codes(Column column, List<String> categories) {
        return fill(column.size(), i -> Reading.code(categories, column.missing(i) ? "-" : column.text(i)));
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private static double[] fill(int size, java.util.function.IntToDoubleFunction value) {
        return IntStream.range(0, size).mapToDouble(value).toArray();
    }

    private static double[] column(Map<String, double[]> columns, String name) {
        double[] found = columns.get(name);
        if (found == null) {
            throw new IllegalStateException("column " + name + " was not computed");
        }
        return found;
    }
}
