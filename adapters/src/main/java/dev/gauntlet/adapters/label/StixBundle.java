package dev.gauntlet.adapters.label;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The indicators of a STIX 2.1 bundle whose patterns are comparisons for equality, joined by OR; others are counted.
 *
 * @see <a href="https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html">STIX 2.1, sections 4.7 and 9</a>
 */
final class StixBundle {
    private static final Pattern EQUALITY =
            Pattern.compile("\\s*([a-z0-9-]+:[\\w.'\\[\\]*-]+)\\s*=\\s*'((?:[^'\\\\]|\\\\.)*)'\\s*");

    private StixBundle() {}

    static IndicatorFile read(Path path, String text) {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw new InputException("%s: is not JSON: %s"
                    .formatted(
                            path,
                            String.valueOf(e.getOriginalMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("no reason given")));
        }
        JsonNode objects = root.path("objects");
        if (!root.path("type").asString("").equals("bundle") || !objects.isArray()) {
            throw new InputException(
                    path + ": is JSON but not a STIX 2.1 bundle; write the indicators one a line, or as CSV");
        }
        Map<String, String> kinds = new LinkedHashMap<>();
        int others = 0;
        int revoked = 0;
        for (JsonNode object : objects.values()) {
            if (!object.path("type").asString("").equals("indicator")) {
                continue;
            }
            if (object.path("revoked").asBoolean(false)) {
                revoked++;
                continue;
            }
            List<String> values = object.path("pattern_type").asString("stix").equals("stix")
                    ? values(object.path("pattern").asString(""))
                    : List.of();
            others += values.isEmpty() ? 1 : 0;
            values.forEach(value -> kinds.putIfAbsent(value, IndicatorFile.MALICIOUS));
        }
        List<String> notes = new ArrayList<>();
        if (others > 0) {
            notes.add(Plural.format(
                    "%s: %d indicator[s] whose pattern[s] [is not an equality comparison is|are not equality comparisons are] left out",
                    path.getFileName(), others));
        }
        if (revoked > 0) {
            notes.add(Plural.format("%s: %d revoked indicator[s] [is|are] left out", path.getFileName(), revoked));
        }
        return IndicatorFile.some(path, kinds, notes);
    }

    /** The values of which any makes a pattern match; none if it says more than that. */
    static List<String> values(String pattern) {
        List<String> values = new ArrayList<>();
        String inner = pattern.strip();
        for (String observation : inner.split("\\]\\s+OR\\s+\\[", -1)) {
            String comparisons = observation.replaceAll("^\\[|\\]$", "");
            int at = 0;
            Matcher equality = EQUALITY.matcher(comparisons);
            while (at < comparisons.length()) {
                equality.region(at, comparisons.length());
                if (!equality.lookingAt()) {
                    return List.of();
                }
                values.add(equality.group(2).replaceAll("\\\\(.)", "$1"));
                at = equality.end();
                if (at < comparisons.length()) {
                    if (!comparisons.startsWith("OR ", at)) {
                        return List.of();
                    }
                    at += 3;
                }
            }
        }
        return inner.startsWith("[") && inner.endsWith("]") ? values : List.of();
    }
}
