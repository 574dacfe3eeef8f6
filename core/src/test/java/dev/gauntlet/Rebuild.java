package dev.gauntlet;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.Assembled;
import dev.gauntlet.process.assemble.Assembly;
import java.util.List;
import java.util.function.Function;

/** An assembly by a function, to see or change what it is given. */
public record Rebuild(Function<Records, Dataset> rows) implements Assembly {
    @Override
    public Schema schema() {
        return Toy.plain();
    }

    @Override
    public List<String> reads() {
        return List.of();
    }

    @Override
    public Running start() {
        return records -> new Assembled(rows.apply(records), List.of());
    }
}
