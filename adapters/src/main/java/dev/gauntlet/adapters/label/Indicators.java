package dev.gauntlet.adapters.label;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.label.Labeller;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A list of indicators as labels: a record is what the list says of any value in it, such as an address or a domain. */
public final class Indicators implements Labeller {
    private final String name;
    private final Map<String, String> kinds = new HashMap<>();

    private Indicators(String name) {
        this.name = name;
    }

    /** Reads a table with a column {@code indicator} and, if it is there, a column {@code kind}. */
    public static Indicators read(Path path) {
        Records records = new FileSource(path).read(Run.seeded(0));
        Column indicator = records.find("indicator")
                .orElseThrow(() -> new InputException(
                        "%s: there is no column \"indicator\"; the columns are %s".formatted(path, records.names())));
        Optional<Column> kind = records.find("kind");
        Indicators indicators = new Indicators(String.valueOf(path.getFileName()));
        for (int i = 0; i < records.size(); i++) {
            int row = i;
            indicators.kinds.putIfAbsent(
                    indicator.text(i),
                    kind.map(column -> column.text(row))
                            .filter(text -> !text.isEmpty())
                            .orElse("malicious"));
        }
        indicators.kinds.remove("");
        return indicators;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String[] says(Records records) {
        String[] said = new String[records.size()];
        java.util.Arrays.fill(said, "");
        for (Column column : records.columns()) {
            for (int i = 0; i < said.length; i++) {
                said[i] = said[i].isEmpty() ? kinds.getOrDefault(column.text(i), "") : said[i];
            }
        }
        return said;
    }
}
