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
 * @param random the random attacker's damage, as in {@code findings.json}; absent if there is none
 */
public record Chart(String id, String title, String axis, String attack, Optional<String> random, List<Point> points) {
    public Chart {
        points = List.copyOf(points);
    }

    /** The damage at one point, also as in {@code findings.json}. */
    public record Point(String at, String rawAt, Value damage) {}

    static List<Chart> all(Finding finding) {
        Optional<Interval> random = finding.arm(Arm.Name.NULL).map(Arm::damage);
        return finding.curves().stream()
                .filter(curve -> !curve.points().isEmpty())
                .map(curve -> of(finding, curve, random))
                .toList();
    }

    private static Chart of(Finding finding, Finding.Curve curve, Optional<Interval> random) {
        boolean strength = curve.axis().equals("strength");
        boolean queries = curve.axis().equals("queries");
        String axis = strength
                ? "strength: share of the row and distance budget"
                : queries ? "queries per victim" : curve.axis();
        return new Chart(
                Words.anchor("curve", finding.attack().id() + "-" + curve.axis()),
                "Damage by " + curve.axis(),
                axis,
                finding.attack().id(),
                random.map(r -> Numbers.raw(r.value())),
                curve.points().stream()
                        .map(p -> new Point(Numbers.setting(p.at()), Numbers.raw(p.at()), Value.share(p.damage())))
                        .toList());
    }
}
