package dev.gauntlet.adapters.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where the content of an output goes.
 *
 * @param path behind all links, so that a link stays one
 * @param special whether it is there and no regular file: a device, a FIFO, or what {@code /dev/stdout} stands for; it is
 *     written through and never replaced
 */
public record Place(Path path, boolean special) {
    private static final int MOST_LINKS = 40;
    private static final Pattern ASIDE = Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.part");

    /** The place that a path of the user denotes. */
    public static Place of(Path wanted) throws IOException {
        Path path = wanted;
        for (int links = 0; links < MOST_LINKS && Files.isSymbolicLink(path); links++) {
            if (isOfKernel(path)) {
                return new Place(wanted, true);
            }
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        return new Place(path, Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path));
    }

    /** Whether a path leads to a device, FIFO or the like, beside which no other files belong. */
    public static boolean isSpecial(Path wanted) {
        try {
            return of(wanted).special;
        } catch (IOException e) {
            return false;
        }
    }

    /** Links there name what a process has open, and need not lead to a file. */
    private static boolean isOfKernel(Path link) throws IOException {
        return folder(link).toRealPath().startsWith("/proc");
    }

    /** A name beside it, for what is to be renamed to it. */
    public Path aside() {
        return sibling("." + UUID.randomUUID() + ".part");
    }

    /** Whether a file has a name that {@link #aside} gives. */
    public static boolean isAside(Path file) {
        return ASIDE.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** The name of its lock, hidden and never removed. */
    public Path lock() {
        return sibling(".lock");
    }

    /** The name of the hidden file beside it that states how far a followed log was read for it. */
    public Path offset() {
        return sibling(".offset");
    }

    private Path sibling(String ending) {
        return folder().resolve("." + path.getFileName() + ending);
    }

    /** The folder it is in. */
    public Path folder() {
        return folder(path);
    }

    private static Path folder(Path path) {
        return Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path.toAbsolutePath());
    }

    /** Whether two paths lead to the same file that exists. */
    public static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one, LinkOption.NOFOLLOW_LINKS) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
