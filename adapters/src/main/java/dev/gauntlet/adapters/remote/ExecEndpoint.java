package dev.gauntlet.adapters.remote;

import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A target that is a program. One process runs for each concurrent request. A process that exits or does not answer in
 * time is replaced, and the request is retried. Every question has an id. An answer that carries one must carry its
 * question's; those of a program that returns none are taken in order, and output beyond them is an error.
 */
final class ExecEndpoint implements Endpoint {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Map<String, Answer> NAMES = Map.of(
            "labels", Answer.LABEL,
            "scores", Answer.SCORE,
            "log_odds", Answer.LOG_ODDS,
            "numbers", Answer.NUMBER,
            "probabilities", Answer.PROBABILITIES);

    /** How often a program may fail in all, and once more for each so many answers. */
    private static final int SPARE = 10;

    private static final int PER_FAILURE = 10;

    private final Target target;
    private final Schema schema;
    private final ConcurrentLinkedQueue<Program> idle = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean inOrder = true;

    ExecEndpoint(Target target, Schema schema) {
        this.target = target;
        this.schema = schema;
    }

    @Override
    public Reply ask(Rows batch) {
        return new Attempts(target).run(batch.size(), () -> counted(batch));
    }

    /** One that answers once and then hangs would go on, a timeout for each request. */
    private Reply counted(Rows batch) throws Trouble, InterruptedException {
        try {
            Reply reply = once(batch, Wire.NONE);
            answered.incrementAndGet();
            return reply;
        } catch (Trouble trouble) {
            long failures = failed.incrementAndGet();
            long answers = answered.get();
            if (trouble.isPassing()
                    && failures > Math.max(SPARE, target.traffic().retries()) + answers / PER_FAILURE) {
                throw trouble.lastly("; it had to be started again %,d times for %,d answers, which is too often"
                        .formatted(failures, answers));
            }
            throw trouble;
        }
    }

    @Override
    public Reply once(Rows rows, int malformed) throws Trouble, InterruptedException {
        byte[] question = target.form().template().fill(schema, rows, false, malformed);
        Optional<Program> free = Optional.ofNullable(idle.poll());
        Program program = free.isPresent() ? free.get() : Program.start(target.place());
        boolean answered = false;
        try {
            refuseLeft(program.left());
            long id = program.next();
            Reply reply = reply(
                    program,
                    id,
                    program.ask(numbered(id, question), target.traffic().timeout()));
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

    /** A question with its id in front; the question is an object with at least one field. */
    private static byte[] numbered(long id, byte[] question) {
        byte[] head = "{\"id\":%d,".formatted(id).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + question.length - 1)
                .put(head)
                .put(question, 1, question.length - 1)
                .array();
    }

    private void refuseLeft(String left) throws Trouble {
        if (!left.isEmpty()) {
            throw disordered("it wrote more than one line for a question, or a line unasked: " + Trouble.quoted(left));
        }
    }

    private Trouble disordered(String problem) {
        inOrder = false;
        return Trouble.lasting(problem + "; earlier answers may belong to other rows. A program must write one line for"
                + " each line it reads and nothing else, and should return the id of the question");
    }

    private void check(Program program, long id, JsonNode root, String line) throws Trouble {
        Optional<String> returned = Optional.ofNullable(root.get("id")).map(found -> found.asString(""));
        if (returned.isPresent() && !returned.get().equals(Long.toString(id))) {
            throw disordered("it answered question %d with the id %s: %s"
                    .formatted(id, Trouble.quoted(returned.get()), Trouble.quoted(line)));
        }
        if (!program.named(returned.isPresent())) {
            throw disordered("it returns the id of some questions only; its answer to question %d is: %s"
                    .formatted(id, Trouble.quoted(line)));
        }
    }

    @Override
    public boolean inOrder() {
        return inOrder;
    }

    @Override
    public void settle() throws Trouble, InterruptedException {
        for (Program program = idle.poll(); program != null; program = idle.poll()) {
            try (Program last = program) {
                refuseLeft(last.rest());
            }
        }
    }

    private Reply reply(Program program, long id, String line) throws Trouble {
        JsonNode root;
        try {
            root = MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw Trouble.lasting("it answered a line that is not JSON: %s; it must print nothing else"
                    .formatted(Trouble.quoted(line)));
        }
        check(program, id, root, line);
        if (root.path("error").isString()) {
            throw Trouble.lasting(
                    "it reports: " + Trouble.quoted(root.path("error").asString()));
        }
        List<String> named =
                root.propertyNames().stream().filter(NAMES::containsKey).toList();
        if (named.size() != 1 || !root.path(named.get(0)).isArray()) {
            throw Trouble.lasting("it must answer with one list called labels, scores, log_odds or probabilities but"
                    + " answered: " + Trouble.quoted(line));
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
