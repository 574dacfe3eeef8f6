package dev.gauntlet.app.assess;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Cell;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Measured;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The results of the cells of a campaign, as far as a journal has them; new ones are added to it.
 *
 * @param found those that the journal had
 */
record StoredCells(
        Optional<Journal> journal,
        Optional<VictimFiles> victims,
        CellKeys keys,
        Map<Cell, Measured> found,
        Assess.Progress progress)
        implements Campaign.Listener {
    /** The results of these cells. */
    static StoredCells of(List<Cell> cells, Optional<Journal> journal, CellKeys keys, Assess.Progress progress) {
        Map<Cell, Measured> found = new ConcurrentHashMap<>();
        Optional<VictimFiles> victims = journal.map(kept -> new VictimFiles(new RunFolder(kept.folder())));
        for (Cell cell : cells) {
            journal.flatMap(kept -> kept.find(keys.key(cell)))
                    .map(FindingsJson::cell)
                    .flatMap(result -> victims.flatMap(files -> files.complete(result)))
                    .ifPresent(result -> found.put(cell, result));
        }
        return new StoredCells(journal, victims, keys, found, progress);
    }

    /** Those of these cells that have no result. */
    List<Cell> missing(List<Cell> cells) {
        return cells.stream().filter(cell -> !found.containsKey(cell)).toList();
    }

    /** Whether a process tried a cell and it failed; whoever makes the findings tries it again, and reports why. */
    boolean hasFailed(Cell cell) {
        return journal.flatMap(kept -> kept.find(failure(cell))).isPresent();
    }

    private String failure(Cell cell) {
        return "failed " + keys.key(cell);
    }

    @Override
    public void failed(Cell cell, String reason) {
        journal.ifPresent(kept -> kept.add(failure(cell), reason.replaceAll("\\s+", " ")));
    }

    @Override
    public Optional<Measured> known(Cell cell) {
        return Optional.ofNullable(found.get(cell));
    }

    @Override
    public void started(Attack attack) {
        progress.started(attack.id());
    }

    @Override
    public void measured(Cell cell, Measured result) {
        victims.ifPresent(files -> files.write(result.arm()));
        journal.ifPresent(kept -> kept.add(keys.key(cell), FindingsJson.line(result)));
        progress.measured(cell.text());
    }

    @Override
    public void finished(Attack attack, List<Finding> findings, boolean reused) {
        progress.finished(attack.id(), findings, reused);
    }
}
