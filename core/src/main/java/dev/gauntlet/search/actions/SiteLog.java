package dev.gauntlet.search.actions;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.EditedLog;
import dev.gauntlet.process.assemble.SiteText;
import dev.gauntlet.process.assemble.TableAssembly;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A log of URLs or of names of hosts, of which an attacker runs some.
 *
 * @param schema of the rows, of which everything may change: what an attacker can do is what the actions are
 * @param words of harmless records that it has seen, the most frequent first, at least {@link #WORDS}
 * @param suffixes the public suffixes under which most harmless hosts are, the most frequent first
 * @param shared registered names that harmless records have, under which others publish too
 * @param taken all registered names in the log
 */
public record SiteLog(
        EditedLog log,
        SiteText text,
        Schema schema,
        List<String> words,
        List<String> suffixes,
        Set<String> shared,
        Set<String> taken)
        implements EditableLog {
    /** How many words there are at least. */
    static final int WORDS = 16;

    private static final List<String> USUAL = List.of(
            "index", "home", "about", "news", "help", "docs", "shop", "blog", "search", "media", "contact", "page",
            "info", "list", "view", "main");
    private static final Pattern WORD = Pattern.compile("[a-z]{2,15}");
    private static final Pattern BETWEEN = Pattern.compile("[^a-z]+");

    public SiteLog {
        words = List.copyOf(words);
        suffixes = List.copyOf(suffixes);
        shared = Set.copyOf(shared);
        taken = Set.copyOf(taken);
    }

    /** The transform that reads a URL or name, if there is one of a single column. */
    static Optional<SiteText> text(TableAssembly assembly) {
        List<SiteText> all = assembly.transforms().stream()
                .filter(SiteText.class::isInstance)
                .map(SiteText.class::cast)
                .toList();
        long columns = all.stream().map(SiteText::column).distinct().count();
        return columns == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    static Optional<String> unfit(TableAssembly assembly, Collection<String> columns) {
        Optional<SiteText> text = text(assembly);
        if (text.isEmpty() || !columns.contains(text.get().column())) {
            return Optional.of(
                    "it edits connections in the columns of Zeek's conn.log or of Suricata's flows, or one column of"
                            + " URLs or domain names that a transform reads, and these records have others");
        }
        Schema schema = assembly.schema();
        return assembly.reads().stream()
                .filter(name -> !name.equals(text.get().column()))
                .filter(name -> schema.column(name) < 0
                        || schema.feature(schema.column(name)).move() != Feature.Move.FIXED)
                .findFirst()
                .map(name ->
                        ("it edits %s, and it is not known whether %s follows from that; state \"move: fixed\" at %s in the"
                                        + " schema if it does not, or leave it out (ignored)")
                                .formatted(text.get().column(), name, name));
    }

    static SiteLog of(EditedLog log, SiteText text, Schema schema, Collection<Long> seen) {
        Schema free = schema.withFeatures(schema.features().stream()
                .map(feature -> feature.withMove(Feature.Move.FREE))
                .toList());
        Column column = log.columns().column(text.column());
        Map<String, Integer> words = new HashMap<>();
        Map<String, Integer> suffixes = new HashMap<>();
        Set<String> shared = new HashSet<>();
        for (long id : seen) {
            Site site = Site.of(column.text(log.place(id)));
            String registered = registered(text, site);
            if (!registered.isEmpty()) {
                shared.add(registered);
                suffixes.merge(registered.substring(registered.indexOf('.') + 1), 1, Integer::sum);
            }
            Stream<String> own = text.isUrl()
                    ? BETWEEN.splitAsStream(site.path())
                    : Stream.of(site.host().split("\\.")).limit(1);
            own.filter(WORD.asMatchPredicate()).distinct().forEach(word -> words.merge(word, 1, Integer::sum));
        }
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < column.size(); i++) {
            taken.add(registered(text, Site.of(column.text(i))));
        }
        List<String> all = new ArrayList<>(frequent(words));
        USUAL.stream().filter(word -> !all.contains(word)).forEach(all::add);
        return new SiteLog(log, text, free, all.subList(0, WORDS), frequent(suffixes), shared, taken);
    }

    private static List<String> frequent(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Integer> one) -> -one.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(WORDS)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String registered(SiteText text, Site site) {
        return site.lastLabels(text.registeredLabels(site.host()));
    }

    /** The registered name of a site that nobody harmless is known to use: that of the attacker, as far as it can tell. */
    Optional<String> own(Site site) {
        return Optional.of(registered(text, site)).filter(name -> !name.isEmpty() && !shared.contains(name));
    }

    @Override
    public Optional<String> host() {
        return Optional.empty();
    }

    @Override
    public Edits edits(long record, Actions.Limits limits) {
        return new SiteEdits(this, record, limits);
    }

    /** A record with another text, and everything else as it was. */
    Records record(Records all, int place, String text) {
        Records one = all.select(new int[] {place});
        return one.with(Column.texts(this.text.column(), new String[] {text}));
    }
}
