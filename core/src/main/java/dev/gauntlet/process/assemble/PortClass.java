package dev.gauntlet.process.assemble;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Move;
import java.util.List;
import java.util.Optional;

/** The class of a port: well-known services by name, the rest by range. */
@AutoService(Transform.class)
public record PortClass(
        @Param("the column of the port") String column,
        @Param("the name of the class") String name) implements Transform {
    public PortClass {
        Catalogue.check(PortClass.class, column, name);
    }

    public PortClass() {
        this("id.resp_p", "resp_port");
    }

    @Override
    public String summary() {
        return "maps a port number to its well-known service, or its range";
    }

    @Override
    public String source() {
        return "RFC 6335 and the IANA registry of service names and ports";
    }

    @Override
    public List<Input> reads() {
        return List.of(Input.amount(column).demanded());
    }

    @Override
    public List<Feature> features() {
        return List.of(Feature.category(name, Ports.classes()).withMove(Move.FIXED));
    }

    @Override
    public Optional<List<Past>> past() {
        return Optional.of(List.of());
    }

    @Override
    public Running start() {
        return records -> {
            double[] ports = records.numbers(column);
            String[] classes = new String[ports.length];
            for (int i = 0; i < classes.length; i++) {
                classes[i] = Ports.classOf((int) ports[i]);
            }
            return List.of(Column.texts(name, classes));
        };
    }
}
