package dev.gauntlet.adapters.label;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.label.Labeller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A list of indicators as labels: a record gets the label of any value of the list in it, such as an address or a
 * domain.
 */
public final class Indicators implements Labeller {
    private final String name;
    private final IndicatorFile file;

    private Indicators(String name, IndicatorFile file) {
        this.name = name;
        this.file = file;
    }

    /** Reads a file; see {@link IndicatorFile}. */
    public static Indicators read(Path path) {
        return read(path.toString());
    }

    /** Reads a file, after whose name the column of the indicators may follow: {@code feed.csv#dst_ip}. */
    public static Indicators read(String place) {
        int cut = Files.exists(Path.of(place)) ? -1 : place.lastIndexOf('#');
        Path path = Path.of(cut < 0 ? place : place.substring(0, cut));
        Optional<String> column = cut < 0 ? Optional.empty() : Optional.of(place.substring(cut + 1));
        return new Indicators(String.valueOf(path.getFileName()), IndicatorFile.read(path, column));
    }

    @Override
    public List<String> notes() {
        return file.notes();
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
                said[i] = said[i].isEmpty() ? file.kinds().getOrDefault(column.text(i), "") : said[i];
            }
        }
        return said;
    }
}
