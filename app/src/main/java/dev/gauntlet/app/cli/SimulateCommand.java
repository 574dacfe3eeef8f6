package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.file.EveWriter;
import dev.gauntlet.adapters.file.ZeekWriter;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the embedded simulation as the files that sensors write. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Writes a simulated enterprise network, two weeks from Monday, 4 March 2024, as sample "
                + "files: one Zeek conn.log per day, Suricata's eve.json with an alert for each malicious "
                + "connection, and truth.csv with the true label of each connection. The traffic is synthetic.",
        footer = {
            "",
            "Examples:",
            "  gauntlet simulate network",
            "  gauntlet simulate known --to 10",
            "  gauntlet simulate later --from 11",
            "",
            "The last two write parts of the same two weeks. On day 12 the network changes: machines get an agent "
                    + "that uses a new port, and a new version of one malware uses it too."
        })
final class SimulateCommand implements Callable<Integer> {
    private static final String LABEL = "label";
    private static final String BENIGN = "benign";
    private static final double DAY = 86_400;

    /** Whose files are written, as it is typed. */
    enum Format {
        ZEEK,
        SURICATA,
        BOTH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "an empty folder; created if it does not exist")
    private Path folder = Path.of("");

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "approximate total number of connections " + "(default 24000)")
    private int connections = new SimulatedNetwork().connections();

    @Option(names = "--seed", paramLabel = "N", description = "seed; the same seed gives the same bytes (default 1)")
    private long seed = 1;

    @Option(names = "--from", paramLabel = "DAY", description = "the first day to write, from 1 (default 1)")
    private int from = 1;

    @Option(names = "--to", paramLabel = "DAY", description = "the last day to write, up to 14 (default 14)")
    private int to = SimulatedNetwork.DAYS;

    @Option(
            names = "--format",
            paramLabel = "WHOSE",
            description = "zeek (conn.log, and eve.json with alerts only), suricata (eve.json) or both (default)")
    private Format format = Format.BOTH;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        problems.check("--connections", () -> new SimulatedNetwork(connections));
        if (!(1 <= from && from <= to && to <= SimulatedNetwork.DAYS)) {
            problems.add("--from and --to must be days from 1 to %d in this order but are %d and %d"
                    .formatted(SimulatedNetwork.DAYS, from, to));
        }
        problems.throwIfAny();
        refuseFull();
        Records all = new SimulatedNetwork(connections).read(Run.seeded(seed).child("simulation"));
        Records chosen = days(all, from - 1, to);
        WholeFile.makeFolder(folder);
        PrintWriter say = spec.commandLine().getOut();
        Column kinds = chosen.column(LABEL);
        long malicious = IntStream.range(0, chosen.size())
                .filter(i -> !kinds.text(i).equals(BENIGN))
                .count();
        say.print(Plural.format(
                "%s: %,d connection[s] on %d day[s], %,d malicious%n",
                folder, chosen.size(), to - from + 1, malicious));
        if (format != Format.SURICATA) {
            for (int day = from - 1; day < to; day++) {
                ZeekWriter.write(days(chosen, day, day + 1), folder.resolve(log(day)));
            }
            say.printf("  %s%s: Zeek's connections%n", log(from - 1), from < to ? " to " + log(to - 1) : "");
        }
        boolean flows = format != Format.ZEEK;
        EveWriter.write(chosen, LABEL, BENIGN, flows, folder.resolve("eve.json"));
        say.printf("  eve.json: Suricata's alerts%s%n", flows ? " and flows" : "");
        WholeFile.write(folder.resolve("truth.csv"), truth(chosen).getBytes(StandardCharsets.UTF_8));
        say.println("  truth.csv: the true label of each connection, by Zeek's uid and Suricata's flow_id");
        say.flush();
        return Main.DONE;
    }

    private void refuseFull() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> there = Files.list(folder)) {
            if (there.findAny().isPresent()) {
                throw new InputException(folder + ": is not empty; name a new folder, or empty this one");
            }
        } catch (IOException e) {
            throw new InputException(folder + ": is not a folder that can be written to; name another");
        }
    }

    /** The records of days from one up to another, which is not among them. */
    private static Records days(Records records, int first, int end) {
        Column times = records.column("ts");
        double low = SimulatedNetwork.START + first * DAY;
        double high = SimulatedNetwork.START + end * DAY;
        return records.select(IntStream.range(0, records.size())
                .filter(i -> times.number(i) >= low && times.number(i) < high)
                .toArray());
    }

    private static String log(int day) {
        LocalDate date = LocalDate.ofEpochDay((long) (SimulatedNetwork.START / DAY) + day);
        return "conn.%s.log.gz".formatted(date);
    }

    private static String truth(Records records) {
        StringBuilder text = new StringBuilder("uid,flow_id,label\n");
        for (int i = 0; i < records.size(); i++) {
            text.append(records.column("uid").text(i))
                    .append(',')
                    .append(EveWriter.flowId(records, i))
                    .append(',')
                    .append(records.column(LABEL).text(i))
                    .append('\n');
        }
        return text.toString();
    }
}
