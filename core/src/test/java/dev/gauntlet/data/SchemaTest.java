package dev.gauntlet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SchemaTest {
    private static final Schema SCHEMA = Toy.schema();
    private static final double[] ROW = Toy.rows().rows().row(3);

    /** Three flags of which one is 1, and a number. */
    private static final Schema ONE_HOT = new Schema(
            List.of(Feature.flag("tcp"), Feature.flag("udp"), Feature.flag("icmp"), Feature.real("size", 0, 10)),
            Map.of("proto", List.of("tcp", "udp", "icmp")),
            List.of());

    private static List<Breach> after(String feature, double value) {
        double[] changed = ROW.clone();
        changed[SCHEMA.column(feature)] = value;
        return SCHEMA.breaches(ROW, changed);
    }

    private static Breach breach(Breach.Kind kind, String where) {
        return new Breach(kind, where);
    }

    @Test
    void everyToyRowIsValid() {
        Dataset data = Toy.rows();
        assertThat(IntStream.range(0, data.size()))
                .allMatch(i -> SCHEMA.faults(data.rows().row(i)).isEmpty());
    }

    @Test
    void findsColumnsByName() {
        assertThat(SCHEMA.width()).isEqualTo(7);
        assertThat(SCHEMA.column("bytes")).isEqualTo(3);
        assertThat(SCHEMA.column("octets")).isEqualTo(-1);
        assertThat(SCHEMA.names()).startsWith("duration", "sent");
        assertThat(SCHEMA.movable()).containsExactly(0, 1, 4, 5, 6);
    }

    @Test
    void refusesDuplicateFeaturesAndGroupsAndRulesOfUnknownFeatures() {
        assertThatThrownBy(() -> new Schema(List.of(Feature.flag("a"), Feature.flag("a"))))
                .hasMessage("feature \"a\" occurs twice");
        assertThatThrownBy(() -> new Schema(List.of(Feature.flag("a")), Map.of("g", List.of("b")), List.of()))
                .hasMessage("group g: there is no feature b");
        assertThatThrownBy(() -> new Schema(List.of(Feature.flag("a")), Map.of(), List.of("b = 1")))
                .hasMessageContaining("there is no feature \"b\"");
        assertThatThrownBy(() -> new Schema(List.of())).hasMessage("features must not be empty");
    }

    @Test
    void noChangeIsValid() {
        assertThat(SCHEMA.breaches(ROW, ROW)).isEmpty();
        assertThat(SCHEMA.lawful(ROW, ROW.clone())).isTrue();
    }

    @Test
    void aBrokenNumberIsABreachOfType() {
        assertThat(after("bytes", 910.0004)).containsExactly(breach(Breach.Kind.TYPE, "bytes"));
        assertThat(after("encrypted", 0.5)).containsExactly(breach(Breach.Kind.TYPE, "encrypted"));
        assertThat(after("service", 0.5)).containsExactly(breach(Breach.Kind.TYPE, "service"));
        assertThat(after("duration", 50.5)).isEmpty();
    }

    @Test
    void aValueThatGoesMissingIsABreachOfType() {
        assertThat(after("service", Double.NaN)).containsExactly(breach(Breach.Kind.TYPE, "service"));
        assertThat(after("rate", Double.NaN))
                .containsExactly(breach(Breach.Kind.TYPE, "rate"), breach(Breach.Kind.DIRECTION, "rate"));
    }

    @Test
    void aValueOutOfBoundsIsABreachOfBounds() {
        assertThat(after("duration", 100.5)).containsExactly(breach(Breach.Kind.BOUNDS, "duration"));
        assertThat(after("service", 3)).containsExactly(breach(Breach.Kind.BOUNDS, "service"));
        assertThat(after("rate", -0.5)).containsExactly(breach(Breach.Kind.BOUNDS, "rate"));
        assertThat(after("duration", 100)).isEmpty();
    }

    @Test
    void aMoveTheWrongWayIsABreachOfDirection() {
        assertThat(after("duration", 49)).containsExactly(breach(Breach.Kind.DIRECTION, "duration"));
        assertThat(after("rate", 21)).containsExactly(breach(Breach.Kind.DIRECTION, "rate"));
        assertThat(after("received", 11))
                .containsExactly(
                        breach(Breach.Kind.DIRECTION, "received"), breach(Breach.Kind.RULE, "sent + received = bytes"));
    }

    @Test
    void aBrokenRuleIsABreachInItsOwnWords() {
        assertThat(after("sent", 901)).containsExactly(breach(Breach.Kind.RULE, "sent + received = bytes"));
        assertThat(SCHEMA.lawful(ROW, new double[] {50, 901, 10, 910, 1, 2, 20}))
                .isFalse();
    }

    @Test
    void whatWasBrokenBeforeCountsOnlyIfItGetsWorse() {
        double[] broken = ROW.clone();
        broken[3] = 920;
        double[] better = broken.clone();
        better[3] = 915;
        double[] worse = broken.clone();
        worse[3] = 930;
        assertThat(SCHEMA.breaches(broken, better)).isEmpty();
        assertThat(SCHEMA.breaches(broken, worse)).extracting(Breach::kind).containsExactly(Breach.Kind.RULE);
        double[] outside = ROW.clone();
        outside[6] = 60;
        assertThat(SCHEMA.breaches(outside, outside.clone())).isEmpty();
    }

    @Test
    void aGroupWithoutExactlyOneOneIsABreach() {
        double[] row = {1, 0, 0, 5};
        for (double[] changed :
                List.of(new double[] {0, 0, 0, 5}, new double[] {1, 1, 0, 5}, new double[] {1, 0, 1, 5})) {
            assertThat(ONE_HOT.breaches(row, changed)).containsExactly(breach(Breach.Kind.GROUP, "proto"));
            assertThat(ONE_HOT.faults(changed)).containsExactly(breach(Breach.Kind.GROUP, "proto"));
        }
        assertThat(ONE_HOT.breaches(row, new double[] {0, 0, 1, 5})).isEmpty();
        assertThat(ONE_HOT.breaches(row, new double[] {1, 0.5, 0, 5}))
                .containsExactly(breach(Breach.Kind.TYPE, "udp"), breach(Breach.Kind.GROUP, "proto"));
    }

    @Test
    void aGroupBrokenBeforeIsNoBreachOfTheChange() {
        assertThat(ONE_HOT.breaches(new double[] {0, 0, 0, 5}, new double[] {1, 1, 0, 5}))
                .isEmpty();
    }

    @Test
    void faultsAreFoundInARowOnItsOwn() {
        double[] row = {200, 20.5, 100, 120.5, 2, 5, 300};
        assertThat(SCHEMA.faults(row))
                .containsExactly(
                        breach(Breach.Kind.BOUNDS, "duration"),
                        breach(Breach.Kind.TYPE, "sent"),
                        breach(Breach.Kind.TYPE, "bytes"),
                        breach(Breach.Kind.BOUNDS, "encrypted"),
                        breach(Breach.Kind.BOUNDS, "service"),
                        breach(Breach.Kind.BOUNDS, "rate"),
                        breach(Breach.Kind.RULE, "rate <= duration"));
        assertThat(SCHEMA.faults(new double[] {Double.NaN, 1, Double.NaN, 1, 0, Double.NaN, 3}))
                .isEmpty();
    }

    @Test
    void distancesAreScaledAndCostsPriced() {
        double[] changed = ROW.clone();
        changed[0] += 20; // two scales at cost 1
        changed[1] -= 150; // one and a half scales at cost 2
        changed[5] = 0; // another category at cost 3
        assertThat(SCHEMA.cost(ROW, changed)).isCloseTo(2 + 1.5 * 2 + 3, within(1e-12));
        assertThat(SCHEMA.largestMove(ROW, changed)).isEqualTo(2);
        assertThat(SCHEMA.distance(ROW, changed)).isCloseTo(StrictMath.sqrt(4 + 2.25 + 1), within(1e-12));
    }

    @Test
    void categoriesArePricedAndNotMeasured() {
        double[] changed = ROW.clone();
        changed[5] = 0;
        assertThat(SCHEMA.largestMove(ROW, changed)).isZero();
        assertThat(SCHEMA.cost(ROW, changed)).isEqualTo(3);
    }

    @Test
    void otherFeaturesOfTheSameNamesKeepTheRules() {
        List<Feature> wider =
                SCHEMA.features().stream().map(f -> f.withScale(1)).toList();
        Schema other = SCHEMA.withFeatures(wider);
        assertThat(other.ruleTexts()).isEqualTo(SCHEMA.ruleTexts());
        assertThat(other.cost(ROW, new double[] {60, 900, 10, 910, 1, 2, 20})).isEqualTo(10);
    }

    @Test
    void theDigestCoversFeaturesGroupsAndRules() {
        List<Feature> features = List.of(Feature.flag("a"), Feature.flag("b"));
        Schema plain = new Schema(features);
        assertThat(List.of(
                        plain.digest(),
                        new Schema(List.of(features.get(1), features.get(0))).digest(),
                        new Schema(List.of(features.get(0), features.get(1).withCost(2))).digest(),
                        new Schema(features, Map.of("g", List.of("a", "b")), List.of()).digest(),
                        new Schema(features, Map.of(), List.of("a <= b")).digest(),
                        new Schema(features, Map.of(), List.of("b <= a")).digest()))
                .doesNotHaveDuplicates();
        assertThat(new Schema(List.copyOf(features)).digest()).isEqualTo(plain.digest());
    }
}
