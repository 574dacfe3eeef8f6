package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.registry.Registry;
import dev.gauntlet.adapters.registry.Stage;
import dev.gauntlet.app.detector.GivenModel;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Whether a registry has another champion, or other shadows, than before. Of anything else than a registry nothing changes. */
public final class RegistryWatch {
    /** Of nothing. */
    public static final RegistryWatch NONE = new RegistryWatch(Optional.empty());

    private final Optional<Path> folder;
    private List<String> roles;
    private String stamp;

    private RegistryWatch(Optional<Path> folder) {
        this.folder = folder;
        stamp = stamp();
        roles = roles();
    }

    /** Watches from now on. */
    public static RegistryWatch of(String model) {
        Path path =
                Path.of(model.startsWith(GivenModel.REGISTRY) ? model.substring(GivenModel.REGISTRY.length()) : model);
        return new RegistryWatch(Optional.of(path).filter(Registry::isAt));
    }

    /** Whether something changed since this said so last. */
    public boolean hasChanged() {
        String now = stamp();
        if (now.equals(stamp)) {
            return false;
        }
        List<String> before = roles;
        stamp = now;
        roles = roles();
        return !roles.equals(before);
    }

    /** Changes whenever the registry is written: its state is replaced whole. */
    private String stamp() {
        return folder.map(path -> {
                    try {
                        BasicFileAttributes state =
                                Files.readAttributes(path.resolve("registry.json"), BasicFileAttributes.class);
                        return "%s %s %d".formatted(state.fileKey(), state.lastModifiedTime(), state.size());
                    } catch (IOException e) {
                        return "";
                    }
                })
                .orElse("");
    }

    private List<String> roles() {
        try {
            return folder.map(path -> Registry.at(path, Clock.systemUTC()).versions().stream()
                            .filter(one -> one.stage() == Stage.CHAMPION || one.stage() == Stage.SHADOW)
                            .map(one -> one.stage() + " " + one.number())
                            .toList())
                    .orElse(List.of());
        } catch (InputException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
