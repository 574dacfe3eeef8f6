package dev.gauntlet.search.genetic;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Breeds changes of one row for two objectives, the score and the size of the change, so that from generation to generation there
 * are the best of each size. A child that breaks rules is repaired; where that fails, another is bred in its place, so that the third
 * objective of the published search, how much rules are broken, is 0 for all.
 *
 * @see <a href="https://www.ijcai.org/proceedings/2022/183">Simonetto et al., IJCAI 2022: MoEvA2</a>
 */
public final class GeneticSearch implements AttackSearch {
    /** Children bred for each that is asked, at most. */
    private static final int DRAWN = 10;
    /** How likely a child has two parents. */
    private static final double CROSSED = 0.9;
    /** How likely a child of the first generation takes values of a donor. */
    private static final double DONATED = 0.5;

    private static final double CROSSOVER_SPREAD = 15;
    private static final double MUTATION_SPREAD = 2;

    /** A changed row and its objectives, both to be small. */
    private static final class Individual {
        private final double[] row;
        private final double[] objectives;

        private Individual(double[] row, double... objectives) {
            this.row = row;
            this.objectives = objectives;
        }
    }

    private final FeasibleSet lawful;
    private final Norm norm;
    private final int heading;
    private final int size;
    private final List<double[]> donors;
    private final Rng rng;
    private final Genes genes;
    private final ReferencePoints points;
    private final Set<Rows> seen = new HashSet<>();
    private List<Individual> population = List.of();
    private List<double[]> proposed = List.of();
    private List<double[]> offered = List.of();

    /**
     * A search.
     *
     * @param norm in which changes are to be small
     * @param heading which way the score must go: 1 up, -1 down
     * @param size how many rows survive a generation, and how many are asked in each
     * @param donors rows whose values the first generation may take; may be empty
     */
    public GeneticSearch(FeasibleSet lawful, Norm norm, int heading, int size, List<double[]> donors, Rng rng) {
        this.lawful = lawful;
        this.norm = norm;
        this.heading = heading;
        this.size = size;
        this.donors = List.copyOf(donors);
        this.rng = rng;
        this.genes = new Genes(lawful);
        this.points = new ReferencePoints(2, size);
        seen.add(Rows.of(lawful.original()));
    }

    @Override
    public List<double[]> propose() {
        proposed = new ArrayList<>();
        for (int draw = 0; genes.size() > 0 && draw < DRAWN * size && proposed.size() < size; draw++) {
            lawful.project(child()).filter(row -> seen.add(Rows.of(row))).ifPresent(proposed::add);
        }
        return proposed;
    }

    private double[] child() {
        double[] row = parent();
        if (!population.isEmpty() && rng.chance(CROSSED)) {
            genes.cross(row, parent(), CROSSOVER_SPREAD, rng);
        }
        if (population.isEmpty() && !donors.isEmpty() && rng.chance(DONATED)) {
            genes.take(row, donors.get(rng.nextInt(donors.size())), rng.nextDouble(), rng);
        } else {
            genes.mutate(row, MUTATION_SPREAD, rng);
        }
        return row;
    }

    private double[] parent() {
        return population.isEmpty()
                ? lawful.original()
                : population.get(rng.nextInt(population.size())).row.clone();
    }

    @Override
    public void hear(List<Reply> replies) {
        offered = IntStream.range(0, replies.size())
                .filter(i -> replies.get(i).reached())
                .mapToObj(proposed::get)
                .toList();
        List<Individual> all = new ArrayList<>(population);
        for (int i = 0; i < replies.size(); i++) {
            double score = -heading * replies.get(i).score();
            if (!Double.isNaN(score)) { // answered
                double[] row = proposed.get(i);
                all.add(new Individual(row, score, norm.of(lawful.schema(), lawful.original(), row)));
            }
        }
        population = IntStream.of(
                        points.survivors(all.stream().map(one -> one.objectives).toList(), size))
                .mapToObj(all::get)
                .toList();
    }

    @Override
    public List<double[]> offers() {
        return offered;
    }
}
