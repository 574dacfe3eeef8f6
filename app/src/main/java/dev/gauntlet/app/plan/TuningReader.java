package dev.gauntlet.app.plan;

import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.process.Criteria;
import dev.gauntlet.process.train.Calibration;
import dev.gauntlet.process.train.Objective;
import dev.gauntlet.process.train.OperatingPoint;
import dev.gauntlet.process.train.Search;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads how a setting is found, accepted and finished.
 *
 * @param map the plan's pipeline
 * @param fpr the share of false alarms at which a search compares settings
 */
record TuningReader(YamlMap map, double fpr) {
    static final List<String> KEYS = List.of("search", "accept", "cost", "calibrate");
    private static final List<String> SEARCH = List.of("how", "trials", "folds", "patience", "factor", "seconds");
    private static final List<String> ACCEPT = List.of("recall", "precision", "pr-auc");
    private static final List<String> COST = List.of("miss", "false-alarm");

    /** What the map states; the rest as usual. */
    Plan.Tuning read(Plan.Tuning usual) {
        YamlMap search = map.child("search", SEARCH);
        YamlMap accept = map.child("accept", ACCEPT);
        YamlMap cost = map.child("cost", COST);
        String calibrate = map.choice("calibrate", List.of("none", "platt", "isotonic"), "none");
        Optional<OperatingPoint.Cost> costs = cost.all(COST)
                ? Optional.of(new OperatingPoint.Cost(
                        cost.number("miss", 1, 0, 1e12), cost.number("false-alarm", 1, 0, 1e12)))
                : Optional.empty();
        return new Plan.Tuning(
                search(search),
                search.number("seconds", usual.seconds(), 0, Double.POSITIVE_INFINITY),
                new Criteria(
                        accept.number("recall", usual.accept().recall(), 0, 1),
                        accept.number("precision", usual.accept().precision(), 0, 1),
                        accept.number("pr-auc", usual.accept().prAuc(), 0, 1)),
                costs,
                Arrays.stream(Calibration.values())
                        .filter(value -> YamlMap.word(value).equals(calibrate))
                        .findFirst());
    }

    private Optional<Search> search(YamlMap map) {
        String how = map.choice("how", List.of("none", "random", "halving"), "none");
        if (how.equals("none")) {
            return Optional.empty();
        }
        Search.Strategy strategy = how.equals("random")
                ? new Search.Strategy.AtRandom(map.whole("patience", 16, 1, 1_000_000))
                : new Search.Strategy.Halving(map.whole("factor", 3, 2, 100));
        return Optional.of(new Search(
                strategy,
                map.whole("trials", 24, 1, 100_000),
                map.whole("folds", 3, 2, 100),
                new Objective.RecallAt(fpr)));
    }
}
