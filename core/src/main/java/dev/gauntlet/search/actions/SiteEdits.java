package dev.gauntlet.search.actions;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.search.actions.Action.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an attacker can do to the URL of a site that it runs, or to its name. Where the registered name is its own, it decides on
 * everything that the site answers to. Under a name that harmless records have too, under no known public suffix and at an address,
 * it only writes what means the same, or is ignored. Actions after which the row is the same are left out.
 */
public final class SiteEdits implements Edits {
    private static final int WORDS = 4;
    /** How a label with other characters than those of ASCII begins; with a letter more it may stand for none (RFC 5890). */
    private static final String ENCODED = "xn--";

    private static final double[] PARTS = {1, 2, 4, 8};
    private static final double[] LETTERS = {1, 4, 16};

    private final SiteLog log;
    private final int victim;
    private final Site original;
    private final Optional<String> own;
    private final List<String> variants;
    private final Actions.Limits limits;
    private final Rows before;
    private final List<Action> options;

    /**
     * The edits of a record.
     *
     * @param record its id
     */
    public SiteEdits(SiteLog log, long record, Actions.Limits limits) {
        this.log = log;
        this.victim = log.log().place(record);
        Column texts = log.log().columns().column(log.text().column());
        this.original = Site.of(texts.text(victim));
        this.own = log.own(original);
        this.variants = own.map(this::variants).orElse(List.of());
        this.limits = limits;
        this.before = log.log()
                .rows(log.log().columns().select(new int[] {victim}))
                .rows()
                .rows();
        this.options =
                original.isLegal() && original.text().equals(texts.text(victim).strip())
                        ? possible().filter(this::tells).toList()
                        : List.of();
    }

    private Stream<Action> possible() {
        List<Action> all = new ArrayList<>();
        add(all, Kind.CAPITALS, 1, 1);
        if (log.text().isUrl()) {
            all.addAll(inUrl());
        }
        if (own.isPresent()) {
            add(all, Kind.NAME, variants.size(), 1);
            add(all, Kind.SUBDOMAIN, WORDS, PARTS);
            if (original.hasWww()) {
                add(all, Kind.DROP_WWW, 1, 1);
            }
        }
        return all.stream().filter(one -> limits.permit(Actions.NONE.with(one)));
    }

    private List<Action> inUrl() {
        List<Action> all = new ArrayList<>();
        add(all, Kind.QUERY, WORDS, PARTS);
        all.removeIf(action ->
                IntStream.range(0, (int) action.amount()).anyMatch(k -> original.hasParameter(word(action, k))));
        add(all, Kind.ENCODE, 1, LETTERS);
        if (original.fragment().isEmpty()) {
            add(all, Kind.FRAGMENT, WORDS, PARTS);
        }
        if (own.isPresent()) {
            add(all, Kind.PATH, WORDS, PARTS);
            add(all, Kind.SHORTEN, 1, 1, 2);
            add(all, Kind.DROP_QUERY, 1, 1);
            if (original.isPlain() && original.port().isEmpty()) {
                add(all, Kind.HTTPS, 1, 1);
            }
        }
        return all;
    }

    private static void add(List<Action> all, Kind kind, int models, double... amounts) {
        for (int m = 0; m < models; m++) {
            for (double amount : amounts) {
                all.add(new Action(kind, amount, m));
            }
        }
    }

    /** Whether an action alone is possible and makes another row. */
    private boolean tells(Action action) {
        return sent(Actions.NONE.with(action))
                .filter(sent -> !Arrays.equals(sent.rows().row(0), before.row(0)))
                .isPresent();
    }

    /** Names that look like the registered one and that nobody in the log has: under other suffixes, with a word, without hyphens. */
    private List<String> variants(String name) {
        String label = name.substring(0, name.indexOf('.'));
        String suffix = name.substring(name.indexOf('.') + 1);
        String letters = label.replaceAll("[-0-9]", "");
        return Stream.concat(
                        log.suffixes().stream()
                                .limit(2)
                                .flatMap(other -> Stream.of(label + "." + other, letters + "." + other)),
                        Stream.of(
                                letters + "." + suffix,
                                label + "-" + log.words().get(0) + "." + suffix,
                                log.words().get(1) + label + "." + suffix,
                                label + label.charAt(label.length() - 1) + "." + suffix))
                .distinct()
                .filter(other -> !other.startsWith(".") && !log.taken().contains(other))
                .filter(other -> !other.startsWith(ENCODED) || other.startsWith(label + "."))
                .toList();
    }

    @Override
    public List<Action> options() {
        return options;
    }

    @Override
    public Actions.Limits limits() {
        return limits;
    }

    @Override
    public int victim() {
        return victim;
    }

    private Site edited(Actions actions) {
        Site site = original;
        for (Action action : actions.each()) {
            site = edited(site, action);
        }
        return site;
    }

    private Site edited(Site site, Action action) {
        int amount = (int) action.amount();
        return switch (action.kind()) {
            case NAME -> named(site, action.model());
            case DROP_WWW -> site.hasWww() ? site.withHost(site.host().substring(4)) : site;
            case SUBDOMAIN -> site.withHost(words(action, ".") + "." + site.host());
            case HTTPS -> site.withScheme("https://");
            case SHORTEN -> site.withPath(amount == 1 ? site.path().replaceFirst("^/.*/(?=[^/])", "/") : "/");
            case PATH -> site.withPath("/" + words(action, "/") + site.path());
            case DROP_QUERY -> site.withQuery("");
            case QUERY -> site.withQuery((site.query().length() > 1 ? site.query() + "&" : "?") + parameters(action));
            case ENCODE -> site.encoded(amount);
            case CAPITALS -> site.withHost(site.host().toUpperCase(Locale.ROOT));
            case FRAGMENT -> site.withFragment("#" + words(action, "-"));
            case SERVICE, PAD_SENT, PAD_RECEIVED, LENGTHEN, SPLIT, DELAY, ADD, ADD_SAME ->
                throw new IllegalArgumentException("a site has no " + action.kind());
        };
    }

    private Site named(Site site, int variant) {
        String host = site.host();
        return site.withHost(host.substring(0, host.length() - own.orElseThrow().length()) + variants.get(variant));
    }

    private String word(Action action, int k) {
        return log.words().get((action.model() * WORDS + k) % SiteLog.WORDS);
    }

    private String words(Action action, String between) {
        return IntStream.range(0, (int) action.amount())
                .mapToObj(k -> word(action, k))
                .collect(Collectors.joining(between));
    }

    private String parameters(Action action) {
        return IntStream.range(0, (int) action.amount())
                .mapToObj(k -> word(action, k) + "=" + word(action, k + 1))
                .collect(Collectors.joining("&"));
    }

    @Override
    public Records edited(Actions actions, Records all) {
        return log.record(all, victim, edited(actions).text());
    }

    @Override
    public Optional<Sent> sent(Actions actions) {
        Rows rows = log.log().rows(edited(actions, log.log().columns())).rows().rows();
        return isValid(actions, rows) ? Optional.of(new Sent(rows)) : Optional.empty();
    }

    @Override
    public boolean isValid(Actions actions, Rows rows) {
        return edited(actions).isLegal()
                && rows.size() == 1
                && log.schema().breaches(before.row(0), rows.row(0)).isEmpty();
    }

    @Override
    public List<String> texts(Actions actions) {
        return Stream.concat(
                        actions.each().stream().map(Action::text),
                        Stream.of("%s became %s"
                                .formatted(original.text(), edited(actions).text())))
                .toList();
    }
}
