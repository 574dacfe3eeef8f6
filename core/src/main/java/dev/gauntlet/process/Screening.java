package dev.gauntlet.process;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.threat.Screen;

/** What will stand between the detector and those who query it, once clean rows are known. */
@FunctionalInterface
public interface Screening {
    /** Fits the screen to labelled rows that are trusted and were not trained on; they carry the schema. */
    Screen fitted(Dataset clean, Run run);
}
