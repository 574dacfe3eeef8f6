package dev.gauntlet.search;

import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Chooses one row for each victim among those that reached the goal, so that the chosen ones are hard to group.
 *
 * <p>Source of the greedy k-centre: Gonzalez, "Clustering to Minimize the Maximum Intercluster Distance", Theoretical Computer
 * Science 38, 1985.
 */
public final class DistinctChoice {
    /** The rows of each victim that are looked at. */
    private static final int MOST = 100;

    private final Schema schema;
    /** For each victim its rows, the cheapest first; none where nothing reached the goal. */
    private final double[][][] rows;

    private final double[][] costs;

    /**
     * A choice.
     *
     * @param victims as they were
     * @param found per victim the rows that reached the goal
     * @param dearer how many times the cost of a victim's cheapest row the chosen one may have
     */
    public DistinctChoice(Schema schema, Rows victims, List<List<double[]>> found, double dearer) {
        this.schema = schema;
        this.rows = new double[found.size()][][];
        this.costs = new double[found.size()][];
        for (int v = 0; v < rows.length; v++) {
            double[] before = victims.row(v);
            double[][] own = found.get(v).toArray(double[][]::new);
            Arrays.sort(own, Comparator.comparingDouble(row -> schema.cost(before, row)));
            double[] cost = Arrays.stream(own)
                    .mapToDouble(row -> schema.cost(before, row))
                    .toArray();
            int affordable = (int)
                    Arrays.stream(cost).filter(one -> one <= dearer * cost[0]).count();
            int kept = Math.min(MOST, affordable);
            rows[v] = new double[kept][];
            costs[v] = new double[kept];
            for (int c = 0; c < kept; c++) { // From the cheapest on, evenly.
                int from = (int) ((long) c * affordable / kept);
                rows[v][c] = own[from];
                costs[v][c] = cost[from];
            }
        }
    }

    /**
     * The greedy k-centre in scaled features: for each victim the row that is farthest from all chosen before, the cheapest of equals.
     *
     * @return per victim at most one row
     */
    public List<List<double[]>> farthest() {
        int[] chosen = new int[rows.length];
        double[][] near = new double[rows.length][];
        for (int v = 0; v < rows.length; v++) {
            near[v] = new double[rows[v].length];
            Arrays.fill(near[v], Double.POSITIVE_INFINITY);
        }
        for (int v = 0; v < rows.length; v++) {
            for (int c = 1; c < rows[v].length; c++) {
                chosen[v] = near[v][c] > near[v][chosen[v]] ? c : chosen[v];
            }
            for (int w = v + 1; w < rows.length && rows[v].length > 0; w++) {
                for (int c = 0; c < rows[w].length; c++) {
                    near[w][c] = Math.min(near[w][c], distance(rows[v][chosen[v]], rows[w][c]));
                }
            }
        }
        return picked(chosen);
    }

    /** The sum over features of how far two rows are apart, in scales, each at most 1. */
    private double distance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] == b[j] ? 0 : Math.min(1, schema.feature(j).distance(a[j], b[j]));
        }
        return sum;
    }

    /**
     * As many different groups as possible, each victim in one: cheap rows first, then by augmenting paths. Victims that
     * are not needed for that send their cheapest row.
     *
     * @param groups the group of each row
     * @return per victim at most one row
     */
    public List<List<double[]>> ofDifferentGroups(Function<Rows, List<String>> groups) {
        int[][] group = numbered(groups);
        int[] chosen = new int[rows.length];
        Arrays.fill(chosen, -1);
        Map<Integer, Integer> owner = new HashMap<>();
        List<int[]> edges = IntStream.range(0, rows.length)
                .boxed()
                .flatMap(v -> IntStream.range(0, rows[v].length).mapToObj(c -> new int[] {v, c}))
                .sorted(Comparator.comparingDouble(edge -> costs[edge[0]][edge[1]]))
                .toList();
        for (int[] edge : edges) {
            if (chosen[edge[0]] < 0 && owner.putIfAbsent(group[edge[0]][edge[1]], edge[0]) == null) {
                chosen[edge[0]] = edge[1];
            }
        }
        for (int v = 0; v < rows.length; v++) {
            if (chosen[v] < 0) {
                augment(v, group, chosen, owner, new boolean[edges.size() + 1]);
            }
        }
        for (int v = 0; v < chosen.length; v++) {
            chosen[v] = Math.max(0, chosen[v]);
        }
        return picked(chosen);
    }

    /** Finds a group for a victim, if need be one whose owner can take another one. */
    private boolean augment(int victim, int[][] group, int[] chosen, Map<Integer, Integer> owner, boolean[] seen) {
        for (int c = 0; c < group[victim].length; c++) {
            int wanted = group[victim][c];
            if (seen[wanted]) {
                continue;
            }
            seen[wanted] = true;
            Integer other = owner.get(wanted);
            if (other == null || augment(other, group, chosen, owner, seen)) {
                owner.put(wanted, victim);
                chosen[victim] = c;
                return true;
            }
        }
        return false;
    }

    private int[][] numbered(Function<Rows, List<String>> groups) {
        List<String> all =
                groups.apply(Rows.of(Arrays.stream(rows).flatMap(Arrays::stream).toArray(double[][]::new)));
        Map<String, Integer> numbers = new HashMap<>();
        int[][] group = new int[rows.length][];
        int next = 0;
        for (int v = 0; v < rows.length; v++) {
            group[v] = new int[rows[v].length];
            for (int c = 0; c < group[v].length; c++) {
                group[v][c] = numbers.computeIfAbsent(all.get(next++), name -> numbers.size());
            }
        }
        return group;
    }

    private List<List<double[]>> picked(int[] chosen) {
        return IntStream.range(0, rows.length)
                .mapToObj(v -> rows[v].length == 0 ? List.<double[]>of() : List.of(rows[v][chosen[v]]))
                .toList();
    }
}
