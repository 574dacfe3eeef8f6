package dev.gauntlet.adapters.registry;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.base.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a registry knows, as one value that is replaced whole.
 *
 * @param format names the form of the file
 * @param trusted the keys whose signatures are taken
 * @param champions the versions that became champion, the present one last; rolling back takes the last away
 * @param last the line of the history that belongs to this state
 */
record State(String format, List<TrustedKey> trusted, List<Version> versions, List<Integer> champions, Change last) {
    private static final JsonMapper JSON = new JsonMapper();
    static final String FORMAT = "gauntlet-registry-1";
    private static final Change NOTHING = new Change(0, "", "", 0, "", "", "", Change.FIRST, "");

    /** A change that is not written yet: what comes of it, and what its line will say. */
    record Step(State next, String what, int version, String outcome, String signer, String key) {
        private static Step of(State next, String what, Version version, String outcome) {
            return new Step(next, what, version.number(), outcome, version.signer(), version.key());
        }
    }

    State {
        trusted = List.copyOf(trusted);
        versions = List.copyOf(versions);
        champions = List.copyOf(champions);
    }

    static State empty() {
        return new State(FORMAT, List.of(), List.of(), List.of(), NOTHING);
    }

    /** Whether this is a state a registry can have come to. */
    boolean isSound() {
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).number() != i + 1) {
                return false;
            }
        }
        long standing =
                versions.stream().filter(v -> v.stage() == Stage.CHAMPION).count();
        return format.equals(FORMAT)
                && (last.number() > 0 || equals(empty()))
                && standing == (champions.isEmpty() ? 0 : 1)
                && champions.stream().allMatch(n -> n >= 1 && n <= versions.size());
    }

    /** The SHA-256 of all but the line of the history, which states it. */
    String digest() {
        return BundleFile.sha(JSON.writeValueAsBytes(closed(NOTHING)));
    }

    State closed(Change change) {
        return new State(format, trusted, versions, champions, change);
    }

    private State with(List<Version> others, List<Integer> line) {
        return new State(format, trusted, others, line, last);
    }

    Version version(int number) {
        return versions.stream()
                .filter(v -> v.number() == number)
                .findFirst()
                .orElseThrow(() -> new InputException("there is no version %d; %s".formatted(number, known())));
    }

    private String known() {
        return versions.isEmpty()
                ? "there is none yet; add one with: gauntlet deploy"
                : versions.size() == 1 ? "there is version 1 only" : "there are versions 1 to " + versions.size();
    }

    Optional<Version> champion() {
        return versions.stream().filter(v -> v.stage() == Stage.CHAMPION).findFirst();
    }

    private List<Version> with(Version changed) {
        List<Version> all = new ArrayList<>(versions);
        all.set(changed.number() - 1, changed);
        return all;
    }

    Step trust(Signer signer) {
        for (TrustedKey key : trusted) {
            if (key.name().equals(signer.name()) || key.signer().id().equals(signer.id())) {
                throw new InputException("%s is already trusted, or another key with that name or content is: %s"
                        .formatted(signer, key.signer()));
            }
        }
        List<TrustedKey> all = new ArrayList<>(trusted);
        all.add(TrustedKey.of(signer));
        State next = new State(format, all, versions, champions, last);
        return new Step(next, "trust", 0, "its signatures are accepted", signer.name(), signer.id());
    }

    /** Adds a version; {@code note} stands in its line after its stage. */
    Step add(Version version, String note) {
        List<Version> all = new ArrayList<>(versions);
        all.add(version);
        return Step.of(with(all, champions), "add", version, version.stage().word() + note);
    }

    /** Moves a version up, to the next stage if none is named; the former champion retires. */
    Step promote(int number, Optional<Stage> wanted) {
        Version version = version(number);
        if (version.stage() == Stage.RETIRED) {
            throw new InputException(
                    "version %d is retired and cannot be promoted; roll back to an earlier champion, or"
                                    .formatted(number)
                            + " deploy the bundle again as a new version");
        }
        if (version.stage() == Stage.CHAMPION) {
            throw new InputException("version %d is the champion already".formatted(number));
        }
        Stage to = wanted.or(() -> version.stage().next()).orElse(Stage.CHAMPION);
        if (to.compareTo(version.stage()) <= 0 || to == Stage.RETIRED) {
            throw new InputException("version %d is a %s and cannot be promoted to %s; the order is candidate, shadow,"
                            .formatted(number, version.stage().word(), to.word())
                    + " champion");
        }
        List<Version> all = with(version.at(to));
        List<Integer> line = new ArrayList<>(champions);
        String outcome = version.stage().word() + " -> " + to.word();
        if (to == Stage.CHAMPION) {
            Optional<Version> former = champion();
            former.ifPresent(f -> all.set(f.number() - 1, f.at(Stage.RETIRED)));
            outcome += former.map(f -> ", version " + f.number() + " retired").orElse("");
            line.add(number);
        }
        return Step.of(with(all, line), "promote", version, outcome);
    }

    /** Retires the champion and restores the previous one. */
    Step rollBack() {
        if (champions.size() < 2) {
            throw new InputException(
                    champions.isEmpty()
                            ? "there is no champion to roll back from"
                            : "version %d is the first champion; there is none before it to roll back to"
                                    .formatted(champions.get(0)));
        }
        Version present = version(champions.get(champions.size() - 1));
        Version former = version(champions.get(champions.size() - 2));
        List<Version> all = with(present.at(Stage.RETIRED));
        all.set(former.number() - 1, former.at(Stage.CHAMPION));
        String outcome = "retired -> champion, version %d retired".formatted(present.number());
        return Step.of(with(all, champions.subList(0, champions.size() - 1)), "roll back", former, outcome);
    }

    /** Retires a candidate or shadow. */
    Step retire(int number) {
        Version version = version(number);
        if (version.stage() == Stage.CHAMPION || version.stage() == Stage.RETIRED) {
            throw new InputException(
                    version.stage() == Stage.RETIRED
                            ? "version %d is retired already".formatted(number)
                            : "version %d is the champion; promote another, or roll back".formatted(number));
        }
        String outcome = version.stage().word() + " -> retired";
        return Step.of(with(with(version.at(Stage.RETIRED)), champions), "retire", version, outcome);
    }
}
