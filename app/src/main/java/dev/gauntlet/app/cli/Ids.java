package dev.gauntlet.app.cli;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.assemble.Transform;
import java.util.Iterator;
import java.util.List;
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

    /** All that can be explained. */
    static final class All implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Plugin.class);
        }
    }
}
