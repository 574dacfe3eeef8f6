package dev.gauntlet.adapters.remote;

import dev.gauntlet.adapters.file.YamlMap;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The protocol of a target. */
public enum Protocol {
    /** KServe's Open Inference Protocol, version 2, over REST: one tensor in; Triton and MLServer support it. */
    KSERVE("/v2/models/", "/infer"),
    /** MLflow's scoring server: {@code dataframe_split} to {@code /invocations}. */
    MLFLOW("", "/invocations"),
    /** TensorFlow Serving's REST predict call: {@code instances} in rows. */
    TF_SERVING("/v1/models/", ":predict"),
    /** Any JSON, by a template and a pointer. */
    JSON("", ""),
    /** CSV in both directions, as SageMaker's containers use it. */
    CSV("", ""),
    /** A program that answers lines of JSON with lines of JSON. */
    EXEC("", "");

    private static final String NAMED = "{\"columns\": \"$columns\", \"rows\": \"$rows\"}";

    private final String path;
    private final String verb;

    Protocol(String path, String verb) {
        this.path = path;
        this.verb = verb;
    }

    /** Its name in a target file. */
    public String id() {
        return YamlMap.word(this);
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Protocol::id).toList();
    }

    static Protocol of(String id) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Where requests are sent.
     *
     * @param url the URL of the server, of the model, or of the call itself
     * @throws IllegalArgumentException if it is not an HTTP URL, contains a password, or lacks the name of the model
     */
    URI address(String url, Optional<String> model) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a URL such as http://host:8080", e);
        }
        if (!List.of("http", "https").contains(String.valueOf(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException("must be a URL such as http://host:8080");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "must not contain a user name or password; give them with token or " + "headers");
        }
        String asked = String.valueOf(uri.getRawPath()).replaceFirst("/+$", "");
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String server = uri.getScheme() + "://" + uri.getRawAuthority();
        return URI.create(server + called(asked, model) + query);
    }

    private String called(String asked, Optional<String> model) {
        if (asked.endsWith(verb)) {
            return asked;
        }
        if (path.isEmpty() || asked.matches(".*" + path + "[^/]+(/versions/[^/]+)?")) {
            return asked + verb;
        }
        String name = model.orElseThrow(
                () -> new IllegalArgumentException("names no model; state model, or end it with " + path + "NAME"));
        return asked + path + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20") + verb;
    }

    /**
     * The default request body.
     *
     * @param input the name of the tensor
     * @param datatype the type of its numbers
     * @param output the tensor that is requested, if one is named
     */
    Template template(String input, String datatype, Optional<String> output) {
        return Template.parse(
                switch (this) {
                    case KSERVE ->
                        """
                        {"inputs": [{"name": %s, "shape": ["$size", "$width"], "datatype": "%s", "data": "$values"}]%s}
                        """.formatted(
                                        quoted(input),
                                        datatype,
                                        output.map(name -> ", \"outputs\": [{\"name\": %s}]".formatted(quoted(name)))
                                                .orElse(""));
                    case MLFLOW -> "{\"dataframe_split\": {\"columns\": \"$columns\", \"data\": \"$rows\"}}";
                    case TF_SERVING -> "{\"instances\": \"$rows\"}";
                    case CSV -> "\"$rows\"";
                    case JSON, EXEC -> NAMED;
                });
    }

    /** The default location of the answers. */
    Pointer pointer() {
        return Pointer.parse(this == JSON || this == CSV ? "" : "/predictions");
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> c < ' ' || c == '"' || c == '\\'
                        ? String.format(Locale.ROOT, "\\u%04x", c)
                        : Character.toString(c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
