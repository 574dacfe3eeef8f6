package dev.gauntlet.e2e.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that were damaged at random, given to the commands that read them, and servers that do not keep to their protocol. */
final class HostileTest {
    private static final int SECONDS = Integer.getInteger("faults.seconds", Tally.ALL ? 60 : 1);
    private static final long SLOW = 30_000;
    private static final String TOKEN = "s3cr3t-t0ken-0123456789";
    private static final String[] ODD = {
        "\0",
        "\"",
        "'",
        ",",
        ";",
        "\n",
        "\r\n",
        "\t",
        "{",
        "}",
        "[",
        "]",
        "[[[[[[[[",
        "NaN",
        "Infinity",
        "-",
        "1e999",
        "\uFEFF",
        "null",
        "true",
        "-1",
        "0",
        "99999999999999999999",
        "#",
        ":",
        "- ",
        "&a *a",
        "!!",
        "\u001b[2J",
        "\u202e",
        "%s",
        "../"
    };

    /** Valid files of other programs, from the corpus of the parsers' own tests. */
    private static final Map<String, String> CORPUS = Map.of(
            "xgboost.json", "foreign/ModelFuzzTestInputs/xgboostJson/valid.json",
            "xgboost-dump.json", "foreign/ModelFuzzTestInputs/xgboostDump/valid.json",
            "xgboost.ubj", "foreign/ModelFuzzTestInputs/xgboostUbjson/valid.ubj",
            "lightgbm.txt", "foreign/ModelFuzzTestInputs/lightgbmText/valid.txt",
            "lightgbm.json", "foreign/ModelFuzzTestInputs/lightgbmJson/valid.json",
            "sklearn.json", "foreign/ModelFuzzTestInputs/sklearnJson/valid.json",
            "network.json", "foreign/ModelFuzzTestInputs/networkJson/valid.json",
            "array.npy", "file/NumpyFuzzTestInputs/array/valid.npy",
            "archive.npz", "file/NumpyFuzzTestInputs/archive/valid.npz");

    @TempDir
    static Path shared;

    private static Path base = Path.of("");

    @BeforeAll
    static void prepare() throws IOException {
        base = Files.createDirectory(shared.resolve("base"));
        Job.prepare(base);
        Said.well(
                "export",
                base.resolve("detector.zip").toString(),
                "--out",
                base.resolve("d.onnx").toString());
        Files.writeString(base.resolve("plan.yaml"), Said.well("plan").out());
        List<String> lines = Files.readAllLines(base.resolve("table.csv")).subList(0, 60);
        Files.write(base.resolve("small.csv"), lines);
        Files.writeString(base.resolve("small.arff"), arff(lines));
        Files.writeString(base.resolve("small.jsonl"), jsonl(lines));
        for (Map.Entry<String, String> one : CORPUS.entrySet()) {
            try (InputStream in = HostileTest.class.getResourceAsStream("/dev/gauntlet/adapters/" + one.getValue())) {
                Files.write(
                        base.resolve(one.getKey()),
                        Objects.requireNonNull(in, one.getValue()).readAllBytes());
            }
        }
        Said.well(
                "simulate",
                "--connections",
                "1000",
                "--to",
                "1",
                base.resolve("net").toString());
        try (InputStream in = new GZIPInputStream(Files.newInputStream(base.resolve("net/conn.2024-03-04.log.gz")))) {
            Files.write(base.resolve("conn.log"), in.readAllBytes());
        }
    }

    private static String arff(List<String> lines) {
        return "@relation r\n@attribute size numeric\n@attribute rate numeric\n@attribute count numeric\n"
                + "@attribute kind {a,b}\n@attribute verdict {good,bad}\n@data\n"
                + String.join("\n", lines.subList(1, lines.size())) + "\n";
    }

    private static String jsonl(List<String> lines) {
        String[] names = lines.get(0).split(",");
        StringBuilder text = new StringBuilder();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",");
            text.append('{');
            for (int j = 0; j < names.length; j++) {
                String quote = j > 2 ? "\"" : "";
                text.append(j == 0 ? "" : ",").append("\"%s\":%s%s%s".formatted(names[j], quote, values[j], quote));
            }
            text.append("}\n");
        }
        return text.toString();
    }

    /** A file and the command that reads it, in which {@code %} stands for the damaged copy and {@code @} for the folder. */
    private static Map<String, String> readers() {
        Map<String, String> readers = new TreeMap<>();
        String labelled = " --label verdict --benign good";
        readers.put("small.csv", "schema %" + labelled);
        readers.put("small.arff", "schema %" + labelled);
        readers.put("small.jsonl", "schema %" + labelled);
        readers.put("schema.yaml", "train --data @small.csv --schema % --algorithm naive-bayes --out @t.zip");
        readers.put("plan.yaml", "assess % --dry-run");
        readers.put("detector.zip", "infer % @small.csv --out @v.jsonl");
        readers.put("d.onnx", "import % --schema @schema.yaml --out @i.zip");
        readers.put("registry/registry.json", "registry list %");
        readers.put("net/eve.json", "schema % --label label");
        readers.put("conn.log", "infer @detector.zip % --out @v.jsonl --max-bad 100%");
        CORPUS.keySet()
                .forEach(name -> readers.put(
                        name,
                        name.endsWith(".npy") || name.endsWith(".npz")
                                ? "infer @detector.zip % --out @v.jsonl"
                                : "import %"));
        return readers;
    }

    private static byte[] damaged(byte[] content, Random random) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        int changes = 1 + random.nextInt(4);
        byte[] now = content;
        for (int change = 0; change < changes && now.length > 0; change++) {
            int at = random.nextInt(now.length);
            int end = Math.min(now.length, at + random.nextInt(1 + Math.min(64, now.length)));
            byte[] odd = ODD[random.nextInt(ODD.length)].getBytes(StandardCharsets.UTF_8);
            byte[] middle = switch (random.nextInt(5)) {
                case 0 -> new byte[] {(byte) random.nextInt(256)};
                case 1 -> odd;
                case 2 -> new byte[0];
                case 3 -> Arrays.copyOfRange(now, at, end);
                default -> Arrays.copyOfRange(now, random.nextInt(at + 1), at);
            };
            int rest = random.nextBoolean() ? at : end;
            parts.clear();
            parts.add(Arrays.copyOfRange(now, 0, at));
            parts.add(middle);
            parts.add(Arrays.copyOfRange(now, Math.min(rest, now.length), now.length));
            now = joined(parts);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(now, random.nextInt(now.length + 1)) : now;
    }

    private static byte[] joined(List<byte[]> parts) {
        byte[] all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @Test
    void aDamagedInputIsReadOrRefused() throws IOException {
        Tally tally = new Tally("a damaged input");
        for (Map.Entry<String, String> reader : readers().entrySet()) {
            Path original = base.resolve(reader.getKey());
            byte[] content = Files.readAllBytes(original);
            Path copy = original.resolveSibling("damaged-" + original.getFileName());
            long until = System.nanoTime() + SECONDS * 1_000_000_000L;
            for (long seed = 1; System.nanoTime() < until; seed++) {
                Files.write(copy, damaged(content, new Random(seed)));
                String[] words = Arrays.stream(reader.getValue().split(" "))
                        .map(word -> word.equals("%")
                                ? copy.toString()
                                : word.startsWith("@")
                                        ? base.resolve(word.substring(1)).toString()
                                        : word)
                        .toArray(String[]::new);
                long began = System.nanoTime();
                Said said = Said.by(words);
                long millis = (System.nanoTime() - began) / 1_000_000;
                tally.add(
                        reader.getKey() + ", seed " + seed,
                        !said.isSound() ? said.reason() : millis > SLOW ? "took " + millis + " ms" : "");
            }
            Files.deleteIfExists(copy);
        }
        tally.check();
    }

    /** What a server does with a request. */
    private interface Behaviour {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, Behaviour> behaviours() {
        Map<String, Behaviour> all = new TreeMap<>();
        all.put("never answers", exchange -> Thread.sleep(SLOW));
        all.put("drips", exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(' ');
                    out.flush();
                    Thread.sleep(50);
                }
            }
        });
        all.put("closes the connection", HttpExchange::close);
        all.put("echoes the request", exchange -> {
            String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            send(exchange, 500, token + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        });
        all.put(
                "refuses and echoes",
                exchange -> send(
                        exchange,
                        401,
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))));
        all.put("redirects for ever", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().toString());
            send(exchange, 302, "");
        });
        all.put("answers nothing", exchange -> send(exchange, 200, ""));
        all.put("answers no JSON", exchange -> send(exchange, 200, "<html>"));
        all.put("answers too few", exchange -> send(exchange, 200, "{\"predictions\":[0.5]}"));
        all.put(
                "answers too many",
                exchange -> send(exchange, 200, "{\"predictions\":[" + "0.5,".repeat(9999) + "0.5]}"));
        all.put("answers no numbers", exchange -> send(exchange, 200, "{\"predictions\":[\"\u001b[2J\",null,{},[]]}"));
        all.put("answers NaN", exchange -> send(exchange, 200, "{\"predictions\":[NaN,NaN,1e999]}"));
        all.put("answers deeply", exchange -> send(exchange, 200, "[".repeat(100_000)));
        all.put("answers without end", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = "[0.5,0.5],".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(block);
                }
            }
        });
        return all;
    }

    @Test
    void aHostileServerEndsNothingButTheCommand() throws IOException {
        Tally tally = new Tally("a hostile server");
        for (Map.Entry<String, Behaviour> behaviour : behaviours().entrySet()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work);
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", exchange -> {
                try {
                    behaviour.getValue().answer(exchange);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
            try {
                tally.add(behaviour.getKey(), met(server.getAddress().getPort()));
            } finally {
                server.stop(0);
            }
        }
        tally.check();
    }

    private static String met(int port) {
        Path target = base.resolve("target.yaml");
        try {
            Files.writeString(base.resolve("token"), TOKEN);
            Files.writeString(target, """
                    protocol: tf-serving
                    url: http://127.0.0.1:%d
                    model: m
                    timeout: 2
                    retries: 1
                    token: {file: token}
                    """.formatted(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long began = System.nanoTime();
        Said said = Said.by(
                "target",
                "check",
                target.toString(),
                "--data",
                base.resolve("small.csv").toString(),
                "--schema",
                base.resolve("schema.yaml").toString());
        long millis = (System.nanoTime() - began) / 1_000_000;
        if (!said.isSound()) {
            return said.reason();
        }
        if (said.code() == 0) {
            return "it passes as a detector";
        }
        if ((said.out() + said.err()).contains(TOKEN.substring(0, 12))) {
            return "the token is printed";
        }
        return millis > SLOW ? "took " + millis + " ms" : "";
    }
}
