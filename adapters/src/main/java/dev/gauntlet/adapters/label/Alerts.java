package dev.gauntlet.adapters.label;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.label.Labeller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Alerts as labels: a connection gets the label of an alert on the same endpoints and protocol, in either direction, if
 * the alert is within the connection or shortly before or after it. Of several alerts the first in time counts.
 */
public final class Alerts implements Labeller {
    private static final List<String> KINDS = List.of("kind", "alert.category", "alert.signature", "label");

    private record Ends(String one, double onePort, String other, double otherPort, String protocol) {
        /** The same for both directions. */
        static Ends of(Records records, Flows names, int i) {
            String source = records.column(names.source()).text(i);
            String target = records.column(names.target()).text(i);
            double sourcePort = records.column(names.sourcePort()).number(i);
            double targetPort = records.column(names.targetPort()).number(i);
            String protocol = records.column(names.protocol()).text(i).toLowerCase(Locale.ROOT);
            int order = source.compareTo(target);
            boolean first = order < 0 || (order == 0 && sourcePort <= targetPort);
            return first
                    ? new Ends(source, sourcePort, target, targetPort, protocol)
                    : new Ends(target, targetPort, source, sourcePort, protocol);
        }
    }

    private record Alert(double time, String kind) {}

    private final String name;
    private final double seconds;
    private final Map<Ends, List<Alert>> alerts = new HashMap<>();

    private Alerts(String name, double seconds) {
        this.name = name;
        this.seconds = Require.between("seconds", seconds, 0, 1e9);
    }

    /**
     * Reads a list of alerts: Suricata's {@code eve.json}, or a table with time, both ends, protocol and, if it is there,
     * a column {@code kind}.
     *
     * @param seconds that an alert may lie before a connection's start or after its end
     */
    public static Alerts read(Path path, double seconds) {
        Records records = FileSource.ofEvents(path, "alert").read(Run.seeded(0));
        Flows names = Flows.of(records, path.toString());
        names.demandNumbers(records, path.toString());
        Optional<Column> kind =
                KINDS.stream().flatMap(k -> records.find(k).stream()).findFirst();
        Alerts alerts = new Alerts(String.valueOf(path.getFileName()), seconds);
        for (int i = 0; i < records.size(); i++) {
            int row = i;
            double time = records.column(names.time()).number(i);
            String said = kind.map(column -> column.text(row))
                    .filter(text -> !text.isEmpty())
                    .orElse("malicious");
            alerts.alerts
                    .computeIfAbsent(Ends.of(records, names, i), ends -> new ArrayList<>())
                    .add(new Alert(time, said));
        }
        alerts.alerts.values().forEach(list -> list.sort(java.util.Comparator.comparingDouble(Alert::time)));
        return alerts;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String[] says(Records records) {
        Flows names = Flows.of(records, "the data");
        names.demandNumbers(records, "the data");
        Column start = numbers(records, "flow.start").orElse(records.column(names.time()));
        Optional<Column> end = numbers(records, "flow.end");
        Optional<Column> duration = numbers(records, "duration");
        String[] said = new String[records.size()];
        for (int i = 0; i < said.length; i++) {
            double from = start.number(i);
            int row = i;
            double to = end.map(column -> column.number(row))
                    .or(() -> duration.map(column -> from + column.number(row)))
                    .filter(second -> !second.isNaN())
                    .orElse(from);
            said[i] = alerts.getOrDefault(Ends.of(records, names, i), List.of()).stream()
                    .filter(alert -> alert.time >= from - seconds && alert.time <= to + seconds)
                    .map(Alert::kind)
                    .findFirst()
                    .orElse("");
        }
        return said;
    }

    private static Optional<Column> numbers(Records records, String name) {
        return records.find(name).filter(column -> column.kind().isNumeric());
    }
}
