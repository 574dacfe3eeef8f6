package dev.gauntlet.adapters.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on loopback that does what a test wants, and remembers what it was asked. */
final class Mock implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** What is answered: a status, headers and a body. */
    record Answered(int status, Map<String, String> headers, String body) {
        static Answered ok(Object value) {
            return new Answered(200, Map.of(), JSON.writeValueAsString(value));
        }
    }

    /** Answers the body of a request. */
    interface Behaviour {
        Answered answer(JsonNode asked) throws Exception;
    }

    /** What a request was. */
    record Seen(String path, Map<String, List<String>> headers, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger under = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());

    Mock(Behaviour behaviour) {
        this(create(), behaviour);
    }

    Mock(HttpServer server, Behaviour behaviour) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            most.accumulateAndGet(under.incrementAndGet(), Math::max);
            try {
                serve(exchange, behaviour);
            } finally {
                under.decrementAndGet();
                exchange.close();
            }
        });
        server.start();
    }

    private static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(HttpExchange exchange, Behaviour behaviour) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(new Seen(exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body));
        Answered answer;
        try {
            String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            boolean json = type.contains("json");
            answer = behaviour.answer(
                    json ? JSON.readTree(body) : JSON.getNodeFactory().stringNode(body));
        } catch (Exception e) {
            answer = new Answered(500, Map.of(), e.toString());
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** A target on this server, from the lines of a target file. */
    Target target(String... lines) {
        return Mock.parsed("url: " + url(), lines);
    }

    static Target parsed(String first, String... lines) {
        return TargetFile.parse(
                first + "\n" + String.join("\n", lines),
                "target.yaml",
                Path.of("").toAbsolutePath(),
                name -> null);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Speaks the Open Inference Protocol. */
    static Behaviour kserve(Model model) {
        return asked -> {
            JsonNode input = asked.path("inputs").path(0);
            int n = input.path("shape").path(0).intValue();
            int d = input.path("shape").path(1).intValue();
            double[] values = new double[n * d];
            for (int i = 0; i < values.length; i++) {
                values[i] = number(input.path("data").path(i));
            }
            return Answered.ok(Map.of(
                    "model_name",
                    "m",
                    "outputs",
                    List.of(Map.of(
                            "name",
                            "predict",
                            "datatype",
                            "FP64",
                            "shape",
                            List.of(n),
                            "data",
                            model.malice(Rows.of(n, d, values))))));
        };
    }

    /** Speaks as MLflow's scoring server. */
    static Behaviour mlflow(Model model) {
        return asked -> {
            JsonNode frame = asked.path("dataframe_split");
            List<String> columns = new ArrayList<>();
            frame.path("columns").forEach(name -> columns.add(name.stringValue()));
            Schema schema = model.schema();
            Rows rows = Rows.fill(frame.path("data").size(), schema.width(), (i, j) -> {
                int column = columns.indexOf(schema.feature(j).name());
                return value(schema.feature(j), frame.path("data").path(i).path(column));
            });
            return Answered.ok(Map.of("predictions", model.malice(rows)));
        };
    }

    /** Speaks as TensorFlow Serving, whose answer to a row is a list. */
    static Behaviour tensorFlow(Model model) {
        return asked -> {
            double[] malice =
                    model.malice(coded(asked.path("instances"), model.schema().width()));
            List<List<Double>> answers = new ArrayList<>();
            for (double m : malice) {
                answers.add(List.of(m));
            }
            return Answered.ok(Map.of("predictions", answers));
        };
    }

    /** Takes a list of objects and answers with one. */
    static Behaviour records(Model model) {
        return asked -> {
            JsonNode records = asked.path("records");
            Schema schema = model.schema();
            Rows rows = Rows.fill(
                    records.size(),
                    schema.width(),
                    (i, j) -> value(
                            schema.feature(j),
                            records.path(i).path(schema.feature(j).name())));
            List<Object> answers = new ArrayList<>();
            for (double m : model.malice(rows)) {
                answers.add(Map.of("verdict", Map.of("score", m)));
            }
            return Answered.ok(Map.of("results", answers));
        };
    }

    static Rows coded(JsonNode lists, int width) {
        return Rows.fill(lists.size(), width, (i, j) -> number(lists.path(i).path(j)));
    }

    private static double number(JsonNode node) {
        return node.isNull() ? Double.NaN : Double.parseDouble(node.toString());
    }

    private static double value(Feature feature, JsonNode node) {
        return node.isString() ? feature.categories().indexOf(node.stringValue()) : number(node);
    }
}
