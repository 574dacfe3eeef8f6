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
    private static final int BLOCK = 512;

    public NearestNeighbourFilter {
        Catalogue.check(NearestNeighbourFilter.class, neighbours, majority);
    }

    public NearestNeighbourFilter() {
        this(10, 1);
    }

    @Override
    public boolean[] kept(Dataset train, Run run) {
        int[] malicious = run.child("malicious").rng().sample(train.maliciousRows(), POOL / 2);
        int[] benign = run.child("benign").rng().sample(train.benignRows(), POOL / 2);
        Neighbours bad = new Neighbours(train.schema(), train.rows().select(malicious));
        Neighbours good = new Neighbours(train.schema(), train.rows().select(benign));
        int[] place = new int[train.size()];
        Arrays.fill(place, -1);
        IntStream.range(0, benign.length).forEach(i -> place[benign[i]] = i);
        int blocks = (train.size() + BLOCK - 1) / BLOCK;
        boolean[] kept = new boolean[train.size()];
        run.map(blocks, (block, r) -> {
            for (int i = block * BLOCK; i < Math.min(train.size(), (block + 1) * BLOCK); i++) {
                int others = malicious.length + benign.length - (place[i] < 0 ? 0 : 1);
                kept[i] = train.label(i) != 0
                        || isKept(bad, good, train.rows().row(i), place[i], Math.min(neighbours, others));
            }
            return block;
        });
        return kept;
    }

    /**
     * Whether too few of the nearest rows are malicious, without looking for them: the last benign neighbour that is needed
     * is one of them if few enough malicious ones are as near.
     *
     * @param itself its number among the benign ones, or -1
     * @param count the number of neighbours there are
     */
    private boolean isKept(Neighbours malicious, Neighbours benign, double[] row, int itself, int count) {
        if (count == 0) {
            return true;
        }
        int needed = 0;
        while (needed <= count && !(count - needed < majority * count)) {
            needed++;
        }
        if (needed == 0 || needed > count) {
            return needed == 0;
        }
        if (needed == 1 && malicious.within(row, benign.roughly(row, itself), count) < count) {
            return true; // A benign row that is near enough; the nearest is nearer still.
        }
        double last = benign.squared(row, needed - 1, itself);
        return last < Double.POSITIVE_INFINITY && malicious.within(row, last, count - needed + 1) <= count - needed;
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
    public String when() {
        return "Use it where labels may have been changed. It costs honest rows near the boundary, and time that grows with the square of the rows.";
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
