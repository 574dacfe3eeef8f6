package dev.gauntlet.adapters.file;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines of a log after those of a header that stands further up; remembers the header that applies. */
final class HeaderLines implements Lines {
    private static final Set<String> APPLIED =
            Set.of("#separator", "#set_separator", "#empty_field", "#unset_field", "#fields", "#types");

    private final Lines rest;
    private final Queue<String> before;
    private final Map<String, String> header = new LinkedHashMap<>();

    HeaderLines(Lines rest, List<String> before) {
        this.rest = rest;
        this.before = new ArrayDeque<>(before);
    }

    @Override
    public @Nullable Line next() throws IOException {
        String known = before.poll();
        Line line = known == null ? rest.next() : new Line(0, known, "");
        if (line != null && line.text().startsWith("#") && !line.isBroken()) {
            remember(line.text());
        }
        return line;
    }

    private void remember(String text) {
        String name = text.split("\\s", 2)[0];
        if (APPLIED.contains(name)) {
            // The types follow the fields that they are of.
            header.remove(name);
            header.put(name, text);
        }
    }

    /** The lines of the header that applies to the next row. */
    List<String> header() {
        return List.copyOf(header.values());
    }

    @Override
    public boolean ready() throws IOException {
        return !before.isEmpty() || rest.ready();
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
