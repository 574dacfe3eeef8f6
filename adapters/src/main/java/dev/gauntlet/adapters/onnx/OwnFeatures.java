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

/**
 * The metadata that {@link OnnxExport} writes about features: their names and, for a category, the strings in the order
 * of their codes.
 */
final class OwnFeatures {
    static final String KEY = "gauntlet.features";
    private static final String FORMAT = "ONNX model: " + KEY;
    private static final JsonMapper JSON = new JsonMapper();

    private OwnFeatures() {}

    /**
     * The feature metadata of a file; empty if it has none.
     *
     * @param width the number of features
     * @throws IllegalArgumentException if the metadata are damaged or do not fit the width
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
