package dev.gauntlet.adapters.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.Assembled;
import dev.gauntlet.process.assemble.TableAssembly;
import dev.gauntlet.process.assemble.Transform;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextTransformsTest {
    private static Assembled made(Transform transform, String column, @Nullable String... texts) {
        Schema schema = new Schema(transform.features(), Map.of(), transform.rules());
        return new TableAssembly(schema, List.of(transform)).assemble(Records.of(List.of(Column.texts(column, texts))));
    }

    private static double of(Assembled made, String name) {
        int j = made.rows().schema().column(name);
        assertThat(j).as(name).isNotNegative();
        return made.rows().rows().get(0, j);
    }

    @ParameterizedTest
    @CsvSource({
        "www.gauntlet.co.uk,   co.uk, true,  gauntlet, 4, 1",
        "gauntlet.com,         com,   true,  gauntlet, 2, 0",
        "A.B.Example.ORG.,     org,   true,  example,  4, 2",
        "host.nosuchsuffix,    nosuchsuffix, false, host, 2, 0",
        "localhost,            '',    false, localhost, 1, 0",
        "co.uk,                co.uk, true,  '',       2, 0",
        "xn--bcher-kva.de,     de,    true,  xn--bcher-kva, 2, 0",
        "a_b..c,               c,     false, '',       3, 1",
    })
    void hostsAreCutAtTheirPublicSuffix(
            String text, String suffix, boolean known, String registered, int labels, int below) {
        Host host = Host.of(text);
        assertThat(host.suffix()).isEqualTo(suffix);
        assertThat(host.known()).isEqualTo(known);
        assertThat(host.registered()).isEqualTo(registered);
        assertThat(host.labels()).isEqualTo(labels);
        assertThat(host.below()).isEqualTo(below);
        assertThat(host.address()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.0.1", "[2001:db8::1]", "2001:db8::1"})
    void addressesHaveNoParts(String text) {
        assertThat(Host.of(text).address()).isTrue();
        assertThat(Host.of(text).labels()).isZero();
    }

    @Test
    void aUrlIsMeasuredPartByPart() {
        Assembled made =
                made(new UrlText("url", 8), "url", "https://user@www.Pay-Pal.co.uk:8443/a/b2/login.php?id=7&x=%20#top");
        assertThat(of(made, "url_length")).isEqualTo(65);
        assertThat(of(made, "url_host_length")).isEqualTo(17);
        assertThat(of(made, "url_path_length")).isEqualTo(15);
        assertThat(of(made, "url_query_length")).isEqualTo(10);
        assertThat(of(made, "url_fragment_length")).isEqualTo(3);
        assertThat(of(made, "url_longest_token")).isEqualTo(5);
        assertThat(of(made, "url_name_length")).isEqualTo(7);
        assertThat(of(made, "url_host_labels")).isEqualTo(4);
        assertThat(of(made, "url_host_below")).isEqualTo(1);
        assertThat(of(made, "url_path_depth")).isEqualTo(3);
        assertThat(of(made, "url_parameters")).isEqualTo(2);
        assertThat(of(made, "url_digits")).isEqualTo(8);
        assertThat(of(made, "url_dots")).isEqualTo(4);
        assertThat(of(made, "url_hyphens")).isEqualTo(1);
        assertThat(of(made, "url_ats")).isEqualTo(1);
        assertThat(of(made, "url_percents")).isEqualTo(1);
        assertThat(of(made, "url_equals")).isEqualTo(2);
        assertThat(of(made, "url_https")).isEqualTo(1);
        assertThat(of(made, "url_port_given")).isEqualTo(1);
        assertThat(of(made, "url_suffix_known")).isEqualTo(1);
        assertThat(of(made, "url_ip_host")).isZero();
    }

    @Test
    void aUrlWithoutItsSchemeHasItsHostStill() {
        Assembled made = made(new UrlText("url", 8), "url", "10.0.0.1/a?b");
        assertThat(of(made, "url_ip_host")).isEqualTo(1);
        assertThat(of(made, "url_path_length")).isEqualTo(2);
        assertThat(of(made, "url_https")).isZero();
    }

    @Test
    void aDomainIsMeasured() {
        Assembled made = made(new DomainText("domain", 4), "domain", "cvyh1po636avyrsxebwbkn7.ddns.net");
        // ddns.net is a suffix of the list's private part, so the label before it is the registered one.
        assertThat(of(made, "domain_name_length")).isEqualTo(23);
        assertThat(of(made, "domain_name_digits")).isEqualTo(5);
        assertThat(of(made, "domain_name_vowels")).isEqualTo(3);
        assertThat(of(made, "domain_name_consonant_run")).isEqualTo(5);
        assertThat(of(made, "domain_name_digit_run")).isEqualTo(3);
        assertThat(of(made, "domain_suffix_length")).isEqualTo(8);
        assertThat(of(made, "domain_labels")).isEqualTo(3);
    }

    @Test
    void entropyIsThatOfTheCharacters() {
        assertThat(TextShape.entropy("aabb")).isCloseTo(1, within(1e-12));
        assertThat(TextShape.entropy("abcd")).isCloseTo(2, within(1e-12));
        assertThat(TextShape.entropy("aaab")).isCloseTo(0.8112781244591328, within(1e-12));
        assertThat(TextShape.entropy("")).isZero();
    }

    @Test
    void gramsFallIntoTheBucketsOfTheirHash() {
        // The 32-bit FNV-1a of 61 00 62 00, computed with Python's integers.
        long hash = 0x811c9dc5L;
        for (int b : new int[] {0x61, 0, 0x62, 0}) {
            hash = ((hash ^ b) * 0x01000193L) & 0xffffffffL;
        }
        int[] counts = TextShape.grams("ab", 2, 7);
        assertThat(counts[Math.floorMod((int) hash, 7)]).isEqualTo(1);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(1);
        assertThat(Arrays.stream(TextShape.grams("gauntlet", 3, 5)).sum()).isEqualTo(6);
        assertThat(TextShape.grams("a", 2, 3)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://1.2.3.4:80/",
                "x",
                "",
                "?",
                "http://@@/a",
                "HTTP://EXAMPLE.com/%%%",
                "http://a.b.c.d.e.co.jp/x/y/z?q=1&r=2#",
                "mailto:someone@example.com",
                "http://[2001:db8::1]:8080/x",
                "//..//..",
                "http://ex\u00e4mple.de/\n"
            })
    void everyTextObeysItsOwnRulesAndBounds(String text) {
        for (Transform transform : List.of(new UrlText("t", 8), new DomainText("t", 8))) {
            Assembled made = made(transform, "t", text);
            assertThat(made.rows().size()).isEqualTo(1);
            assertThat(made.rows().schema().faults(made.rows().rows().row(0)))
                    .as("%s of %s", transform.id(), text)
                    .isEmpty();
        }
    }

    @Test
    void aMissingTextIsDropped() {
        Assembled made = made(new DomainText(), "domain", new @Nullable String[] {null});
        assertThat(made.rows().size()).isZero();
        assertThat(made.dropped().get(0).reason()).isEqualTo("domain is missing");
    }
}
