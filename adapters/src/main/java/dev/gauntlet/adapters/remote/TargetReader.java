package dev.gauntlet.adapters.remote;

import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.base.Problems;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the YAML of a target file, and collects all problems with their location. */
final class TargetReader {
    private static final List<String> KEYS = List.of(
            "protocol",
            "url",
            "model",
            "command",
            "schema",
            "answer",
            "threshold",
            "benign",
            "classes",
            "template",
            "pointer",
            "input",
            "datatype",
            "output",
            "body",
            "header",
            "categories",
            "query",
            "batch",
            "concurrency",
            "timeout",
            "retries",
            "rate",
            "price",
            "cache",
            "headers",
            "token",
            "ca");
    private static final List<String> WEB = List.of("url", "model", "headers", "query", "token", "ca", "rate");
    private static final List<String> TENSOR = List.of("input", "datatype", "output");
    private static final List<String> FREE = List.of("template", "pointer");
    /** Headers that the HTTP client sets itself, or that would change how the body is sent. */
    private static final List<String> TAKEN =
            List.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");
    /** Headers that are not secret, so they can be given in plain text. */
    private static final List<String> OPEN = List.of("content-type", "accept");

    private final YamlMap top;
    private final Path folder;
    private final Function<String, @Nullable String> env;
    private final Problems problems;

    TargetReader(YamlMap top, Path folder, Function<String, @Nullable String> env) {
        this.top = top;
        this.folder = folder;
        this.env = env;
        this.problems = top.problems();
    }

    /** The target; empty if there are problems. */
    Optional<Target> read() {
        top.allow(KEYS);
        if (top.get("protocol").isEmpty()) {
            problems.add("protocol must be stated, as one of " + Protocol.ids());
            return Optional.empty();
        }
        Protocol protocol = top.choice("protocol", Protocol.values(), Protocol.JSON);
        refuse(protocol == Protocol.EXEC ? WEB : List.of("command"), protocol);
        refuse(protocol == Protocol.KSERVE ? FREE : TENSOR, protocol);
        refuse(protocol == Protocol.EXEC ? List.of("pointer") : List.of(), protocol);
        refuse(protocol == Protocol.CSV ? List.of("template") : List.of("header"), protocol);
        refuse(protocol == Protocol.JSON ? List.of() : List.of("body"), protocol);
        Optional<URI> address = protocol == Protocol.EXEC ? Optional.empty() : address(protocol);
        List<String> command = top.texts("command");
        if (protocol == Protocol.EXEC && (command.isEmpty() || command.get(0).isBlank())) {
            problems.add("command must state a program and its arguments, as a list");
        }
        Target.Form form = form(protocol);
        Target.Traffic traffic = traffic(form.template());
        Target.Keys keys = keys();
        Target.Meaning meaning = meaning();
        Optional<Path> schema = file("schema");
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Target(protocol, new Target.Place(address, command, folder), form, traffic, keys, meaning, schema));
    }

    private void refuse(List<String> keys, Protocol protocol) {
        keys.stream()
                .filter(key -> top.get(key).isPresent())
                .forEach(key ->
                        problems.add("%s does not apply to protocol %s; leave it out".formatted(key, protocol.id())));
    }

    private Optional<URI> address(Protocol protocol) {
        Optional<String> url = top.text("url");
        if (url.isEmpty()) {
            problems.add("url must be stated, such as http://host:8080");
            return Optional.empty();
        }
        try {
            return Optional.of(withQuery(protocol.address(url.get(), top.text("model"))));
        } catch (IllegalArgumentException e) {
            problems.add("url " + e.getMessage());
            return Optional.empty();
        }
    }

    private Target.Form form(Protocol protocol) {
        String datatype = top.choice("datatype", List.of("FP64", "FP32"), "FP64");
        Template usual = protocol.template(top.text("input").orElse("input-0"), datatype, top.text("output"));
        Wire wire = wire(protocol);
        boolean fields = wire.body() == Body.FORM || wire.body() == Body.QUERY;
        usual = fields ? Template.parse("\"$record\"") : usual;
        Template template = usual;
        if (top.get("template").isPresent()) {
            try {
                template = Template.of(top.get("template").get());
            } catch (IllegalArgumentException e) {
                problems.add("template " + e.getMessage());
            }
        } else if (protocol == Protocol.JSON && !fields) {
            problems.add("template must be stated, such as {records: $records}");
        }
        Pointer pointer = protocol.pointer();
        try {
            pointer = top.text("pointer").map(Pointer::parse).orElse(pointer);
        } catch (IllegalArgumentException e) {
            problems.add("pointer must be a JSON Pointer such as /results/*/score: " + e.getMessage());
        }
        if (wire.body() == Body.CSV && !template.isRows()) {
            problems.add("template must be $rows where the body is CSV, which contains rows and nothing else");
        }
        return new Target.Form(template, pointer, datatype.equals("FP32"), top.text("output"), wire);
    }

    /** The format of bodies: that of the protocol, unless the content type or {@code body} states another. */
    private Wire wire(Protocol protocol) {
        Body stated = Body.valueOf(
                top.choice("body", List.of("json", "form", "query"), "json").toUpperCase(Locale.ROOT));
        Body usual = protocol == Protocol.CSV ? Body.CSV : stated;
        Optional<String> type = open("content-type");
        Optional<Body> named = type.flatMap(Body::of);
        boolean fits = type.isEmpty()
                || (named.isPresent() && (named.get() == usual || (protocol == Protocol.JSON && usual == Body.JSON)));
        if (!fits) {
            problems.add(
                    ("headers.Content-Type: a body of type %s cannot be written with protocol %s; JSON, text/csv and"
                                    + " form fields can with protocol json, and for any other format use a "
                                    + "wrapper program with protocol exec")
                            .formatted(type.orElse(""), protocol.id()));
        }
        Body body = named.filter(one -> fits).orElse(usual);
        if (body != Body.CSV && top.get("categories").isPresent()) {
            problems.add("categories has no meaning unless the body is CSV; leave it out");
        }
        boolean header = top.truth("header", false);
        String categories = top.choice("categories", List.of("codes", "texts"), header ? "texts" : "codes");
        boolean separated = body == Body.CSV && top.get("pointer").isEmpty();
        String accept = separated ? Body.CSV.contentType() : Body.JSON.contentType();
        return new Wire(
                body,
                type.orElse(body.contentType()),
                open("accept").orElse(accept),
                header,
                categories.equals("texts"),
                separated);
    }

    /** A header given in plain text; the case of its name is ignored. */
    private Optional<String> open(String name) {
        return top.get("headers").filter(JsonNode::isObject).stream()
                .flatMap(headers -> headers.properties().stream())
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .filter(header -> header.getValue().isString())
                .map(header -> header.getValue().stringValue().strip())
                .filter(value -> value.matches("[\\x20-\\x7e]+"))
                .findFirst();
    }

    private Target.Traffic traffic(Template template) {
        int batch = whole("batch", template.oneRow() ? 1 : 256, 1, 1_000_000);
        if (template.oneRow() && batch > 1) {
            problems.add("batch must be 1, as the template contains one row; use $rows or $records for more");
        }
        YamlMap rate = top.child("rate", List.of("rows", "requests"));
        return new Target.Traffic(
                batch,
                whole("concurrency", 2, 1, 256),
                top.number("timeout", 30, 0.001, 86_400),
                whole("retries", 4, 0, 100),
                rate.number("rows", Double.POSITIVE_INFINITY, 0.001, Double.POSITIVE_INFINITY),
                rate.number("requests", Double.POSITIVE_INFINITY, 0.001, Double.POSITIVE_INFINITY),
                top.get("price").isPresent() ? top.number("price", 0, 0, 1e9) : Double.NaN,
                top.truth("cache", false));
    }

    private int whole(String key, int usual, int low, int high) {
        double value = top.number(key, usual, low, high);
        if (value != Math.rint(value)) {
            problems.add("%s must be a whole number but is %s".formatted(key, value));
        }
        return (int) value;
    }

    private Target.Keys keys() {
        Map<String, Secret> headers = new TreeMap<>();
        if (top.get("headers").isPresent() && !top.get("headers").get().isObject()) {
            problems.add("headers must map names to where their values are stored, such as {X-Key: {env: NAME}}");
        } else if (top.get("headers").isPresent()) {
            YamlMap named = new YamlMap(top.get("headers").get(), "headers", problems);
            for (String name : named.node().propertyNames()) {
                String lower = name.toLowerCase(Locale.ROOT);
                if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || TAKEN.contains(lower)) {
                    problems.add(
                            "headers.%s cannot be set: the HTTP client sets it, or it is not a header".formatted(name));
                } else if (OPEN.contains(lower)) {
                    if (open(lower).isEmpty()) {
                        problems.add("headers.%s must be stated as a text; it is not a secret".formatted(name));
                    }
                } else {
                    Secret.read(named, name, folder, env).ifPresent(secret -> headers.put(name, secret));
                }
            }
        }
        Optional<Secret> token = Secret.read(top, "token", folder, env);
        if (token.isPresent() && headers.keySet().stream().anyMatch("authorization"::equalsIgnoreCase)) {
            problems.add("token and headers.Authorization set the same header; leave one out");
        }
        return new Target.Keys(headers, secretQuery(), token, file("ca"));
    }

    /** The secret query parameters; the others are part of the URL. */
    private Map<String, Secret> secretQuery() {
        Map<String, Secret> secrets = new TreeMap<>();
        Optional<JsonNode> query = top.get("query");
        if (query.isPresent() && !query.get().isObject()) {
            problems.add("query must map names to values, such as {version: 2, key: {env: NAME}}");
        } else if (query.isPresent()) {
            YamlMap named = new YamlMap(query.get(), "query", problems);
            for (String name : named.node().propertyNames()) {
                if (query.get().path(name).isObject()) {
                    Secret.read(named, name, folder, env).ifPresent(secret -> secrets.put(name, secret));
                }
            }
        }
        return secrets;
    }

    /** A URL with the query parameters that are not secret. */
    private URI withQuery(URI address) {
        StringJoiner query = new StringJoiner("&");
        Optional.ofNullable(address.getRawQuery()).ifPresent(query::add);
        top.get("query").filter(JsonNode::isObject).stream()
                .flatMap(named -> named.properties().stream())
                .filter(entry -> !entry.getValue().isContainer())
                .forEach(entry -> query.add(Wire.encoded(entry.getKey()) + "="
                        + Wire.encoded(entry.getValue().asString())));
        return query.length() == 0 ? address : URI.create(address.toString().split("[?]", 2)[0] + "?" + query);
    }

    private Target.Meaning meaning() {
        Optional<Answer> answer = top.get("answer").map(stated -> top.choice("answer", Answer.values(), Answer.SCORE));
        Optional<Double> threshold =
                top.get("threshold").isPresent() ? Optional.of(top.number("threshold", 0.5)) : Optional.empty();
        if (threshold.isPresent() && answer.equals(Optional.of(Answer.LABEL))) {
            problems.add("threshold does not apply to answer label; leave it out");
        }
        List<String> benign = top.texts("benign");
        List<String> classes = top.texts("classes");
        if (classes.size() == 1 || classes.size() > Set.copyOf(classes).size()) {
            problems.add("classes must name at least two, each once, but is " + classes);
        }
        if (!classes.isEmpty() && !benign.isEmpty() && (benign.size() > 1 || !classes.contains(benign.get(0)))) {
            problems.add("benign must be one of classes %s but is %s".formatted(classes, benign));
        }
        return new Target.Meaning(answer, threshold, benign, classes);
    }

    private Optional<Path> file(String key) {
        Optional<Path> file = top.text(key).map(folder::resolve);
        file.filter(path -> !Files.isRegularFile(path))
                .ifPresent(path -> problems.add("%s: there is no file %s".formatted(key, path)));
        return file;
    }
}
