package dev.gauntlet.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.RobustBoosting;
import dev.gauntlet.model.learn.RobustForest;
import dev.gauntlet.search.trees.Aim;
import dev.gauntlet.search.trees.LeastChange;
import dev.gauntlet.search.trees.MinimalChange;
import dev.gauntlet.search.trees.Referee;
import dev.gauntlet.search.trees.SplitTrees;
import dev.gauntlet.search.trees.TreeBounds;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Robust trees on the data sets of their papers, both classes attacked, against the published errors. */
final class RobustTreesGatesTest {
    private static final int NODES = 200_000;

    /** How many test rows are wrong: as they are, without a certificate, and after the least change. */
    private record Errors(int clean, int certified, int exact) {}

    private static Dataset[] parts(String file, int width, double positive) throws IOException {
        double[][] table = PublicData.lines("robust-boosting/" + file).stream()
                .filter(line -> Character.isDigit(line.charAt(0)) && !line.contains("?"))
                .map(line -> Arrays.stream(line.split(","))
                        .mapToDouble(cell -> Double.parseDouble(cell.strip()))
                        .toArray())
                .toArray(double[][]::new);
        int train = (int) (0.8 * table.length);
        double[] low = new double[width];
        double[] high = new double[width];
        for (int j = 0; j < width; j++) {
            int column = j;
            low[j] = Arrays.stream(table, 0, train)
                    .mapToDouble(row -> row[column])
                    .min()
                    .orElseThrow();
            high[j] = Arrays.stream(table, 0, train)
                    .mapToDouble(row -> row[column])
                    .max()
                    .orElseThrow();
        }
        Schema schema = new Schema(IntStream.range(0, width)
                .mapToObj(j -> Feature.real("x" + j, -1e9, 1e9).withScale(1))
                .toList());
        Rows rows = Rows.fill(table.length, width, (i, j) -> (table[i][j] - low[j]) / (high[j] - low[j]));
        int[] labels = Arrays.stream(table)
                .mapToInt(row -> row[width] == positive ? 1 : 0)
                .toArray();
        Dataset all = Dataset.of(schema, rows, labels, List.of("negative", "positive"));
        return new Dataset[] {
            all.select(IntStream.range(0, train).toArray()),
            all.select(IntStream.range(train, table.length).toArray())
        };
    }

    private static Errors errors(Trainer trainer, Dataset[] parts, double eps) {
        Model model = trainer.train(parts[0], Run.seeded(1));
        SplitTrees trees = SplitTrees.of(model).orElseThrow();
        boolean[] alarms = model.alarms(parts[1].rows());
        int clean = 0;
        int certified = 0;
        int exact = 0;
        for (int i = 0; i < alarms.length; i++) {
            double[] row = parts[1].rows().row(i);
            Aim aim = Aim.verdict(trees, !alarms[i]);
            LeastChange least = new MinimalChange(Norm.LINF, eps, NODES).of(aim, row, Referee.NONE);
            boolean holds = TreeBounds.interval(aim, row, eps) > eps;
            boolean wrong = alarms[i] != parts[1].malicious(i);
            assertThat(least.isClosed()).isTrue();
            assertThat(holds && least.upper() <= eps)
                    .as("a certificate that a change breaks")
                    .isFalse();
            clean += wrong ? 1 : 0;
            certified += wrong || !holds ? 1 : 0;
            exact += wrong || least.upper() <= eps ? 1 : 0;
        }
        return new Errors(clean, certified, exact);
    }

    private static Dataset[] parts(String data) throws IOException {
        return data.equals("breast-cancer")
                ? parts("breast-cancer-wisconsin.data", 10, 4)
                : parts("diabetes.csv", 8, 1);
    }

    @ParameterizedTest
    @CsvSource({"breast-cancer, 0.3, 0.01, 1, 9", "diabetes, 0.05, 0.2, 41, 55"})
    void boostingKeepsThePublishedCertificates(
            String data, double eps, double rate, int clean, int certified, TestReporter reporter) throws IOException {
        Errors errors = errors(new RobustBoosting(50, 4, rate, 5, eps, true, false), parts(data), eps);
        reporter.publishEntry(data, String.format(Locale.ROOT, "%s", errors));
        assertThat(errors.clean()).isLessThanOrEqualTo(clean);
        assertThat(errors.certified()).isLessThanOrEqualTo(certified);
    }

    @ParameterizedTest
    @CsvSource({
        "breast-cancer, 0.3, 1, 4, 2, 14",
        "diabetes, 0.05, 1, 4, 43, 56",
        "breast-cancer, 0.3, 100, 8, 1, 20",
        "diabetes, 0.05, 100, 8, 41, 62"
    })
    void forestsAreAsRobustAsThePublishedOnes(
            String data, double eps, int trees, int depth, int clean, int exact, TestReporter reporter)
            throws IOException {
        double features = trees == 1 ? 1 : 0;
        Errors errors = errors(new RobustForest(trees, depth, 1, features, eps, true), parts(data), eps);
        reporter.publishEntry(data + ", trees: " + trees, errors.toString());
        assertThat(errors.clean()).isLessThanOrEqualTo(clean);
        assertThat(errors.exact()).isLessThanOrEqualTo(exact);
    }
}
