package dev.gauntlet.search.trees;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rule;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.FeasibleSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The least change of a row that the rules between features allow as well. A change that breaks a rule is repaired
 * ({@link FeasibleSet}), and searched on if the repair no longer reaches the aim; where the least change is not valid, it is also
 * searched among changes that leave alone what equations determine. The proven bound is that without rules between features, so that it
 * holds with them.
 */
public final class ValidChange {
    private final SplitTrees free;
    private final SplitTrees careful;

    private ValidChange(SplitTrees free, SplitTrees careful) {
        this.free = free;
        this.careful = careful;
    }

    /**
     * The changes that trees and a schema allow.
     *
     * @throws IllegalArgumentException if the model is no ensemble of trees with one score
     */
    public static ValidChange of(Model model) {
        return new ValidChange(trees(model, model.schema()), trees(model, withoutEquations(model.schema())));
    }

    private static SplitTrees trees(Model model, Schema schema) {
        Model seen = new Model(model.trainer(), schema, model.encoding(), model.kernel(), model.threshold());
        return SplitTrees.of(seen)
                .orElseThrow(
                        () -> new IllegalArgumentException("the detector is not an ensemble of trees with one score"));
    }

    /** The schema in which no feature moves that an equation determines, as repairs of those move back what was gained. */
    private static Schema withoutEquations(Schema schema) {
        Set<Integer> determined = schema.rules().stream()
                .filter(rule ->
                        rule instanceof Rule.Compare compare && compare.relation() == Rule.Compare.Relation.EQUAL)
                .flatMap(rule -> rule.columns().stream())
                .collect(Collectors.toSet());
        return schema.withFeatures(IntStream.range(0, schema.width())
                .mapToObj(j ->
                        determined.contains(j) ? schema.feature(j).withMove(Feature.Move.FIXED) : schema.feature(j))
                .toList());
    }

    /**
     * The least change of one row.
     *
     * @param search in which norm, and with how much work for each of the two searches
     * @param aim of some trees
     * @param valid what schema and budget allow the row to become
     */
    public LeastChange least(MinimalChange search, Function<SplitTrees, Aim> aim, double[] row, FeasibleSet valid) {
        LeastChange first = search.of(aim.apply(free), row, valid::project);
        return first.isClosed() ? first : first.or(search.of(aim.apply(careful), row, valid::project));
    }
}
