package dev.gauntlet.base;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds, checks and configures plug-ins. Each is a record; its no-argument constructor gives the defaults. */
public final class Catalogue {
    /**
     * One parameter of a plug-in: its name, meaning, range and the value that this instance has.
     *
     * @param zero what 0 stands for; empty if it is just 0
     */
    public record Parameter(
            String name, String text, String zero, double low, double high, Class<?> type, Object value) {
        /** The meaning, and what 0 stands for. */
        public String meaning() {
            return zero.isEmpty() ? text : text + " (0 = " + zero + ")";
        }

        /** The valid values, such as {@code in [0, 1]}; empty if there is no limit. */
        public String range() {
            return Double.isInfinite(low) && Double.isInfinite(high)
                    ? ""
                    : "in [%s, %s]".formatted(Require.text(low), Require.text(high));
        }

        /** What a value stands for if it is not a quantity: {@code unlimited} for a depth of 0. */
        public Optional<String> word(double value) {
            return value == 0 && !zero.isEmpty() ? Optional.of(zero) : Optional.empty();
        }

        /** The value, followed by what it stands for if it is not a quantity: {@code 0 = unlimited}. */
        public String shown() {
            Optional<String> word = value instanceof Number number ? word(number.doubleValue()) : Optional.empty();
            return value + word.map(text -> " = " + text).orElse("");
        }
    }

    private Catalogue() {}

    /** Every plug-in of a kind with its default parameters, sorted by id. */
    public static <P extends Plugin> List<P> all(Class<P> kind) {
        return ServiceLoader.load(kind, Catalogue.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Plugin::id))
                .toList();
    }

    /** The plug-in with that id and default parameters. */
    public static <P extends Plugin> P named(Class<P> kind, String id) {
        List<P> known = all(kind);
        return known.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow(() -> {
            List<String> ids = known.stream().map(Plugin::id).toList();
            return new IllegalArgumentException(
                    "there is no %s called \"%s\"%s".formatted(noun(kind), id, Problems.didYouMean(id, ids)));
        });
    }

    /** The same plug-in with its default parameters. */
    static Plugin usual(Plugin plugin) {
        try {
            Constructor<?> constructor = plugin.getClass().getDeclaredConstructor();
            return (Plugin) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + plugin.id(), e);
        }
    }

    /** A copy of a plug-in with some parameters set; unknown names and values out of range are refused. */
    public static <P extends Plugin> P with(P plugin, Map<String, ?> values) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (Parameter p : parameters(plugin)) {
            arguments.put(p.name(), p.value());
        }
        for (Map.Entry<String, ?> entry : values.entrySet()) {
            Object old = arguments.get(entry.getKey());
            if (old == null) {
                throw new IllegalArgumentException("%s has no parameter \"%s\"%s; it has %s"
                        .formatted(
                                plugin.id(),
                                entry.getKey(),
                                Problems.didYouMean(entry.getKey(), arguments.keySet()),
                                arguments.keySet()));
            }
            arguments.put(entry.getKey(), convert(entry.getKey(), entry.getValue(), old.getClass()));
        }
        return construct(plugin, arguments.values().toArray());
    }

    /** The parameters of a plug-in in the order of its record components. */
    public static List<Parameter> parameters(Plugin plugin) {
        List<Parameter> parameters = new ArrayList<>();
        for (RecordComponent part : components(plugin.getClass())) {
            Param param = part.getAnnotation(Param.class);
            if (param == null) {
                throw new IllegalStateException(plugin.getClass() + "." + part.getName() + " lacks @Param");
            }
            try {
                Object value = part.getAccessor().invoke(plugin);
                parameters.add(new Parameter(
                        part.getName(), param.value(), param.zero(), param.low(), param.high(), part.getType(), value));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + part, e);
            }
        }
        return parameters;
    }

    /**
     * Checks the arguments of a plug-in's constructor against the ranges its {@link Param}s state. Called from compact
     * constructors.
     *
     * @param values the components in declaration order
     */
    public static void check(Class<? extends Record> type, Object... values) {
        RecordComponent[] parts = components(type);
        Require.same("parameters of " + type.getSimpleName(), parts.length, values.length);
        for (int i = 0; i < parts.length; i++) {
            Param param = parts[i].getAnnotation(Param.class);
            if (param != null && values[i] instanceof Number number) {
                Require.between(parts[i].getName(), number.doubleValue(), param.low(), param.high());
            }
        }
    }

    private static RecordComponent[] components(Class<?> type) {
        RecordComponent[] parts = type.getRecordComponents();
        if (parts == null) {
            throw new IllegalStateException(type + " must be a record");
        }
        return parts;
    }

    private static Object convert(String name, Object value, Class<?> wanted) {
        if (wanted == Integer.class && value instanceof Number n && n.doubleValue() == n.intValue()) {
            return n.intValue();
        }
        if (wanted == Long.class && value instanceof Number n && n.doubleValue() == n.longValue()) {
            return n.longValue();
        }
        if (wanted == Double.class && value instanceof Number n) {
            return n.doubleValue();
        }
        if (wanted.isInstance(value)) {
            return value;
        }
        throw new IllegalArgumentException("%s must be of type %s but is %s"
                .formatted(
                        name,
                        wanted == Integer.class || wanted == Long.class
                                ? "whole number"
                                : wanted == Double.class
                                        ? "number"
                                        : wanted == Boolean.class ? "true or false" : "text",
                        value));
    }

    @SuppressWarnings("unchecked")
    private static <P extends Plugin> P construct(P plugin, Object[] arguments) {
        RecordComponent[] parts = components(plugin.getClass());
        Class<?>[] types = new Class<?>[parts.length];
        for (int i = 0; i < parts.length; i++) {
            types[i] = parts[i].getType();
        }
        try {
            Constructor<?> constructor = plugin.getClass().getDeclaredConstructor(types);
            return (P) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("cannot construct " + plugin.id(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + plugin.id(), e);
        }
    }

    /** Whether {@link #text} tells all of a plug-in: whether it is a record of parameters. */
    public static boolean hasText(Plugin plugin) {
        RecordComponent[] parts = plugin.getClass().getRecordComponents();
        return parts != null && Arrays.stream(parts).allMatch(part -> part.isAnnotationPresent(Param.class));
    }

    /** The class of a plug-in and its parameters: what it does depends on nothing else. Two plug-ins can share an id. */
    public static String text(Plugin plugin) {
        return parameters(plugin).stream()
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining(", ", plugin.getClass().getName() + "[", "]"));
    }

    private static String noun(Class<?> kind) {
        return Plugin.idOf(kind).replace('-', ' ');
    }
}
