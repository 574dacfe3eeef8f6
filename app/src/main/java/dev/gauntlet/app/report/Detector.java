package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.process.Policy;
import java.util.List;
import java.util.Map;

/**
 * The detector that was assessed.
 *
 * @param decisions each setting that was tried, and its result
 * @param noneAccepted whether a detector was taken that the policy did not accept
 */
public record Detector(
        List<Named> decisions,
        boolean noneAccepted,
        List<Named> facts,
        List<Named> digests,
        List<Measured> figures,
        Counts counts) {
    /** A figure of the clean detector. */
    public record Measured(String name, String key, Value value) {}

    public Detector {
        decisions = List.copyOf(decisions);
        facts = List.copyOf(facts);
        digests = List.copyOf(digests);
        figures = List.copyOf(figures);
    }

    static Detector of(Assessment assessment) {
        return new Detector(
                assessment.decisions().stream()
                        .map(d -> new Named(Words.setting(d.setting()), d.reason()))
                        .toList(),
                assessment.decisions().stream().noneMatch(Policy.Decision::accepted),
                facts(assessment.facts(), false),
                facts(assessment.facts(), true),
                assessment.clean().entrySet().stream()
                        .map(e ->
                                new Measured(Words.fact(e.getKey()), e.getKey(), Value.fact(e.getKey(), e.getValue())))
                        .toList(),
                Counts.of("Test part", assessment.confusion()));
    }

    private static List<Named> facts(Map<String, String> facts, boolean digests) {
        return facts.entrySet().stream()
                .filter(e -> e.getKey().endsWith("Digest") == digests)
                .map(e -> new Named(Words.fact(e.getKey()), Words.setting(e.getValue())))
                .toList();
    }
}
