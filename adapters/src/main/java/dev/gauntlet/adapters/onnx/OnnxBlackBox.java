package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.Reorders;
import dev.gauntlet.model.UnscoredRow;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An ONNX model that runs in ONNX Runtime, in a process of its own. Every row is scored separately, so no result depends on other rows.
 * Thread-safe.
 */
public final class OnnxBlackBox implements BlackBox, Reorders {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final RuntimeSession session;
    private final Reply reply;
    private final int inputs;
    private final double[] digest;

    private OnnxBlackBox(RuntimeSession session, Reply reply, int inputs, double[] digest) {
        this.session = session;
        this.reply = reply;
        this.inputs = inputs;
        this.digest = digest;
    }

    /**
     * Loads a model that was not converted. The session stays open.
     *
     * @param inputs the number of features, if the user states it and the file does not
     * @throws IllegalArgumentException if ONNX Runtime refuses the file, or the model does not map rows of numbers to
     *     labels, probabilities or scores
     */
    public static ForeignModel read(byte[] content, Unconverted why, Optional<Integer> inputs) {
        return read(content, why, inputs, LONGEST);
    }

    /** The same, with a time limit for finding out what its outputs mean, and then for each answer. */
    static ForeignModel read(byte[] content, Unconverted why, Optional<Integer> inputs, Duration longest) {
        Width stated = Width.of(OnnxModel.parsed(content), inputs);
        ModelProto file = stated.file();
        GraphReader walk = GraphReader.through(file.getGraph());
        About about = new About(file, walk.inputs(), walk.allTexts());
        int width = about.width();
        RuntimeSession session =
                new RuntimeSession(about, new HashSet<>(RuntimeOutputs.tensors(file.getGraph())), longest);
        Reply reply = session.within(longest, () -> RuntimeOutputs.of(about, session));
        List<String> notes = new ArrayList<>(about.sentences());
        stated.note().ifPresent(notes::add);
        notes.add("runs in ONNX Runtime as a black box: " + why.getMessage());
        notes.add(reply.kind().sentence(reply.tensor()));
        Predictor kernel = new OnnxBlackBox(session, reply, width, digest(content));
        return ForeignModel.of("onnx", kernel, Encoding.identity(width), about.facts(), reply.names(), notes);
    }

    private static double[] digest(byte[] content) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(content);
            double[] numbers = new double[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                numbers[i] = bytes[i] & 0xff;
            }
            return numbers;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean showsScores() {
        return !reply.isLabel();
    }

    @Override
    public Scale scale() {
        return reply.scale();
    }

    @Override
    public int outputs() {
        return reply.outputs();
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public OnnxBlackBox withFirst(int output) {
        return new OnnxBlackBox(session, reply.withFirst(output), inputs, digest);
    }

    @Override
    public String form() {
        return "onnx";
    }

    /** The SHA-256 of the file, one number per byte. */
    @Override
    public Map<String, double[]> parameters() {
        return Map.of("sha256", digest.clone());
    }

    @Override
    public Predictor rebuild(Map<String, double[]> parameters) {
        throw new IllegalArgumentException("an ONNX black box cannot be rebuilt from parameters");
    }

    /**
     * Scores a batch.
     *
     * @throws UnscoredRow if ONNX Runtime fails on a row or returns a value that is not a number
     */
    @Override
    public Rows scores(Rows rows) {
        Require.same("columns", inputs, rows.width());
        try {
            List<double[]> scores = reply.isLabel() ? labelled(rows) : scored(rows);
            return Rows.build(rows.size(), outputs(), all -> {
                for (int i = 0; i < rows.size(); i++) {
                    System.arraycopy(scores.get(i), 0, all, i * outputs(), outputs());
                }
            });
        } catch (RuntimeSession.Unanswered e) {
            throw new UnscoredRow(
                    e.row(), "ONNX Runtime cannot answer the row %s: %s".formatted(shown(rows.row(e.row())), e.why()));
        }
    }

    private List<double[]> labelled(Rows rows) throws RuntimeSession.Unanswered {
        return session.eachTexts(rows, reply.tensor()).stream()
                .map(texts -> reply.scores(texts.get(0)))
                .toList();
    }

    private List<double[]> scored(Rows rows) throws RuntimeSession.Unanswered {
        List<double[]> scores = new ArrayList<>(rows.size());
        for (double[] numbers : session.eachNumbers(rows, reply.tensor())) {
            boolean finite =
                    numbers.length == reply.width() && Arrays.stream(numbers).allMatch(Double::isFinite);
            if (!finite) {
                int row = scores.size();
                throw new UnscoredRow(
                        row,
                        "the black box answers the row %s with %s; fix such values in the data"
                                .formatted(shown(rows.row(row)), shown(numbers)));
            }
            scores.add(reply.scores(numbers));
        }
        return scores;
    }

    /** With two probabilities, the second as returned: 1 minus the first can differ in the last bit. */
    @Override
    public double[] malice(Rows rows) {
        return scale() == Scale.PROBABILITY && outputs() == 2 ? scores(rows).column(1) : BlackBox.super.malice(rows);
    }

    private static String shown(double[] row) {
        String text = Arrays.toString(row);
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }
}
