package dev.gauntlet.adapters.text;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.process.assemble.SiteText;
import dev.gauntlet.process.assemble.Transform;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a URL is written: the lengths of its parts, what they are made of, its host and public suffix, hashed trigrams. */
@AutoService(Transform.class)
public record UrlText(
        @Param("the column of the URL") String column,

        @Param(value = "number of hash buckets for trigrams", low = 1, high = 4096)
        int buckets)
        implements SiteText {
    private static final int GRAM = 3;
    /** The parts of a reference, after RFC 3986, appendix B: scheme, authority, path, query, fragment. */
    private static final Pattern PARTS =
            Pattern.compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?", Pattern.DOTALL);
    /** A URL as people write it, without its scheme. */
    private static final Pattern BARE = Pattern.compile("(?![a-z][a-z0-9+.-]*://).*", Pattern.DOTALL);

    private static final Pattern TOKENS = Pattern.compile("[^a-z0-9]+");

    public UrlText {
        Catalogue.check(UrlText.class, column, buckets);
    }

    public UrlText() {
        this("url", 32);
    }

    @Override
    public String summary() {
        return "computes lexical features of a URL: lengths, characters, host, public suffix, entropy, trigrams";
    }

    @Override
    public String source() {
        return "Hannousse, Yahiouche: Towards benchmark datasets for machine learning based website phishing detection,"
                + " Engineering Applications of Artificial Intelligence 104, 2021; RFC 3986; publicsuffix.org";
    }

    @Override
    public boolean isUrl() {
        return true;
    }

    @Override
    public int registeredLabels(String host) {
        return Host.of(host).registeredLabels();
    }

    @Override
    public List<Input> reads() {
        return List.of(new Input(column, Input.Kind.TEXT, true));
    }

    private TextFeatures measured() {
        return new TextFeatures(column, buckets)
                .lengths("length", "host_length", "path_length", "query_length", "fragment_length")
                .lengths("longest_token", "name_length")
                .counts("host_labels", "host_below", "host_digits", "path_depth", "parameters")
                .counts("digits", "dots", "hyphens", "percents", "ats", "equals")
                .flags("https", "ip_host", "port_given", "suffix_known")
                .entropy("entropy");
    }

    @Override
    public List<Feature> features() {
        return measured().withGrams();
    }

    @Override
    public List<String> rules() {
        TextFeatures own = measured();
        return List.of(
                own.rule("$host_length + $path_length + $query_length + $fragment_length <= $length"),
                own.rule("$digits + $dots + $hyphens + $percents + $ats + $equals <= $length"),
                own.rule("$host_digits <= $digits"),
                own.rule("$host_digits <= $host_length"),
                own.rule("$name_length <= $host_length"),
                own.rule("$host_below <= $host_labels"),
                own.rule("$path_depth <= $path_length"),
                own.rule("$longest_token <= $length"),
                own.rule("$ip_host + $suffix_known <= 1"),
                own.gramRule("length", GRAM));
    }

    @Override
    public Optional<List<Past>> past() {
        return Optional.of(List.of());
    }

    @Override
    public Running start() {
        List<Feature> features = features();
        return records -> {
            Column urls = records.column(column);
            double[][] found = new double[features.size()][records.size()];
            for (int i = 0; i < records.size(); i++) {
                double[] measured = measure(urls.text(i).strip().toLowerCase(Locale.ROOT));
                for (int k = 0; k < measured.length; k++) {
                    found[k][i] = measured[k];
                }
            }
            return TextFeatures.columns(features, found);
        };
    }

    private double[] measure(String url) {
        Matcher parts = PARTS.matcher(BARE.matcher(url).matches() ? "//" + url : url);
        if (!parts.matches()) {
            throw new IllegalStateException("the pattern matches every text");
        }
        String authority = part(parts, 2);
        String named = authority.substring(authority.lastIndexOf('@') + 1);
        String bare = named.replaceFirst(":\\d*$", "");
        Host host = Host.of(bare);
        String path = part(parts, 3);
        String query = part(parts, 4);
        int longest = 0;
        for (String token : TOKENS.split(url)) {
            longest = Math.max(longest, token.length());
        }
        double[] measured = {
            url.length(),
            bare.length(),
            path.length(),
            query.length(),
            part(parts, 5).length(),
            longest,
            host.registered().length(),
            host.labels(),
            host.below(),
            TextShape.count(bare, TextShape::digit),
            TextShape.count(path, c -> c == '/'),
            query.isEmpty() ? 0 : 1 + TextShape.count(query, c -> c == '&'),
            TextShape.count(url, TextShape::digit),
            TextShape.count(url, c -> c == '.'),
            TextShape.count(url, c -> c == '-'),
            TextShape.count(url, c -> c == '%'),
            TextShape.count(url, c -> c == '@'),
            TextShape.count(url, c -> c == '='),
            part(parts, 1).equals("https") ? 1 : 0,
            host.address() ? 1 : 0,
            bare.length() < named.length() ? 1 : 0,
            host.known() ? 1 : 0,
            TextShape.entropy(url),
        };
        int[] grams = TextShape.grams(url, GRAM, buckets);
        double[] all = java.util.Arrays.copyOf(measured, measured.length + grams.length);
        for (int b = 0; b < grams.length; b++) {
            all[measured.length + b] = grams[b];
        }
        return all;
    }

    private static String part(Matcher parts, int group) {
        String found = parts.group(group);
        return found == null ? "" : found;
    }
}
