package dev.gauntlet.adapters.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** File modes. */
public final class Modes {
    private Modes() {}

    /** Whether files beside this one have an owner and a mode. */
    public static boolean at(Path path) {
        try {
            Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
            return Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether others than its owner may read a file, where the file system says so. */
    public static boolean isOpenToOthers(Path path) {
        try {
            return at(path)
                    && Files.getPosixFilePermissions(path).stream()
                            .anyMatch(p -> p == PosixFilePermission.GROUP_READ || p == PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }
}
