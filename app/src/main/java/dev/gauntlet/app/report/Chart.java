package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Curve;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.AttackClass;
import java.util.List;
import java.util.Optional;

/**
 * How the damage grows with the attacker's budget.
 *
 * @param id unique on the page
 * @param title what grows, in a few words
 * @param axis what grows, with its unit
 * @param random the random attacker's damage in the same repetition, as in {@code findings.json}; absent if there is none
 */
public record Chart(String id, String title, String axis, String attack, Optional<String> random, List<Point> points) {
    public Chart {
        points = List.copyOf(points);
    }

    /** The damage at one point, also as in {@code findings.json}. */
    public record Point(String at, String rawAt, Value damage) {}

    /** The curves of an attack, which its first finding shows for all, and what is proven with each defence. */
    static List<Chart> all(List<Finding> findings) {
        return findings.stream()
                .flatMap(finding -> finding.curves().stream()
                        .filter(curve -> !curve.points().isEmpty())
                        .filter(curve -> finding.equals(findings.get(0))
                                || (curve.proven() && !findings.get(0).curves().contains(curve)))
                        .map(curve ->
                                of(finding, curve, finding.arm(Arm.Name.NULL).map(Chart::first))))
                .toList();
    }

    /** The damage in the first repetition, of which the curves are. */
    private static Interval first(Arm arm) {
        return arm.each().isEmpty() ? arm.damage() : arm.each().get(0);
    }

    /** What the points are of, if the arms of the finding are of several repetitions. */
    private static String only(Finding finding) {
        int repetitions =
                finding.arm(Arm.Name.ATTACKED).map(arm -> arm.each().size()).orElse(0);
        return repetitions < 2
                ? ""
                : ", in the first of %d repetitions; the intervals are of the cases alone".formatted(repetitions);
    }

    /** Where a smaller budget was not tried: an attack with it may spend it better. */
    private static String bound(Finding finding) {
        return finding.attack().attackClass() == AttackClass.INTEGRITY
                ? ", from one search with the whole budget: a lower bound for smaller ones"
                : "";
    }

    private static Chart of(Finding finding, Curve curve, Optional<Interval> random) {
        String quantity = curve.quantity();
        return new Chart(
                Words.anchor(
                        "curve",
                        (curve.proven() ? finding.id() : finding.attack().id()) + "-" + curve.axis()),
                curve.proven() ? proven(finding, quantity) : "Damage by " + quantity + bound(finding) + only(finding),
                axis(finding, quantity),
                finding.attack().id(),
                random.map(r -> Numbers.raw(r.value())),
                curve.points().stream()
                        .map(p -> new Point(Numbers.setting(p.at()), Numbers.raw(p.at()), Value.share(p.damage())))
                        .toList());
    }

    private static String proven(Finding finding, String quantity) {
        return quantity.equals(Curve.ROWS)
                ? "Proven with " + finding.defence().orElse("")
                        + ": no change of so many training rows does more damage"
                : "Proven: no change within this distance does more damage";
    }

    private static String axis(Finding finding, String quantity) {
        boolean inputs = finding.attack().attackClass() == AttackClass.INTEGRITY;
        return switch (quantity) {
            case Curve.STRENGTH ->
                inputs
                        ? "strength: share of the distance and cost budget"
                        : "strength: share of the row and distance budget";
            case Curve.QUERIES -> "queries per victim";
            case Curve.DISTANCE -> "distance: largest change of a number, in scales";
            case Curve.COST -> "cost of a changed row";
            case Curve.SIZE -> "size of a change, in the attacker's norm";
            case Curve.ROWS -> "training rows changed";
            default -> quantity;
        };
    }
}
