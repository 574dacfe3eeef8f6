package dev.gauntlet.app.inputs;

import static dev.gauntlet.app.inputs.ModelFiles.write;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Model files as people have them. */
final class ModelInputs {
    private static final String PROCESS =
            "process --data ./data.csv --label verdict --benign good --model ./model.json --out ./run";
    private static final String AGREES = "the conversion agrees with XGBoost on 2000 rows exactly";

    private ModelInputs() {}

    static List<InputCase> cases() {
        List<InputCase> all = new ArrayList<>(names());
        all.addAll(dumps());
        all.addAll(categories());
        all.addAll(layouts());
        all.addAll(rounds());
        all.addAll(classes());
        all.addAll(widths());
        all.addAll(unusual());
        return all;
    }

    /** A model beside the usual data. */
    private static InputCase.Files model(String content) {
        return folder -> {
            ModelFiles.table(folder);
            write(folder, "model.json", content);
        };
    }

    /** A model beside the usual data with two columns of numbers alone, in this order. */
    private static InputCase.Files model(String content, int first, int second) {
        return folder -> {
            List<String> lines = Files.readAllLines(ModelFiles.table(folder));
            StringBuilder cut = new StringBuilder();
            for (String line : lines) {
                String[] cells = line.split(",", -1);
                cut.append("%s,%s,%s\n".formatted(cells[first], cells[second], cells[4]));
            }
            write(folder, "data.csv", cut.toString());
            write(folder, "model.json", content);
        };
    }

    private static void edited(Path folder, String from, String to) throws IOException {
        Path data = folder.resolve("data.csv");
        Files.writeString(data, Files.readString(data).replace(from, to));
    }

    private static List<InputCase> names() {
        return List.of(
                InputCase.of(
                        "XGBoost with names; the data have more columns, in another order",
                        model(ModelFiles.xgboost(1, "rate", "size")),
                        PROCESS,
                        0,
                        "model.json: the model does not use 2 columns: count, kind; left out",
                        "model.json: " + AGREES),
                InputCase.of(
                        "XGBoost with names; the data lack one of them",
                        model(ModelFiles.xgboost(1, "rate", "sizes")),
                        PROCESS,
                        2,
                        "model.json: the model uses \"sizes\", which is not among the features (size, rate, "
                                + "count, kind); did you"
                                + " mean \"size\"?"),
                InputCase.of(
                        "XGBoost with names that differ in case",
                        model(ModelFiles.xgboost(1, "Rate", "Size")),
                        PROCESS,
                        2,
                        "the model uses \"Rate\", which is not among the features"),
                InputCase.of(
                        "LightGBM, which writes blanks in names as underscores",
                        folder -> {
                            ModelFiles.table(folder);
                            edited(folder, "size,rate,count", "packet size,count,rate of packets");
                            write(folder, "model.txt", ModelFiles.lightgbm("packet_size rate_of_packets", "null"));
                        },
                        PROCESS.replace("model.json", "model.txt"),
                        0,
                        "model.txt: the model does not use 2 columns: count, kind; left out"),
                InputCase.of(
                        "LightGBM, imported with --data whose names have blanks; the bundle scores these columns",
                        folder -> {
                            ModelFiles.table(folder);
                            edited(folder, "size,rate,count", "packet size,count,rate of packets");
                            write(folder, "model.txt", ModelFiles.lightgbm("packet_size rate_of_packets", "null"));
                        },
                        "import ./model.txt --data ./data.csv --out ./model.zip && infer ./model.zip ./data.csv --top 0",
                        0,
                        "400 judged"),
                InputCase.of(
                        "XGBoost without names, the same number of columns",
                        model(ModelFiles.xgboost(0), 0, 1),
                        PROCESS,
                        0,
                        AGREES),
                InputCase.of(
                        "XGBoost without names, more columns",
                        model(ModelFiles.xgboost(0)),
                        PROCESS,
                        2,
                        "the model has 2 inputs but the schema has 4 features; state its inputs in --schema"),
                InputCase.of(
                        "scikit-learn as JSON with names, in another order than --schema lists them",
                        folder -> {
                            ModelFiles.table(folder);
                            write(folder, "model.json", ModelFiles.sklearn("rate", "size"));
                            write(folder, "schema.yaml", """
                                    label: verdict
                                    benign: [good]
                                    features:
                                      - {name: size, kind: real, low: -.inf, high: .inf, scale: 1}
                                      - {name: rate, kind: real, low: -.inf, high: .inf, scale: 1}
                                    """);
                        },
                        "import ./model.json --schema ./schema.yaml --out ./model.zip && infer ./model.zip ./data.csv --top 0",
                        0,
                        "\"verdict\":\"malicious\""));
    }

    private static List<InputCase> dumps() {
        return List.of(
                InputCase.of(
                        "XGBoost dump that counts from f0, with a libsvm file that counts from 1",
                        folder -> {
                            write(folder, "model.json", ModelFiles.dump("f1"));
                            write(folder, "data.libsvm", libsvm());
                        },
                        "process --data ./data.libsvm --label label --benign 0 --model ./model.json --out ./run",
                        2,
                        "XGBoost dump: its splits use f1 to f1, and the features are f1 to f3: it is not clear "
                                + "whether the"
                                + " dump counts from 0, as XGBoost does, or like the features"),
                InputCase.of("XGBoost dump with names", model(ModelFiles.dump("size"), 1, 0), PROCESS, 0, "recall"),
                InputCase.of(
                        "XGBoost dump without names that uses the last column",
                        model(ModelFiles.dump("f1"), 1, 0),
                        PROCESS,
                        0,
                        "recall"),
                InputCase.of(
                        "XGBoost dump without names; the data have more columns than it uses",
                        model(ModelFiles.dump("f1")),
                        PROCESS,
                        2,
                        "its splits name features by number, and the file does not state how many there were in "
                                + "training; the data have 4"));
    }

    private static String libsvm() {
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            rows.append("%d 1:%d 2:%d 3:%d%n"
                    .formatted(i % 2, random.nextInt(9) + 1, 1 + 6 * (i % 2), random.nextInt(9) + 1));
        }
        return rows.toString().replace("\r\n", "\n");
    }

    private static List<InputCase> categories() {
        return List.of(
                InputCase.of(
                        "XGBoost 3.1 or later, which stores the values of categories",
                        model(ModelFiles.categories(true)),
                        PROCESS,
                        0,
                        "model.json: the model does not use 2 columns: size, count; left out",
                        "note: model.json: categories: the file lists the categories of \"kind\"; not checked"),
                InputCase.of(
                        "XGBoost 3.1 or later, imported",
                        model(ModelFiles.categories(true)),
                        "import ./model.json",
                        0,
                        "categories: the file lists the categories of \"kind\"; not checked, because XGBoost's Java library takes codes only",
                        AGREES),
                InputCase.of(
                        "XGBoost 3.1 or later, with an unknown category",
                        folder -> {
                            ModelFiles.table(folder);
                            edited(folder, ",tcp,", ",gre,");
                            write(folder, "model.json", ModelFiles.categories(true));
                        },
                        PROCESS,
                        0,
                        "model.json: the model does not know these texts of \"kind\": gre; they count as unknown categories"),
                InputCase.of(
                        "XGBoost before 3.1, which stores no categories, with a text column",
                        model(ModelFiles.categories(false)),
                        PROCESS,
                        2,
                        "model.json: \"kind\" contains texts, and the file does not state their codes; "
                                + "list them in"
                                + " --schema"),
                InputCase.of(
                        "XGBoost before 3.1, with categories from --schema; a missing category is NaN",
                        folder -> {
                            write(folder, "data.csv", "kind,rate\nudp,1\ntcp,1\n,1\ngre,1\n");
                            write(folder, "model.json", ModelFiles.categories(false));
                            write(folder, "schema.yaml", """
                                    features:
                                      - {name: kind, kind: category, categories: [udp, tcp]}
                                      - {name: rate, kind: real, low: 0, high: 9, scale: 1}
                                    """);
                        },
                        "import ./model.json --schema ./schema.yaml --out ./model.zip"
                                + " && infer ./model.zip ./data.csv --top 0",
                        0,
                        "{\"row\":2,\"verdict\":\"malicious\"",
                        "{\"row\":0,\"verdict\":\"malicious\"",
                        "{\"row\":1,\"verdict\":\"benign\"",
                        "{\"row\":3,\"verdict\":\"benign\""),
                InputCase.of(
                        "LightGBM with pandas_categorical, with an unknown category",
                        folder -> {
                            ModelFiles.table(folder);
                            edited(folder, ",tcp,", ",gre,");
                            write(folder, "model.txt", ModelFiles.lightgbm("kind rate", "[[\"udp\", \"tcp\"]]"));
                        },
                        PROCESS.replace("model.json", "model.txt"),
                        0,
                        "model.txt: the model does not know these texts of \"kind\": gre; they count as missing, as in LightGBM"),
                InputCase.of(
                        "LightGBM with pandas_categorical for other inputs than are categories",
                        folder -> {
                            ModelFiles.table(folder);
                            write(folder, "model.txt", ModelFiles.lightgbm("kind rate", "[[\"udp\"], [\"a\"]]"));
                        },
                        "import ./model.txt",
                        2,
                        "pandas_categorical lists the texts of 2 columns, but 1 input is a category"),
                InputCase.of(
                        "any model with a numeric input for a text column",
                        model(ModelFiles.sklearn("kind", "size")),
                        PROCESS,
                        2,
                        "model.json: \"kind\" contains texts, and the file does not state their codes"));
    }

    private static List<InputCase> layouts() {
        String plain = ModelFiles.xgboost(0, "size", "rate");
        return List.of(
                InputCase.of(
                        "XGBoost 1.5 to 2.1 JSON with categorical splits, which contains the token NaN",
                        model(ModelFiles.categories(false)
                                .replace("\"split_conditions\": [5.0,", "\"split_conditions\": [NaN,")),
                        "import ./model.json",
                        0,
                        AGREES),
                InputCase.of(
                        "XGBoost 3.3 and later, dart: tree weights next to a gbtree model",
                        model(ModelFiles.dart()),
                        "import ./model.json --out ./model.zip && export ./model.zip --out ./model.onnx",
                        0,
                        "model.onnx"),
                InputCase.of(
                        "XGBoost of a version with an unknown layout",
                        model(plain.replace("[2, 1, 4]", "[3, 5, 0]")),
                        "import ./model.json",
                        2,
                        "XGBoost 3.5.0 wrote it, and layouts are known up to version 3.4"),
                InputCase.of(
                        "XGBoost after 3.1 with an unknown field",
                        model(plain.replace("[2, 1, 4]", "[3, 4, 0]")
                                .replace("\"tree_info\"", "\"tree_scale\": [2.0], \"tree_info\"")),
                        "import ./model.json",
                        2,
                        "XGBoost 3.4.0 wrote \"tree_scale\" in model, which is not known and may change its answers"),
                InputCase.of(
                        "XGBoost, a file that the library itself refuses",
                        model(plain.replace("\"base_weights\"", "\"other\"")),
                        "import ./model.json",
                        2,
                        "model.json: XGBoost 3.1.1 refuses the file: "),
                InputCase.of(
                        "XGBoost JSON written by another program, integers without a decimal point",
                        model(plain.replace("[5.0, -2.0, 2.0]", "[5, -2, 2]").replace("[2.0, 1.0, 1.0]", "[2, 1, 1]")),
                        "import ./model.json",
                        0,
                        AGREES),
                InputCase.of(
                        "LightGBM of a version with an unknown layout",
                        folder -> write(
                                folder,
                                "model.txt",
                                ModelFiles.lightgbm("size rate", "null").replace("v4", "v9")),
                        "import ./model.txt",
                        2,
                        "LightGBM model: its layout has the version v9, and v1 to v4 are known"));
    }

    private static List<InputCase> rounds() {
        return List.of(
                InputCase.of(
                        "XGBoost's scikit-learn wrapper, stopped early",
                        model(ModelFiles.stopped(true)),
                        PROCESS,
                        0,
                        "model.json: training was stopped early: 1 of 2 rounds is used, up to the best one"),
                InputCase.of(
                        "XGBoost's Booster, stopped early",
                        model(ModelFiles.stopped(false)),
                        "import ./model.json",
                        0,
                        "training was stopped early: all 2 rounds are used, as Booster.predict does",
                        AGREES),
                InputCase.of(
                        "XGBoost's Booster, stopped early, with --rounds best",
                        model(ModelFiles.stopped(false)),
                        "import ./model.json --rounds best",
                        0,
                        "training was stopped early: 1 of 2 rounds is used, up to the best one, as --rounds asks",
                        AGREES),
                InputCase.of(
                        "XGBoost, not stopped early, with --rounds best",
                        model(ModelFiles.xgboost(0, "size", "rate")),
                        "import ./model.json --rounds best",
                        2,
                        "--rounds best: the file states no best round"),
                InputCase.of(
                        "LightGBM, which saves only the rounds it uses, with --rounds best",
                        folder -> write(folder, "model.txt", ModelFiles.lightgbm("size rate", "null")),
                        "import ./model.txt --rounds best",
                        2,
                        "model.txt: --rounds applies to XGBoost models that store their rounds"));
    }

    private static List<InputCase> classes() {
        return List.of(InputCase.of(
                "XGBoost with three classes and labels 0 to 2, where 1 is benign",
                folder -> {
                    StringBuilder rows = new StringBuilder("size,rate,verdict\n");
                    for (int i = 0; i < 300; i++) {
                        rows.append(
                                i % 2 == 0
                                        ? "3,%d,1%n".formatted(i % 7)
                                        : "7,%d,%d%n".formatted(i % 5, i % 4 == 1 ? 0 : 2));
                    }
                    write(folder, "data.csv", rows.toString());
                    write(folder, "model.json", ModelFiles.classes("size", "rate"));
                },
                PROCESS.replace("benign good", "benign 1"),
                0,
                "its class \"1\", which is not its first, is benign, according to the labels"));
    }

    private static List<InputCase> unusual() {
        return List.of(
                InputCase.of(
                        "a Python pickle, which can run any code",
                        folder -> Files.write(
                                folder.resolve("model.pkl"), new byte[] {(byte) 0x80, 4, (byte) 0x95, 10, 0, 0, 0}),
                        "import ./model.pkl",
                        2,
                        "model.pkl: is a Python pickle, which can run any code when it is loaded; Gauntlet does "
                                + "not load pickles"),
                InputCase.of(
                        "ONNX with operators that the standard does not define",
                        folder -> {
                            Path file = ModelFiles.onnx(folder.resolve("model.onnx"), true);
                            ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
                            model.getGraphBuilder()
                                    .addNodeBuilder()
                                    .setOpType("Shell")
                                    .setDomain("com.example")
                                    .addInput("X")
                                    .addOutput("more");
                            Files.write(file, model.build().toByteArray());
                        },
                        "import ./model.onnx",
                        2,
                        "model.onnx: contains operators that the ONNX standard does not define: com.example.Shell"),
                InputCase.of(
                        "ONNX with content that no output depends on",
                        folder -> {
                            Path file = ModelFiles.onnx(folder.resolve("model.onnx"), true);
                            ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
                            model.setDocString("x".repeat(1 << 17));
                            Files.write(file, model.build().toByteArray());
                        },
                        "import ./model.onnx",
                        0,
                        "model.onnx: contains 131072 bytes in descriptions and metadata"));
    }

    private static List<InputCase> widths() {
        String schema = """
                features:
                  - {name: rate, kind: real, low: 0, high: 9, scale: 1}
                  - {name: size, kind: real, low: 0, high: 9, scale: 1}
                  - {name: count, kind: real, low: 0, high: 9, scale: 1}
                """;
        return List.of(
                InputCase.of(
                        "ONNX trees without a stated number of features",
                        folder -> ModelFiles.onnx(folder.resolve("model.onnx"), true),
                        "import ./model.onnx",
                        0,
                        "the file does not state how many features a row has; 2, the smallest number that its "
                                + "nodes allow; state the width in --schema"),
                InputCase.of(
                        "ONNX trees without a stated number of features, with a schema",
                        folder -> {
                            ModelFiles.onnx(folder.resolve("model.onnx"), true);
                            write(folder, "schema.yaml", schema);
                        },
                        "import ./model.onnx --schema ./schema.yaml",
                        0,
                        "the file does not state how many features a row has; 3, as in the schema; its nodes use "
                                + "only the first 2",
                        "the conversion agrees with ONNX Runtime on 2000 rows"),
                InputCase.of(
                        "ONNX without anything that shows the number of features",
                        folder -> ModelFiles.onnx(folder.resolve("model.onnx"), false),
                        "import ./model.onnx",
                        2,
                        "must be rows of a stated number of features but has the shape [n, 0]; list the features in --schema"));
    }
}
