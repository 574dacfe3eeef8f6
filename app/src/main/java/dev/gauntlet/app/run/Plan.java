package dev.gauntlet.app.run;

import dev.gauntlet.data.Digest;
import dev.gauntlet.threat.Budget;
import java.util.List;
import java.util.Optional;

/**
 * What a user asked for: everything that determines the findings, and nothing that does not.
 *
 * @param data the file to assess; absent for the embedded simulation
 * @param test a file of test rows; absent to hold out a quarter
 * @param label the label column, by name or {@code #number}
 * @param benign the label names that mean benign
 * @param fpr the share of benign validation rows that may alarm
 * @param attacks ids; empty for all
 * @param defences ids; empty for all
 * @param victims test rows attacked per trial at most
 * @param tolerance damage beyond the null attacker's that is still called Held
 * @param failOn gates
 */
public record Plan(
        Optional<String> data,
        Optional<String> test,
        Optional<String> schema,
        Optional<String> label,
        List<String> benign,
        long seed,
        double fpr,
        Budget budget,
        List<String> attacks,
        List<String> defences,
        int victims,
        double tolerance,
        List<String> failOn) {
    public Plan {
        benign = List.copyOf(benign);
        attacks = List.copyOf(attacks);
        defences = List.copyOf(defences);
        failOn = List.copyOf(failOn);
    }

    /** The embedded simulation with every default. */
    public static Plan standard() {
        return new Plan(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                1,
                0.01,
                Budget.standard(),
                List.of(),
                List.of(),
                300,
                0.05,
                List.of());
    }

    /** The SHA-256 of what determines a finding; gates do not. */
    public String digest() {
        return new Digest().add(PlanFile.text(withFailOn(List.of()))).hex();
    }

    public Plan withFailOn(List<String> gates) {
        return new Plan(
                data, test, schema, label, benign, seed, fpr, budget, attacks, defences, victims, tolerance, gates);
    }
}
