package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rule;
import dev.gauntlet.data.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedSchemasTest {
    /** The folder of public data sets: GAUNTLET_DATA, else beside the project. */
    private static Optional<Path> data() {
        String named = System.getenv("GAUNTLET_DATA");
        Stream<String> places = named == null ? Stream.of("../../shared/data", "../shared/data") : Stream.of(named);
        return places.map(Path::of).filter(Files::isDirectory).findFirst();
    }

    private static TableSchema schema(String name) {
        return SchemaFile.read(Stream.of("../schemas", "schemas")
                .map(folder -> Path.of(folder, name + ".yaml"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "nsl-kdd, KDDTrain+.txt.gz, KDDTest+.txt.gz, 148517",
        "spambase, spambase.data.gz, spambase.data.gz, 9202",
        "ctu13-scenario1, ctu13_scenario1_train.csv.gz, ctu13_scenario1_test.csv.gz, 50004",
        "phishing-hannousse, dataset_phishing.csv.gz, dataset_phishing.csv.gz, 22860",
        "drebin-215, drebin-215-dataset-5560malware-9476-benign.csv.gz, "
                + "drebin-215-dataset-5560malware-9476-benign.csv.gz, 30072"
    })
    void everyPublishedRowObeysItsSchema(String name, String trainFile, String testFile, int size) {
        Optional<Path> folder = data();
        assumeTrue(folder.isPresent(), "no folder of public data: set GAUNTLET_DATA");
        TableSchema table = schema(name);
        Records train = FileSource.of(folder.get().resolve(name).resolve(trainFile), table)
                .read(Run.seeded(1));
        Records test = FileSource.of(folder.get().resolve(name).resolve(testFile), table)
                .read(Run.seeded(1));
        TableSchema resolved = SchemaFile.resolve(table, train);
        Schema schema = resolved.schema();
        assertThat(train.size() + test.size()).isEqualTo(size);
        assertThat(SchemaFile.parse(SchemaFile.text(resolved), name)).isEqualTo(resolved);
        assertThat(SchemaFile.parse(SchemaFile.text(table), name)).isEqualTo(table);
        assertThat(SchemaFile.distinct(train.column(table.label().orElseThrow())))
                .containsAll(table.benign())
                .hasSizeGreaterThan(1);
        assertThat(violations(schema, train)).isEmpty();
        assertThat(violations(schema, test)).isEmpty();
        for (int r = 0; r < schema.rules().size(); r++) {
            assertThat(canBeBroken(schema, schema.rules().get(r), train))
                    .as("can be broken: %s", schema.ruleTexts().get(r))
                    .isTrue();
        }
    }

    private static double value(Feature feature, Column column, int record) {
        if (feature.kind() != Feature.Kind.CATEGORY) {
            return column.number(record);
        }
        return feature.categories().indexOf(column.text(record));
    }

    private static Map<String, Integer> violations(Schema schema, Records records) {
        Map<String, Integer> found = new TreeMap<>();
        List<Column> columns = schema.names().stream().map(records::column).toList();
        double[] row = new double[schema.width()];
        for (int i = 0; i < records.size(); i++) {
            for (int j = 0; j < row.length; j++) {
                Feature feature = schema.feature(j);
                double value = value(feature, columns.get(j), i);
                row[j] = value;
                if (Double.isNaN(value) || (feature.kind() != Feature.Kind.REAL && value != Math.rint(value))) {
                    found.merge(feature.name() + " kind", 1, Integer::sum);
                }
                boolean unseen = feature.kind() == Feature.Kind.CATEGORY && value == -1;
                if (!unseen && (value < feature.low() || value > feature.high())) {
                    found.merge(feature.name() + " bounds " + value, 1, Integer::sum);
                }
            }
            for (int r = 0; r < schema.rules().size(); r++) {
                if (!schema.rules().get(r).holds(row)) {
                    found.merge(schema.ruleTexts().get(r), 1, Integer::sum);
                }
            }
        }
        return found;
    }

    /** Whether a row breaks the rule after a few movable features were moved validly as far as they go. */
    private static boolean canBeBroken(Schema schema, Rule rule, Records records) {
        List<Column> columns = schema.names().stream().map(records::column).toList();
        Rng rng = Seed.of(1).rng();
        double[] row = new double[schema.width()];
        for (int attempt = 0; attempt < 4 * records.size(); attempt++) {
            int i = attempt % records.size();
            for (int j = 0; j < row.length; j++) {
                Feature feature = schema.feature(j);
                double value = value(feature, columns.get(j), i);
                boolean moved = feature.move() != Feature.Move.FIXED && rng.chance(0.5);
                double end = rng.chance(0.5) ? feature.low() : feature.high();
                row[j] = moved && feature.move().permits(value, end) ? end : value;
            }
            if (!rule.holds(row)) {
                return true;
            }
        }
        return false;
    }
}
