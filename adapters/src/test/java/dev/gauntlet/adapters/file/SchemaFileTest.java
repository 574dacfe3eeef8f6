package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.data.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFileTest {
    private static TableSchema table() {
        List<Feature> features = List.of(
                Feature.real("char_freq_;", 0, Double.POSITIVE_INFINITY)
                        .withScale(0.25)
                        .withUnit("% of \"text\""),
                Feature.whole("n: #1", -3, 1e9).withMove(Feature.Move.UP_ONLY).withCost(2.5),
                Feature.flag("true").withMove(Feature.Move.FIXED),
                Feature.flag("b"),
                Feature.category("null", List.of("on", "1", "", "a b\n")).withMove(Feature.Move.DOWN_ONLY));
        Schema schema = new Schema(
                features,
                Map.of("g", List.of("true", "b")),
                List.of("`char_freq_;` <= 2 * `n: #1`", "if b > 0 then `n: #1` >= 1"));
        return new TableSchema(
                schema,
                List.of("char_freq_;", "n: #1", "true", "b", "null", "1", "who", "t"),
                List.of(),
                Optional.of("1"),
                List.of("0", "no"),
                Optional.of("t"),
                Optional.of("who"));
    }

    private static List<String> problems(String text) {
        InputException refused = catchThrowableOfType(InputException.class, () -> SchemaFile.parse(text, "s.yaml"));
        assertThat(refused).isNotNull();
        return refused.problems();
    }

    @Test
    void readsBackWhatItWrites(@TempDir Path folder) {
        SchemaFile.write(folder.resolve("s.yaml"), table());
        assertThat(SchemaFile.read(folder.resolve("s.yaml"))).isEqualTo(table());
    }

    @Test
    void writesWhatIsAutomaticAsAuto() {
        TableSchema open = SchemaFile.parse("""
                features:
                  - {name: x, kind: real, low: 0}
                  - {name: c, kind: category, categories: auto, move: fixed}
                  - {name: d, kind: flag, scaling: min-max, missing: most-frequent}
                """, "s.yaml");
        assertThat(open.schema().scaling(2))
                .isEqualTo(new Scaling(Scaling.Numbers.MIN_MAX, Scaling.Missing.MOST_FREQUENT));
        assertThat(open.automatic()).containsExactlyInAnyOrder("x.high", "x.scale", "c.categories");
        assertThat(SchemaFile.parse(SchemaFile.text(open), "again")).isEqualTo(open);
    }

    @Test
    void fillsWhatIsAutomaticFromTheData() {
        TableSchema open = SchemaFile.parse("""
                features:
                  - {name: x, kind: whole, low: 0}
                  - {name: c, kind: category}
                """, "s.yaml");
        double[] values = IntStream.rangeClosed(0, 100)
                .mapToDouble(i -> i == 100 ? 5000 : i)
                .toArray();
        String[] texts = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> i % 2 == 0 ? "udp" : "tcp")
                .toArray(String[]::new);
        Records train = Records.of(List.of(Column.numbers("x", values), Column.texts("c", texts)));
        Schema schema = SchemaFile.resolve(open, train).schema();
        assertThat(schema.feature(0).low()).isZero();
        assertThat(schema.feature(0).high()).isEqualTo(5000);
        assertThat(schema.feature(0).scale()).isEqualTo(90);
        assertThat(schema.feature(1).categories()).containsExactly("tcp", "udp");
        assertThat(SchemaFile.resolve(open, train).automatic()).isEmpty();
        assertThatThrownBy(() -> SchemaFile.resolve(open, Records.of(List.of(Column.texts("x", texts)))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("feature \"x\": its column contains texts")
                .hasMessageContaining("feature \"c\": the data have no such column");
    }

    @Test
    void readsHowAFeatureIsComputedFromOthers() {
        TableSchema read = SchemaFile.parse("""
                features:
                  - {name: mean size, kind: real, low: 0, high: 1500, scale: 10, derived: bytes / packets}
                  - {name: bytes, kind: whole, low: 0, high: 1000000, scale: 10}
                  - {name: packets, kind: whole, low: 0, high: 1000, scale: 10}
                rules: ["bytes <= 1500 * packets"]
                """, "s.yaml");
        assertThat(read.schema().movable()).containsExactly(1, 2);
        assertThat(read.schema().feature(0).cost()).isZero();
        assertThat(read.schema().feature(1).cost()).isEqualTo(1);
        double[] row = {0, 300, 3};
        read.schema().derive(new double[] {50, 100, 2}, row);
        assertThat(row[0]).isEqualTo(100);
        assertThat(SchemaFile.parse(SchemaFile.text(read), "again")).isEqualTo(read);
    }

    @Test
    void refusesFormulasByWhichAFeatureCannotFollow() {
        assertThat(problems("""
                features:
                  - {name: a, kind: real, low: 0, high: 1, derived: a + b}
                  - {name: b, kind: whole, low: 0, high: 1, derived: 2 * c}
                  - {name: c, kind: real, low: 0, high: 1}
                """))
                .hasSize(2)
                .allSatisfy(p -> assertThat(p).contains("cannot be computed so"))
                .anySatisfy(p -> assertThat(p).contains("features[0].derived"))
                .anySatisfy(p -> assertThat(p).contains("features[1].derived"));
        assertThat(problems("""
                features:
                  - {name: a, kind: real, low: 0, high: 1, derived: bb}
                  - {name: b, kind: category, derived: a}
                """))
                .anySatisfy(p -> assertThat(p).contains("features[0].derived", "no feature \"bb\""))
                .anySatisfy(p -> assertThat(p).contains("features[1].derived is not allowed with kind category"));
    }

    @Test
    void listsEverythingWrongWithItsPlace() {
        assertThat(problems("""
                lable: class
                features:
                  - {name: a, kind: real, low: 3, high: 1}
                  - {name: b, kind: foo, low: much}
                  - {name: a, kind: flag, mvoe: fixed}
                  - {kind: whole}
                  - just text
                rules: ["a <= c", "a + b"]
                groups: {g: [a, zz]}
                """))
                .anySatisfy(p -> assertThat(p).contains("s.yaml: lable is not known; did you mean \"label\"?"))
                .anySatisfy(p -> assertThat(p).contains("features[0]: low must not exceed high in a"))
                .anySatisfy(p -> assertThat(p)
                        .contains("features[1].kind must be one of [real, whole, flag, category] but is foo"))
                .anySatisfy(p -> assertThat(p).contains("features[1].low must be a number", "\"much\""))
                .anySatisfy(p -> assertThat(p).contains("features[2].mvoe is not known; did you mean \"move\"?"))
                .anySatisfy(p -> assertThat(p).contains("features[3].name must be given"))
                .anySatisfy(p -> assertThat(p).contains("features[4] must state a name and a kind"))
                .anySatisfy(p -> assertThat(p).contains("rules[0]", "there is no feature \"c\""))
                .anySatisfy(p -> assertThat(p).contains("rules[1]", "expected a comparison"))
                .anySatisfy(p -> assertThat(p).contains("groups.g: there is no feature \"zz\""));
    }

    @Test
    void refusesContradictorySchemas() {
        assertThat(problems("""
                label: y
                columns: [x, yy]
                features: [{name: x, kind: flag}, {name: y, kind: flag}]
                """))
                .anySatisfy(p -> assertThat(p).contains("benign must list"))
                .anySatisfy(p -> assertThat(p).contains("label: \"y\" is also a feature"))
                .anySatisfy(p -> assertThat(p).contains("columns lacks \"y\""));
    }

    @Test
    void refusesInvalidYamlWithTheLine() {
        assertThat(problems("features:\n  - {name: x, kind: [\n"))
                .singleElement()
                .asString()
                .contains("s.yaml, line");
        assertThat(problems("a: 1\na: 2\n")).singleElement().asString().contains("s.yaml, line 2", "a");
        assertThat(problems("")).singleElement().asString().contains("features");
    }

    @Test
    void infersKindsBoundsAndNotes() {
        int n = 300;
        String[] many = IntStream.range(0, n).mapToObj(i -> "u" + i).toArray(String[]::new);
        String[] label = IntStream.range(0, n)
                .mapToObj(i -> i % 2 == 0 ? "normal" : "attack")
                .toArray(String[]::new);
        Records records = Records.of(List.of(
                Column.numbers(
                        "flag", IntStream.range(0, n).mapToDouble(i -> i % 2).toArray()),
                Column.numbers(
                        "whole", IntStream.range(0, n).mapToDouble(i -> i - 5).toArray()),
                Column.numbers(
                        "real", IntStream.range(0, n).mapToDouble(i -> i / 4.0).toArray()),
                Column.numbers("same", IntStream.range(0, n).mapToDouble(i -> 7).toArray()),
                Column.numbers(
                        "none",
                        IntStream.range(0, n).mapToDouble(i -> Double.NaN).toArray()),
                Column.texts("url", many),
                Column.texts("proto", label),
                Column.texts("y", label)));
        SchemaInference found = SchemaInference.infer(records, Optional.of("y"), List.of());
        Schema schema = found.table().schema();
        assertThat(schema.features())
                .extracting(Feature::kind)
                .containsExactly(
                        Feature.Kind.FLAG,
                        Feature.Kind.WHOLE,
                        Feature.Kind.REAL,
                        Feature.Kind.WHOLE,
                        Feature.Kind.CATEGORY);
        assertThat(schema.feature(1).low()).isEqualTo(-5);
        assertThat(schema.feature(4).categories()).containsExactly("attack", "normal");
        assertThat(found.table().benign()).containsExactly("normal");
        assertThat(found.table().ignored()).containsExactly("none", "url");
        assertThat(found.notes())
                .anySatisfy(note -> assertThat(note).contains("\"url\" is left out: 300 different texts"))
                .anySatisfy(note -> assertThat(note).contains("\"none\" is left out"))
                .anySatisfy(note ->
                        assertThat(note).contains("1 column is constant and carries no information: " + "same"));
        assertThat(SchemaFile.parse(SchemaFile.text(found.table()), "x")).isEqualTo(found.table());
    }
}
