package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.Requirement;
import java.util.Optional;

/** Reasons why an attack cannot be tried in a laboratory. */
record Lacking(Lab lab) {
    /** The reason for an attack that is measured on right and wrong verdicts, if there are none. */
    private Optional<String> verdicts() {
        if (lab.goal() instanceof Goal.Moved) {
            return Optional.of("it is measured on verdicts, and this model estimates a quantity");
        }
        return lab.isLabelled()
                ? Optional.empty()
                : Optional.of("it is measured on labelled rows, and these have no labels");
    }

    /** The reason for an attack that needs detectors trained like this one, if the detector is a black box. */
    Optional<String> training(Attack attack) {
        return blackBox("it needs detectors trained like this one, and this one is a black box (queries only)")
                .or(() -> trained(attack));
    }

    /** A reason, if the detector can only be queried. */
    Optional<String> blackBox(String why) {
        return lab.model().kernel() instanceof BlackBox ? Optional.of(why) : Optional.empty();
    }

    /** Why nothing can be trained. */
    Optional<String> trainingRows() {
        return verdicts()
                .or(() -> sides(
                        "it needs training rows, benign and malicious",
                        lab.parts().train(),
                        Split.FEWEST));
    }

    /** The reason where the detector learns without labels. */
    Optional<String> labels() {
        return lab.train().trainer().unsupervised()
                ? Optional.of("this detector learns without labels, so that false ones change nothing")
                : Optional.empty();
    }

    /** Why nothing can be trained on validation rows. */
    Optional<String> validationRows() {
        return verdicts()
                .or(() -> sides(
                        "it needs validation rows, benign and malicious",
                        lab.parts().validation(),
                        1));
    }

    Optional<String> auxiliary(Attack attack) {
        if (!lab.isLabelled()) {
            return attack.needs().contains(Requirement.AUXILIARY)
                            && lab.auxiliary().size() == 0
                    ? Optional.of("its adversary needs rows of its own, and has none")
                    : Optional.empty();
        }
        return attack.needs().contains(Requirement.AUXILIARY)
                ? sides("its adversary needs rows of its own, benign and malicious", lab.auxiliary(), 1)
                : Optional.empty();
    }

    private static Optional<String> sides(String need, Dataset rows, int least) {
        return rows.hasBothSides(least)
                ? Optional.empty()
                : Optional.of("%s, and there are %d and %d"
                        .formatted(need, rows.benignRows().length, rows.maliciousRows().length));
    }

    /** The reason if there are no test rows that such an attacker starts from. */
    Optional<String> victims(Goal goal) {
        if (lab.starts(goal).length > 0) {
            return Optional.empty();
        }
        if (!lab.isLabelled()) {
            return Optional.of("it needs test rows that the detector does not answer so anyway, and there are none");
        }
        String side = goal.startsFrom(0, 0) ? "benign test rows" : "malicious test rows";
        return Optional.of("it needs " + side + ", and there are none");
    }

    /** The reason where a defended detector would not answer what this one does: the goal is then out of reach, or reached anyway. */
    Optional<String> task(Learner defended) {
        Goals.Task task = lab.threat().goals().task();
        return defended.keeps(task)
                ? Optional.empty()
                : Optional.of("its detector says only whether a row is malicious, and this one "
                        + switch (task) {
                            case CATEGORISE -> "tells kinds apart";
                            case PREDICT -> "estimates a quantity";
                            case DETECT_ANOMALIES -> "learns without labels";
                            case CLASSIFY -> "does as well";
                        });
    }

    /** The reason where an attack follows the gradient of the malice score, and that does not tell what it wants. */
    Optional<String> direction(Attack attack, Goal goal) {
        boolean told = goal.direction() != 0 || lab.model().hasClassGradients();
        return attack.needs().contains(Requirement.GRADIENTS) && !told
                ? Optional.of("it needs the gradient of each kind's score, which this detector does not have")
                : Optional.empty();
    }

    /** The reason where what nobody reports, which is labelled benign, cannot teach what the attacker wants. */
    Optional<String> taughtByBenign() {
        return silence("what it sends is labelled benign, which teaches no kind of malice");
    }

    /** The reason where a detector that is made to call more rows benign does not do what the attacker wants. */
    Optional<String> silence(String what) {
        return lab.goal().isServedByBenign() ? Optional.empty() : Optional.of(what);
    }

    Optional<String> maliciousTestRows() {
        return verdicts().or(this::noMaliciousTestRows);
    }

    private Optional<String> noMaliciousTestRows() {
        return lab.parts().test().maliciousRows().length > 0
                ? Optional.empty()
                : Optional.of("it needs malicious test rows, and there are none");
    }

    Optional<String> maliciousRowsOfItsOwn() {
        return lab.auxiliary().maliciousRows().length > 0
                ? Optional.empty()
                : Optional.of("its adversary needs malicious rows of its own, and has none");
    }

    private Optional<String> trained(Attack attack) {
        return trainingRows().or(() -> auxiliary(attack)).or(this::maliciousTestRows);
    }
}
