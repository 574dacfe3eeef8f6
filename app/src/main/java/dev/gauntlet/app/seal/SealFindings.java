package dev.gauntlet.app.seal;

import dev.gauntlet.base.Plural;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is wrong with sealed verdicts, by kind: how often, and the first of each. */
final class SealFindings {
    private static final int SHOWN = 5;

    /** What can be wrong. */
    enum Kind {
        OPENING,
        ALTERED,
        MISSING,
        UNCHECKED,
        MOVED,
        REPEATED,
        BEHIND,
        SILENCE,
        UNCLOSED
    }

    private static final class Found {
        private final List<String> first = new ArrayList<>();
        private long more;
    }

    private final Map<Kind, Found> found = new EnumMap<>(Kind.class);

    void add(Kind kind, String sentence) {
        Found same = found.computeIfAbsent(kind, k -> new Found());
        if (same.first.size() < SHOWN) {
            same.first.add(sentence);
        } else {
            same.more++;
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Sentences, by kind. */
    List<String> list() {
        List<String> sentences = new ArrayList<>();
        found.forEach((kind, same) -> {
            sentences.addAll(same.first);
            if (same.more > 0) {
                sentences.add(Plural.format("and %,d more like the last", same.more));
            }
        });
        return sentences;
    }
}
