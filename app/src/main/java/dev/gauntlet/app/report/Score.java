package dev.gauntlet.app.report;

import dev.gauntlet.base.Plural;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.evaluate.Costs;
import dev.gauntlet.process.evaluate.DataCheck;
import dev.gauntlet.process.evaluate.Evaluation;
import dev.gauntlet.process.evaluate.Scorecard;
import dev.gauntlet.process.evaluate.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How good the detector is before anyone attacks it.
 *
 * @param rivals the detector first, then its baselines
 * @param figures further ones, in words
 * @param slices by what rows have in common, those with the lowest recall first
 */
public record Score(
        List<Rival> rivals, List<Named> figures, List<Part> slices, List<DataCheck> checks, List<Bin> bins) {
    private static final int FEWEST = 5;

    public Score {
        rivals = List.copyOf(rivals);
        figures = List.copyOf(figures);
        slices = List.copyOf(slices);
        checks = List.copyOf(checks);
        bins = List.copyOf(bins);
    }

    /** A detector, or a rule in its place. */
    public record Rival(String name, String rule, Value recall, Value falsePositives, String mcc, String prAuc) {}

    /** Some of the test rows. */
    public record Part(String by, String name, boolean unseen, Value recall, Value falsePositives) {}

    /** Rows of like probability. */
    public record Bin(String stated, Value observed) {}

    static Score of(Evaluation evaluation, String algorithm) {
        Scorecard card = evaluation.scorecard();
        List<Rival> rivals = new ArrayList<>(List.of(rival(algorithm, "", card.confusion(), card.prAuc())));
        evaluation.baselines().forEach(b -> rivals.add(rival(b.id(), b.rule(), b.confusion(), b.prAuc())));
        List<Bin> bins = card.reliability()
                .map(r -> r.bins().stream()
                        .map(bin -> new Bin(Numbers.fixed(bin.stated(), 3), Value.share(bin.observed())))
                        .toList())
                .orElse(List.of());
        return new Score(rivals, figures(card), slices(card.slices()), evaluation.checks(), bins);
    }

    private static Rival rival(String name, String rule, Confusion confusion, double prAuc) {
        return new Rival(
                name,
                rule,
                Value.share(confusion.recall()),
                Value.share(confusion.falsePositiveRate()),
                told(confusion, confusion.mcc()),
                told(confusion, prAuc));
    }

    /** A metric that needs rows of both classes. */
    private static String told(Confusion confusion, double figure) {
        return confusion.hasBothSides() ? Numbers.fixed(figure, 3) : "not measured";
    }

    private static List<Named> figures(Scorecard card) {
        List<Named> figures = new ArrayList<>();
        for (Scorecard.RecallAt at : card.recallAt()) {
            figures.add(new Named(
                    "Recall at a false-positive rate of " + Numbers.setting(at.falsePositiveRate()),
                    range(at.recall()) + (at.enough() ? "" : ", too few benign rows: at zero false positives")));
        }
        card.bySource().ifPresent(by -> {
            figures.add(new Named("Recall, interval over sources", range(by.recall())));
            figures.add(new Named("False-positive rate, interval over sources", range(by.falsePositiveRate())));
        });
        card.reliability().ifPresent(r -> {
            figures.add(new Named("Brier score", Numbers.fixed(r.brier(), 3)));
            figures.add(new Named("Expected calibration error", Numbers.fixed(r.error(), 3)));
        });
        card.recallByDay()
                .ifPresent(days -> figures.add(new Named(
                        Plural.format(
                                "Recall over %d day[s] (area under time)",
                                days.figures().size()),
                        Numbers.fixed(days.area(), 3))));
        card.field().ifPresent(f -> {
            String where = " where " + Numbers.setting(f.rate().prevalence()) + " of events are malicious";
            figures.add(new Named("Precision" + where, Numbers.fixed(f.precision(), 4)));
            figures.add(new Named("Alerts a day" + where, String.format(Locale.ROOT, "%,.0f", f.alertsPerDay())));
        });
        card.costs().ifPresent(costs -> {
            figures.add(bill("Cost of mistakes per thousand test rows", costs.perThousand()));
            costs.perDay().ifPresent(day -> figures.add(bill("Cost of mistakes a day in operation", day)));
        });
        return figures;
    }

    private static Named bill(String name, Costs.Bill bill) {
        Interval cost = bill.cost();
        return new Named(
                name,
                String.format(
                        Locale.ROOT,
                        "%,.1f (%,.1f to %,.1f); if nothing alarms %,.1f, if everything alarms %,.1f",
                        cost.value(),
                        cost.low(),
                        cost.high(),
                        bill.never(),
                        bill.always()));
    }

    private static String range(Interval interval) {
        return "%s (%s to %s, n %d)"
                .formatted(
                        Numbers.fixed(interval.value(), 3),
                        Numbers.fixed(interval.low(), 3),
                        Numbers.fixed(interval.high(), 3),
                        interval.n());
    }

    /** Slices with enough rows. */
    private static List<Part> slices(List<Slice> slices) {
        return slices.stream()
                .filter(slice -> rows(slice.confusion()) >= FEWEST)
                .map(slice -> new Part(
                        slice.by(),
                        slice.name(),
                        slice.unseen(),
                        Value.share(slice.confusion().recall()),
                        Value.share(slice.confusion().falsePositiveRate())))
                .toList();
    }

    private static int rows(Confusion c) {
        return c.truePositives() + c.falsePositives() + c.trueNegatives() + c.falseNegatives();
    }
}
