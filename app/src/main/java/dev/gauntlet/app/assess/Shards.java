package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.ChainedFile;
import dev.gauntlet.app.detector.Build;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.PlanFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The folders of shards of one assessment.
 *
 * @param plan of all of them
 */
public record Shards(List<Path> folders, Plan plan) {
    /**
     * Reads the folders.
     *
     * @throws InputException if they are of different plans, or another build made them; names each
     */
    public static Shards of(List<Path> folders) {
        Problems problems = new Problems();
        Optional<Plan> first = Optional.empty();
        for (Path folder : folders) {
            Path file = folder.resolve("plan.yaml");
            Optional<Shard.Stated> stated = Shard.stated(folder);
            if (stated.isEmpty() || !Files.isRegularFile(file)) {
                problems.add(folder + ": holds no shard; start one with: gauntlet assess PLAN --shard 1/8 --out DIR");
                continue;
            }
            if (!stated.get().build().equals(Build.digest())) {
                problems.add(
                        folder + ": another build of Gauntlet, other plug-ins, another system or another Java made it;"
                                + " merge with the one that ran the shards");
            }
            Plan plan = PlanFile.read(file);
            if (first.isPresent() && !first.get().digest().equals(plan.digest())) {
                problems.add("%s: is of another plan than %s".formatted(folder, folders.get(0)));
            }
            first = first.or(() -> Optional.of(plan));
        }
        problems.throwIfAny();
        return new Shards(
                List.copyOf(folders),
                first.orElseThrow(() -> new InputException("name the folders of the shards: gauntlet merge DIR...")));
    }

    /**
     * Adds what they have computed to a run folder: the results, and the fits of a search.
     *
     * @param altered receives what is wrong with lines of a file that are not used
     */
    public void join(RunFolder into, BiConsumer<Path, List<ChainedFile.Fault>> altered) {
        if (folders.stream().anyMatch(folder -> same(folder, into.path()))) {
            throw new InputException(into.path() + ": is the folder of a shard; choose another with --out");
        }
        into.begin(plan);
        VictimFiles victims = new VictimFiles(into);
        folders.forEach(victims::addAll);
        for (String name : List.of(RunFolder.JOURNAL, RunFolder.FITS)) {
            Journal journal = Journal.open(into.path().resolve(name));
            for (Path folder : folders) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    Journal part = Journal.open(file);
                    altered.accept(file, part.faults());
                    journal.addAll(part);
                }
            }
        }
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
