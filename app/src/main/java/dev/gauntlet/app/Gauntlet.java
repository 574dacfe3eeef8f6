package dev.gauntlet.app;

import dev.gauntlet.app.detector.ForeignFile;
import dev.gauntlet.app.detector.GivenModel;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.nio.file.Path;

/** The library's entry point for models made elsewhere; everything else starts with the steps of the process. */
public final class Gauntlet {
    private Gauntlet() {}

    /**
     * Reads a detector: a bundle with its schema and threshold, or another program's model file, at the natural threshold of
     * its scale, over numbers without bounds under the names the file gives them, else x0, x1 ...
     *
     * @throws dev.gauntlet.base.InputException if it is neither, or contains what can be neither converted nor run
     */
    public static Model importModel(Path file) {
        return GivenModel.imported(file);
    }

    /**
     * Reads another program's model file.
     *
     * @param schema what its inputs mean, in any order where the file names them, else in the model's; other features change
     *     nothing. Categories are those of the file where it states their texts, else numbered as listed
     * @throws dev.gauntlet.base.InputException if it is none, or takes other inputs
     */
    public static Model importModel(Path file, Schema schema) {
        return ForeignFile.read(file).over(schema);
    }
}
