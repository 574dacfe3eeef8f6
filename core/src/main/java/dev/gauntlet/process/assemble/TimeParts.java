package dev.gauntlet.process.assemble;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Kind;
import dev.gauntlet.data.Feature.Move;
import java.util.List;
import java.util.Optional;

/** The hour of the day and the day of the week (0 is Monday) of a time, in UTC. */
@AutoService(Transform.class)
public record TimeParts(
        @Param("the column of the time, in seconds since 1970")
        String column) implements Transform {
    private static final double DAY = 86_400;
    /** The first of January 1970 was a Thursday. */
    private static final int FIRST = 3;

    public TimeParts {
        Catalogue.check(TimeParts.class, column);
    }

    public TimeParts() {
        this("ts");
    }

    @Override
    public String summary() {
        return "extracts the hour and the day of the week from a time";
    }

    @Override
    public String source() {
        return "ISO 8601";
    }

    @Override
    public List<Input> reads() {
        return List.of(Input.time(column));
    }

    @Override
    public List<Feature> features() {
        return List.of(
                FlowSchema.number("hour", Kind.WHOLE, 23, "hour of day, UTC", 6, Move.FIXED, 1),
                FlowSchema.number("weekday", Kind.WHOLE, 6, "0 is Monday, UTC", 2, Move.FIXED, 1));
    }

    @Override
    public Optional<List<Past>> past() {
        return Optional.of(List.of());
    }

    @Override
    public Running start() {
        return records -> {
            double[] times = records.numbers(column);
            double[] hours = new double[times.length];
            double[] days = new double[times.length];
            for (int i = 0; i < times.length; i++) {
                double day = StrictMath.floor(times[i] / DAY);
                hours[i] = StrictMath.floor((times[i] - DAY * day) / 3600);
                double week = (day + FIRST) % 7;
                days[i] = week < 0 ? week + 7 : week;
            }
            return List.of(Column.numbers("hour", hours), Column.numbers("weekday", days));
        };
    }
}
