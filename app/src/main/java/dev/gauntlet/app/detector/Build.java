package dev.gauntlet.app.detector;

import dev.gauntlet.data.Digest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The code that computes, with its libraries and plug-ins, and the kind of machine that it computes on. */
public final class Build {
    private final Deque<Path> open = new ArrayDeque<>();
    private final SortedSet<String> contents = new TreeSet<>();

    private Build() {}

    /** Computed when it is first asked for. */
    private static final class Running {
        private static final String DIGEST = digest(System.getProperty("java.class.path"), machine());
    }

    /** The version of this build for people, or {@code development}. Two builds can share it. */
    public static String version() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /**
     * The SHA-256 of what the class path holds, and of the machine. What another build has computed is not used in its place.
     * Where the files are, what jars are called and in which order they stand does not count.
     */
    public static String digest() {
        return Running.DIGEST;
    }

    /**
     * Findings are the same bytes on every supported Java as far as they are computed here. Java's version counts all the
     * same: its own library writes some numbers in other digits since 19, and computing again costs minutes only.
     */
    static String machine() {
        return "%s, %s, Java %d"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version().feature());
    }

    /** The same of any class path, its entries separated as the system does, and any machine. */
    static String digest(String classPath, String machine) {
        Build build = new Build();
        Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .forEach(build.open::add);
        Set<Path> seen = new HashSet<>();
        while (!build.open.isEmpty()) {
            Path entry = build.open.remove().toAbsolutePath().normalize();
            if (Files.exists(entry) && seen.add(entry)) {
                build.add(entry);
            }
        }
        Digest digest = new Digest().add(machine);
        build.contents.forEach(digest::add);
        return digest.hex();
    }

    private void add(Path entry) {
        try {
            contents.add(Files.isDirectory(entry) ? folder(entry) : jar(entry));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + entry, e);
        }
    }

    private static String folder(Path folder) throws IOException {
        Digest digest = new Digest();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                digest.add(name).add(Files.readAllBytes(file));
            }
        }
        return digest.hex();
    }

    /** The checksums that a jar states of its entries: reading 160 MB of native libraries would take a second. */
    private String jar(Path file) throws IOException {
        Digest digest = new Digest();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                digest.add(entry.getName()).add(entry.getSize()).add(entry.getCrc());
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    named(zip.getInputStream(entry)).forEach(name -> open.add(file.resolveSibling(name)));
                }
            }
        } catch (ZipException e) {
            return new Digest().add(Files.readAllBytes(file)).hex();
        }
        return digest.hex();
    }

    /** What a manifest adds to the class path. */
    private static List<String> named(InputStream manifest) throws IOException {
        String names = new Manifest(manifest).getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        return names == null
                ? List.of()
                : Arrays.stream(names.trim().split("\\s+")).map(Build::path).toList();
    }

    private static String path(String url) {
        return url.startsWith("file:")
                ? Path.of(URI.create(url)).toString()
                : URI.create(url).getPath();
    }
}
