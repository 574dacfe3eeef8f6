package dev.gauntlet.app.cli;

import dev.gauntlet.base.InputException;
import dev.gauntlet.process.monitor.Monitor;
import dev.gauntlet.process.retrain.Due;
import dev.gauntlet.process.retrain.Gate;
import dev.gauntlet.process.retrain.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Training window, schedule, and the conditions of the gate. */
final class RetrainOptions {
    private static final String USUAL = "expanding";
    private static final String FORMS = "sliding:DAYS, expanding or reservoir:ROWS";

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            description = "the training rows: sliding:DAYS, expanding (default) or reservoir:ROWS")
    private String window = USUAL;

    @Option(names = "--every", paramLabel = "DAYS", description = "retrain after this many days (default 1)")
    private @Nullable Integer every;

    @Option(names = "--on-drift", description = "retrain only on days with drift, instead")
    private boolean onDrift;

    @Option(
            names = "--label-delay",
            paramLabel = "DAYS",
            description = "how many days after the rows their labels arrive (default 1); 0 is the end of the same day")
    private int labelDelay = 1;

    @Option(
            names = "--start",
            paramLabel = "DAYS",
            description = "days of data before the first replayed day (default: a third)")
    private @Nullable Integer start;

    @Option(
            names = "--block",
            paramLabel = "ROWS",
            description = "replay the rows of --test in file order, this many per day; for rows without times")
    private @Nullable Integer block;

    @Option(
            names = "--compare-days",
            paramLabel = "DAYS",
            description =
                    "the newest days with labels, not yet used for training, on which detectors are compared (default 1)")
    private int compareDays = 1;

    @Option(
            names = "--lost-recall",
            paramLabel = "SHARE",
            description = "margin: the upper end of the recall that a promotion loses must be below it (default 0.02)")
    private double lostRecall = new Gate().lostRecall();

    @Option(
            names = "--added-false-alarms",
            paramLabel = "SHARE",
            description = "margin: the same for what a promotion adds to the false-positive rate (default 0.01)")
    private double addedFalseAlarms = new Gate().addedFalseAlarms();

    @Option(
            names = "--lost-canaries",
            paramLabel = "N",
            description =
                    "how many of the canaries that the champion detects a challenger may miss (default 0; with --simulate, "
                            + "which samples a hundred, 5)")
    private @Nullable Integer lostCanaries;

    @Option(
            names = "--least-recall",
            paramLabel = "SHARE",
            description = "recall a challenger must reach (default 0.5)")
    private double leastRecall = new Gate().leastRecall();

    @Option(
            names = "--most-false-positives",
            paramLabel = "SHARE",
            description = "false-positive rate a challenger must not exceed (default 0.05)")
    private double mostFalsePositives = new Gate().mostFalsePositives();

    /** The gate, with a default for the canaries that may be lost. */
    Gate gate(int usual) {
        int most = lostCanaries == null ? usual : lostCanaries;
        return named(() -> new Gate(lostRecall, addedFalseAlarms, most, leastRecall, mostFalsePositives));
    }

    Window window() {
        String[] parts = window.split(":", 2);
        try {
            if (parts.length == 1 && parts[0].equals("expanding")) {
                return new Window.Expanding();
            }
            if (parts.length == 2 && parts[0].equals("sliding")) {
                return new Window.Sliding(Double.parseDouble(parts[1]));
            }
            if (parts.length == 2 && parts[0].equals("reservoir")) {
                return new Window.Reservoir(Integer.parseInt(parts[1]));
            }
        } catch (NumberFormatException e) {
            // falls to the refusal below
        } catch (IllegalArgumentException e) {
            throw new InputException("--window %s: %s".formatted(window, e.getMessage()));
        }
        throw new InputException("--window must be %s but is %s".formatted(FORMS, window));
    }

    Due due() {
        if (onDrift && every != null) {
            throw new InputException("--every and --on-drift: choose one");
        }
        return onDrift ? new Due.OnDrift(new Monitor()) : named(() -> new Due.Every(days()));
    }

    private int days() {
        return every == null ? 1 : every;
    }

    int labelDelay() {
        if (labelDelay < 0) {
            throw new InputException("--label-delay must be at least 0 but is " + labelDelay);
        }
        return labelDelay;
    }

    int compareDays() {
        if (compareDays < 1) {
            throw new InputException("--compare-days must be at least 1 but is " + compareDays);
        }
        return compareDays;
    }

    Optional<Integer> start() {
        return Optional.ofNullable(start);
    }

    Optional<Integer> block() {
        if (block != null && block < 2) {
            throw new InputException("--block must be at least 2 but is " + block);
        }
        return Optional.ofNullable(block);
    }

    String windowInWords() {
        return window;
    }

    String dueInWords() {
        return onDrift ? "on drift" : days() == 1 ? "every day" : "every %d days".formatted(days());
    }

    /** The options that matter, as they are typed. */
    String typed(Gate gate) {
        List<String> words = new ArrayList<>(List.of("--window", window));
        words.addAll(onDrift ? List.of("--on-drift") : List.of("--every", Integer.toString(days())));
        words.addAll(List.of("--label-delay", Integer.toString(labelDelay)));
        start().ifPresent(days -> words.addAll(List.of("--start", Integer.toString(days))));
        block().ifPresent(rows -> words.addAll(List.of("--block", Integer.toString(rows))));
        words.addAll(List.of("--compare-days", Integer.toString(compareDays)));
        words.addAll(List.of("--lost-recall", Double.toString(gate.lostRecall())));
        words.addAll(List.of("--added-false-alarms", Double.toString(gate.addedFalseAlarms())));
        words.addAll(List.of("--lost-canaries", Integer.toString(gate.lostCanaries())));
        words.addAll(List.of("--least-recall", Double.toString(gate.leastRecall())));
        words.addAll(List.of("--most-false-positives", Double.toString(gate.mostFalsePositives())));
        return String.join(" ", words);
    }

    /** A value out of range, named as it is typed. */
    private static <T> T named(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String name = message.substring(0, Math.max(0, message.indexOf(' ')));
            String option = name.equals("days")
                    ? "every"
                    : name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            throw new InputException("--" + option + message.substring(name.length()));
        }
    }
}
