package dev.gauntlet.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.foreign.NetworkJson;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A public network and the malicious rows that are to evade it under rules. */
record RuledTask(Model model, Rows rows) {
    Schema schema() {
        return model.schema();
    }

    Dataset victims() {
        int[] labels = new int[rows.size()];
        Arrays.fill(labels, 1);
        return Dataset.of(schema(), rows, labels, List.of("benign", "malicious"));
    }

    /** The features of a table of names, types, whether they change, and bounds; their scales are the ranges of the network's scaler. */
    static List<Feature> features(String table, byte[] network, boolean rising) throws IOException {
        JsonNode scaler = new ObjectMapper()
                .readTree(new String(network, StandardCharsets.UTF_8))
                .get("min_max_scaler");
        List<String> lines = PublicData.lines(table);
        List<Feature> features = new ArrayList<>();
        for (int j = 0; j + 1 < lines.size(); j++) {
            String[] cells = lines.get(j + 1).split(",");
            double least = scaler.get("data_min_").get(j).doubleValue();
            double range = scaler.get("data_max_").get(j).doubleValue() - least;
            double low = rising ? least : Double.parseDouble(cells[3]);
            double high = Double.parseDouble(cells[4]);
            Feature feature = cells[1].equals("int")
                    ? Feature.whole(cells[0], low, Math.max(low, high))
                    : Feature.real(cells[0], low, Math.max(low, high));
            Feature.Move move =
                    !cells[2].equals("True") ? Feature.Move.FIXED : rising ? Feature.Move.UP_ONLY : Feature.Move.FREE;
            features.add(feature.withScale(range > 0 ? range : 1).withMove(move));
        }
        return features;
    }

    /** All 387 candidates under 360 rules; the features that change can only grow. */
    static RuledTask botnet() throws IOException {
        byte[] content = PublicData.unpacked("ctu13-botnet756/nn.json");
        List<String> rules = PublicData.lines("ctu13-botnet756/relations.csv").stream()
                .skip(1)
                .map(line -> line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
                .map(text -> text.contains(" if ")
                        ? "if " + text.substring(text.indexOf(" if ") + 4).replace("!=", ">") + " then "
                                + text.substring(0, text.indexOf(" if "))
                        : text)
                .toList();
        assertThat(rules).hasSize(360);
        Schema schema = new Schema(features("ctu13-botnet756/features.csv", content, true), Map.of(), rules);
        assertThat(schema.movable()).hasSize(432);
        return new RuledTask(
                NetworkJson.read(content).over(schema),
                PublicData.numbers("ctu13-botnet756/x_candidates_common.csv").rows());
    }

    /** All 1,129 candidates, under the rules as they are meant, or without those that always hold as they were published. */
    static RuledTask url(boolean right) throws IOException {
        byte[] content = PublicData.unpacked("tabularbench-url/baseline_nn.json");
        List<String> rules = PublicData.lines("tabularbench-url/relations.csv").stream()
                .skip(1)
                .map(line -> line.split("\""))
                .filter(cells -> right || cells[3].equals("same"))
                .map(cells -> cells[1])
                .toList();
        assertThat(rules).hasSize(right ? 14 : 8);
        Schema schema = new Schema(features("tabularbench-url/features.csv", content, false), Map.of(), rules);
        return new RuledTask(
                NetworkJson.read(content).over(schema),
                PublicData.numbers("tabularbench-url/baseline_test_candidates.csv")
                        .first(63));
    }
}
