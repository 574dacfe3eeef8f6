package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.app.assess.AssessedSystem;
import dev.gauntlet.app.assess.Gates;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.process.evaluate.Defect;
import java.io.PrintWriter;
import java.util.List;

/**
 * The gates of one run at the terminal.
 *
 * @param gates those that are evaluated
 */
record Gating(Assess assess, Gates gates, PrintWriter err) {
    /** All gates of an assessment. */
    static Gating all(Assess assess, PrintWriter err) {
        return new Gating(assess, assess.gates(), err);
    }

    /** The gates on the detector; those on attacks are named, as nothing is attacked. */
    static Gating ofDetector(Assess assess, PrintWriter err) {
        List<String> attacks = assess.gates().ofAttacks();
        if (!attacks.isEmpty()) {
            err.println("gauntlet: gates on attacks are evaluated by gauntlet assess, not here: "
                    + String.join(", ", attacks));
        }
        return new Gating(assess, assess.gates().ofDetector(), err);
    }

    /** Refuses gates that this run cannot evaluate, or reports those that may be missing. */
    void check(AssessedSystem prepared) {
        gates.refused(prepared, assess).forEach(why -> err.println("gate passed: " + why));
    }

    /**
     * Reports what tripped and what could not be evaluated; the exit code. With any gate, even one that is not evaluated
     * here, an unusable detector trips.
     */
    int verdict(Assessment assessment) {
        List<Defect> defects = assess.gates().isEmpty() ? List.of() : assessment.defects();
        defects.forEach(defect -> err.println("gate tripped: the detector is not usable: " + defect.text()));
        Gates.Result result = gates.on(assessment);
        result.tripped().forEach(sentence -> err.println("gate tripped: " + sentence));
        boolean allowed = assess.allowsMissingGates();
        result.missing().forEach(sentence -> err.println((allowed ? "gate passed: " : "gate tripped: ") + sentence));
        boolean trips = !defects.isEmpty()
                || !result.tripped().isEmpty()
                || (!allowed && !result.missing().isEmpty());
        return trips ? Main.GATE : Main.DONE;
    }
}
