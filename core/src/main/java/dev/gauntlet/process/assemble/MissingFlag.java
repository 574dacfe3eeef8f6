package dev.gauntlet.process.assemble;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Move;
import java.util.List;
import java.util.Optional;

/**
 * 1 if a number is missing, otherwise 0, so that a detector can distinguish a missing number from its imputed value.
 */
@AutoService(Transform.class)
public record MissingFlag(@Param("the column of the number") String column) implements Transform {
    public MissingFlag {
        Catalogue.check(MissingFlag.class, column);
    }

    public MissingFlag() {
        this("value");
    }

    @Override
    public String summary() {
        return "indicates whether a number is missing";
    }

    @Override
    public String source() {
        return "van Buuren, Flexible Imputation of Missing Data, 2nd edition, 2018, section 1.3.7, Indicator method";
    }

    @Override
    public List<Input> reads() {
        return List.of(new Input(column, Input.Kind.NUMBER, false));
    }

    @Override
    public List<Feature> features() {
        return List.of(Feature.flag(column + "-missing").withMove(Move.FIXED));
    }

    @Override
    public Optional<List<Past>> past() {
        return Optional.of(List.of());
    }

    @Override
    public Running start() {
        return records -> {
            double[] values = records.numbers(column);
            double[] flags = new double[values.length];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = Double.isNaN(values[i]) ? 1 : 0;
            }
            return List.of(Column.numbers(column + "-missing", flags));
        };
    }
}
