package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.adapters.foreign.InputFacts.Codes;
import dev.gauntlet.adapters.foreign.Json;
import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@link OnnxExport} writes about features: the name of each, and of a category the texts in the order of their codes. */
final class OwnFeatures {
    static final String KEY = "gauntlet.features";
    private static final String FORMAT = "ONNX model: " + KEY;
    private static final JsonMapper JSON = new JsonMapper();

    private OwnFeatures() {}

    /**
     * The facts in a file's metadata; empty if it has none.
     *
     * @param width how many features a row has
     * @throws IllegalArgumentException if they are damaged or do not fit the width
     */
    static Optional<InputFacts> of(ModelProto file, int width) {
        return file.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(KEY))
                .map(StringStringEntryProto::getValue)
                .findFirst()
                .map(text -> facts(text, width));
    }

    private static InputFacts facts(String text, int width) {
        List<Json> features = Json.at(FORMAT, "", parsed(text)).list();
        Require.same(FORMAT + ": features", width, features.size());
        List<String> names = new ArrayList<>();
        Map<Integer, Codes> codes = new TreeMap<>();
        for (Json feature : features) {
            if (feature.has("categories")) {
                List<String> texts =
                        feature.at("categories").list().stream().map(Json::text).toList();
                codes.put(names.size(), new Codes(texts, -1));
            }
            names.add(feature.at("name").text());
        }
        return new InputFacts(names, codes, -1);
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(FORMAT + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
