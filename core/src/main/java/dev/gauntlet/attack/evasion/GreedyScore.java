package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Reply;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.search.ThenSmaller;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Changes one feature at a time, the one whose change moves the score most: tries a benign row's value of each feature and
 * keeps the best, goes on with the next benign row when no feature helps, and gives up when none of any row does.
 * What evades is then made cheaper with the queries that are left.
 */
@AutoService(Attack.class)
public record GreedyScore(
        @Param(
                value = "nearest benign rows whose values are tried, plus the same number of random ones",
                low = 1,
                high = 50)
        int models)
        implements InputAttack {
    public GreedyScore {
        Catalogue.check(GreedyScore.class, models);
    }

    public GreedyScore() {
        this(5);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        List<List<double[]>> donors = StartingPoints.of(victims, grant.auxiliary(), grant.goal(), models, run);
        return ThenSmaller.each(
                victims,
                donors,
                grant,
                run,
                (valid, v) -> new Ascent(
                        valid,
                        donors.get(v),
                        grant.schema().movable(),
                        grant.goal().heading()));
    }

    private static final class Ascent implements AttackSearch {
        private final FeasibleSet lawful;
        private final List<double[]> donors;
        private final int[] movable;
        private final int direction;
        private int donor;
        /** Benign rows in turn of which no value helped. */
        private int idle;

        private double[] at;
        private double score = Double.NEGATIVE_INFINITY;
        private List<double[]> proposed = List.of();
        private List<double[]> offered = List.of();

        Ascent(FeasibleSet lawful, List<double[]> donors, int[] movable, int direction) {
            this.lawful = lawful;
            this.donors = donors;
            this.movable = movable;
            this.direction = direction;
            this.at = lawful.original();
        }

        @Override
        public List<double[]> propose() {
            proposed = List.of();
            while (offered.isEmpty() && proposed.isEmpty() && idle < donors.size()) {
                proposed = neighbours(donors.get(donor));
                if (proposed.isEmpty()) {
                    nextDonor();
                }
            }
            return proposed;
        }

        private List<double[]> neighbours(double[] towards) {
            List<double[]> rows = new ArrayList<>();
            for (int j : movable) {
                double[] row = at.clone();
                row[j] = towards[j];
                lawful.project(row)
                        .filter(near -> !Arrays.equals(near, at) && lawful.cost(near) > 0)
                        .ifPresent(rows::add);
            }
            return rows;
        }

        private void nextDonor() {
            donor = (donor + 1) % donors.size();
            idle++;
        }

        @Override
        public void hear(List<Reply> replies) {
            offered = IntStream.range(0, replies.size())
                    .filter(i -> replies.get(i).reached())
                    .mapToObj(proposed::get)
                    .toList();
            int best = -1;
            for (int i = 0; i < replies.size(); i++) {
                double heard = direction * replies.get(i).score(); // NaN, which is above nothing, without an answer
                if (heard > score) {
                    score = heard;
                    best = i;
                }
            }
            if (best < 0) {
                nextDonor();
            } else {
                at = proposed.get(best);
                idle = 0;
            }
        }

        @Override
        public List<double[]> offers() {
            return offered;
        }
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.AUXILIARY, Requirement.SCORES);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class);
    }

    @Override
    public String taxonomy() {
        return "evasion";
    }

    @Override
    public String summary() {
        return "Changes the feature that moves the score most, one after another, until it evades, then makes that cheaper.";
    }

    @Override
    public String when() {
        return "Use it where clients see scores: it is the fastest search by scores. It stops early on rows that need several changes at once.";
    }

    @Override
    public String source() {
        return "Papernot et al., The Limitations of Deep Learning in Adversarial Settings, EuroS&P 2016; from scores: "
                + "Narodytska, Kasiviswanathan, Simple Black-Box Adversarial Attacks on Deep Neural Networks, CVPR Workshops 2017";
    }
}
