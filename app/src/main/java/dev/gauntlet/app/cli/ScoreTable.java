package dev.gauntlet.app.cli;

import dev.gauntlet.base.Plural;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.process.evaluate.Baseline;
import dev.gauntlet.process.evaluate.Costs;
import dev.gauntlet.process.evaluate.DataCheck;
import dev.gauntlet.process.evaluate.Scorecard;
import dev.gauntlet.process.evaluate.Slice;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/**
 * How good a detector is, for a terminal: its metrics beside the baselines', its weak slices, and possible problems of
 * the data.
 */
record ScoreTable(Assessment assessment, String rest, PrintWriter out, Ansi ansi, Window window) {
    private static final int WORST = 5;
    private static final int FEWEST = 20;

    void print() {
        Scorecard card = assessment.evaluation().scorecard();
        new Defects(assessment.defects(), out, ansi, window).print();
        new ConcernList(assessment.concerns(), rest, out, ansi, window).print();
        out.println();
        say(0, assessment.data() + (assessment.simulated() ? " (a simulation, not real traffic)" : ""));
        assessment.decisions().forEach(d -> say(2, d.trainer() + ": " + d.reason()));
        assessment.notes().forEach(note -> say(2, "note: " + note));
        out.printf(
                Locale.ROOT,
                "%n%-22s %-17s %-17s %6s %6s %6s%n",
                "",
                "recall",
                "false positives",
                "MCC",
                "PR AUC",
                "ROC AUC");
        line(assessment.facts().getOrDefault("algorithm", "detector"), card.confusion(), card.prAuc());
        out.printf(" %7s%n", told(card.confusion(), card.rocAuc()));
        for (Baseline baseline : assessment.evaluation().baselines()) {
            line("  " + baseline.id(), baseline.confusion(), baseline.prAuc());
            out.println();
        }
        rates(card);
        slices(card.slices());
        checks();
    }

    private void line(String name, Confusion confusion, double prAuc) {
        out.printf(
                "%-22s %-17s %-17s %6s %6s",
                name,
                Summary.text(confusion.recall()),
                Summary.text(confusion.falsePositiveRate()),
                told(confusion, confusion.mcc()),
                told(confusion, prAuc));
    }

    /** A metric that needs rows of both classes. */
    private static String told(Confusion confusion, double figure) {
        return confusion.hasBothSides() ? String.format(Locale.ROOT, "%.3f", figure) : "-";
    }

    private void rates(Scorecard card) {
        out.println();
        for (Scorecard.RecallAt at : card.recallAt()) {
            say(
                    2,
                    "recall at a false-positive rate of %s: %s%s"
                            .formatted(
                                    BigDecimal.valueOf(at.falsePositiveRate())
                                            .stripTrailingZeros()
                                            .toPlainString(),
                                    Summary.text(at.recall()),
                                    at.enough() ? "" : " (too few benign rows: at zero false positives)"));
        }
        card.reliability()
                .ifPresent(r -> say(
                        2,
                        String.format(Locale.ROOT, "Brier score %.3f, calibration error %.3f", r.brier(), r.error())));
        card.recallByDay()
                .ifPresent(days -> say(
                        2,
                        Plural.format(
                                "recall over %d day[s]: area under time %.3f, first %.3f, last %.3f",
                                days.figures().size(),
                                days.area(),
                                days.figures().get(0),
                                days.figures().get(days.figures().size() - 1))));
        card.field()
                .ifPresent(f -> say(
                        2,
                        Plural.format(
                                "where %s of events are malicious: %.0f alert[s] a day, precision %.3f",
                                BigDecimal.valueOf(f.rate().prevalence())
                                        .stripTrailingZeros()
                                        .toPlainString(),
                                f.alertsPerDay(),
                                f.precision())));
        card.costs().ifPresent(costs -> {
            bill("a thousand test rows", costs.perThousand());
            costs.perDay().ifPresent(day -> bill("a day in operation", day));
        });
        if (!Double.isNaN(card.alertsPerDay())) {
            say(2, Plural.format("%.0f alert[s] a day, of all rows of that time", card.alertsPerDay()));
        }
    }

    private void bill(String what, Costs.Bill bill) {
        say(
                2,
                String.format(
                        Locale.ROOT,
                        "mistakes of %s cost %s; if nothing alarms %.1f, if everything alarms %.1f",
                        what,
                        Summary.amount(bill.cost()),
                        bill.never(),
                        bill.always()));
    }

    /** The slices with the lowest recall. */
    private void slices(List<Slice> slices) {
        List<Slice> worst = slices.stream()
                .filter(slice -> malicious(slice) >= FEWEST)
                .sorted(Comparator.comparingDouble(
                        (Slice slice) -> slice.confusion().recall().value()))
                .limit(WORST)
                .toList();
        if (!worst.isEmpty()) {
            out.printf("%nLowest recall:%n");
        }
        worst.forEach(slice -> say(
                2,
                "%s %s: recall %s of %d%s"
                        .formatted(
                                slice.by(),
                                slice.name(),
                                Summary.text(slice.confusion().recall()),
                                malicious(slice),
                                slice.unseen() ? ", a kind not in training" : "")));
    }

    private static int malicious(Slice slice) {
        return slice.confusion().truePositives() + slice.confusion().falseNegatives();
    }

    private void checks() {
        out.printf("%nPitfalls:%n");
        for (DataCheck check : assessment.evaluation().checks()) {
            String mark = check.fired() ? "@|yellow warn|@" : check.checked() ? "@|green  ok |@" : "@|yellow  ?  |@";
            List<String> lines = window.lines("     ", 9, check.pitfall() + ": " + check.text());
            out.println(ansi.string(mark) + " " + lines.get(0).strip());
            lines.stream().skip(1).forEach(out::println);
        }
    }

    private void say(int indent, String text) {
        window.lines(" ".repeat(indent), indent + 2, text).forEach(out::println);
    }
}
