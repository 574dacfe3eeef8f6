package dev.gauntlet.adapters.remote;

import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A target that is a program. One process runs for each concurrent request. A process that exits or does not answer in
 * time is replaced, and the request is retried.
 */
final class ExecEndpoint implements Endpoint {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Map<String, Answer> NAMES = Map.of(
            "labels", Answer.LABEL,
            "scores", Answer.SCORE,
            "log_odds", Answer.LOG_ODDS,
            "probabilities", Answer.PROBABILITIES);

    private final Target target;
    private final Schema schema;
    private final ConcurrentLinkedQueue<Program> idle = new ConcurrentLinkedQueue<>();

    ExecEndpoint(Target target, Schema schema) {
        this.target = target;
        this.schema = schema;
    }

    @Override
    public Reply ask(Rows batch) {
        return new Attempts(target).run(batch.size(), () -> once(batch, Wire.NONE));
    }

    @Override
    public Reply once(Rows rows, int malformed) throws Trouble, InterruptedException {
        byte[] question = target.form().template().fill(schema, rows, false, malformed);
        Optional<Program> free = Optional.ofNullable(idle.poll());
        Program program = free.isPresent() ? free.get() : Program.start(target.place());
        boolean answered = false;
        try {
            Reply reply = reply(program.ask(question, target.traffic().timeout()));
            answered = true;
            return reply;
        } finally {
            if (answered) {
                idle.add(program);
            } else {
                program.close();
            }
        }
    }

    private static Reply reply(String line) throws Trouble {
        JsonNode root;
        try {
            root = MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw Trouble.lasting(
                    "it answered a line that is not JSON: %s; it must print nothing else".formatted(Trouble.cut(line)));
        }
        if (root.path("error").isString()) {
            throw Trouble.lasting(
                    "it reports: " + Trouble.cut(root.path("error").asString()));
        }
        List<String> named =
                root.propertyNames().stream().filter(NAMES::containsKey).toList();
        if (named.size() != 1 || !root.path(named.get(0)).isArray()) {
            throw Trouble.lasting("it must answer with one list called labels, scores, log_odds or probabilities but"
                    + " answered: " + Trouble.cut(line));
        }
        List<JsonNode> items = new ArrayList<>();
        StreamSupport.stream(root.path(named.get(0)).spliterator(), false).forEach(items::add);
        return new Reply(Optional.ofNullable(NAMES.get(named.get(0).toLowerCase(Locale.ROOT))), items);
    }

    @Override
    public void close() {
        for (Program program = idle.poll(); program != null; program = idle.poll()) {
            program.close();
        }
    }
}
