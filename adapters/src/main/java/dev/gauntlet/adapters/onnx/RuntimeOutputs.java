package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.base.Require;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds out what the outputs of a black box mean, by querying random rows. Numbers that sum to 1 are probabilities;
 * otherwise the first output that agrees with the labels is the score; if there is none, only labels are used.
 */
final class RuntimeOutputs {
    private static final int ROWS = 64;
    private static final double ROUNDING = 1e-3;
    private static final double MOST_APART = 0.1;
    private static final Set<String> PASSING = Set.of("Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Cast");

    private final GraphProto graph;
    private final RuntimeSession session;
    private final List<String> tensors;
    private final List<Rows> rows = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final Optional<String> label;
    private final List<String> classes;

    private RuntimeOutputs(About about, RuntimeSession session) {
        this.graph = about.file().getGraph();
        this.session = session;
        this.tensors = tensors(graph);
        this.label = tensors.stream().filter(session::isLabel).findFirst();
        collect(about);
        List<String> stated = new Classes(graph).names();
        this.classes = stated.isEmpty() && Set.of("-1", "1").containsAll(labels) && !labels.isEmpty()
                ? List.of("-1", "1")
                : stated;
    }

    /**
     * The output to use and its meaning.
     *
     * @throws IllegalArgumentException if it fails on every row, or no output can be used
     */
    static Reply of(About about, RuntimeSession session) {
        return new RuntimeOutputs(about, session).best();
    }

    /** The tensors behind the outputs, in order. */
    static List<String> tensors(GraphProto graph) {
        return graph.getOutputList().stream()
                .map(ValueInfoProto::getName)
                .map(output -> RuntimeSession.tensorOf(graph, output))
                .toList();
    }

    /** Collects the rows for which it returns numbers, and their labels. */
    private void collect(About about) {
        Rng rng = Seed.of(1).rng();
        String failure = "its answers are not numbers";
        for (int i = 0; i < ROWS; i++) {
            double size = StrictMath.pow(10, i % 5 - 2);
            Rows row = Rows.fill(1, about.width(), (n, j) -> {
                List<String> texts = about.texts().getOrDefault(j, List.of());
                return texts.isEmpty() ? size * rng.nextGaussian() : rng.nextInt(texts.size());
            });
            try {
                boolean numbers = true;
                for (String tensor : tensors) {
                    numbers &= !session.isNumbers(tensor)
                            || Arrays.stream(session.numbers(row, tensor)).allMatch(Double::isFinite);
                }
                if (numbers && label.isPresent()) {
                    labels.add(single(session.texts(row, label.get())));
                }
                if (numbers) {
                    rows.add(row);
                }
            } catch (RuntimeSession.Unanswered e) {
                Require.that(!e.isCrash(), "ONNX model: ONNX Runtime cannot run it: " + e.why());
                failure = e.why();
            }
        }
        Require.that(!rows.isEmpty(), "ONNX model: ONNX Runtime cannot run it: " + failure);
    }

    private static String single(List<String> texts) {
        Require.that(
                texts.size() == 1, "ONNX model: it gives %d labels for a row, which is not supported", texts.size());
        return texts.get(0);
    }

    private Reply best() {
        for (String tensor : tensors) {
            if (session.isNumbers(tensor)) {
                List<double[]> answers = answers(tensor);
                int width = answers.get(0).length;
                Optional<Kind> kind = width == 0 || answers.stream().anyMatch(a -> a.length != width)
                        ? Optional.empty()
                        : width == 1 ? ofOne(tensor, answers) : ofSeveral(tensor, answers);
                if (kind.isPresent()) {
                    return new Reply(kind.get(), tensor, width, classes);
                }
            }
        }
        return label.map(tensor -> {
                    labels.forEach(text -> Reply.place(classes, text));
                    return new Reply(Kind.LABEL, tensor, 1, classes);
                })
                .orElseThrow(() -> new IllegalArgumentException(
                        "ONNX model: its outputs (%s) give neither a label nor one score a row or a class"
                                .formatted(About.shown(String.join(", ", tensors)))));
    }

    private List<double[]> answers(String tensor) {
        List<double[]> answers = new ArrayList<>();
        try {
            for (Rows row : rows) {
                answers.add(session.numbers(row, tensor));
            }
        } catch (RuntimeSession.Unanswered e) {
            throw new IllegalArgumentException("ONNX model: ONNX Runtime cannot run it: " + e.why(), e);
        }
        return answers;
    }

    private Optional<Kind> ofOne(String tensor, List<double[]> answers) {
        String maker = maker(tensor);
        boolean chance = answers.stream().allMatch(a -> a[0] >= 0 && a[0] <= 1);
        if (label.isEmpty()) {
            return Optional.of(chance && !maker.endsWith("Regressor") ? Kind.CHANCE : Kind.NUMBER);
        }
        double[] scores = answers.stream().mapToDouble(a -> a[0]).toArray();
        if (chance && agrees(scores, score -> score >= 0.5)) {
            return Optional.of(Kind.CHANCE);
        }
        if (agrees(scores, score -> score > 0)) {
            return Optional.of(Kind.LOGIT);
        }
        double highest = IntStream.range(0, scores.length)
                .filter(i -> place(i) == 0)
                .mapToDouble(i -> scores[i])
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
        return agrees(scores, score -> score > highest) ? Optional.of(Kind.SCORE) : Optional.empty();
    }

    private Optional<Kind> ofSeveral(String tensor, List<double[]> answers) {
        boolean parts = answers.stream().flatMapToDouble(Arrays::stream).allMatch(share -> share >= 0 && share <= 1);
        if (parts && nearlyAll(i -> Math.abs(Arrays.stream(answers.get(i)).sum() - 1) <= ROUNDING)) {
            return Optional.of(Kind.SHARES);
        }
        if (maker(tensor).endsWith("Regressor")) {
            return Optional.empty();
        }
        boolean margin = answers.stream().allMatch(a -> a.length == 2 && a[0] == -a[1]);
        if (label.isEmpty() || nearlyAll(i -> place(i) == largest(answers.get(i)))) {
            return Optional.of(margin ? Kind.LOGIT : Kind.LOGITS);
        }
        return margin && nearlyAll(i -> place(i) != largest(answers.get(i)))
                ? Optional.of(Kind.OPPOSED)
                : Optional.empty();
    }

    /** Whether the labels agree with a score, with few exceptions. */
    private boolean agrees(double[] scores, DoublePredicate malicious) {
        return nearlyAll(i -> malicious.test(scores[i]) == (place(i) > 0));
    }

    private boolean nearlyAll(IntPredicate holds) {
        long apart = IntStream.range(0, rows.size()).filter(holds.negate()).count();
        return apart <= MOST_APART * rows.size();
    }

    private int place(int row) {
        return Reply.place(classes, labels.get(row));
    }

    private static int largest(double[] scores) {
        int largest = 0;
        for (int c = 1; c < scores.length; c++) {
            largest = scores[c] > scores[largest] ? c : largest;
        }
        return largest;
    }

    /** The operator that computes a tensor. */
    private String maker(String tensor) {
        Map<String, NodeProto> makers = new HashMap<>();
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(name -> makers.put(name, node)));
        Set<String> seen = new HashSet<>();
        String at = tensor;
        NodeProto node = makers.getOrDefault(at, NodeProto.getDefaultInstance());
        while (PASSING.contains(node.getOpType()) && node.getInputCount() > 0 && seen.add(at)) {
            at = node.getInput(0);
            node = makers.getOrDefault(at, NodeProto.getDefaultInstance());
        }
        return node.getOpType();
    }
}
