package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A detector on a remote target, queried in concurrent batches. Scores are returned in the order of the rows. After a
 * request has failed permanently, all later ones fail at once with the same message.
 */
public final class RemoteKernel implements BlackBox, AutoCloseable {
    private static final Rows NOTHING = Rows.of(0, 0, new double[0]);

    private final Target target;
    private final Endpoint endpoint;
    private final Ledger ledger;
    private final ExecutorService threads;
    private final int inputs;
    private final Reading reading;
    private final Probe probe;
    private volatile @Nullable InputException failure;

    private RemoteKernel(Target target, Schema schema, Rows rows, Ledger ledger) {
        this.target = target;
        this.ledger = ledger;
        Optional<Answer> before = ledger.open(target);
        this.endpoint = target.open(schema);
        this.threads = Executors.newFixedThreadPool(target.traffic().concurrency(), work -> {
            Thread thread = new Thread(work, "target");
            thread.setDaemon(true);
            return thread;
        });
        this.inputs = schema.width();
        try {
            Rows first = rows.slice(0, Math.min(rows.size(), target.traffic().batch()));
            Answer answer = before.orElseGet(() -> meaning(target, endpoint.ask(first)));
            this.reading = Reading.of(answer, target);
            this.probe = Probe.of(this::afresh, rows);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Sends some rows to a target several times, to find out what it returns and whether its answers are consistent.
     *
     * @param rows at least one, as {@link Probe} needs them
     * @param ledger records the requests, and may contain answers
     * @throws InputException if the target does not answer, or not in the expected form
     */
    public static RemoteKernel open(Target target, Schema schema, Rows rows, Ledger ledger) {
        return new RemoteKernel(target, schema, rows, ledger);
    }

    /** The same, with a ledger that stores nothing. */
    public static RemoteKernel open(Target target, Schema schema, Rows rows) {
        return open(target, schema, rows, Ledger.unkept());
    }

    private static Answer meaning(Target target, Endpoint.Reply reply) {
        Optional<Answer> stated = target.meaning().answer();
        // The scores of a program may be declared as log-odds or estimates; no other kinds can be combined.
        boolean sharper = reply.said().equals(Optional.of(Answer.SCORE))
                && stated.filter(answer -> answer == Answer.LOG_ODDS || answer == Answer.NUMBER)
                        .isPresent();
        if (reply.said().isPresent() && stated.isPresent() && !stated.equals(reply.said()) && !sharper) {
            throw new InputException("%s: answers with %s, but answer is stated as %s%s"
                    .formatted(
                            target.name(),
                            reply.said().get().plural(),
                            stated.get().id(),
                            stated.get() == Answer.NUMBER ? ", the estimate of a quantity" : ""));
        }
        return stated.or(reply::said).orElseGet(() -> Answer.guessed(reply.items()));
    }

    /** The detector for rows of a schema, with the stated threshold or the default one for its kind of answer. */
    public Model over(Schema schema) {
        Model natural = new Model(target.protocol().id(), schema, Encoding.identity(inputs), this);
        return target.meaning().threshold().map(natural::withThreshold).orElse(natural);
    }

    /** Whether its threshold is known. */
    public boolean hasThreshold() {
        return reading.answer() == Answer.LABEL || target.meaning().threshold().isPresent();
    }

    public Target target() {
        return target;
    }

    /** The kind of its answers. */
    public Answer answer() {
        return reading.answer();
    }

    /** The result of sending the same rows several times. */
    public Probe probe() {
        return probe;
    }

    /** Statistics on the requests. */
    public Ledger.Use use() {
        return ledger.use();
    }

    /** A sentence on how its answers have changed since the start; empty if they have not. */
    public Optional<String> drift() {
        return probe.drift(this::afresh);
    }

    /**
     * Sends a row with a missing value, and one with a string in place of a number, once each.
     *
     * @param row a valid row
     */
    public List<Oddity> oddities(Schema schema, Rows row) {
        int column = IntStream.range(0, schema.width())
                .filter(j -> schema.feature(j).kind() != Feature.Kind.CATEGORY)
                .findFirst()
                .orElse(0);
        String name = schema.feature(column).name();
        Rows missing = Rows.fill(1, row.width(), (i, j) -> j == column ? Double.NaN : row.get(0, j));
        return List.of(
                odd("no value of " + name, missing, Wire.NONE),
                odd("the text \"%s\" as the value of %s".formatted(Template.MALFORMED, name), row.slice(0, 1), column));
    }

    private Oddity odd(String what, Rows row, int malformed) {
        try {
            double[] scores =
                    reading.scores(endpoint.once(row, malformed).items(), 1).row(0);
            return new Oddity(what, true, Arrays.toString(scores));
        } catch (Trouble trouble) {
            return new Oddity(what, false, trouble.text(target.keys()::hide));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while querying " + target.name(), e);
        }
    }

    @Override
    public Scale scale() {
        return reading.answer().scale();
    }

    @Override
    public int outputs() {
        return probe.first().width();
    }

    @Override
    public boolean showsScores() {
        return reading.answer() != Answer.LABEL;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public String form() {
        return "remote";
    }

    /** Its first scores, which identify it: another or changed target returns other scores. */
    @Override
    public Map<String, double[]> parameters() {
        return Map.of("answers", probe.first().toArray());
    }

    @Override
    public Predictor rebuild(Map<String, double[]> parameters) {
        throw new IllegalArgumentException(target.name() + " is a black box; it cannot be rebuilt from parameters");
    }

    @Override
    public Rows scores(Rows rows) {
        return rows.size() == 0
                ? Rows.of(0, outputs(), new double[0])
                : ask(rows, rows.size(), target.traffic().cache());
    }

    /** With two probabilities, the second as returned: 1 minus the first can differ in the last bit. */
    @Override
    public double[] malice(Rows rows) {
        return scale() == Scale.PROBABILITY && outputs() == 2 ? scores(rows).column(1) : BlackBox.super.malice(rows);
    }

    private Rows afresh(Rows rows, int wanted) {
        return ask(rows, wanted, false);
    }

    /** Sends batches of this size or, if it is larger than allowed, of the largest size for the target. */
    private Rows ask(Rows rows, int wanted, boolean cached) {
        int batch = Math.min(wanted, target.traffic().batch());
        List<CompletableFuture<Rows>> parts = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += batch) {
            Rows part = rows.slice(from, Math.min(rows.size(), from + batch));
            parts.add(CompletableFuture.supplyAsync(() -> answered(part, cached), threads));
        }
        // A failure is thrown when no request is open any more: their answers are still stored.
        parts.forEach(part -> part.exceptionally(e -> NOTHING).join());
        try {
            List<double[]> all = new ArrayList<>(rows.size());
            for (CompletableFuture<Rows> part : parts) {
                Rows scores = part.join();
                for (int i = 0; i < scores.size(); i++) {
                    all.add(scores.row(i));
                }
            }
            return Rows.of(all.toArray(double[][]::new));
        } catch (CompletionException | CancellationException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** The scores of these rows; those that the ledger contains are not requested. */
    private Rows answered(Rows rows, boolean cached) {
        double[][] answers = new double[rows.size()][];
        int[] open = new int[rows.size()];
        int count = 0;
        for (int i = 0; i < answers.length; i++) {
            Optional<double[]> known = ledger.take(rows.row(i), cached);
            answers[i] = known.orElseGet(() -> new double[0]);
            if (known.isEmpty()) {
                open[count++] = i;
            }
        }
        if (count > 0) {
            Rows unknown = count == rows.size() ? rows : rows.select(Arrays.copyOf(open, count));
            Rows fresh = asked(unknown);
            for (int i = 0; i < count; i++) {
                answers[open[i]] = fresh.row(i);
            }
        }
        return Rows.of(answers);
    }

    private Rows asked(Rows rows) {
        InputException known = failure;
        if (known != null) {
            throw known;
        }
        try {
            long start = System.nanoTime();
            Endpoint.Reply reply = endpoint.ask(rows);
            Rows scores = reading.scores(reply.items(), rows.size());
            ledger.add(target, reading.answer(), rows, scores, (System.nanoTime() - start) / 1e9);
            return scores;
        } catch (Trouble trouble) {
            throw remembered(target.unanswered(rows.size(), 1, trouble));
        } catch (InputException e) {
            throw remembered(e);
        }
    }

    /** Ends the target's processes; refuses what they answered if their output shows that it was not in order. */
    @Override
    public void settle() {
        try {
            endpoint.settle();
        } catch (Trouble trouble) {
            throw remembered(new InputException(target.name() + ": " + trouble.text(target.keys()::hide)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while querying " + target.name(), e);
        }
    }

    private synchronized InputException remembered(InputException e) {
        if (failure == null && !endpoint.inOrder()) {
            ledger.distrust();
        }
        InputException first = failure == null ? e : failure;
        failure = first;
        return first;
    }

    /** Ends its processes and threads. */
    @Override
    public void close() {
        threads.shutdownNow();
        endpoint.close();
    }
}
