package dev.gauntlet.app.run;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Plugin;
import java.util.Collections;
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
     * The plug-in itself.
     *
     * @throws IllegalArgumentException if there is no such plug-in or parameter, or a value is out of range
     */
    public <P extends Plugin> P resolve(Class<P> kind) {
        return Catalogue.with(Catalogue.named(kind, id), parameters);
    }
}
