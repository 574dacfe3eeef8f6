package dev.gauntlet.adapters.registry;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The libraries on the class path, from the names of their files; group and licence where they are known. */
final class Libraries {
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/\\\\]*)\\.jar");

    /**
     * One library.
     *
     * @param group of its Maven coordinates, if known
     * @param licence as SPDX names it, if known
     */
    record Library(String name, String version, Optional<String> group, Optional<String> licence) {}

    private Libraries() {}

    static List<Library> here() {
        return on(System.getProperty("java.class.path", ""));
    }

    /** Those on a class path, in the order of their names. */
    static List<Library> on(String path) {
        Properties known = known();
        TreeMap<String, Library> found = new TreeMap<>();
        for (String part : path.split(Pattern.quote(File.pathSeparator))) {
            Matcher jar = JAR.matcher(new File(part).getName());
            if (jar.matches()) {
                String name = jar.group(1);
                Optional<String[]> facts =
                        Optional.ofNullable(known.getProperty(name)).map(text -> text.split(" "));
                found.put(name, new Library(name, jar.group(2), facts.map(f -> f[0]), facts.map(f -> f[1])));
            }
        }
        return List.copyOf(found.values());
    }

    private static Properties known() {
        Properties known = new Properties();
        try (InputStream in = Libraries.class.getResourceAsStream("libraries.properties")) {
            known.load(in);
            return known;
        } catch (IOException e) {
            throw new IllegalStateException("the list of libraries is part of this build", e);
        }
    }
}
