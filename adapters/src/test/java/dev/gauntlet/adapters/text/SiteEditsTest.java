package dev.gauntlet.adapters.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.EditedLog;
import dev.gauntlet.process.assemble.TableAssembly;
import dev.gauntlet.process.assemble.Transform;
import dev.gauntlet.search.actions.Action;
import dev.gauntlet.search.actions.Action.Kind;
import dev.gauntlet.search.actions.Actions;
import dev.gauntlet.search.actions.EditableLog;
import dev.gauntlet.search.actions.Edits;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** URLs 0 to 6 are an attacker's; from 7 on they are harmless ones that it has seen. */
final class SiteEditsTest {
    private static final Actions.Limits LIMITS = new Actions.Limits(3, 0, 0, 0, 8);
    private static final String[] URLS = {
        "http://www.bank-login24.co.uk/a/b/index.php?id=7",
        "https://sites.example.com/view/page#top",
        "http://192.0.2.7/login",
        "https://bad site/x y",
        "HTTP://user@evil.net:8080/x%2Fy",
        "https://evil.org",
        "https://shop.bank.de/",
        "https://www.example.com/news/press/contact",
        "https://docs.example.com/news/press",
        "https://library.org/news",
        "https://museum.com/"
    };

    private static EditableLog log(Transform transform, String column, String... texts) {
        TableAssembly assembly =
                new TableAssembly(new Schema(transform.features(), Map.of(), transform.rules()), List.of(transform));
        Records records = Records.of(List.of(Column.texts(column, texts)));
        assertThat(EditableLog.unfit(assembly, records)).isEmpty();
        return EditableLog.of(
                assembly,
                records,
                assembly.schema(),
                IntStream.range(texts.length - 4, texts.length)
                        .mapToObj(i -> (long) i)
                        .toList());
    }

    private static final EditableLog LOG = log(new UrlText("url", 8), "url", URLS);

    private static String edited(int record, Action... actions) {
        return LOG.edits(record, LIMITS)
                .edited(new Actions(List.of(actions)), LOG.log().log())
                .column("url")
                .text(0);
    }

    private static Action action(Kind kind, double amount) {
        return new Action(kind, amount, 0);
    }

    private static Set<Kind> kinds(Edits edits) {
        return edits.options().stream().map(Action::kind).collect(Collectors.toSet());
    }

    @Test
    void aParameterThatAUrlOfASiteOfOthersHasIsNotGivenAgain() {
        String own = "https://sites.example.com/?id=7&News%5B%5D=4;press";
        EditableLog log = log(
                new UrlText("url", 8),
                "url",
                own,
                "https://www.example.com/news/press",
                "https://docs.example.com/news",
                "https://library.org/news",
                "https://museum.com/");
        List<String> added = log.edits(0, LIMITS).options().stream()
                .filter(action -> action.kind() == Kind.QUERY)
                .map(action -> log.edits(0, LIMITS).edited(new Actions(List.of(action)), log.log().log()))
                .map(records -> records.column("url").text(0).substring(own.length()))
                .toList();
        assertThat(added).isNotEmpty().noneMatch(query -> query.contains("&news=") || query.contains("&press="));
    }

    @Test
    void anEncodedLabelIsRegisteredAsItIsOrNotAtAll() {
        EditableLog log = log(
                new UrlText("url", 8),
                "url",
                "http://xn--80ak6aa92e.co.uk/a",
                "https://www.example.com/news/press",
                "https://docs.example.com/news",
                "https://library.org/news",
                "https://museum.com/");
        Edits edits = log.edits(0, LIMITS);
        List<String> names = edits.options().stream()
                .filter(action -> action.kind() == Kind.NAME)
                .map(action -> edits.edited(new Actions(List.of(action)), log.log().log()))
                .map(records -> URI.create(records.column("url").text(0)).getHost())
                .toList();
        assertThat(names)
                .contains("xn--80ak6aa92e.com", "xnakaae.com")
                .filteredOn(name -> name.startsWith("xn--"))
                .allMatch(name -> name.startsWith("xn--80ak6aa92e."));
    }

    @Test
    void eachActionChangesItsPartAndNothingElse() {
        String url = URLS[0];
        assertThat(edited(0)).isEqualTo(url);
        assertThat(edited(0, action(Kind.HTTPS, 1))).isEqualTo("https://www.bank-login24.co.uk/a/b/index.php?id=7");
        assertThat(edited(0, action(Kind.DROP_WWW, 1))).isEqualTo("http://bank-login24.co.uk/a/b/index.php?id=7");
        assertThat(edited(0, action(Kind.SHORTEN, 1))).isEqualTo("http://www.bank-login24.co.uk/index.php?id=7");
        assertThat(edited(0, action(Kind.SHORTEN, 2))).isEqualTo("http://www.bank-login24.co.uk/?id=7");
        assertThat(edited(0, action(Kind.DROP_QUERY, 1))).isEqualTo("http://www.bank-login24.co.uk/a/b/index.php");
        assertThat(edited(0, action(Kind.ENCODE, 4)))
                .isEqualTo("http://www.bank-login24.co.uk/%61/%62/%69%6Edex.php?id=7");
        assertThat(edited(0, action(Kind.CAPITALS, 1))).isEqualTo("http://WWW.BANK-LOGIN24.CO.UK/a/b/index.php?id=7");
        // The words are those of harmless paths, the most frequent first: news, press, contact.
        assertThat(edited(0, action(Kind.PATH, 2)))
                .isEqualTo("http://www.bank-login24.co.uk/news/press/a/b/index.php?id=7");
        assertThat(edited(0, action(Kind.QUERY, 2)))
                .isEqualTo("http://www.bank-login24.co.uk/a/b/index.php?id=7&news=press&press=contact");
        assertThat(edited(0, action(Kind.FRAGMENT, 2))).isEqualTo(url + "#news-press");
        assertThat(edited(0, action(Kind.SUBDOMAIN, 1)))
                .isEqualTo("http://news.www.bank-login24.co.uk/a/b/index.php?id=7");
        assertThat(edited(0, action(Kind.NAME, 1))).isEqualTo("http://www.bank-login24.com/a/b/index.php?id=7");
        assertThat(edited(
                        0,
                        action(Kind.SHORTEN, 2),
                        action(Kind.PATH, 1),
                        action(Kind.DROP_QUERY, 1),
                        action(Kind.QUERY, 1)))
                .isEqualTo("http://www.bank-login24.co.uk/news/?news=press");
    }

    @Test
    void anEncodedLetterIsTheSameLetter() {
        assertThat(URI.create(edited(0, action(Kind.ENCODE, 16))).getPath()).isEqualTo("/a/b/index.php");
        assertThat(edited(4, action(Kind.ENCODE, 2))).isEqualTo("HTTP://user@evil.net:8080/%78%2F%79");
    }

    @Test
    void onlyWhoHasRegisteredANameDecidesOnWhatTheSiteAnswersTo() {
        Set<Kind> anywhere = Set.of(Kind.QUERY, Kind.ENCODE, Kind.FRAGMENT);
        // example.com is that of harmless ones too; a fragment is there already.
        assertThat(kinds(LOG.edits(1, LIMITS))).containsExactlyInAnyOrder(Kind.QUERY, Kind.ENCODE);
        assertThat(kinds(LOG.edits(2, LIMITS))).containsExactlyInAnyOrderElementsOf(anywhere);
        assertThat(kinds(LOG.edits(3, LIMITS))).isEmpty();
        assertThat(kinds(LOG.edits(0, LIMITS)))
                .containsExactlyInAnyOrder(
                        Kind.QUERY,
                        Kind.ENCODE,
                        Kind.FRAGMENT,
                        Kind.NAME,
                        Kind.DROP_WWW,
                        Kind.SUBDOMAIN,
                        Kind.HTTPS,
                        Kind.SHORTEN,
                        Kind.PATH,
                        Kind.DROP_QUERY);
        // With a port of its own it would have to listen at another.
        assertThat(kinds(LOG.edits(4, LIMITS))).doesNotContain(Kind.HTTPS).contains(Kind.SUBDOMAIN);
    }

    @Test
    void aNameIsFreeIfNobodyInTheLogHasItAndCountsAsThreeActions() {
        EditableLog log = log(
                new DomainText("domain", 8),
                "domain",
                "evil7.net",
                "evil7.com",
                "evil.com",
                "news.example.com",
                "www.example.org",
                "museum.com",
                "library.com");
        Edits edits = log.edits(0, LIMITS);
        assertThat(kinds(edits)).containsExactlyInAnyOrder(Kind.NAME, Kind.SUBDOMAIN);
        Set<String> names = edits.options().stream()
                .filter(one -> one.kind() == Kind.NAME)
                .map(one -> edits.edited(new Actions(List.of(one)), log.log().log())
                        .column("domain")
                        .text(0))
                .collect(Collectors.toSet());
        // Of evil7.org the row is that of evil7.net, so that it is left out.
        assertThat(names)
                .contains("evil.net", "evil.org", "evil77.net")
                .doesNotContain("evil7.org", "evil7.com", "evil.com", "evil7.net");
        Actions name = new Actions(List.of(action(Kind.NAME, 1)));
        assertThat(name.effort().actions()).isEqualTo(3);
        assertThat(kinds(log.edits(0, new Actions.Limits(2, 0, 0, 0, 8)))).containsExactly(Kind.SUBDOMAIN);
    }

    @Test
    void whatIsNoUrlAsItIsIsLeftAlone() {
        for (String text : List.of(
                "https://a.com/{x}",
                "https://a.com/%zz",
                "https://a.com/x%4",
                "https://a.com/x#y#z",
                "https://a.com/caf\u00e9",
                "https://a.com/a b",
                "https://-a.com/",
                "https://a..com/",
                "https://[2001:db8::1]/x",
                "ftp://a.com/x",
                "mailto:x@a.com",
                "")) {
            EditableLog log = log(
                    new UrlText("url", 8),
                    "url",
                    text,
                    "https://b.org/",
                    "https://c.org/",
                    "https://d.org/",
                    "https://e.org/");
            assertThat(log.edits(0, LIMITS).options()).as(text).isEmpty();
        }
        EditableLog fair = log(
                new UrlText("url", 8),
                "url",
                "a.com/x%4F?q=?/#/?",
                "https://b.org/",
                "https://c.org/",
                "https://d.org/",
                "https://e.org/");
        assertThat(kinds(fair.edits(0, LIMITS)))
                .contains(Kind.PATH, Kind.QUERY)
                .doesNotContain(Kind.FRAGMENT, Kind.HTTPS);
    }

    @Test
    void aNameThatGetsTooLongIsNoName() {
        String label = "a".repeat(60);
        String longest = String.join(".", label, label, label, "x".repeat(50), "com");
        EditableLog log = log(
                new UrlText("url", 8),
                "url",
                "https://" + longest + "/",
                "https://b.org/",
                "https://c.org/",
                "https://d.org/",
                "https://e.org/");
        Edits edits = log.edits(0, LIMITS);
        Actions label8 = new Actions(List.of(action(Kind.SUBDOMAIN, 8)));
        assertThat(edits.sent(label8)).isEmpty();
        assertThat(edits.isValid(
                        label8,
                        Rows.of(
                                new double
                                        [log.log()
                                                .rows(log.log().log())
                                                .rows()
                                                .schema()
                                                .width()])))
                .isFalse();
        assertThat(kinds(edits)).contains(Kind.PATH);
    }

    /** Whatever is done: the row is that of the whole log, keeps every rule, and the URL can be visited at the same registered name. */
    @Test
    void rowsOfRandomActionsAreThoseOfTheWholeLog() {
        UrlText transform = new UrlText("url", 8);
        Rng rng = Run.seeded(4).rng();
        Set<Kind> done = new HashSet<>();
        TableAssembly assembly =
                new TableAssembly(new Schema(transform.features(), Map.of(), transform.rules()), List.of(transform));
        EditedLog log = LOG.log();
        for (int trial = 0; trial < 1_000; trial++) {
            int victim = new int[] {0, 1, 2, 4, 5, 6}[rng.nextInt(6)];
            Edits edits = LOG.edits(victim, LIMITS);
            Actions some = edits.random(rng);
            some.each().forEach(one -> done.add(one.kind()));
            Records changed = edits.edited(some, log.log());
            Dataset whole = assembly.assemble(log.edited(changed)).rows();
            assertThat(edits.sent(some).orElseThrow().rows())
                    .isEqualTo(whole.rows().slice(victim, victim + 1));
            assertThat(assembly.schema().faults(whole.rows().row(victim))).isEmpty();
            assertThat(whole.rows().row(victim == 0 ? 1 : 0))
                    .isEqualTo(assembly.assemble(log.log()).rows().rows().row(victim == 0 ? 1 : 0));
            URI before = URI.create(URLS[victim]);
            URI after = URI.create(changed.column("url").text(0));
            assertThat(after.getScheme().toLowerCase(Locale.ROOT)).isIn("http", "https");
            assertThat(after.getPort()).isEqualTo(before.getPort());
            if (some.each().stream().noneMatch(one -> one.kind() == Kind.NAME || one.kind() == Kind.DROP_WWW)) {
                assertThat(after.getHost().toLowerCase(Locale.ROOT)).endsWith(before.getHost());
            }
            assertThat(edits.texts(some).get(edits.texts(some).size() - 1))
                    .isEqualTo("%s became %s".formatted(URLS[victim], after));
        }
        assertThat(done).hasSize(10);
    }

    @Test
    void aFeatureThatMayFollowFromTheUrlMustBeStatedAsFixed() {
        UrlText transform = new UrlText("url", 8);
        List<Feature> features = new ArrayList<>(transform.features());
        Feature age = Feature.flag("shortened");
        features.add(age.withMove(Feature.Move.FREE));
        Records records = Records.of(
                List.of(Column.texts("url", new String[] {"a.com"}), Column.numbers("shortened", new double[] {0})));
        assertThat(EditableLog.unfit(new TableAssembly(new Schema(features), List.of(transform)), records))
                .hasValueSatisfying(why -> assertThat(why).contains("whether shortened follows from that"));
        features.set(features.size() - 1, age.withMove(Feature.Move.FIXED));
        assertThat(EditableLog.unfit(new TableAssembly(new Schema(features), List.of(transform)), records))
                .isEmpty();
    }
}
