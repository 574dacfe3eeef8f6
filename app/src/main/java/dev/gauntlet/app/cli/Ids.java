package dev.gauntlet.app.cli;

import dev.gauntlet.Suite;
import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.app.plan.Aim;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Norm;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.assemble.Transform;
import dev.gauntlet.threat.Access;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names that a shell completes. */
final class Ids {
    private Ids() {}

    /** Every attack, defence, trainer and transform. */
    static List<Plugin> plugins() {
        return Stream.of(Attack.class, Defence.class, Trainer.class, Transform.class)
                .flatMap(kind -> Catalogue.all(kind).stream())
                .map(Plugin.class::cast)
                .toList();
    }

    private static Iterator<String> of(Class<? extends Plugin> kind) {
        return plugins().stream().filter(kind::isInstance).map(Plugin::id).iterator();
    }

    /** One of several values by its word, as an option states it. */
    static <E extends Enum<E>> E named(String option, Optional<String> stated, E otherwise, E[] values) {
        String word = stated.orElse(YamlMap.word(otherwise));
        List<String> all = Arrays.stream(values).map(YamlMap::word).toList();
        return Arrays.stream(values)
                .filter(value -> YamlMap.word(value).equals(word))
                .findFirst()
                .orElseThrow(() -> new InputException("%s: there is no \"%s\"%s; there are %s"
                        .formatted(option, word, Problems.didYouMean(word, all), all)));
    }

    /** What attackers keep small. */
    static final class Norms implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Norm.values()).map(YamlMap::word).iterator();
        }
    }

    /** The attacks. */
    static final class Attacks implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Attack.class);
        }
    }

    /** The defences. */
    static final class Defences implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Defence.class);
        }
    }

    /** How much of a detector answers show. */
    static final class Accesses implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Access.values()).map(YamlMap::word).iterator();
        }
    }

    /** Choices of attacks. */
    static final class Suites implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Suite.values()).map(YamlMap::word).iterator();
        }
    }

    /** What a detector can be for. */
    static final class Objectives implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Aim.Objective.values())
                    .map(Aim.Objective::toString)
                    .iterator();
        }
    }

    /** All that can be explained. */
    static final class All implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Plugin.class);
        }
    }
}
