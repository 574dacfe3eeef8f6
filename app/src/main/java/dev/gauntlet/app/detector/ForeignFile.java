package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.foreign.Agreement;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.Json;
import dev.gauntlet.adapters.foreign.NetworkJson;
import dev.gauntlet.adapters.foreign.Probes;
import dev.gauntlet.adapters.foreign.Room;
import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.adapters.lightgbm.LightGbmFile;
import dev.gauntlet.adapters.onnx.Look;
import dev.gauntlet.adapters.onnx.OnnxBlackBox;
import dev.gauntlet.adapters.onnx.OnnxModel;
import dev.gauntlet.adapters.onnx.Unconverted;
import dev.gauntlet.adapters.sklearn.SklearnJson;
import dev.gauntlet.adapters.xgboost.XGBoostDump;
import dev.gauntlet.adapters.xgboost.XGBoostFile;
import dev.gauntlet.adapters.xgboost.XGBoostRuntime;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Require;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Reorders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model file of another program: ONNX, XGBoost's JSON, UBJSON or dump, LightGBM's text or JSON, scikit-learn's models or a
 * network as JSON.
 *
 * @param sha256 of the file
 * @param agreement of the conversion with the program the file is for, where that is at hand
 * @param dump the same where it is a dump, which names the features it splits on and no others
 */
public record ForeignFile(
        Path path, String sha256, ForeignModel model, Optional<Agreement> agreement, Optional<XGBoostDump> dump) {
    private static final int PROBES = 2000;
    private static final long MOST_BYTES = 1L << 30;
    /** How often its size a file takes at least while it is read. */
    private static final long LEAST_SHARE = 3;

    private static final int LONGEST = 600;
    private static final String NO_LIGHTGBM = "LightGBM's library is not part of Gauntlet";

    /**
     * Reads a file, whichever kind it is.
     *
     * @throws InputException if it is none of these, or contains what can be neither converted nor run
     */
    public static ForeignFile read(Path path) {
        return read(path, Optional.empty());
    }

    /**
     * The same.
     *
     * @param rounds which rounds of a boosted model that was stopped early count; if none is requested, those by which
     *     the program that saved the file predicts
     */
    public static ForeignFile read(Path path, Optional<Rounds> rounds) {
        return read(path, rounds, Optional.empty());
    }

    /**
     * The same.
     *
     * @param inputs how many features a row has, if the user states it and the file does not
     */
    public static ForeignFile read(Path path, Optional<Rounds> rounds, Optional<Integer> inputs) {
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + ": there is no such model file");
        }
        OtherFiles.refuse(path);
        try {
            ForeignFile read = of(path, bytes(path), rounds, inputs);
            Require.that(
                    rounds.isEmpty() || (read.model.format().equals("xgboost") && read.dump.isEmpty()),
                    "--rounds applies to XGBoost models that store their rounds, and this file does not; leave it "
                            + "out");
            return read;
        } catch (IOException e) {
            throw refusal(path, "cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw refusal(path, String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // What was read so far can be freed by now.
            throw refusal(path, Room.tooLittle("it is too large"));
        }
    }

    /**
     * What is unusual in a file, a sentence each, found before anything in it runs; empty of other files than ONNX.
     *
     * @throws InputException if it is of a kind that is refused, such as a pickle
     */
    public static List<String> look(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + ": there is no such model file");
        }
        OtherFiles.refuse(path);
        try {
            byte[] content = bytes(path);
            return isOnnx(content) ? Look.at(content) : List.of();
        } catch (IOException e) {
            throw refusal(path, "cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw refusal(path, String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            throw refusal(path, Room.tooLittle("it is too large"));
        }
    }

    /** Whether a file is none of the others: ONNX has no magic number. */
    private static boolean isOnnx(byte[] content) {
        String head = head(content);
        return !XGBoostFile.isUbjson(content)
                && !XGBoostFile.isLegacy(content)
                && !head.startsWith("{")
                && !head.startsWith("[")
                && !head.startsWith("PK")
                && !head.matches("[\\x20-\\x7e\\s]*");
    }

    private static String head(byte[] content) {
        return new String(content, 0, Math.min(64, content.length), StandardCharsets.ISO_8859_1).strip();
    }

    private static byte[] bytes(Path path) throws IOException {
        long size = Files.size(path);
        Require.that(size <= MOST_BYTES, "is larger than %d MB, the limit for a model file", MOST_BYTES >> 20);
        Room.need("it is too large", LEAST_SHARE * size);
        return Files.readAllBytes(path);
    }

    /** One line of bounded length, whatever the file put into it. */
    private static InputException refusal(Path path, String problem) {
        String plain = problem.replaceAll("\\p{Cntrl}+", " ");
        return new InputException(
                "%s: %s".formatted(path, plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain));
    }

    private static ForeignFile of(Path path, byte[] content, Optional<Rounds> rounds, Optional<Integer> inputs) {
        String sha = BundleFile.sha(content);
        String head = head(content);
        if (XGBoostFile.isUbjson(content)) {
            return xgboost(path, sha, content, rounds);
        }
        if (head.startsWith("{")) {
            return json(path, sha, content, rounds);
        }
        if (head.startsWith("[")) {
            XGBoostDump dump = XGBoostDump.read(content);
            return new ForeignFile(
                    path, sha, unchecked(dump.model(), "XGBoost reads no dumps"), Optional.empty(), Optional.of(dump));
        }
        if (head.startsWith("tree\n") || head.startsWith("tree\r") || head.startsWith("Tree=")) {
            return converted(path, sha, unchecked(LightGbmFile.readText(content), NO_LIGHTGBM));
        }
        if (head.startsWith("PK")) {
            throw new IllegalArgumentException("is a bundle already, or another zip file");
        }
        if (XGBoostFile.isLegacy(content)) {
            throw XGBoostFile.legacy();
        }
        if (head.matches("[\\x20-\\x7e\\s]+")) {
            throw new IllegalArgumentException(
                    "is neither a Gauntlet bundle nor a supported model: ONNX, LightGBM, XGBoost, or"
                            + " scikit-learn and networks as JSON; see docs/models.md");
        }
        try {
            OnnxModel onnx = OnnxModel.read(content, inputs);
            ForeignModel model = onnx.model();
            Agreement agreement = onnx.agreement(probes(model));
            Unconverted.unless(agreement.isFaithful(), agreement.sentence());
            return new ForeignFile(path, sha, model, Optional.of(agreement), Optional.empty());
        } catch (Unconverted e) {
            return converted(path, sha, OnnxBlackBox.read(content, e, inputs));
        }
    }

    /** Says that nothing was compared. */
    private static ForeignModel unchecked(ForeignModel model, String why) {
        return model.choosing("not checked: %s, so the conversion was not compared with its library".formatted(why));
    }

    private static ForeignFile converted(Path path, String sha, ForeignModel model) {
        return new ForeignFile(path, sha, model, Optional.empty(), Optional.empty());
    }

    private static ForeignFile xgboost(Path path, String sha, byte[] content, Optional<Rounds> rounds) {
        ForeignModel model = XGBoostFile.read(content, rounds);
        Agreement agreement;
        try {
            agreement = XGBoostRuntime.agreement(content, model, probes(model), rounds);
        } catch (LinkageError e) {
            return converted(
                    path,
                    sha,
                    model.choosing("not compared with XGBoost, because its library does not load here: " + ""
                            + XGBoostRuntime.first(e)));
        }
        Require.that(agreement.apart() == 0, agreement.unfaithful());
        return new ForeignFile(path, sha, model, Optional.of(agreement), Optional.empty());
    }

    private static Rows probes(ForeignModel model) {
        return new Probes(model).rows(PROBES, Seed.of(1).rng());
    }

    private static ForeignFile json(Path path, String sha, byte[] content, Optional<Rounds> rounds) {
        Json root = Json.lenient("model", content);
        if (root.has("tree_info")) {
            return converted(path, sha, unchecked(LightGbmFile.readJson(content), NO_LIGHTGBM));
        }
        if (root.has("kind") || root.has("estimators")) {
            return converted(path, sha, unchecked(SklearnJson.read(content), "scikit-learn is not part of Gauntlet"));
        }
        if (root.has("layers")) {
            return converted(
                    path, sha, unchecked(NetworkJson.read(content), "the program that trained it is not stated"));
        }
        if (root.has("learner")) {
            return xgboost(path, sha, content, rounds);
        }
        throw new IllegalArgumentException("is JSON, but not in the format of XGBoost (\"learner\"), LightGBM "
                + "(\"tree_info\"), scikit-learn (\"kind\") or networks (\"layers\"); docs/models.md describes "
                + "the formats");
    }

    /**
     * The same file, whose scores are estimates of a quantity.
     *
     * @throws InputException if it estimates none
     */
    ForeignFile estimating() {
        try {
            return new ForeignFile(path, sha256, model.estimating(), agreement, dump);
        } catch (IllegalArgumentException e) {
            throw new InputException("%s: --objective quantity: %s".formatted(path, e.getMessage()));
        }
    }

    /**
     * The same file with names of its classes.
     *
     * @throws InputException if it names them itself, or has another number of them
     */
    ForeignFile calling(List<String> names) {
        if (dump.isPresent()) {
            throw new InputException("%s: --classes: a dump has no classes; leave them out".formatted(path));
        }
        try {
            return new ForeignFile(path, sha256, model.calling(names), agreement, dump);
        } catch (IllegalArgumentException e) {
            throw new InputException("%s: --classes: %s".formatted(path, e.getMessage()));
        }
    }

    /**
     * The same file with another of its classes as benign.
     *
     * @throws InputException if it has no class of that name
     */
    public ForeignFile withBenign(String name) {
        try {
            return new ForeignFile(
                    path, sha256, model.withBenign(name), agreement, dump.map(trees -> trees.withBenign(name)));
        } catch (IllegalArgumentException e) {
            throw new InputException("%s: --benign %s: %s".formatted(path, name, e.getMessage()));
        }
    }

    /**
     * The same file with the class as benign that the labels call so, if one of its own is and its first is not.
     *
     * @param benign the labels that mean benign
     * @param labels the labels of the rows, the first of which stands for all benign ones; classes that are numbers are taken for labels where these are as many or, beyond
     *     two, are all among them
     */
    Optional<ForeignFile> calling(Collection<String> benign, List<String> labels) {
        List<String> classes = reordered();
        List<String> plain = classes.stream().map(ClassNames::plain).toList();
        boolean numbers = plain.stream().allMatch(name -> name.matches("-?\\d+"));
        Set<String> values = Stream.concat(benign.stream(), labels.stream().skip(1))
                .map(ClassNames::plain)
                .collect(Collectors.toSet());
        boolean fit = plain.containsAll(values) && (values.size() == classes.size() || values.size() > 2);
        if (numbers && !fit) {
            return Optional.empty();
        }
        List<Integer> called = new ClassNames(classes).called(benign);
        return called.size() == 1 && called.get(0) > 0
                ? Optional.of(withBenign(classes.get(called.get(0))))
                : Optional.empty();
    }

    /** What to say where the file names its classes and the labels call none of them benign. */
    Optional<String> firstIsBenign(Collection<String> benign) {
        List<String> classes = reordered();
        boolean numbers = classes.stream().map(ClassNames::plain).allMatch(name -> name.matches("-?\\d+"));
        return classes.size() < 2
                        || numbers
                        || !new ClassNames(classes).called(benign).isEmpty()
                ? Optional.empty()
                : Optional.of("its classes are %s; none of them is called %s, so that its first is taken as benign"
                        .formatted(String.join(", ", classes), String.join(" or ", benign)));
    }

    /** The classes, of which another can be the benign one. */
    private List<String> reordered() {
        return model.kernel() instanceof Reorders ? model.classes() : List.of();
    }

    /** What it is over the features of a schema. */
    ForeignModel over(List<String> features) {
        return dump.map(trees -> trees.model(features)).orElse(model);
    }

    /**
     * A table's schema as this model takes it.
     *
     * @param inferred whether the features are guesses from data
     * @param stated whether the user stated the categories of a feature
     * @param notes takes what a person should know
     */
    public TableSchema fitted(
            TableSchema table,
            boolean inferred,
            Predicate<String> stated,
            Optional<Records> records,
            List<String> notes) {
        List<String> names = table.schema().names();
        ForeignModel own;
        try {
            own = inferred ? dump.map(trees -> trees.modelOfNamed(names)).orElse(model) : over(names);
        } catch (IllegalArgumentException e) {
            throw new InputException("%s: %s".formatted(path, e.getMessage()));
        }
        if (inferred && dump.isPresent() && !dump.get().fills(names)) {
            throw new InputException(
                    ("%s: its splits name features by number, and the file does not state how many there were in "
                                    + "training; the data have %d. List the features of the training in --schema, in "
                                    + "their order, or save the model with save_model, which states them")
                            .formatted(path, names.size()));
        }
        return new FittedSchema(String.valueOf(path.getFileName()), own, stated, records).of(table, notes);
    }

    /** What decides about verdicts and was chosen when the file was read, and how far the conversion was checked. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(model.choices());
        agreement.ifPresent(agreed -> notes.add(agreed.sentence()));
        return notes.stream().map(note -> path.getFileName() + ": " + note).toList();
    }

    /** The detector over rows of a schema, at the natural threshold of its scale. */
    public Model over(Schema schema) {
        try {
            return over(schema.names()).over(schema);
        } catch (IllegalArgumentException e) {
            throw new InputException("%s: %s".formatted(path, e.getMessage()));
        }
    }
}
