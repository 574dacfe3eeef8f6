package dev.gauntlet.process.assemble;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Move;
import java.util.List;
import java.util.Optional;

/** One amount divided by another; 0 if the other is 0. */
@AutoService(Transform.class)
public record Ratio(
        @Param("the column of the numerator") String part,
        @Param("the column of the denominator") String whole,
        @Param("the name of the ratio") String name,

        @Param(value = "the largest valid ratio", low = 1e-9)
        double high)
        implements Transform {
    public Ratio {
        Catalogue.check(Ratio.class, part, whole, name, high);
    }

    public Ratio() {
        this("part", "whole", "ratio", 1);
    }

    @Override
    public String summary() {
        return "divides one number by another";
    }

    @Override
    public String source() {
        return "arithmetic";
    }

    @Override
    public List<Input> reads() {
        return List.of(Input.amount(part), Input.amount(whole));
    }

    @Override
    public List<Feature> features() {
        return List.of(Feature.real(name, 0, high)
                .withUnit(part + " per " + whole)
                .withMove(Move.FREE)
                .withCost(0));
    }

    @Override
    public List<String> rules() {
        return List.of("`%s` * `%s` = `%s`".formatted(name, whole, part));
    }

    @Override
    public Optional<List<Past>> past() {
        return Optional.of(List.of());
    }

    @Override
    public Running start() {
        return records -> {
            double[] above = records.numbers(part);
            double[] below = records.numbers(whole);
            double[] ratios = new double[records.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = of(above[i], below[i]);
            }
            return List.of(Column.numbers(name, ratios));
        };
    }

    /** {@code part / whole}; 0 if the whole is 0, NaN if one is missing. */
    static double of(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
