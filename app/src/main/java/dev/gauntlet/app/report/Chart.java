package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
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
                        .filter(curve -> finding.equals(findings.get(0)) || isProven(curve))
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

    private static boolean isProven(Finding.Curve curve) {
        return curve.axis().equals(Finding.Curve.PROVEN);
    }

    private static Chart of(Finding finding, Finding.Curve curve, Optional<Interval> random) {
        boolean strength = curve.axis().equals("strength");
        boolean queries = curve.axis().equals("queries");
        boolean proven = isProven(curve);
        String axis = strength
                ? "strength: share of the row and distance budget"
                : queries ? "queries per victim" : proven ? "training rows changed" : curve.axis();
        return new Chart(
                Words.anchor("curve", (proven ? finding.id() : finding.attack().id()) + "-" + curve.axis()),
                proven
                        ? "Proven with " + finding.defence().orElse("")
                                + ": no change of so many training rows does more damage"
                        : "Damage by " + curve.axis() + only(finding),
                axis,
                finding.attack().id(),
                random.map(r -> Numbers.raw(r.value())),
                curve.points().stream()
                        .map(p -> new Point(Numbers.setting(p.at()), Numbers.raw(p.at()), Value.share(p.damage())))
                        .toList());
    }
}
