package dev.gauntlet.adapters.text;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.process.assemble.SiteText;
import dev.gauntlet.process.assemble.Transform;
import java.util.List;
import java.util.Optional;

/** How a domain name is written: its lengths and labels, what its registered label is made of, and hashed bigrams of it. */
@AutoService(Transform.class)
public record DomainText(
        @Param("the column of the name") String column,

        @Param(value = "number of hash buckets for bigrams", low = 1, high = 4096)
        int buckets)
        implements SiteText {
    private static final int GRAM = 2;

    public DomainText {
        Catalogue.check(DomainText.class, column, buckets);
    }

    public DomainText() {
        this("domain", 32);
    }

    @Override
    public String summary() {
        return "computes lexical features of a domain name: lengths, entropy, runs, public suffix, bigrams";
    }

    @Override
    public String source() {
        return "Schueppen, Teubert, Herrmann, Meyer: FANCI, Feature-based Automated NXDomain Classification and"
                + " Intelligence, USENIX Security 2018; publicsuffix.org";
    }

    @Override
    public boolean isUrl() {
        return false;
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
                .lengths("length", "suffix_length", "name_length")
                .counts("labels", "name_digits", "name_vowels", "name_hyphens", "name_distinct")
                .counts("name_consonant_run", "name_digit_run")
                .flags("suffix_known")
                .entropy("name_entropy");
    }

    @Override
    public List<Feature> features() {
        return measured().withGrams();
    }

    @Override
    public List<String> rules() {
        TextFeatures own = measured();
        return List.of(
                own.rule("$name_length + $suffix_length <= $length"),
                own.rule("$labels <= $length + 1"),
                own.rule("$name_digits + $name_vowels + $name_hyphens <= $name_length"),
                own.rule("$name_distinct <= $name_length"),
                own.rule("$name_consonant_run + $name_digits + $name_vowels + $name_hyphens <= $name_length"),
                own.rule("$name_digit_run <= $name_digits"),
                own.gramRule("name_length", GRAM));
    }

    @Override
    public Optional<List<Past>> past() {
        return Optional.of(List.of());
    }

    @Override
    public Running start() {
        List<Feature> features = features();
        return records -> {
            Column names = records.column(column);
            double[][] found = new double[features.size()][records.size()];
            for (int i = 0; i < records.size(); i++) {
                Host host = Host.of(names.text(i));
                String name = host.registered();
                int k = 0;
                found[k++][i] = host.name().length();
                found[k++][i] = host.suffix().length();
                found[k++][i] = name.length();
                found[k++][i] = host.labels();
                found[k++][i] = TextShape.count(name, TextShape::digit);
                found[k++][i] = TextShape.count(name, TextShape::vowel);
                found[k++][i] = TextShape.count(name, c -> c == '-');
                found[k++][i] = TextShape.distinct(name);
                found[k++][i] = TextShape.longestRun(name, TextShape::consonant);
                found[k++][i] = TextShape.longestRun(name, TextShape::digit);
                found[k++][i] = host.known() ? 1 : 0;
                found[k++][i] = TextShape.entropy(name);
                for (int count : TextShape.grams(name, GRAM, buckets)) {
                    found[k++][i] = count;
                }
            }
            return TextFeatures.columns(features, found);
        };
    }
}
