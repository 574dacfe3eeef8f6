package dev.gauntlet.defence.data;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.DataDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.search.Neighbours;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Drops training rows that are labelled benign but whose neighbours are malicious. Rows labelled malicious stay: a detector
 * loses more by forgetting them than by a false one. Neighbours are looked up among at most 1,000 random rows of each
 * class: large sets stay affordable, and a rare class is not outvoted by its rarity.
 */
@AutoService(Defence.class)
public record NearestNeighbourFilter(
        @Param(value = "neighbours used", low = 1, high = 100)
        int neighbours,

        @Param(value = "share of neighbours that must be malicious", low = 0, high = 1)
        double majority)
        implements DataDefence {
    private static final int POOL = 2000;

    public NearestNeighbourFilter {
        Catalogue.check(NearestNeighbourFilter.class, neighbours, majority);
    }

    public NearestNeighbourFilter() {
        this(10, 1);
    }

    @Override
    public boolean[] kept(Dataset train, Run run) {
        int[] members = IntStream.concat(
                        IntStream.of(run.child("malicious").rng().sample(train.maliciousRows(), POOL / 2)),
                        IntStream.of(run.child("benign").rng().sample(train.benignRows(), POOL / 2)))
                .toArray();
        int[] judged = IntStream.range(0, train.size())
                .filter(i -> train.label(i) == 0)
                .toArray();
        int[][] near = Neighbours.nearest(
                train.schema(), train.rows().select(members), train.rows().select(judged), neighbours + 1, run);
        boolean[] kept = new boolean[train.size()];
        Arrays.fill(kept, true);
        for (int i = 0; i < judged.length; i++) {
            int row = judged[i];
            int[] others = IntStream.of(near[i])
                    .map(j -> members[j])
                    .filter(j -> j != row)
                    .limit(neighbours)
                    .toArray();
            long against = IntStream.of(others).filter(train::malicious).count();
            kept[row] = against < majority * others.length || others.length == 0;
        }
        return kept;
    }

    @Override
    public Set<String> against() {
        return Set.of("labels", "poisoning");
    }

    @Override
    public String summary() {
        return "Drops training rows that are labelled benign but whose neighbours are malicious.";
    }

    @Override
    public String source() {
        return "Paudice, Munoz-Gonzalez, Lupu, Label Sanitization against Label Flipping Poisoning Attacks, 2018";
    }

    @Override
    public String advice() {
        return "Review benign labels among malicious neighbours before training, and record who set each label.";
    }
}
