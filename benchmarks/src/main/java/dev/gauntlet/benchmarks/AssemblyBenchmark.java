package dev.gauntlet.benchmarks;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Rows of simulated connections with all their windows, on one thread. Before anything is timed, no record may be
 * dropped and the last row must have the windows that recounting gives.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class AssemblyBenchmark {
    private static final double HOST_SECONDS = 600;

    /** Connections. */
    @Param({"100000", "1000000"})
    public int size;

    private Records records;

    /** Simulates, and checks what is assembled. */
    @Setup
    public void simulate() {
        records = new SimulatedNetwork(size).read(Run.seeded(1));
        Dataset rows = assemble();
        int last = rows.size() - 1;
        double now = records.column("ts").number(last);
        String host = records.column("id.orig_h").text(last);
        int count = 0;
        for (int i = 0; i <= last; i++) {
            boolean near = records.column("ts").number(i) >= now - HOST_SECONDS;
            count += near && records.column("id.orig_h").text(i).equals(host) ? 1 : 0;
        }
        double found = rows.rows().get(last, rows.schema().column("host_conns"));
        if (rows.size() != records.size() || found != count) {
            throw new IllegalStateException("%d of %d rows; %s connections in the window instead of %d"
                    .formatted(rows.size(), records.size(), found, count));
        }
    }

    @Benchmark
    public Dataset assemble() {
        return FlowSchema.assembly().assemble(records).rows();
    }
}
