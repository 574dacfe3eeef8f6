package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.Seal;
import java.util.ArrayList;
import java.util.List;

/** The part of each day's rows that is not used for training, each with its own seal. */
final class SealedRows {
    private final Window window;
    private final List<Dataset> parts = new ArrayList<>();
    private final List<Seal> seals = new ArrayList<>();
    private Dataset all;

    SealedRows(Window window, Dataset first) {
        this.window = window;
        this.all = first;
        keep(first);
    }

    /**
     * The rows on which champion and challenger are compared.
     *
     * @param others the number of other challengers for which a part of them was opened before
     */
    record Opened(Dataset rows, int others) {}

    void add(Dataset part) {
        if (part.size() > 0) {
            all = all.append(part);
            keep(part);
        }
    }

    private void keep(Dataset part) {
        parts.add(part);
        seals.add(Seal.of(part));
    }

    /** Opens the sealed rows of the window that challengers are trained on, and records that. */
    Opened open(String challenger, int day, Run run) {
        Dataset rows = window.over(all, run);
        int others = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).latest() < rows.earliest()) {
                continue;
            }
            others = Math.max(others, seals.get(i).openings().size());
            seals.set(
                    i,
                    seals.get(i)
                            .open(parts.get(i), challenger, "day %d: challenger against champion".formatted(day))
                            .seal());
        }
        return new Opened(rows, others);
    }

    List<Seal> seals() {
        return List.copyOf(seals);
    }
}
