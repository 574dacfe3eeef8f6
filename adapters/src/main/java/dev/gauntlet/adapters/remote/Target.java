package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Schema;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A remote detector, described by a target file or a short address.
 *
 * @param schema the file with the schema of its inputs
 */
public record Target(
        Protocol protocol, Place place, Form form, Traffic traffic, Keys keys, Meaning meaning, Optional<Path> schema) {
    /**
     * The location: a URL, or a program with its working directory.
     *
     * @param command a program and its arguments; empty if there is a URL
     */
    record Place(Optional<URI> address, List<String> command, Path folder) {
        Place {
            command = List.copyOf(command);
        }
    }

    /**
     * The format of requests and answers.
     *
     * @param floats whether numbers are rounded to floats before they are sent
     * @param output the tensor with the answers; if absent, the first
     */
    record Form(Template template, Pointer pointer, boolean floats, Optional<String> output, Wire wire) {}

    /**
     * Limits on the requests.
     *
     * @param batch the most rows in one request
     * @param concurrency the most concurrent requests
     * @param timeout the timeout of a request, in seconds
     * @param retries how often a request is retried
     * @param rows the most rows per second; may be infinite
     * @param requests the most requests per second; may be infinite
     * @param price the price of one row, in any currency; NaN if it is not stated
     * @param cache whether a row sent before is answered from the cache
     */
    record Traffic(
            int batch,
            int concurrency,
            double timeout,
            int retries,
            double rows,
            double requests,
            double price,
            boolean cache) {}

    /**
     * The credentials.
     *
     * @param query secret query parameters
     * @param ca certificates to trust instead of the default ones
     */
    record Keys(Map<String, Secret> headers, Map<String, Secret> query, Optional<Secret> token, Optional<Path> ca) {
        Keys {
            headers = Map.copyOf(headers);
            query = Collections.unmodifiableMap(new TreeMap<>(query));
        }

        /** A text with all secrets masked. */
        String hide(String text) {
            String hidden = text;
            for (Secret secret : headers.values()) {
                hidden = secret.hide(hidden);
            }
            for (Secret secret : query.values()) {
                hidden = secret.hide(hidden);
            }
            return token.isPresent() ? token.get().hide(hidden) : hidden;
        }
    }

    /**
     * The meaning of answers.
     *
     * @param answer the kind; if absent, it is inferred from the answers
     * @param threshold the score from which a row is malicious
     * @param benign labels that mean benign; if empty, 0 and false
     * @param classes the names of its classes, in the order of its probabilities; empty if they are not stated
     */
    record Meaning(Optional<Answer> answer, Optional<Double> threshold, List<String> benign, List<String> classes) {
        Meaning {
            benign = List.copyOf(benign);
            classes = List.copyOf(classes);
        }

        /** The place of the benign class: the one that is stated, or the first. */
        int first() {
            return Math.max(0, benign.isEmpty() ? 0 : classes.indexOf(benign.get(0)));
        }
    }

    /**
     * Whether a text names a target: {@code kserve:http://...}, {@code mlflow:http://...},
     * {@code tf-serving:http://...}, {@code csv:http://...}, {@code exec:COMMAND}, or a file that ends in {@code .yaml} or {@code .yml}.
     */
    public static boolean isNamed(String text) {
        return text.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml") || isShort(text);
    }

    /** Whether a text is a target itself, rather than the name of a file. */
    public static boolean isShort(String text) {
        return Protocol.ids().stream().anyMatch(id -> text.startsWith(id + ":"));
    }

    /**
     * Reads a target.
     *
     * @throws InputException that lists all problems
     */
    public static Target read(String text) {
        return isShort(text) ? TargetFile.brief(text) : TargetFile.read(Path.of(text));
    }

    /** The names of its classes, the benign one first; empty if they are not stated. */
    public List<String> classes() {
        List<String> ordered = new ArrayList<>(meaning.classes());
        if (!ordered.isEmpty()) {
            ordered.add(0, ordered.remove(meaning.first()));
        }
        return ordered;
    }

    /** Whether it states what is benign. */
    public boolean statesBenign() {
        return !meaning.benign().isEmpty();
    }

    /**
     * The same with names of its classes.
     *
     * @param names in the order of its probabilities
     */
    public Target withClasses(List<String> names) {
        return with(new Meaning(meaning.answer(), meaning.threshold(), meaning.benign(), names));
    }

    /** The same, of which one class is benign. */
    public Target withBenign(String name) {
        return with(new Meaning(meaning.answer(), meaning.threshold(), List.of(name), meaning.classes()));
    }

    /**
     * The same, whose answers are estimates of a quantity.
     *
     * @throws InputException if it is stated to answer otherwise
     */
    public Target estimating() {
        if (meaning.answer().filter(stated -> stated != Answer.NUMBER).isPresent()) {
            throw new InputException(
                    "%s: answer is stated as %s, and a quantity is a number; state answer: number in its target file"
                            .formatted(name(), meaning.answer().get().id()));
        }
        return with(new Meaning(Optional.of(Answer.NUMBER), meaning.threshold(), meaning.benign(), meaning.classes()));
    }

    private Target with(Meaning other) {
        return new Target(protocol, place, form, traffic, keys, other, schema);
    }

    /** The protocol and the location, without secrets. */
    public String name() {
        return protocol.id() + " "
                + place.address()
                        .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath())
                        .orElseGet(() -> Trouble.cut(String.join(" ", place.command())));
    }

    /** The price of this many rows, if the price of one is stated. */
    public Optional<Double> price(long rows) {
        return Double.isNaN(traffic.price()) ? Optional.empty() : Optional.of(rows * traffic.price());
    }

    /** How its inputs are sent. */
    public String inputs() {
        boolean named = switch (form.wire().body()) {
            case JSON -> form.template().namesColumns();
            case CSV -> form.wire().texts();
            case FORM, QUERY -> true;
        };
        String written = switch (form.wire().body()) {
            case JSON -> protocol == Protocol.KSERVE ? "one tensor" : "JSON";
            case CSV -> "CSV";
            case FORM -> "form fields";
            case QUERY -> "query parameters";
        };
        return written
                + (form.floats() ? " of floats" : " of doubles")
                + (named ? ", categories as texts" : ", categories as their codes");
    }

    /** A shorter way to write the same target, if there is a protocol for what it sends. */
    public Optional<String> shorter() {
        return protocol == Protocol.JSON && form.wire().body() == Body.CSV
                ? Optional.of("its body is CSV; protocol: csv needs no template and no Content-Type")
                : Optional.empty();
    }

    /** Whether a credential is sent unencrypted, so that anyone on the network path can read it. */
    public boolean isOverheard() {
        return (keys.token().isPresent()
                        || !keys.headers().isEmpty()
                        || !keys.query().isEmpty())
                && place.address()
                        .filter(uri -> uri.getScheme().equals("http"))
                        .filter(uri -> !uri.getHost().matches("localhost|127\\..*|\\[::1]"))
                        .isPresent();
    }

    Endpoint open(Schema inputs) {
        return protocol == Protocol.EXEC ? new ExecEndpoint(this, inputs) : new HttpEndpoint(this, inputs);
    }

    /** The exception for a request that was not answered. */
    InputException unanswered(int rows, int times, Trouble last) {
        return new InputException(Plural.format(
                        "%s: scoring %d row[s] failed%s: ",
                        keys.hide(name()), rows, times == 1 ? "" : " " + times + " times")
                + last.text(keys::hide)
                + shorter().map("; "::concat).orElse(""));
    }

    @Override
    public String toString() {
        return name();
    }
}
