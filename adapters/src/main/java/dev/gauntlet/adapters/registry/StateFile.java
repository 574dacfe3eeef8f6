package dev.gauntlet.adapters.registry;

import dev.gauntlet.adapters.StrictJson;
import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.FailedWrite;
import dev.gauntlet.adapters.disk.Unwritable;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of a registry and its history, which change together. A change writes, each on the disk before the next:
 * {@code pending.json}, the state to come; the files of a new version; the line of the history; {@code registry.json}, with
 * which the change has happened. A change that stopped before is undone. A history that is ahead of the state without a
 * pending change was not interrupted: the state is an older one.
 */
record StateFile(Path folder) {
    private static final String STATE = "registry.json";
    private static final String PENDING = "pending.json";
    private static final String HISTORY = "history.jsonl";
    private static final String VERSIONS = "versions";
    private static final Predicate<String> OF_A_NEW_ONE = Pattern.compile(
                    Registry.LOCK + "|[.](registry|pending)[.]json[.].*[.]part")
            .asMatchPredicate();
    private static final JsonMapper JSON =
            StrictJson.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** State, pending change and history, read one after the other while others may write. */
    private record Seen(State state, Optional<Change> pending, List<String> lines) {}

    /** A state, and the changes that led to it. */
    private record Known(State state, List<Change> changes) {}

    /** Whether a state is there. */
    boolean isThere() {
        return Files.isRegularFile(file());
    }

    /** Whether there is none, in a folder that has held a registry. */
    boolean isLost() {
        return !isThere()
                && Stream.of(STATE, HISTORY, VERSIONS)
                        .anyMatch(name -> Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
    }

    /** The folder of a version. */
    Path place(int version) {
        return folder.resolve(VERSIONS).resolve(Integer.toString(version));
    }

    /**
     * The state; an empty one in a folder that is new.
     *
     * @throws InputException if it or its history was altered, if it does not follow from that, or if it is missing where there
     *     is more than a new registry has
     */
    State read() {
        return known().state;
    }

    private State stated() {
        while (!Files.exists(file())) {
            List<String> others = others();
            if (others.isEmpty() || isFirstUnderWay(others)) {
                return State.empty();
            }
            if (!Files.exists(file())) {
                throw new InputException(
                        "%s: %s, but the folder holds %s; restore registry.json from a copy, or name a new or empty folder"
                                .formatted(folder, missing(), String.join(", ", others)));
            }
        }
        return parsed(file())
                .orElseThrow(() -> new InputException(
                        file() + ": was not written by Gauntlet, or was changed; restore a copy, or undo your change"));
    }

    /** Every change, oldest first; refused if a line was altered. */
    List<Change> changes() {
        return known().changes;
    }

    private Known known() {
        Seen seen = seen();
        while (true) {
            try {
                List<Change> changes = history().read(seen.state.last(), seen.pending, seen.lines);
                demandThatOf(seen.state.last(), seen.state);
                return new Known(seen.state, changes);
            } catch (InputException e) {
                Seen now = seen();
                if (now.equals(seen)) {
                    throw e;
                }
                // Another process wrote between the readings.
                seen = now;
            }
        }
    }

    private void demandThatOf(Change last, State state) {
        if (!last.state().isEmpty() && !last.state().equals(state.digest())) {
            throw new InputException(
                    ("%s: versions, stages or keys are not what line %d of %s states: the file was edited; restore a copy, or"
                                    + " undo your change")
                            .formatted(file(), last.number(), HISTORY));
        }
    }

    /** The state to change, after a change that was interrupted is undone. Needs the lock. */
    State recovered() {
        State state = stated();
        pendingAfter(state).ifPresent(pending -> {
            try {
                undo(state, pending);
            } catch (IOException e) {
                throw Unwritable.of(folder, e);
            }
        });
        return read();
    }

    /**
     * Changes the state and adds its line. Needs the lock.
     *
     * @param files writes those of a new version
     */
    void change(State before, State after, Runnable files) {
        try {
            write(PENDING, after);
            files.run();
            history().append(before.last(), after.last());
            write(STATE, after);
        } catch (RuntimeException e) {
            throw undone(before, after, e);
        }
        try {
            Disk.current().delete(folder.resolve(PENDING));
        } catch (IOException e) {
            // The change has happened, and the next one writes this file anew.
        }
    }

    /** What to throw for a change that failed: nothing has happened, unless the disk does not let it be undone. */
    private RuntimeException undone(State before, State after, RuntimeException cause) {
        try {
            if (isThere() && parsed(file()).filter(after::equals).isPresent()) {
                if (before.last().number() > 0) {
                    write(STATE, before);
                } else {
                    Disk.current().delete(file());
                    Disk.current().force(folder);
                }
            }
            undo(before, after);
        } catch (RuntimeException | IOException e) {
            cause.addSuppressed(e);
            if (parsed(file()).filter(after::equals).isPresent()) {
                return new FailedWrite(
                        "%s: the change is in place, but a power failure may undo it (%s)"
                                .formatted(folder, cause.getMessage()),
                        new IOException(cause));
            }
        }
        return cause;
    }

    /** Removes what a change left that has not happened; last what tells that it was under way. */
    private void undo(State state, State pending) throws IOException {
        boolean first = state.last().number() == 0;
        history().cut(state.last(), pending.last());
        if (pending.versions().size() > state.versions().size()) {
            removePlace(place(pending.versions().size()), first);
        }
        Disk.current().force(folder);
        Disk.current().delete(folder.resolve(PENDING));
    }

    private static void removePlace(Path place, boolean first) throws IOException {
        if (Files.isDirectory(place)) {
            List<Path> files;
            try (Stream<Path> all = Files.list(place)) {
                files = all.filter(Registry::isOfVersion).toList();
            }
            for (Path file : files) {
                Disk.current().delete(file);
            }
        }
        try {
            Disk.current().delete(place);
            if (first) {
                Disk.current().delete(place.resolveSibling(""));
            }
        } catch (DirectoryNotEmptyException e) {
            // Files of others are left alone.
        }
    }

    private Seen seen() {
        State state = stated();
        return new Seen(state, pendingAfter(state).map(State::last), history().lines());
    }

    /** The state that a change was to lead to that has not happened, or is under way. */
    private Optional<State> pendingAfter(State state) {
        return parsed(folder.resolve(PENDING))
                .filter(pending -> pending.last().number() == state.last().number() + 1
                        && pending.last().previous().equals(History.digest(state.last())));
    }

    /** Whether a folder without a state is one in which the first change is under way, or was interrupted. */
    private boolean isFirstUnderWay(List<String> others) {
        Optional<State> pending = pendingAfter(State.empty());
        List<String> lines = history().lines();
        return pending.isPresent()
                && List.of(PENDING, HISTORY, VERSIONS).containsAll(others)
                && (lines.isEmpty()
                        || lines.equals(List.of(History.line(pending.get().last()))));
    }

    /** What the folder holds that a new registry does not. */
    private List<String> others() {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(OF_A_NEW_ONE.negate())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputException(folder + ": cannot be read: " + e.getMessage());
        }
    }

    private String missing() {
        return Files.isSymbolicLink(file())
                ? "registry.json is a link to a file that is missing"
                : "registry.json is missing";
    }

    private void write(String name, State state) {
        WholeFile.write(folder.resolve(name), JSON.writeValueAsBytes(state));
    }

    private static Optional<State> parsed(Path file) {
        try {
            JsonNode tree = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
            if (tree.path("last") instanceof ObjectNode last && !last.has("state")) {
                last.put("state", ""); // Earlier versions did not state it.
            }
            return Optional.of(JSON.treeToValue(tree, State.class)).filter(State::isSound);
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    private Path file() {
        return folder.resolve(STATE);
    }

    private History history() {
        return new History(folder.resolve(HISTORY));
    }
}
