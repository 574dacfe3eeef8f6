package dev.gauntlet.model.learn;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Kernel;
import dev.gauntlet.model.Model;
import java.util.stream.IntStream;

/** What a supervised method learns from: the labelled rows, encoded for linear models, and whether each is malicious. */
final class Lesson {
    final int size;
    final int width;
    /** size x width, row by row. */
    final double[] inputs;
    /** 1 for malicious, 0 for benign. */
    final double[] targets;

    private final Dataset data;
    private final Encoding encoding;

    private Lesson(Dataset labelled) {
        data = labelled;
        encoding = Encoding.standard(labelled);
        size = labelled.size();
        width = labelled.schema().width();
        inputs = encoding.encode(labelled.rows()).toArray();
        targets = new double[size];
        for (int i = 0; i < size; i++) {
            targets[i] = labelled.malicious(i) ? 1 : 0;
        }
    }

    /** The labelled rows of a data set; refuses data without both classes. */
    static Lesson of(Dataset data) {
        Dataset labelled = data.select(
                IntStream.range(0, data.size()).filter(i -> data.label(i) >= 0).toArray());
        int malicious = labelled.maliciousRows().length;
        Require.that(
                malicious > 0 && malicious < labelled.size(),
                "training needs benign and malicious rows but has %d benign and %d malicious"
                        .formatted(labelled.size() - malicious, malicious));
        return new Lesson(labelled);
    }

    Model model(String trainer, Kernel kernel) {
        return new Model(trainer, data.schema(), encoding, kernel);
    }
}
