package dev.gauntlet.base;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A plug-in by its id, with the parameters that are to differ from its defaults.
 *
 * @param parameters numbers, truth values or texts by name
 */
public record Choice(String id, SortedMap<String, Object> parameters) {
    public Choice {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** A plug-in with its defaults. */
    public static Choice of(String id) {
        return new Choice(id, new TreeMap<>(Map.of()));
    }

    /**
     * A plug-in as it is written on a command line: {@code url-text} or {@code url-text:column=link,buckets=16}.
     *
     * @throws IllegalArgumentException if a parameter has no value
     */
    public static Choice parse(String text) {
        int colon = text.indexOf(':');
        SortedMap<String, Object> parameters = new TreeMap<>();
        if (colon >= 0) {
            for (String part : text.substring(colon + 1).split(",", -1)) {
                int equals = part.indexOf('=');
                Require.that(equals > 0, "\"%s\" must look like id:name=value,name=value", text);
                parameters.put(
                        part.substring(0, equals).strip(),
                        value(part.substring(equals + 1).strip()));
            }
        }
        return new Choice((colon < 0 ? text : text.substring(0, colon)).strip(), parameters);
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?") ? (Object) Double.valueOf(text) : text;
    }

    /** What {@link #resolve} makes this plug-in of. */
    public static Choice of(Plugin plugin) {
        SortedMap<String, Object> parameters = new TreeMap<>();
        List<Catalogue.Parameter> usual = Catalogue.parameters(Catalogue.usual(plugin));
        for (int i = 0; i < usual.size(); i++) {
            Catalogue.Parameter parameter = Catalogue.parameters(plugin).get(i);
            if (!parameter.value().equals(usual.get(i).value())) {
                parameters.put(parameter.name(), parameter.value());
            }
        }
        return new Choice(plugin.id(), parameters);
    }

    /**
     * The plug-in itself.
     *
     * @throws IllegalArgumentException if there is no such plug-in or parameter, or a value is out of range
     */
    public <P extends Plugin> P resolve(Class<P> kind) {
        return Catalogue.with(Catalogue.named(kind, id), parameters);
    }
}
