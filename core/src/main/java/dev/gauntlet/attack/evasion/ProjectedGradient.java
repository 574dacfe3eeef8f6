package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Reply;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Projected gradient descent in the largest change of a feature: steps of equal parts of the scales, against the sign of the
 * gradient, each projected on what schema, rules and budget allow; first from the row itself, then from random changes of
 * it. A success is halved towards the row until it is at the boundary. Categories, which have no gradient, are changed by the random
 * starts alone.
 */
@AutoService(Attack.class)
public record ProjectedGradient(
        @Param(value = "steps in which the whole distance is gone", low = 1, high = 1000)
        int steps,

        @Param(value = "starts, of which all but the first are random", low = 1, high = 100)
        int starts)
        implements InputAttack {
    private static final int HALVINGS = 10;

    public ProjectedGradient {
        Catalogue.check(ProjectedGradient.class, steps, starts);
    }

    public ProjectedGradient() {
        this(20, 5);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        return IntStream.range(0, victims.size())
                .mapToObj(v -> new Descent(
                        grant,
                        victims.rows().row(v),
                        steps,
                        starts,
                        run.child("search").child(v).rng()))
                .toList();
    }

    private static final class Descent implements AttackSearch {
        private final AttackerContext grant;
        private final FeasibleSet lawful;
        private final int steps;
        private final Rng rng;
        private int startsLeft;
        private int stepsLeft;
        /** Where it is before rounding and rules. */
        private double[] at;

        private Optional<double[]> next;
        private Optional<double[]> success = Optional.empty();
        /** The shares of the way to the success between which the boundary is. */
        private double fails;

        private double reaches = 1;
        private int halvings = HALVINGS;
        private List<double[]> offered = List.of();

        Descent(AttackerContext grant, double[] victim, int steps, int starts, Rng rng) {
            this.grant = grant;
            this.lawful = new FeasibleSet(grant.schema(), grant.budget(), victim);
            this.steps = steps;
            this.rng = rng;
            this.startsLeft = starts - 1;
            this.stepsLeft = steps;
            this.at = victim.clone();
            this.next = Optional.of(victim);
        }

        @Override
        public List<double[]> propose() {
            while (success.isPresent() && halvings > 0) {
                halvings--;
                Optional<double[]> half = lawful.project(part(success.get(), (fails + reaches) / 2));
                if (half.isPresent()) {
                    next = half;
                    return List.<double[]>of(half.get());
                }
                fails = (fails + reaches) / 2;
            }
            while (success.isEmpty() && next.isEmpty() && startsLeft > 0) {
                startsLeft--;
                stepsLeft = steps;
                next = lawful.project(lawful.randomMove(rng));
                next.ifPresent(row -> at = row.clone());
            }
            return success.isPresent() || next.isEmpty() ? List.of() : List.<double[]>of(next.get());
        }

        private double[] part(double[] row, double share) {
            double[] part = row.clone();
            for (int j = 0; j < part.length; j++) {
                part[j] = lawful.between(j, row[j], share);
            }
            return part;
        }

        @Override
        public void hear(List<Reply> replies) {
            Reply reply = replies.get(0);
            double[] asked = next.orElseThrow();
            offered = reply.reached() ? List.<double[]>of(asked) : List.of();
            if (success.isEmpty() && !reply.reached()) {
                next = stepped(reply.gradient());
            } else if (success.isEmpty()) {
                success = Optional.of(asked);
            } else if (reply.reached()) {
                reaches = (fails + reaches) / 2;
            } else {
                fails = (fails + reaches) / 2;
            }
        }

        /** The next row, if there is a gradient to follow and the step leads to another valid row or towards one. */
        private Optional<double[]> stepped(double[] gradient) {
            double[] before = at.clone();
            for (int j = 0; j < gradient.length; j++) {
                double sign = Math.signum(gradient[j]) * grant.goal().heading();
                Feature feature = grant.schema().feature(j);
                if (feature.isNumber() && !Double.isNaN(sign)) {
                    double reach = grant.budget().eps() * feature.scale();
                    double middle = lawful.original()[j];
                    at[j] = Math.max(middle - reach, Math.min(middle + reach, at[j] + sign * reach / steps));
                } else if (feature.kind() == Feature.Kind.FLAG && sign != 0 && !Double.isNaN(sign)) {
                    at[j] = sign > 0 ? 1 : 0;
                }
            }
            boolean moves = stepsLeft-- > 0 && !Arrays.equals(before, at);
            return moves ? lawful.project(at) : Optional.empty();
        }

        @Override
        public List<double[]> offers() {
            return offered;
        }

        @Override
        public boolean asksGradients() {
            return success.isEmpty();
        }
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.GRADIENTS);
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
        return "Follows the detector's gradient within the distance allowed, until it evades detection.";
    }

    @Override
    public String source() {
        return "Madry et al., Towards Deep Learning Models Resistant to Adversarial Attacks, ICLR 2018";
    }
}
