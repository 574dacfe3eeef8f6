package dev.gauntlet.app.assess;

import dev.gauntlet.base.InputException;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which victims are of one source, and so not independent: the outcomes cannot be decided anew without it. Sources are
 * numbered, not named.
 *
 * @param numbers the number of a row's source by the id of the row; rows without a source are not listed
 */
record Sources(SortedMap<Long, Integer> numbers) {
    static final String FILE = "sources.csv";
    private static final String HEAD = "row,source";

    /** The sources of the victims of an assessment. */
    static Sources of(Assessment assessment, Split.Parts parts) {
        Map<Long, String> names = new HashMap<>();
        for (Dataset part : List.of(parts.train(), parts.test())) {
            for (int i = 0; i < part.size(); i++) {
                long id = part.id(i);
                part.source(i).ifPresent(name -> names.put(id, name));
            }
        }
        TreeSet<Long> rows = new TreeSet<>();
        assessment.findings().stream()
                .flatMap(finding -> finding.arms().stream())
                .flatMap(arm -> arm.victims().stream())
                .filter(Victims::areRows)
                .forEach(victims -> {
                    for (long id : victims.ids()) {
                        rows.add(id);
                    }
                });
        SortedMap<Long, Integer> numbers = new TreeMap<>();
        Map<String, Integer> known = new HashMap<>();
        for (long row : rows) {
            String name = names.get(row);
            if (name != null) {
                numbers.put(row, known.computeIfAbsent(name, any -> known.size()));
            }
        }
        return new Sources(numbers);
    }

    /** Those that a run folder states; none if it has no such file. */
    static Sources in(Path folder) {
        Path file = folder.resolve(FILE);
        SortedMap<Long, Integer> numbers = new TreeMap<>();
        if (!Files.exists(file)) {
            return new Sources(numbers);
        }
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 1; i < lines.size(); i++) {
                String[] parts = lines.get(i).split(",", -1);
                if (parts.length != 2 || !(parts[0] + parts[1]).matches("-?[0-9]{1,18}")) {
                    throw new InputException("%s, line %d: is no row with its source".formatted(file, i + 1));
                }
                numbers.put(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
            }
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read as UTF-8 text");
        } catch (NumberFormatException e) {
            throw new InputException(file + ": has a line that is no row with its source");
        }
        return new Sources(numbers);
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD + "\n");
        numbers.forEach(
                (row, source) -> text.append(row).append(',').append(source).append('\n'));
        return text.toString();
    }

    /** The source of a row, or its id where it has none. */
    Object of(long row) {
        Integer number = numbers.get(row);
        return number == null ? row : number;
    }
}
