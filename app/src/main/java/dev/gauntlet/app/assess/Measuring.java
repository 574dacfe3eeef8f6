package dev.gauntlet.app.assess;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.campaign.CampaignRun;
import dev.gauntlet.campaign.Cell;
import dev.gauntlet.campaign.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Measures the cells of an assessment, under each seed of its plan, as far as a journal does not have them. */
public record Measuring(
        Assess assess, ForkJoinPool pool, Optional<Journal> journal, Checkpoint kept, Assess.Progress progress) {
    private static final int SHOWN = 5;

    /**
     * A share of the cells.
     *
     * @param cells how many it has
     * @param all how many all shares have
     * @param failed how many of its cells have no result
     */
    public record Shared(int cells, int all, int failed) {
        private Shared and(Shared other) {
            return new Shared(cells + other.cells, all + other.all, failed + other.failed);
        }
    }

    /** The campaign under one seed. */
    private record Seeded(CampaignRun run, List<Cell> cells, StoredCells stored) {}

    /** The findings under each seed. */
    List<List<Finding>> findings(AssessedSystem first) {
        begin(first);
        return each(first, seeded -> seeded.run.findings(seeded.stored));
    }

    /**
     * The same, of results that are all stored.
     *
     * @throws InputException if some are not
     */
    List<List<Finding>> stored(AssessedSystem first) {
        begin(first);
        return each(first, seeded -> {
            List<Cell> missing = seeded.stored.missing(seeded.cells).stream()
                    .filter(cell -> !seeded.stored.hasFailed(cell))
                    .toList();
            if (!missing.isEmpty()) {
                throw new InputException(
                        ("%d of %d results are missing, for example %s. Run the shards that have not ended"
                                        + " again, with the same --shard and --out; if all have, one of them read other data or"
                                        + " found another detector")
                                .formatted(
                                        missing.size(),
                                        seeded.cells.size(),
                                        missing.stream()
                                                .limit(SHOWN)
                                                .map(Cell::text)
                                                .collect(Collectors.joining("; "))));
            }
            return seeded.run.findings(seeded.stored);
        });
    }

    /** Measures a share of the cells. */
    Shared share(AssessedSystem first, Shard shard) {
        begin(first);
        return each(first, seeded -> {
                    List<Cell> mine = shard.share(seeded.cells);
                    progress.sharing(seeded.stored.missing(mine).size());
                    return new Shared(mine.size(), seeded.cells.size(), seeded.run.measure(mine, seeded.stored));
                })
                .stream()
                .reduce(new Shared(0, 0, 0), Shared::and);
    }

    private void begin(AssessedSystem first) {
        progress.prepared(
                assess.attacks().stream()
                        .filter(attack ->
                                assess.campaign().skips(first.lab(), attack).isEmpty())
                        .map(Plugin::id)
                        .toList(),
                assess.plan().seeds().size());
    }

    private <T> List<T> each(AssessedSystem first, Function<Seeded, T> work) {
        List<T> results = new ArrayList<>();
        for (long seed : assess.plan().seeds()) {
            Run run = Run.on(pool, Seed.of(seed), kept.store());
            AssessedSystem prepared =
                    results.isEmpty() ? first : AssessedSystem.of(assess.plan().at(seed), run, kept);
            results.add(work.apply(seeded(seed, prepared, run)));
        }
        return results;
    }

    private Seeded seeded(long seed, AssessedSystem prepared, Run run) {
        CampaignRun campaign = assess.campaign().on(prepared.lab(), run.child("campaign"));
        List<Cell> cells = campaign.cells();
        int held = journal.map(Journal::size).orElse(0);
        CellKeys keys = CellKeys.of(prepared.lab(), seed, assess.build());
        StoredCells stored = StoredCells.of(cells, journal, keys, progress);
        Set<Attack> open = stored.missing(cells).stream().map(Cell::attack).collect(Collectors.toSet());
        long finished = cells.stream()
                .map(Cell::attack)
                .distinct()
                .filter(attack -> !open.contains(attack))
                .count();
        long others = stored.found().keySet().stream()
                .filter(cell -> open.contains(cell.attack()))
                .count();
        progress.reused((int) finished, (int) others, held);
        return new Seeded(campaign, cells, stored);
    }
}
