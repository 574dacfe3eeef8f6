package dev.gauntlet.process.retrain;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.Seal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The newest days with labels, on which detectors are compared before any is trained on them. Each has its own seal. */
final class NewestDays {
    private final int held;
    private final List<Dataset> days = new ArrayList<>();
    private final List<Seal> seals = new ArrayList<>();

    NewestDays(int held) {
        this.held = held;
    }

    /**
     * The rows on which champion and challenger are compared.
     *
     * @param others the number of other challengers for which a part of them was opened before
     */
    record Opened(Dataset rows, int others) {}

    /** Holds a day back, and releases the oldest for training once there are more than are held. */
    Optional<Dataset> add(Dataset day) {
        days.add(day);
        seals.add(Seal.of(day));
        return days.size() > held ? Optional.of(days.get(first() - 1)) : Optional.empty();
    }

    private int first() {
        return Math.max(0, days.size() - held);
    }

    Dataset rows() {
        return days.subList(first(), days.size()).stream()
                .reduce(Dataset::append)
                .orElseThrow();
    }

    /** The same rows, for a comparison, which is recorded. */
    Opened open(String challenger, int number) {
        int others = IntStream.range(first(), days.size())
                .map(i -> seals.get(i).openings().size())
                .max()
                .orElse(0);
        for (int i = first(); i < days.size(); i++) {
            seals.set(
                    i,
                    seals.get(i)
                            .open(days.get(i), challenger, "day %d: challenger against champion".formatted(number))
                            .seal());
        }
        return new Opened(rows(), others);
    }

    List<Seal> seals() {
        return List.copyOf(seals);
    }
}
