package dev.gauntlet.process.assemble;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Kind;
import dev.gauntlet.data.Feature.Move;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The activity of the originating host in a time window up to a connection, and the timing of its pair of hosts:
 * connections, distinct peers and ports, failures, bytes, and gaps between connections. Windows include the record
 * itself and follow {@code ts}, ties in record order; a record that is out of order gets the time of the one before it.
 * Addresses are not features.
 */
@AutoService(Transform.class)
public record FlowWindows(
        @Param(value = "length of the window per host, in seconds", low = 1, high = 1e6)
        double hostSeconds,

        @Param(value = "length of the window per pair of hosts, in seconds", low = 1, high = 1e6)
        double pairSeconds)
        implements Transform {
    private static final double CONNECTIONS = 1e6;
    /** Windows of inactive hosts are removed when there are this many windows, and then at each doubling. */
    private static final int MANY = 10_000;

    public FlowWindows {
        Catalogue.check(FlowWindows.class, hostSeconds, pairSeconds);
    }

    public FlowWindows() {
        this(600, 3600);
    }

    @Override
    public String summary() {
        return "counts connections of each host and pair of hosts in a window before a connection";
    }

    @Override
    public String source() {
        return "KDD Cup 1999 task description, time-based traffic features";
    }

    @Override
    public List<Input> reads() {
        return List.of(
                Input.time("ts"),
                Input.text("id.orig_h"),
                Input.text("id.resp_h"),
                Input.amount("id.resp_p").demanded(),
                Input.text("conn_state"),
                Input.amount("orig_bytes"));
    }

    @Override
    public List<Feature> features() {
        String host = " in %.0f s".formatted(hostSeconds);
        String pair = "connections in %.0f s".formatted(pairSeconds);
        return List.of(
                grows("host_conns", CONNECTIONS, "connections" + host, 5),
                grows("host_distinct_dsts", CONNECTIONS, "addresses" + host, 1),
                grows("host_distinct_ports", 65_536, "ports" + host, 1),
                grows("host_failed", CONNECTIONS, "connections" + host, 1),
                grows("host_orig_bytes", FlowSchema.BYTES, "bytes" + host, 20_000),
                grows("pair_conns", CONNECTIONS, pair, 5),
                FlowSchema.number("pair_gap_mean", Kind.REAL, pairSeconds + 1, "seconds", 200, Move.FREE, 1),
                FlowSchema.number("pair_gap_deviation", Kind.REAL, pairSeconds + 1, "seconds", 25, Move.FREE, 1));
    }

    private static Feature grows(String name, double high, String unit, double scale) {
        return FlowSchema.number(name, Kind.WHOLE, high, unit, scale, Move.UP_ONLY, 1);
    }

    @Override
    public List<String> rules() {
        return List.of(
                "1 <= host_distinct_dsts <= host_conns",
                "1 <= host_distinct_ports <= host_conns",
                "host_failed <= host_conns",
                "host_orig_bytes >= orig_bytes",
                "pair_conns >= 1",
                "if pair_conns <= 1 then pair_gap_mean = 0",
                "pair_gap_mean * (pair_conns - 1) <= %.0f".formatted(pairSeconds + 1),
                "pair_gap_deviation * pair_gap_deviation <= pair_gap_mean * pair_gap_mean * max(pair_conns - 2, 0)");
    }

    @Override
    public Optional<List<Past>> past() {
        return Optional.of(List.of(
                new Past(List.of("id.orig_h"), "ts", hostSeconds),
                new Past(List.of("id.orig_h", "id.resp_h"), "ts", pairSeconds)));
    }

    @Override
    public Running start() {
        return new Windows();
    }

    private record Pair(String host, String target) {}

    private final class Windows implements Running {
        private final Map<String, HostWindow> hosts = new HashMap<>();
        private final Map<Pair, PairWindow> pairs = new HashMap<>();
        private int many = MANY;

        @Override
        public List<Column> derive(Reading records) {
            double[] ts = records.numbers("ts");
            int[] order = IntStream.range(0, records.size())
                    .filter(records::usable)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> ts[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double[][] found = new double[features().size()][ts.length];
            addHosts(records, order, found);
            addPairs(records, order, found);
            if (order.length > 0) {
                forget(ts[order[order.length - 1]]);
            }
            List<Column> columns = new ArrayList<>();
            for (int k = 0; k < found.length; k++) {
                columns.add(Column.numbers(features().get(k).name(), found[k]));
            }
            return columns;
        }

        private void addHosts(Reading records, int[] order, double[][] found) {
            double[] ts = records.numbers("ts");
            double[] port = records.numbers("id.resp_p");
            double[] bytes = records.numbers("orig_bytes");
            Column originators = records.column("id.orig_h");
            Column targets = records.column("id.resp_h");
            Column states = records.column("conn_state");
            for (int i : order) {
                HostWindow window = hosts.computeIfAbsent(originators.text(i), h -> new HostWindow(hostSeconds));
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
        }

        private void addPairs(Reading records, int[] order, double[][] found) {
            double[] ts = records.numbers("ts");
            Column originators = records.column("id.orig_h");
            Column targets = records.column("id.resp_h");
            for (int i : order) {
                PairWindow window = pairs.computeIfAbsent(
                        new Pair(originators.text(i), targets.text(i)), p -> new PairWindow(pairSeconds));
                window.add(ts[i]);
                found[5][i] = window.connections();
                found[6][i] = window.gapMean();
                found[7][i] = window.gapDeviation();
            }
        }

        /** Removes windows that are empty at this time, so that memory stays bounded on endless streams. */
        private void forget(double now) {
            if (hosts.size() + pairs.size() < many) {
                return;
            }
            hosts.values().removeIf(window -> window.latest() < now - hostSeconds);
            pairs.values().removeIf(window -> window.latest() < now - pairSeconds);
            many = Math.max(MANY, 2 * (hosts.size() + pairs.size()));
        }
    }
}
