package dev.gauntlet.adapters;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON of files that only Gauntlet writes: one that was damaged is refused when it is read. */
public final class StrictJson {
    private StrictJson() {}

    /** A mapper that refuses unknown, missing and empty fields, and whatever follows the value. */
    public static JsonMapper.Builder builder() {
        return JsonMapper.builder()
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }
}
