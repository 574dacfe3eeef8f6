package dev.gauntlet.process.assemble;

import com.google.auto.service.AutoService;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Kind;
import dev.gauntlet.data.Feature.Move;
import java.util.List;
import java.util.Optional;

/** The originator's share of a connection's bytes, and the bytes per packet of each side; 0 if there were none. */
@AutoService(Transform.class)
public record FlowRatios() implements Transform {
    @Override
    public String summary() {
        return "computes ratios of bytes and packets of the two sides of a connection";
    }

    @Override
    public String source() {
        return "https://docs.zeek.org/en/master/logs/conn.html";
    }

    @Override
    public List<Input> reads() {
        return List.of(
                Input.amount("orig_bytes"),
                Input.amount("resp_bytes"),
                Input.amount("orig_pkts").demanded(),
                Input.amount("resp_pkts").demanded());
    }

    @Override
    public List<Feature> features() {
        return List.of(
                FlowSchema.number("orig_share", Kind.REAL, 1, "share of bytes", 0.4, Move.FREE, 0),
                FlowSchema.number("orig_mean_size", Kind.REAL, 1_500, "bytes per packet", 300, Move.FREE, 0),
                FlowSchema.number("resp_mean_size", Kind.REAL, 1_500, "bytes per packet", 500, Move.FIXED, 0));
    }

    @Override
    public List<String> rules() {
        return List.of(
                "orig_mean_size = orig_bytes / orig_pkts",
                "resp_mean_size = resp_bytes / resp_pkts",
                "orig_share = orig_bytes / (orig_bytes + resp_bytes)");
    }

    @Override
    public Optional<List<Past>> past() {
        return Optional.of(List.of());
    }

    @Override
    public Running start() {
        return records -> {
            double[] orig = records.numbers("orig_bytes");
            double[] resp = records.numbers("resp_bytes");
            double[] origPackets = records.numbers("orig_pkts");
            double[] respPackets = records.numbers("resp_pkts");
            int size = records.size();
            double[][] found = new double[3][size];
            for (int i = 0; i < size; i++) {
                found[0][i] = Ratio.of(orig[i], orig[i] + resp[i]);
                found[1][i] = Ratio.of(orig[i], origPackets[i]);
                found[2][i] = Ratio.of(resp[i], respPackets[i]);
            }
            return List.of(
                    Column.numbers("orig_share", found[0]),
                    Column.numbers("orig_mean_size", found[1]),
                    Column.numbers("resp_mean_size", found[2]));
        };
    }
}
