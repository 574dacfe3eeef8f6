package dev.gauntlet.app.assess;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Audit;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.measure.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The arms of a journal, to be found again in findings, where an arm is the mean of its repetitions. */
final class JournalArms {
    private static final int MOST = 4096;

    private final Audit audit;

    /** By what findings state of a repetition: its damage and its victims. The values differ in facts. */
    private final Map<String, Map<String, Arm>> byDamage = new HashMap<>();

    JournalArms(Audit audit) {
        this.audit = audit;
    }

    /**
     * Adds an arm.
     *
     * @param arm with the tables of its victims
     */
    void add(Arm arm) {
        byDamage.computeIfAbsent(key(arm.name(), arm.damage(), arm.victims()), any -> new LinkedHashMap<>())
                .putIfAbsent(FindingsJson.text(arm), arm);
    }

    private static String key(Arm.Name name, Interval damage, List<Victims> victims) {
        return FindingsJson.text(new Arm(name, damage, Optional.empty(), new TreeMap<>(), victims));
    }

    /** Whether some of the arms give this one. */
    boolean have(Arm arm) {
        int count = Math.max(1, arm.each().size());
        List<List<Arm>> repetitions = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            Interval damage = arm.each().isEmpty() ? arm.damage() : arm.each().get(k);
            List<Victims> own = arm.victims().size() == count ? arm.victims().subList(k, k + 1) : arm.victims();
            repetitions.add(List.copyOf(byDamage.getOrDefault(key(arm.name(), damage, own), Map.of())
                    .values()));
        }
        long ways = 1;
        for (List<Arm> each : repetitions) {
            ways = Math.min(ways * each.size(), MOST + 1);
        }
        // Where there are too many ways, damage and victims are enough.
        return ways > MOST || anyGives(FindingsJson.text(arm), repetitions, new ArrayList<>());
    }

    private boolean anyGives(String wanted, List<List<Arm>> repetitions, List<Arm> chosen) {
        if (chosen.size() == repetitions.size()) {
            return FindingsJson.text(audit.mean(chosen)).equals(wanted);
        }
        for (Arm arm : repetitions.get(chosen.size())) {
            chosen.add(arm);
            if (anyGives(wanted, repetitions, chosen)) {
                return true;
            }
            chosen.remove(chosen.size() - 1);
        }
        return false;
    }
}
