package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.xgboost.GradientBoosting;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.explain.Explainer;
import dev.gauntlet.model.learn.IsolationForest;
import dev.gauntlet.model.learn.RidgeRegression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class InferCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path table;
    private static Path bundle;

    @BeforeAll
    static void train() throws IOException {
        table = Terminal.table(shared.resolve("train.csv"), 600);
        Path run = shared.resolve("run");
        assertThat(Terminal.run("process", "--data", table, "--label", "verdict", "--benign", "good", "--out", run)
                        .code())
                .isZero();
        bundle = run.resolve("model/detector.zip");
    }

    private static List<JsonNode> lines(String text) {
        return text.lines().map(JSON::readTree).toList();
    }

    private static Terminal.Result typed(String text, Object... arguments) {
        return piped(text.getBytes(StandardCharsets.UTF_8), arguments);
    }

    private static Terminal.Result piped(byte[] bytes, Object... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(bytes));
        try {
            return Terminal.run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    /** The table's numbers and kind as the detector's rows, read independently of the command. */
    private static Rows rows(Schema schema) throws IOException {
        List<String> lines = Files.readAllLines(table);
        List<String> names = List.of(lines.get(0).split(","));
        return Rows.fill(lines.size() - 1, schema.width(), (i, j) -> {
            Feature feature = schema.feature(j);
            String text = lines.get(i + 1).split(",")[names.indexOf(feature.name())];
            return feature.kind() == Feature.Kind.CATEGORY
                    ? feature.categories().indexOf(text)
                    : Double.parseDouble(text);
        });
    }

    @Test
    void everyRowGetsTheVerdictOfTheModel() throws IOException {
        Model model = BundleFile.read(bundle).model();
        Rows rows = rows(model.schema());
        double[] malice = model.malice(rows);
        Rows contributions = Explainer.of(model).contributions(rows);
        for (int batch : new int[] {1, 7, 8192}) {
            Terminal.Result result =
                    Terminal.run("infer", bundle, table, "--batch", batch, "--top", 2, "--explain", "all");
            assertThat(result.code()).isZero();
            List<JsonNode> judged = lines(result.out());
            assertThat(judged).hasSize(600);
            for (int i = 0; i < 600; i++) {
                JsonNode one = judged.get(i);
                assertThat(one.get("row").asLong()).isEqualTo(i);
                assertThat(one.get("score").asDouble()).isEqualTo(malice[i]);
                assertThat(one.get("verdict").asString())
                        .isEqualTo(malice[i] >= model.threshold() ? "malicious" : "benign");
                assertThat(one.get("probability").asDouble()).isCloseTo(model.probability(rows)[i], within(0.0));
                assertThat(one.get("explained").asString()).isEqualTo("exact");
                JsonNode first = one.get("features").get(0);
                int column = model.schema().column(first.get("name").asString());
                assertThat(first.get("contribution").asDouble()).isEqualTo(contributions.get(i, column));
                for (int j = 0; j < rows.width(); j++) {
                    assertThat(Math.abs(contributions.get(i, j)))
                            .isLessThanOrEqualTo(Math.abs(contributions.get(i, column)));
                }
            }
            assertThat(result.err()).contains("600 judged", "0 unjudged");
        }
    }

    @Test
    void badRowsGoToASideFileAndExtraColumnsAreNamed() throws IOException {
        Path live = Files.writeString(
                folder.resolve("live.csv"),
                "kind,count,rate,size,colour\ntcp,1,7,7,red\ntcp,x,7,7,red\nudp,1,3\nudp,4,3,3,blue\n");
        Path out = folder.resolve("verdicts.csv");
        Terminal.Result result = Terminal.run("infer", bundle, live, "--out", out, "--max-bad", "50%");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        List<String> written = Files.readAllLines(out);
        assertThat(written.get(0))
                .startsWith("row,verdict,class,score,probability,model,version,explained,feature1,contribution1");
        assertThat(written.get(0)).endsWith(",contribution3,reason");
        assertThat(written).hasSize(5);
        assertThat(written.get(1)).startsWith("0,malicious,,").contains(",exact,");
        assertThat(written.get(2))
                .startsWith("1,unjudged,,,,")
                .endsWith(",\"count: \"\"x\"\" is not a finite number\"");
        assertThat(written.get(3))
                .startsWith("2,unjudged,,,,")
                .endsWith("\"3 fields instead of 5, separated by comma\"");
        assertThat(written.get(4)).startsWith("3,benign,,");
        assertThat(written).allMatch(line -> line.replaceAll("\"[^\"]*\"", "").split(",", -1).length == 15);
        List<JsonNode> rejected = lines(Files.readString(folder.resolve("verdicts.csv.rejected.jsonl")));
        assertThat(rejected).extracting(one -> one.get("line").asInt()).containsExactly(3, 4);
        assertThat(rejected.get(0).get("reason").asString()).isEqualTo("count: \"x\" is not a finite number");
        assertThat(result.err())
                .contains(
                        "2 judged, 1 alarm, 2 unjudged",
                        "line 4: 3 fields instead of 5",
                        "columns that are not used (1): colour");
        assertThat(folder.resolve("verdicts.csv.part")).doesNotExist();
    }

    @Test
    void standardInputIsJudgedAsItComes() {
        Terminal.Result result = typed(
                "{\"size\": 9, \"rate\": 8, \"count\": 3, \"kind\": \"udp\"}\n{\"size\": \n", "infer", bundle, "-");
        assertThat(result.code()).as("half of the rows could not be judged").isEqualTo(Main.MISTAKE);
        assertThat(lines(result.out()))
                .extracting(one -> one.get("verdict").asString())
                .containsExactly("malicious", "unjudged");
        assertThat(result.err())
                .contains("1 unjudged; list them with --rejected FILE", "standard input, line 2: is not JSON");
        assertThat(typed("size,rate,count,kind\n1,2\n", "infer", bundle, "-").code())
                .as("nothing but unjudged rows")
                .isEqualTo(Main.MISTAKE);
    }

    @Test
    void utf16IsReadFromStandardInputAndOtherEncodingsAreLedToIconv() {
        String rows = "size,rate,count,kind,name\n9,8,3,udp,Z\u00fcrich\n1,1,3,tcp,Genf\n";
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            Terminal.Result wide = piped(rows.getBytes(charset), "infer", bundle, "-");
            assertThat(wide.code()).as(wide.err()).isZero();
            assertThat(wide.out()).isEqualTo(typed(rows, "infer", bundle, "-").out());
            assertThat(wide.out().lines()).hasSize(2);
        }
        Charset windows = Charset.forName("windows-1252");
        Terminal.Result odd = piped(rows.getBytes(windows), "infer", bundle, "-");
        assertThat(odd.code()).isEqualTo(Main.MISTAKE);
        assertThat(lines(odd.out()))
                .extracting(one -> one.get("verdict").asString())
                .containsExactly("unjudged", "benign");
        assertThat(odd.err()).contains("standard input, line 2: ", "is not UTF-8", "iconv -f WINDOWS-1252 -t UTF-8");
        Terminal.Result header = piped(rows.replace("name", "gr\u00f6\u00dfe").getBytes(windows), "infer", bundle, "-");
        assertThat(header.code()).isEqualTo(Main.MISTAKE);
        assertThat(header.out()).isEmpty();
        assertThat(header.err())
                .contains("standard input: byte 23 of the first line is not UTF-8", "iconv -f WINDOWS-1252 -t UTF-8");
        assertThat(typed("sise,rate,count,kind\n", "infer", bundle, "-").err()).doesNotContain("iconv");
    }

    @Test
    void eventsThatAreNoFlowsAreCountedByKind() throws IOException {
        StringBuilder flows = new StringBuilder("flow.bytes,flow.pkts,label\n");
        for (int i = 0; i < 200; i++) {
            flows.append("%d,%d,%s\n".formatted(i % 4 == 0 ? 900 + i : i, i % 7, i % 4 == 0 ? "bad" : "good"));
        }
        Path run = folder.resolve("flows");
        Terminal.said(
                "process",
                "--data",
                Files.writeString(folder.resolve("flows.csv"), flows),
                "--label",
                "label",
                "--benign",
                "good",
                "--out",
                run);
        String event = "{\"event_type\": \"%s\", \"timestamp\": \"2026-01-01T00:00:00.0+0000\"%s}\n";
        String flow = ", \"flow\": {\"bytes\": %d, \"pkts\": 3}";
        String twice = ", \"event_type\": \"dns\"";
        String events = event.formatted("dns", "")
                + event.formatted("flow", flow.formatted(950))
                + event.formatted("alert", "")
                + event.formatted("flow", flow.formatted(950) + twice)
                + event.formatted("flow", flow.formatted(5))
                + event.formatted("dns", "");
        Terminal.Result one = typed(events, "infer", run, "-", "--max-bad", "60%", "--batch", "1");
        assertThat(one.code()).as(one.err()).isZero();
        assertThat(one.err())
                .contains("2 judged, 1 alarm, 1 unjudged", "3 events of other kinds than flow left out: alert 1, dns 2")
                .contains("has a field twice: event_type");
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Files.writeString(logs.resolve("a.json"), events);
        Files.writeString(logs.resolve("b.json"), events + event.formatted("tls", ""));
        assertThat(Terminal.run("infer", run, logs, "--max-bad", "60%").err())
                .contains("7 events of other kinds than flow left out: alert 2, dns 4, tls 1");
        assertThat(typed(event.formatted("flow", flow.formatted(5)), "infer", run, "-")
                        .err())
                .doesNotContain("left out");
    }

    @Test
    void mistakesAreNamedAndNothingIsWritten() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "sise,rate,count,kind\n1,2,3,tcp\n");
        Path out = folder.resolve("out.jsonl");
        Terminal.Result missing = Terminal.run("infer", bundle, wrong, "--out", out);
        assertThat(missing.code()).isEqualTo(Main.MISTAKE);
        assertThat(missing.err())
                .contains("has no column \"size\"", "did you mean \"sise\"?")
                .doesNotContain("Exception");
        assertThat(out).doesNotExist();
        assertThat(Terminal.run("infer", bundle, folder.resolve("none.csv")).err())
                .contains("there is no such file");
        assertThat(Terminal.run("infer", table, table).err()).contains("is neither a Gauntlet bundle");
        assertThat(Terminal.run("infer", bundle, "-", "--follow").err()).contains("--follow needs the name of a file");
        assertThat(Terminal.run("infer", bundle, table, "--top", "-1").err()).contains("--top must not be negative");
        assertThat(Terminal.run("infer", bundle, table, "--batch", "0").err()).contains("--batch must be in");
        assertThat(Terminal.run("infer", bundle, table, "--format", "xml").err())
                .contains("--format must be one of auto, csv, jsonl, zeek, parquet but is xml");
    }

    @Test
    void aFileCutShortLeavesWhatWasJudgedAside() throws IOException {
        Path list = Files.writeString(
                folder.resolve("live.json"),
                "[{\"size\": 9, \"rate\": 8, \"count\": 3, \"kind\": \"udp\"},\n{\"size\"");
        Path out = folder.resolve("out.jsonl");
        Terminal.Result result = Terminal.run("infer", bundle, list, "--out", out);
        assertThat(result.code()).isEqualTo(Main.MISTAKE);
        assertThat(out).doesNotExist();
        assertThat(folder.resolve("out.jsonl.part"))
                .hasContent(Terminal.run(
                                "infer",
                                bundle,
                                Files.writeString(
                                        folder.resolve("one.json"),
                                        "{\"size\": 9, \"rate\": 8, \"count\": 3, \"kind\": \"udp\"}\n"))
                        .out()
                        .strip());
        assertThat(result.err()).contains("1 judged", "the verdicts so far are in");
    }

    @Test
    void theChampionOfARegistryJudgesUnderItsNumber() {
        Path key = folder.resolve("soc");
        Path registry = folder.resolve("detectors");
        assertThat(Terminal.run("key", "new", "soc", "--out", folder).code()).isZero();
        assertThat(Terminal.run("deploy", bundle, "--registry", registry, "--key", key + ".key")
                        .code())
                .isZero();
        assertThat(Terminal.run("infer", registry, table).err()).contains("the registry has no champion");
        Terminal.run("registry", "promote", registry, 1, "--to", "champion");
        Terminal.Result result = Terminal.run("infer", registry, table, "--trust", key + ".pub");
        assertThat(result.code()).isZero();
        assertThat(lines(result.out()))
                .hasSize(600)
                .allMatch(one -> one.get("version").asInt() == 1);
        assertThat(result.err()).contains("version 1 of a registry, its champion, signed by");
        assertThat(Terminal.run("infer", bundle, table, "--trust", key + ".pub").code())
                .isEqualTo(Main.MISTAKE);
    }

    private static void train(Path out, Object... more) {
        List<Object> words = new ArrayList<>(
                List.of("train", "--data", table, "--label", "verdict", "--benign", "good", "--out", out));
        words.addAll(List.of(more));
        assertThat(Terminal.run(words.toArray()).code()).isZero();
    }

    @Test
    void shadowsScoreTheSameRowsAndChangeNothing() throws IOException {
        Path registry = folder.resolve("detectors");
        Terminal.run("key", "new", "soc", "--out", folder);
        train(folder.resolve("loose.zip"), "--fpr", 0.3, "--algorithm", "decision-tree");
        for (Path version : List.of(bundle, folder.resolve("loose.zip"))) {
            Terminal.run("deploy", version, "--registry", registry, "--key", folder.resolve("soc.key"));
        }
        Terminal.run("registry", "promote", registry, 1, "--to", "champion");
        String alone = Terminal.run("infer", registry, table).out();
        Terminal.run("registry", "promote", registry, 2, "--to", "shadow");
        Path out = folder.resolve("verdicts.jsonl");
        Terminal.Result result = Terminal.run("infer", registry, table, "--out", out, "--batch", 64);
        assertThat(out).hasContent(alone);
        List<JsonNode> own = lines(alone);
        List<JsonNode> beside =
                lines(Terminal.run("infer", folder.resolve("loose.zip"), table).out());
        List<JsonNode> otherwise = lines(Files.readString(folder.resolve("verdicts.jsonl.shadow.jsonl")));
        List<Integer> expected = new ArrayList<>();
        int more = 0;
        for (int i = 0; i < own.size(); i++) {
            if (!own.get(i).get("verdict").equals(beside.get(i).get("verdict"))) {
                expected.add(i);
                more += beside.get(i).get("verdict").asString().equals("malicious") ? 1 : 0;
            }
        }
        assertThat(otherwise)
                .extracting(one -> one.get("row").asInt())
                .isEqualTo(expected)
                .isNotEmpty();
        for (JsonNode one : otherwise) {
            int row = one.get("row").asInt();
            assertThat(one.get("version").asInt()).isEqualTo(2);
            assertThat(one.get("score")).isEqualTo(beside.get(row).get("score"));
            assertThat(one.get("verdict")).isEqualTo(beside.get(row).get("verdict"));
            assertThat(one.get("champion")).isEqualTo(own.get(row).get("score"));
        }
        assertThat(result.err())
                .contains(Plural.format(
                        "shadow version 2 disagrees on %d of 600 rows: %d more alarm[s], %d fewer",
                        expected.size(), more, expected.size() - more));
    }

    @Test
    void aShadowThatReadsOtherColumnsIsReportedAndNotUsed() throws IOException {
        Path registry = folder.resolve("detectors");
        Terminal.run("key", "new", "soc", "--out", folder);
        Path wide = folder.resolve("wide.csv");
        Files.write(
                wide,
                Files.readAllLines(table).stream()
                        .map(line -> line + (line.startsWith("size") ? ",extra" : ",1"))
                        .toList());
        Path wider = folder.resolve("wide.zip");
        Terminal.run("train", "--data", wide, "--label", "verdict", "--benign", "good", "--out", wider);
        for (Path version : List.of(bundle, wider)) {
            Terminal.run("deploy", version, "--registry", registry, "--key", folder.resolve("soc.key"));
        }
        Terminal.run("registry", "promote", registry, 1, "--to", "champion");
        Terminal.run("registry", "promote", registry, 2, "--to", "shadow");
        Terminal.Result result = Terminal.run("infer", registry, table);
        assertThat(result.code()).isZero();
        assertThat(result.err())
                .contains("shadow version 2 is not used: it reads columns that the champion does not: [extra]")
                .doesNotContain("disagrees");
    }

    private Dataset kinds() {
        Schema schema = new Schema(List.of(Feature.real("a", -9, 9), Feature.real("b", -9, 9)));
        int[] labels = new int[300];
        double[][] rows = new double[300][];
        for (int i = 0; i < 300; i++) {
            labels[i] = i % 3;
            rows[i] = new double[] {labels[i] == 1 ? 5 + i % 7 * 0.1 : i % 7 * 0.1, labels[i] == 2 ? 5 : i % 5 * 0.1};
        }
        return Dataset.of(schema, Rows.of(rows), labels, List.of("benign", "scan", "a,\"b\""));
    }

    private Path written(Model model, List<String> labels) {
        Path path = folder.resolve(model.trainer() + ".zip");
        TableSchema columns = new TableSchema(
                model.schema(), List.of(), List.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());
        new BundleFile(model, columns, new BundleFacts(labels, new TreeMap<>(), new TreeMap<>())).write(path);
        return path;
    }

    @Test
    void rowsOnceAssembledAreJudgedAsTheRawOnesAre() throws IOException {
        StringBuilder raw = new StringBuilder("url,age,verdict\n");
        for (int i = 0; i < 400; i++) {
            raw.append(i % 4 == 0 ? "http://login-" + i + ".example/a?x=" + i : "https://shop.example/item/" + i % 7)
                    .append(',')
                    .append(i % 13)
                    .append(i % 4 == 0 ? ",bad\n" : ",good\n");
        }
        Path data = Files.writeString(folder.resolve("urls.csv"), raw);
        Object[] how = {"--data", data, "--label", "verdict", "--benign", "good", "--derive", "url-text:column=url"};
        Path run = folder.resolve("urls");
        assertThat(Terminal.run(with("process", how, run)).code()).isZero();
        Path detector = run.resolve("model/detector.zip");
        String verdicts = Terminal.run("infer", detector, data).out();
        assertThat(verdicts.lines()).hasSize(400).anyMatch(line -> line.contains("malicious"));
        for (String name : List.of("rows.parquet", "rows.csv", "rows.jsonl")) {
            Path rows = folder.resolve(name);
            assertThat(Terminal.run(with("assemble", how, rows)).code()).isZero();
            Terminal.Result judged = Terminal.run("infer", detector, rows);
            assertThat(judged.out()).as(name + judged.err()).isEqualTo(verdicts);
        }
        Path half = Files.writeString(folder.resolve("half.csv"), "age,url_length\n1,20\n");
        assertThat(Terminal.run("infer", detector, half).err()).contains("half.csv", "already have some but not all");
    }

    private static Object[] with(String command, Object[] options, Path out) {
        List<Object> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(options));
        all.addAll(List.of("--out", out));
        return all.toArray();
    }

    @Test
    void kindsOfMaliceQuantitiesAndAnomaliesAreJudged() {
        Dataset data = kinds();
        Path kinds = written(new GradientBoosting().categorise(data, Run.seeded(1)), data.labelNames());
        String live = "a,b\n0,0\n5.2,0\n0,5\n";
        Terminal.Result classes = typed(live, "infer", kinds, "-");
        assertThat(lines(classes.out()))
                .extracting(one -> one.get("class").asString())
                .containsExactly("benign", "scan", "a,\"b\"");
        assertThat(lines(classes.out())
                        .get(1)
                        .get("features")
                        .get(0)
                        .get("name")
                        .asString())
                .isEqualTo("a");
        double[] targets = new double[data.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = 2 * data.rows().get(i, 0) - data.rows().get(i, 1) + 1;
        }
        Path number = written(new RidgeRegression().predict(data, targets, Run.seeded(1)), List.of());
        List<JsonNode> numbers =
                lines(typed(live, "infer", number, "-", "--top", 1).out());
        assertThat(numbers.get(1).get("number").asDouble()).isCloseTo(11.4, within(0.2));
        assertThat(numbers.get(1).has("verdict")).isFalse();
        assertThat(numbers.get(1).get("features").get(0).get("name").asString()).isEqualTo("a");
        Path forest = written(new IsolationForest().train(data, Run.seeded(1)), List.of());
        List<JsonNode> anomalies =
                lines(typed(live + "9,-9\n", "infer", forest, "-").out());
        assertThat(anomalies).last().satisfies(one -> {
            assertThat(one.get("verdict").asString()).isEqualTo("malicious");
            assertThat(one.has("probability")).isFalse();
        });
    }

    @Test
    void aGrowingLogIsJudgedUntilInterrupted() throws Exception {
        Path log =
                Files.writeString(folder.resolve("live.log"), "{\"size\":9,\"rate\":8,\"count\":3,\"kind\":\"udp\"}\n");
        Path out = folder.resolve("verdicts.jsonl");
        List<Terminal.Result> results = new CopyOnWriteArrayList<>();
        Thread command = new Thread(
                () -> results.add(Terminal.run("infer", bundle, log, "--follow", "--out", out, "--max-bad", "50%")));
        command.start();
        await(out, 1);
        Files.writeString(
                log, "{\"size\":1,\"rate\":2,\"count\":3,\"kind\":\"udp\"}\n{\"size\":\n", StandardOpenOption.APPEND);
        await(out, 3);
        Files.move(log, folder.resolve("live.1.log"));
        Files.writeString(log, "{\"size\":9,\"rate\":8,\"count\":3,\"kind\":\"tcp\"}\n");
        await(out, 4);
        // An interrupt within a write would close its file; Ctrl-C waits for the end of a batch.
        Thread.sleep(1000);
        command.interrupt();
        command.join(Duration.ofSeconds(20).toMillis());
        assertThat(results)
                .singleElement()
                .satisfies(one -> assertThat(one.code()).isZero());
        assertThat(results.get(0).err()).contains("3 judged, 2 alarms, 1 unjudged");
        assertThat(lines(Files.readString(out)))
                .extracting(one -> one.get("row").asInt())
                .containsExactly(0, 1, 2, 3);
    }

    private static void await(Path file, int lines) throws Exception {
        for (int i = 0; i < 400; i++) {
            List<String> written = Files.exists(file) ? Files.readAllLines(file) : new ArrayList<>();
            if (written.size() >= lines) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no " + lines + " lines in " + file);
    }

    @Test
    void aRowThatCannotBeJudgedKeepsItsPlaceAndCountsAsNeither() throws IOException {
        Path live = Files.writeString(
                folder.resolve("odd.csv"), "kind,count,rate,size,uid\ntcp,1,7,7,C1\ntcp,1(1),7,7,C2\nudp,4,3,3,C3\n");
        for (Object batch : new Object[] {1, 2, 100}) {
            Terminal.Result marked =
                    Terminal.run("infer", bundle, live, "--batch", batch, "--max-bad", "0.4", "--keep", "uid,count");
            assertThat(marked.code()).as(marked.err()).isZero();
            List<JsonNode> lines = lines(marked.out());
            assertThat(lines)
                    .extracting(one -> one.get("verdict").asString())
                    .containsExactly("malicious", "unjudged", "benign");
            assertThat(lines).extracting(one -> one.get("uid").asString()).containsExactly("C1", "C2", "C3");
            assertThat(lines.get(1).get("count").asString()).isEqualTo("1(1)");
            assertThat(lines.get(1).get("reason").asString()).isEqualTo("count: \"1(1)\" is not a finite number");
            assertThat(lines.get(1).has("score")).isFalse();
            assertThat(marked.err()).contains("2 judged, 1 alarm, 1 unjudged");
        }
        assertThat(lines(Terminal.run("infer", bundle, live, "--unjudged", "alarm")
                                .out())
                        .get(1)
                        .get("verdict")
                        .asString())
                .isEqualTo("malicious");
        Terminal.Result passed = Terminal.run("infer", bundle, live, "--unjudged", "pass");
        assertThat(lines(passed.out()).get(1).get("verdict").asString()).isEqualTo("benign");
        assertThat(passed.err()).contains("1 alarm, 1 unjudged, written as benign");
    }

    @Test
    void moreUnjudgedRowsThanAllowedAreNoSuccess() throws IOException {
        StringBuilder rows = new StringBuilder("kind,count,rate,size\n");
        for (int i = 0; i < 200; i++) {
            rows.append(i < 3 ? "tcp,1(1),7,7\n" : "tcp,1,7,7\n");
        }
        Path live = Files.writeString(folder.resolve("many.csv"), rows);
        Terminal.Result result = Terminal.run("infer", bundle, live);
        assertThat(result.code()).isEqualTo(Main.MISTAKE);
        assertThat(result.out().lines()).hasSize(200);
        assertThat(result.err()).contains("3 of 200 rows (1.5 %) could not be judged, more than --max-bad 1% allows");
        assertThat(Terminal.run("infer", bundle, live, "--max-bad", "1.5%").code())
                .isZero();
        assertThat(Terminal.run("infer", bundle, live, "--max-bad", "0.015").code())
                .isZero();
        assertThat(Terminal.run("infer", bundle, live, "--max-bad", "0").code()).isEqualTo(Main.MISTAKE);
        assertThat(Terminal.refused("infer", bundle, live, "--max-bad", "1").err())
                .contains("write 1% or 0.01");
    }

    @Test
    void keptColumnsAreInCsvTooAndNeverHideAFieldOfTheVerdict() throws IOException {
        Path live = Files.writeString(
                folder.resolve("named.csv"), "kind,count,rate,size,uid,class\ntcp,1,7,7,\"a,b\",web\ntcp,x,7,7,C2,\n");
        Path out = folder.resolve("kept.csv");
        Terminal.run("infer", bundle, live, "--out", out, "--keep", "uid,class");
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(0)).startsWith("row,uid,input.class,verdict,class,score,");
        assertThat(lines.get(1)).startsWith("0,\"a,b\",web,malicious,,");
        assertThat(lines.get(2)).startsWith("1,C2,,unjudged,,");
        List<JsonNode> listed = lines(Files.readString(folder.resolve("kept.csv.rejected.jsonl")));
        assertThat(listed.get(0).get("uid").asString()).isEqualTo("C2");
        assertThat(listed.get(0).get("input.class").isNull()).isTrue();
        assertThat(Terminal.refused("infer", bundle, live, "--keep", "uidd").err())
                .contains("has no column \"uidd\", which --keep names; did you mean \"uid\"?");
    }

    @Test
    void whereNoRowCouldBeJudgedTheExitCodeIsTwo() throws IOException {
        String broken = "size,rate,count,kind\nbig,1,1,tcp\n1,fast,1,udp\n";
        Terminal.Result none = typed(broken, "infer", bundle, "-", "--max-bad", "100%");
        assertThat(none.code()).as(none.err()).isEqualTo(Main.MISTAKE);
        assertThat(lines(none.out()))
                .extracting(line -> line.get("verdict").asString())
                .containsExactly("unjudged", "unjudged");
        assertThat(none.err()).contains("0 judged, 0 alarms, 2 unjudged").contains("gauntlet: no row could be judged");
        Terminal.Result one = typed(broken + "1,1,1,tcp\n", "infer", bundle, "-", "--max-bad", "100%");
        assertThat(one.code()).as(one.err()).isZero();
        assertThat(one.err()).doesNotContain("no row could be judged");
    }

    @Test
    void aBundleThatCarriesNoDataJudgesByTheNamesOfItsFile() throws IOException {
        String model = "{\"kind\": \"logreg\", \"coef\": [1, 0], \"intercept\": -5%s}";
        Path named = Files.writeString(
                folder.resolve("named.json"), model.formatted(", \"features\": [\"rate\", \"size\"]"));
        Path imported = folder.resolve("named.zip");
        assertThat(Terminal.run("import", named, "--out", imported).code()).isZero();
        Terminal.Result judged = typed("size,rate\n9,1\n1,9\n", "infer", imported, "-");
        assertThat(judged.code()).as(judged.err()).isZero();
        assertThat(lines(judged.out()))
                .extracting(line -> line.get("score").asDouble())
                .containsExactly(-4.0, 4.0);
        Path unnamed = Files.writeString(folder.resolve("unnamed.json"), model.formatted(""));
        assertThat(Terminal.run("import", unnamed, "--out", imported).code()).isZero();
        Terminal.Result refused = Terminal.refused("infer", imported, table);
        assertThat(refused.err())
                .contains("has no column \"x0\", which the detector needs")
                .contains("the detector was imported from a file that states no names; import it again with --data or"
                        + " --schema");
    }

    @Test
    void whereAFileHoldsOnlyOtherEventsTheExitCodeIsTwo() throws IOException {
        Path model = Files.writeString(folder.resolve("flows.json"), """
                {"kind": "logreg", "coef": [1, 0], "intercept": -5, "features": ["flow.pkts", "flow.bytes"]}
                """);
        Path imported = folder.resolve("flows.zip");
        assertThat(Terminal.run("import", model, "--out", imported).code()).isZero();
        String others = "{\"timestamp\": 5, \"event_type\": \"dns\"}\n{\"timestamp\": 6, \"event_type\": \"tls\"}\n";
        Path file = Files.writeString(folder.resolve("eve.json"), others);
        Terminal.Result none = Terminal.refused("infer", imported, file);
        assertThat(none.err())
                .contains("2 events of other kinds than flow left out: dns 1, tls 1")
                .contains("gauntlet: no row could be judged");
        Files.writeString(
                file, others + "{\"timestamp\": 7, \"event_type\": \"flow\", \"flow\": {\"pkts\": 9, \"bytes\": 1}}\n");
        Terminal.Result one = Terminal.run("infer", imported, file);
        assertThat(one.code()).as(one.err()).isZero();
        assertThat(lines(one.out()))
                .singleElement()
                .matches(line -> line.get("score").asDouble() == 4);
    }
}
