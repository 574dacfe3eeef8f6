package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line of the table of findings.
 *
 * @param anchor the family's id on its first line, else empty
 * @param section the id of the attack's section
 * @param needs what the attack needs, in words
 * @param cells one for each arm of the table; none if the attack did not run
 */
public record FindingRow(
        String id,
        Optional<String> anchor,
        String attack,
        String section,
        String family,
        Optional<String> defence,
        String needs,
        Mark mark,
        String reason,
        boolean notAdapted,
        List<Cell> cells) {
    /** The arms that the table shows, before the worst one behind the defence. */
    static final List<Arm.Name> ARMS =
            List.of(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED, Arm.Name.DEFENDED_RANDOM);

    public FindingRow {
        cells = List.copyOf(cells);
    }

    /** The damage in one arm, if it ran. */
    public record Cell(String arm, Optional<Value> value) {}

    static FindingRow of(Finding finding, Optional<String> anchor) {
        List<Cell> cells = new ArrayList<>();
        ARMS.forEach(name ->
                cells.add(new Cell(name.id(), finding.arm(name).map(Arm::damage).map(Value::share))));
        cells.add(new Cell("worst", finding.worst().map(Arm::damage).map(Value::share)));
        return new FindingRow(
                finding.id(),
                anchor,
                finding.attack().id(),
                AttackSection.anchor(finding.attack()),
                finding.attack().family(),
                finding.defence(),
                finding.attack().needs().stream().map(Requirement::text).collect(Collectors.joining("; ")),
                Mark.of(finding.outcome()),
                finding.reason(),
                finding.arm(Arm.Name.ADAPTIVE).isPresent() && !finding.adapted(),
                finding.arms().isEmpty() ? List.of() : cells);
    }
}
