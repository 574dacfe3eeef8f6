package dev.gauntlet.app.inputs;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Data files as people have them. */
final class DataInputs {
    private static final int ROWS = 120;
    private static final String SPLIT = "split --data ./d.csv --label label --benign 0 --out ./parts";
    private static final String SCHEMA = "schema ./d.csv --label label --benign 0";

    private DataInputs() {}

    static List<InputCase> cases() {
        return java.util.stream.Stream.of(
                        cells(), rows(), headers(), labels(), times(), others(), NumpyInputs.cases(), indicators())
                .flatMap(List::stream)
                .toList();
    }

    /** Rows of a number and a label that goes with it, each made by its number. */
    private static String rows(String header, IntFunction<String> number) {
        return header
                + "\n"
                + IntStream.range(0, ROWS)
                        .mapToObj(i -> "%s,%d,%d\n".formatted(number.apply(i), i % 7 + (i % 2 == 0 ? 0 : 3), i % 2))
                        .collect(Collectors.joining());
    }

    private static InputCase.Files csv(String text) {
        return file("d.csv", text, StandardCharsets.UTF_8);
    }

    private static InputCase.Files file(String name, String text, Charset charset) {
        return folder -> Files.write(folder.resolve(name), text.getBytes(charset));
    }

    private static List<InputCase> cells() {
        return List.of(
                InputCase.of(
                        "a text among numbers",
                        csv(rows("x,y,label", i -> i == 50 ? "n.d." : "" + i % 13)),
                        SPLIT,
                        0,
                        "column \"x\": 1 of 120 filled cells is not a finite number and is taken as missing; the first is"
                                + " \"n.d.\" in line 52"),
                InputCase.of(
                        "a text among numbers, with the row skipped",
                        csv(rows("x,y,label", i -> i == 50 ? "n.d." : "" + i % 13)),
                        SPLIT + " --odd skip",
                        0,
                        "d.csv: 1 row dropped, the first because column \"x\": \"n.d.\" is not a finite number"),
                InputCase.of(
                        "`Infinity` and `NaN` among numbers",
                        csv(rows("x,y,label", i -> i == 7 ? "-Infinity" : i == 9 ? "NaN" : "" + i % 13)),
                        SCHEMA,
                        0,
                        "column \"x\": 1 of 119 filled cells is not a finite number and is taken as missing; the first is"
                                + " \"-Infinity\" in line 9",
                        "column \"x\": 2 of 120 values are missing"),
                InputCase.of(
                        "a number beyond single precision",
                        csv(rows("x,y,label", i -> i == 7 ? "1.797e308" : "" + i % 13)),
                        SCHEMA,
                        0,
                        "column \"x\": 1 of 120 filled cells is not a finite number"),
                InputCase.of(
                        "decimal commas",
                        csv(rows("x;y;label", i -> i % 13 + ".25")
                                .replace(",", ";")
                                .replace(".", ",")),
                        SCHEMA,
                        0,
                        "d.csv: column \"x\" is read as numbers written as decimal-comma",
                        "numbers: decimal-comma"),
                InputCase.of(
                        "thousands separators that can be decimal commas",
                        csv(rows("x,y,label", i -> "\"" + (i % 13 + 1) + ",250\"")),
                        SPLIT,
                        2,
                        "d.csv, line 2, field x: \"1,250\": 120 numbers have a comma that can be a decimal mark or group"
                                + " thousands; state which is meant: --numbers \"x=decimal-comma\" or --numbers \"x=thousands\""),
                InputCase.of(
                        "the same, stated",
                        csv(rows("x,y,label", i -> "\"" + (i % 13 + 1) + ",250\"")),
                        SCHEMA + " --numbers x=thousands",
                        0,
                        "numbers: thousands",
                        "high: 13250"),
                InputCase.of(
                        "a number style stated for a missing column",
                        csv(rows("x,y,label", i -> "" + i % 13)),
                        SPLIT + " --numbers z=thousands",
                        2,
                        "--numbers z: there is no such column; the columns are [x, y, label]"),
                InputCase.of(
                        "percent signs",
                        csv(rows("x,y,label", i -> i % 13 + "%")),
                        SCHEMA,
                        0,
                        "d.csv: column \"x\" is read as numbers written as percent"),
                InputCase.of(
                        "percent signs on some of the numbers",
                        csv(rows("x,y,label", i -> i % 3 == 0 ? i % 13 + "%" : "0." + i % 13)),
                        SCHEMA,
                        2,
                        "40 of 120 numbers have a percent sign; state which is meant: --numbers \"x=percent\" or --numbers"
                                + " \"x=percent-share\""),
                InputCase.of(
                        "Zeek's `-` for an unset number in a CSV",
                        csv(rows("x,y,label", i -> i % 3 == 0 ? "-" : "" + i % 13)),
                        SCHEMA,
                        0,
                        "column \"x\": 40 of 120 values are missing"));
    }

    private static List<InputCase> rows() {
        return List.of(
                InputCase.of(
                        "a repeated header",
                        csv(rows("x,y,label", i -> i == 60 ? "1,1,0\nx,y,label\n1" : "" + i % 13)),
                        SPLIT,
                        0,
                        "d.csv: 1 repeated header is skipped; the first is line 63"),
                InputCase.of(
                        "a truncated row",
                        csv(rows("x,y,label", i -> "" + i % 13) + "7,1\n"),
                        SPLIT,
                        0,
                        "d.csv: 1 of 121 rows (0.83 %) cannot be read and is left out"),
                InputCase.of(
                        "many truncated rows",
                        csv(rows("x,y,label", i -> "" + i % 13) + "7,1\n7,1\n7,1\n"),
                        SPLIT,
                        2,
                        "d.csv, line 122: 2 fields instead of 3, separated by comma; in total 3 of 123 rows (2.4 %) are bad, more"
                                + " than the 1.0 % that are allowed; fix them, or allow more with --max-bad"),
                InputCase.of(
                        "a truncated JSON line",
                        file(
                                "d.jsonl",
                                IntStream.range(0, ROWS)
                                                .mapToObj(i -> "{\"x\": %d, \"label\": %d}\n".formatted(i % 13, i % 2))
                                                .collect(Collectors.joining())
                                        + "{\"x\": 1, \"la\n",
                                StandardCharsets.UTF_8),
                        "schema ./d.jsonl --label label --benign 0",
                        0,
                        "d.jsonl: 1 of 121 rows (0.83 %) cannot be read and is left out; the first is d.jsonl, line 121: is not"
                                + " JSON"),
                InputCase.of(
                        "comments before the header and between rows",
                        csv("# made by a tool\n" + rows("x,y,label", i -> "" + i % 13) + "# the end\n"),
                        SCHEMA,
                        0,
                        "d.csv: 2 comment lines are skipped; the first is line 1"));
    }

    private static List<InputCase> headers() {
        return List.of(
                InputCase.of(
                        "an index column without a name, as pandas writes it",
                        csv(rows(",y,label", i -> "" + i)),
                        SCHEMA,
                        0,
                        "d.csv: columns are renamed: field 1 without a name is \"column1\"",
                        "column \"column1\" is left out: it has no name and counts the rows"),
                InputCase.of(
                        "a duplicate column name",
                        csv(rows("y,y,label", i -> "" + i % 13)),
                        SCHEMA,
                        0,
                        "d.csv: columns are renamed: the second \"y\" (field 2) is \"y.1\"",
                        "name: y.1"),
                InputCase.of(
                        "a separator at the end of every line",
                        csv(rows("x,y,label", i -> "" + i % 13).replace("\n", ",\n")),
                        SCHEMA,
                        0,
                        "d.csv: 1 column without a name and without a value is left out"),
                InputCase.of(
                        "UTF-16, as Windows tools write it",
                        file("d.csv", "\uFEFF" + rows("x,y,label", i -> "" + i % 13), StandardCharsets.UTF_16LE),
                        SCHEMA,
                        0,
                        "d.csv: is not UTF-8 and is read as UTF-16LE"),
                InputCase.of(
                        "Windows-1252",
                        file("d.csv", rows("gr\u00f6sse,y,label", i -> "" + i % 13), Charset.forName("windows-1252")),
                        SCHEMA,
                        0,
                        "d.csv: is not UTF-8 and is read as windows-1252",
                        "name: \"gr\u00f6sse\""),
                InputCase.of(
                        "PowerShell's `#TYPE` line",
                        csv("#TYPE System.Flow\r\n" + rows("\"x\",\"y\",\"label\"", i -> "\"" + i % 13 + "\"")),
                        SCHEMA,
                        0,
                        "d.csv: 1 comment line is skipped; the first is line 1"));
    }

    private static List<InputCase> labels() {
        return List.of(
                InputCase.of(
                        "-1 beside 0 and 1 as label, as in EMBER",
                        csv(rows("x,y,label", i -> "" + i % 13) + "1,2,-1\n5,6,-1\n"),
                        SPLIT,
                        0,
                        "label \"label\": 2 rows have no label: \"-1\" (2)"),
                InputCase.of(
                        "-1 and 1 as labels, without saying which is benign",
                        csv(rows("x,y,label", i -> "" + i % 13).replace(",0\n", ",-1\n")),
                        "split --data ./d.csv --label label --out ./parts",
                        2,
                        "--benign is needed: which label in column \"label\" means benign"),
                InputCase.of(
                        "`nan` as label",
                        csv(rows("x,y,label", i -> "" + i % 13) + "1,2,nan\n"),
                        SPLIT,
                        0,
                        "label \"label\": 1 row has no label: \"nan\" (1)"),
                InputCase.of(
                        "labels that differ in case",
                        csv(rows("x,y,label", i -> "" + i % 13)
                                        .replace(",0\n", ",Benign\n")
                                        .replace(",1\n", ",Bot\n")
                                + "1,2,BENIGN\n"),
                        "split --data ./d.csv --label label --benign Benign --out ./parts",
                        0,
                        "label \"label\": \"BENIGN\" (1) count as \"Benign\"; --labels exact keeps them apart"),
                InputCase.of(
                        "a wrong name of the label column",
                        csv(rows("x,y,Verdict", i -> "" + i % 13)),
                        SCHEMA,
                        2,
                        "there is no label column \"label\"; the columns are x, y, Verdict"));
    }

    private static List<InputCase> times() {
        return List.of(
                InputCase.of(
                        "dates with the day first",
                        csv(rows("when,y,label", i -> "%02d/02/2018 08:31:01".formatted(i % 28 + 1))),
                        SCHEMA + " --time when",
                        0,
                        "d.csv: times in column \"when\" are read as day-first",
                        "time: {column: when, format: day-first}"),
                InputCase.of(
                        "dates whose day and month are ambiguous",
                        csv(rows("when,y,label", i -> "%02d/02/2018".formatted(i % 12 + 1))),
                        SCHEMA + " --time when",
                        2,
                        "\"01/02/2018\": can be read in more than one way; state how times are written, in the schema: time:"
                                + " {column: when, format: \"dd/MM/yyyy HH:mm:ss\"}"),
                InputCase.of(
                        "times in milliseconds",
                        csv(rows("when,y,label", i -> "" + (1518597061000L + 1000L * i))),
                        SCHEMA + " --time when",
                        0,
                        "d.csv: times in column \"when\" are read as milliseconds"),
                InputCase.of(
                        "a column of dates that is not stated as the time",
                        csv(rows("when,y,label", i -> "2018-02-%02d".formatted(i % 28 + 1))),
                        SCHEMA,
                        0,
                        "column \"when\" is left out: it contains times fix: to split by time, state it: --time \"when\""));
    }

    private static List<InputCase> others() {
        return List.of(
                InputCase.of(
                        "JSON lists of numbers of equal length, such as EMBER's histograms",
                        file(
                                "d.jsonl",
                                IntStream.range(0, ROWS)
                                        .mapToObj(i ->
                                                "{\"h\": [%d, %d], \"label\": %d}\n".formatted(i % 13, i % 7, i % 2))
                                        .collect(Collectors.joining()),
                                StandardCharsets.UTF_8),
                        "schema ./d.jsonl --label label --benign 0",
                        0,
                        "name: \"h[1]\""),
                InputCase.of(
                        "libsvm from index 0",
                        file(
                                "d.svm",
                                IntStream.range(0, ROWS)
                                        .mapToObj(i -> "%d 0:%d 2:1\n".formatted(i % 2, i % 13 + 1))
                                        .collect(Collectors.joining()),
                                StandardCharsets.UTF_8),
                        "schema ./d.svm --label label --benign 0",
                        0,
                        "d.svm: values that are absent are read as 0; XGBoost takes them as missing, which --absent missing"
                                + " does",
                        "name: f0"),
                InputCase.of(
                        "a value that --sql cleans before the schema applies",
                        folder -> {
                            Files.writeString(folder.resolve("d.csv"), rows("x,y,label", i -> i % 13 + "(1)"));
                            Files.writeString(folder.resolve("q.yaml"), plan());
                        },
                        "split ./q.yaml --data ./d.csv --out ./parts",
                        0,
                        "72 training, 18 validation and 30 test rows"),
                InputCase.of(
                        "a column of URLs",
                        csv(rows("site,y,label", i -> "http://h%d.example/p".formatted(i))
                                + rows("site,y,label", i -> "http://g%d.example/q".formatted(i))),
                        SCHEMA,
                        0,
                        "column \"site\" is left out: 240 different texts (at most 200 make a category); features can be made"
                                + " of it: --derive url-text:column=site"),
                InputCase.of(
                        "one-hot flags",
                        csv(rows("proto_tcp,proto_udp,label", i -> "" + i % 2)
                                .replaceAll("(?m)^(\\d),\\d+,", "$1,@,")
                                .replace("0,@", "0,1")
                                .replace("1,@", "1,0")),
                        SCHEMA,
                        0,
                        "2 flags are one-hot (exactly one is 1 in every row) and form the group \"proto\":"
                                + " proto_tcp, proto_udp"),
                InputCase.of(
                        "a column with row numbers",
                        csv(rows("id,y,label", i -> "" + (i + 1000))),
                        SCHEMA,
                        0,
                        "column \"id\" may be an identifier that the model memorises: it counts the rows fix: move it from"
                                + " features to ignored: [id] in the schema"));
    }

    private static String plan() throws IOException {
        return """
                label: label
                benign: "0"
                sql: "select cast(replace(x, '(1)', '') as double) as x, y, label from data"
                """;
    }

    private static List<InputCase> indicators() {
        String flows = "host,label\n10.0.0.1,a\n198.51.100.26,b\n";
        return List.of(
                InputCase.of(
                        "a plain list of indicators with comments",
                        folder -> {
                            Files.writeString(folder.resolve("d.csv"), flows);
                            Files.writeString(folder.resolve("bad.txt"), "# feed\n198.51.100.26\n");
                        },
                        "label ./d.csv --indicators ./bad.txt --otherwise benign",
                        0,
                        "bad.txt: labelled 1 record"),
                InputCase.of(
                        "a STIX 2.1 bundle of indicators",
                        folder -> {
                            Files.writeString(folder.resolve("d.csv"), flows);
                            Files.writeString(
                                    folder.resolve("bad.json"),
                                    "{\"type\": \"bundle\", \"objects\": [{\"type\": \"indicator\", \"pattern\":"
                                            + " \"[ipv4-addr:value = '198.51.100.26']\"}, {\"type\": \"indicator\","
                                            + " \"pattern\": \"[file:size > 5]\"}]}");
                        },
                        "label ./d.csv --indicators ./bad.json --otherwise benign",
                        0,
                        "bad.json: 1 indicator whose pattern is not an equality comparison is left out",
                        "bad.json: labelled 1 record"),
                InputCase.of(
                        "a table of indicators with an unknown column name",
                        folder -> {
                            Files.writeString(folder.resolve("d.csv"), flows);
                            Files.writeString(folder.resolve("bad.csv"), "when,who\n1,198.51.100.26\n");
                        },
                        "label ./d.csv --indicators ./bad.csv",
                        2,
                        "bad.csv: no column has a usual name for indicators; name it, as --indicators "
                                + "'bad.csv#COLUMN'; the columns"
                                + " are [when, who]"));
    }
}
