package dev.gauntlet.base;

import java.util.Locale;

/**
 * Something a user can name in a plan: a record that carries its own parameters. Registered with
 * {@code @AutoService}, found by {@link Catalogue}, configured through its record components.
 */
public interface Plugin {
    /** The name in commands and plans: the class name in lower case with hyphens, {@code LabelFlip} as {@code label-flip}. */
    default String id() {
        return idOf(getClass());
    }

    /** One sentence that says what it does, for lists and reports. */
    String summary();

    /** The publication or document it follows. */
    String source();

    static String idOf(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
