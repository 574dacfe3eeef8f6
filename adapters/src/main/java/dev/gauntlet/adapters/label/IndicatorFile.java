package dev.gauntlet.adapters.label;

import dev.gauntlet.adapters.file.FileFormat;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The indicators in a file: a list of one a line with comments behind {@code #}, a table with a header (MISP and abuse.ch
 * write such), Zeek's intelligence format, or a STIX 2.1 bundle.
 *
 * @param kinds what each indicator says of a record that holds it
 * @param notes what was left out
 */
record IndicatorFile(Map<String, String> kinds, List<String> notes) {
    static final String MALICIOUS = "malicious";

    private static final int MOST_BYTES = 1 << 28;
    /** What columns of indicators are called, by MISP, abuse.ch, Zeek and others. */
    private static final List<String> NAMES = List.of(
            "indicator",
            "ioc_value",
            "ioc",
            "value",
            "dst_ip",
            "ip_address",
            "ip",
            "url",
            "domain",
            "sha256_hash",
            "sha256",
            "md5_hash",
            "md5");

    private static final List<String> KINDS = List.of("kind", "malware_printable", "malware", "threat");
    private static final Pattern WITH_PORT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}):\\d{1,5}");

    /**
     * Reads a file.
     *
     * @param column of the indicators; found by its name if absent
     */
    static IndicatorFile read(Path path, Optional<String> column) {
        String text = text(path);
        String start = text.replace("\uFEFF", "").stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            return StixBundle.read(path, start);
        }
        List<String> lines = text.replace("\uFEFF", "")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(String::strip)
                .toList();
        boolean list = !start.startsWith("#fields") && lines.stream().noneMatch(line -> line.matches(".*[,;\t].*"));
        return list ? list(path, lines) : table(path, column);
    }

    private static String text(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new InputException("%s: is larger than the %d MB that a list of indicators may have"
                        .formatted(path, MOST_BYTES >> 20));
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new InputException(path + ": there is no such file");
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read as UTF-8 text: " + e.getMessage());
        }
    }

    private static IndicatorFile list(Path path, List<String> lines) {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String indicator = lines.get(i).replaceFirst("\\s+#.*$", "").replaceAll("^\"|\"$", "");
            if (i > 0 || !NAMES.contains(indicator)) {
                kinds.put(indicator, MALICIOUS);
            }
        }
        return some(path, kinds, List.of());
    }

    private static IndicatorFile table(Path path, Optional<String> stated) {
        Records records = new FileSource(path, FileFormat.automatic().asWritten()).read(Run.seeded(0));
        Column indicators = column(records, path, stated);
        Optional<Column> kind =
                KINDS.stream().flatMap(name -> records.find(name).stream()).findFirst();
        Optional<Column> type = records.find("type");
        Optional<Column> detects = records.find("to_ids");
        Map<String, String> kinds = new LinkedHashMap<>();
        int left = 0;
        for (int i = 0; i < records.size(); i++) {
            int row = i;
            if (detects.map(flag -> flag.text(row).equals("0")).orElse(false)) {
                left++;
                continue;
            }
            String says = kind.map(column -> column.text(row))
                    .filter(text -> !text.isBlank())
                    .orElse(MALICIOUS);
            values(indicators.text(i), type.map(column -> column.text(row)).orElse(""))
                    .forEach(value -> kinds.putIfAbsent(value, says));
        }
        List<String> notes = new ArrayList<>(records.notes());
        if (left > 0) {
            notes.add(Plural.format(
                    "%s: %d indicator[s] that [is|are] not for detection (to_ids 0) [is|are] left out",
                    path.getFileName(), left));
        }
        return some(path, kinds, notes);
    }

    private static Column column(Records records, Path path, Optional<String> stated) {
        List<String> found =
                NAMES.stream().filter(name -> records.find(name).isPresent()).toList();
        String name = stated.orElseGet(() -> found.stream()
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "%s: no column has a usual name for indicators; name it, as --indicators '%s#COLUMN'; the columns are %s"
                                .formatted(path, path, records.names()))));
        return records.find(name)
                .orElseThrow(() -> new InputException(
                        "%s: there is no column \"%s\"; the columns are %s".formatted(path, name, records.names())));
    }

    /** The values of a cell: of MISP's types of two, such as ip-dst|port, both but the port; of an address with a port, the address. */
    private static List<String> values(String cell, String type) {
        if (cell.isBlank()) {
            return List.of();
        }
        String[] types = type.split("\\|", -1);
        String[] parts = cell.split("\\|", -1);
        List<String> values = new ArrayList<>();
        if (types.length == 2 && parts.length == 2) {
            for (int k = 0; k < 2; k++) {
                if (!types[k].equals("port")) {
                    values.add(parts[k].strip());
                }
            }
            return values;
        }
        var port = WITH_PORT.matcher(cell.strip());
        values.add(port.matches() ? port.group(1) : cell.strip());
        return values;
    }

    static IndicatorFile some(Path path, Map<String, String> kinds, List<String> notes) {
        kinds.remove("");
        if (kinds.isEmpty()) {
            throw new InputException(path + ": contains no indicator that can be used"
                    + (notes.isEmpty() ? "" : "; " + String.join("; ", notes)));
        }
        return new IndicatorFile(kinds, notes);
    }
}
