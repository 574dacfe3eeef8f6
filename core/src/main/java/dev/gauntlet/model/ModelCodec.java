package dev.gauntlet.model;

import dev.gauntlet.base.Store;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.kernel.Kernels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes detectors as their bundles; one that can only be queried, and one of a form of model that is not ours, cannot be. */
public record ModelCodec(Schema schema) implements Store.Codec<Model> {
    @Override
    public boolean writes(Model model) {
        return Kernels.knows(model.kernel().form());
    }

    @Override
    public void write(Model model, DataOutput out) throws IOException {
        Bundle bundle = Bundle.of(model);
        out.writeInt(bundle.entries().size());
        for (var entry : bundle.entries().entrySet()) {
            out.writeUTF(entry.getKey());
            byte[] text = entry.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
        }
        out.writeInt(bundle.parameterNames().size());
        for (String name : bundle.parameterNames()) {
            double[] values = bundle.parameter(name);
            out.writeUTF(name);
            out.writeInt(values.length);
            for (double value : values) {
                out.writeDouble(value);
            }
        }
    }

    @Override
    public Model read(DataInput in) throws IOException {
        SortedMap<String, String> entries = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            byte[] text = new byte[in.readInt()];
            in.readFully(text);
            entries.put(name, new String(text, java.nio.charset.StandardCharsets.UTF_8));
        }
        SortedMap<String, double[]> parameters = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            double[] values = new double[in.readInt()];
            for (int i = 0; i < values.length; i++) {
                values[i] = in.readDouble();
            }
            parameters.put(name, values);
        }
        return Bundle.of(entries, parameters).model(schema);
    }

    @Override
    public long size(Model model) {
        return model.kernel().parameters().values().stream()
                .mapToLong(values -> 8L * values.length)
                .sum();
    }
}
