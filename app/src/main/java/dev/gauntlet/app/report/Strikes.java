package dev.gauntlet.app.report;

import dev.gauntlet.Phase;
import java.util.List;

/** One step of the process and the labels of the attacks on it; at least one, which may say that there is none. */
record Strikes(Phase phase, List<Picture.Label> labels) {
    Strikes {
        labels = List.copyOf(labels);
    }

    static List<Strikes> of(List<Tried> tried) {
        return List.of(Phase.values()).stream()
                .map(phase -> new Strikes(
                        phase,
                        tried.stream()
                                .filter(t -> t.phase() == phase)
                                .map(Picture.Label::of)
                                .toList()))
                .map(s -> s.labels.isEmpty() ? new Strikes(s.phase, List.of(Picture.Label.none())) : s)
                .toList();
    }

    /** The index of a step in the process, from 0. */
    static int index(Phase phase) {
        return List.of(Phase.values()).indexOf(phase);
    }

    int size() {
        return labels.size();
    }

    Picture.Box box(int x, int y, int width, int height) {
        Mark gravest =
                labels.stream().map(Picture.Label::mark).min(Mark::compareTo).orElse(Mark.UNTRIED);
        return new Picture.Box(Integer.toString(index(phase) + 1), Words.phase(phase), gravest, x, y, width, height);
    }
}
