package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.key.SealKey;
import dev.gauntlet.adapters.registry.Registry;
import dev.gauntlet.adapters.registry.Version;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.Proof;
import dev.gauntlet.app.seal.SealReport;
import dev.gauntlet.app.seal.SealedVerdicts;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks the protections that a plan declares for the process around the detector, as far as something can show them. */
final class InPlace {
    private static final String BUNDLE = "signed-bundle";
    private static final String VERDICTS = "chained-mac";

    private InPlace() {}

    /**
     * How each protection is known to be in place.
     *
     * @param problems receives every proof that does not prove its protection
     */
    static SortedMap<String, String> of(Plan.Tried tried, Problems problems) {
        SortedMap<String, String> known = new TreeMap<>();
        tried.inPlace().forEach(id -> known.put(id, "declared, not checked"));
        Proof proof = tried.proof();
        proof.registry()
                .ifPresent(registry -> prove(
                        "proof.registry",
                        BUNDLE,
                        () -> champion(Path.of(registry)),
                        "proven by a registry, whose champion has a valid signature",
                        known,
                        problems));
        if (proof.verdicts().isPresent() && proof.sealKey().isPresent()) {
            prove(
                    "proof.verdicts",
                    VERDICTS,
                    () -> stream(
                            Path.of(proof.verdicts().get()),
                            Path.of(proof.sealKey().get())),
                    "proven by a file of verdicts, whose seals are intact",
                    known,
                    problems);
        }
        return known;
    }

    private static void prove(
            String key, String id, Runnable check, String how, SortedMap<String, String> known, Problems problems) {
        if (!known.containsKey(id)) {
            problems.add("%s: it proves %s, which process does not state; add it there, or leave %s out"
                    .formatted(key, id, key));
            return;
        }
        try {
            check.run();
            known.put(id, how);
        } catch (InputException e) {
            problems.add(key + ": " + e.getMessage());
        }
    }

    private static void champion(Path folder) {
        Registry registry = Registry.at(folder, Clock.systemUTC());
        Optional<Version> champion = registry.champion();
        registry.load(champion.orElseThrow(() -> new InputException(
                "%s: has no champion; promote one with: gauntlet registry promote %s VERSION --to champion"
                        .formatted(folder, folder))));
    }

    private static void stream(Path file, Path key) {
        SealReport report =
                SealedVerdicts.read(file, SealKey.read(key), Clock.systemUTC().millis() / 1000.0);
        if (!report.problems().isEmpty()) {
            throw new InputException(
                    "%s: not intact: %s".formatted(file, report.problems().get(0)));
        }
        if (report.verdicts() == 0) {
            throw new InputException(file + ": contains no verdicts, so it shows nothing");
        }
    }
}
