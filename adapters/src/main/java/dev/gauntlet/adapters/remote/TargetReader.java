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
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the tree of a target file into a target, noting everything wrong with its place. */
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
            "template",
            "pointer",
            "input",
            "datatype",
            "output",
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
    private static final List<String> WEB = List.of("url", "model", "headers", "token", "ca", "rate");
    private static final List<String> TENSOR = List.of("input", "datatype", "output");
    private static final List<String> FREE = List.of("template", "pointer");
    /** The client sets these itself, or would send the body differently. */
    private static final List<String> TAKEN =
            List.of("connection", "content-length", "content-type", "expect", "host", "transfer-encoding", "upgrade");

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

    /** The target; empty if anything was noted. */
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
                        problems.add("%s has no meaning with protocol %s; leave it out".formatted(key, protocol.id())));
    }

    private Optional<URI> address(Protocol protocol) {
        Optional<String> url = top.text("url");
        if (url.isEmpty()) {
            problems.add("url must be stated, such as http://host:8080");
            return Optional.empty();
        }
        try {
            return Optional.of(protocol.address(url.get(), top.text("model")));
        } catch (IllegalArgumentException e) {
            problems.add("url " + e.getMessage());
            return Optional.empty();
        }
    }

    private Target.Form form(Protocol protocol) {
        String datatype = top.choice("datatype", List.of("FP64", "FP32"), "FP64");
        Template usual = protocol.template(top.text("input").orElse("input-0"), datatype);
        Template template = usual;
        if (top.get("template").isPresent()) {
            try {
                template = Template.of(top.get("template").get());
            } catch (IllegalArgumentException e) {
                problems.add("template " + e.getMessage());
            }
        } else if (protocol == Protocol.JSON) {
            problems.add("template must be stated, such as {records: $records}");
        }
        Pointer pointer = protocol.pointer();
        try {
            pointer = top.text("pointer").map(Pointer::parse).orElse(pointer);
        } catch (IllegalArgumentException e) {
            problems.add("pointer must be a JSON Pointer such as /results/*/score: " + e.getMessage());
        }
        return new Target.Form(template, pointer, datatype.equals("FP32"), top.text("output"));
    }

    private Target.Traffic traffic(Template template) {
        int batch = whole("batch", template.oneRow() ? 1 : 256, 1, 1_000_000);
        if (template.oneRow() && batch > 1) {
            problems.add("batch must be 1, as the template holds one row; use $rows or $records for more");
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
            problems.add("headers must be names with where their values are, such as {X-Key: {env: NAME}}");
        } else if (top.get("headers").isPresent()) {
            YamlMap named = new YamlMap(top.get("headers").get(), "headers", problems);
            for (String name : named.node().propertyNames()) {
                if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
                    problems.add("headers.%s is no header that can be set".formatted(name));
                } else {
                    Secret.read(named, name, folder, env).ifPresent(secret -> headers.put(name, secret));
                }
            }
        }
        Optional<Secret> token = Secret.read(top, "token", folder, env);
        if (token.isPresent() && headers.keySet().stream().anyMatch("authorization"::equalsIgnoreCase)) {
            problems.add("token and headers.Authorization say the same thing; leave one out");
        }
        return new Target.Keys(headers, token, file("ca"));
    }

    private Target.Meaning meaning() {
        Optional<Answer> answer = top.get("answer").map(stated -> top.choice("answer", Answer.values(), Answer.SCORE));
        Optional<Double> threshold =
                top.get("threshold").isPresent() ? Optional.of(top.number("threshold", 0.5)) : Optional.empty();
        if (threshold.isPresent() && answer.equals(Optional.of(Answer.LABEL))) {
            problems.add("threshold has no meaning with answer label; leave it out");
        }
        return new Target.Meaning(answer, threshold, top.texts("benign"));
    }

    private Optional<Path> file(String key) {
        Optional<Path> file = top.text(key).map(folder::resolve);
        file.filter(path -> !Files.isRegularFile(path))
                .ifPresent(path -> problems.add("%s: there is no file %s".formatted(key, path)));
        return file;
    }
}
