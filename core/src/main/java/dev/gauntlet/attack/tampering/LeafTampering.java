package dev.gauntlet.attack.tampering;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.TamperingAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.Kernels;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.VotingKernel;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Overwrites the leaves that the attacker's own rows fall into most often with the most benign value any leaf has, or with that
 * which speaks most for the kind of malice that is wanted: few numbers change, other rows are hardly affected.
 */
@AutoService(Attack.class)
public record LeafTampering(
        @Param(
                value = "share of the row budget that is used; here the budget is a share of the model's numbers",
                low = 0,
                high = 1)
        double share)
        implements TamperingAttack {
    private static final String CLASSES = "class-trees";

    public LeafTampering {
        Catalogue.check(LeafTampering.class, share);
    }

    public LeafTampering() {
        this(1);
    }

    @Override
    public Optional<String> unfit(Bundle bundle) {
        return Set.of("trees", "vote-trees", CLASSES).contains(bundle.entry("form"))
                ? Optional.empty()
                : Optional.of("the deployed model is not an ensemble of trees");
    }

    @Override
    public Bundle tamper(Bundle bundle, Dataset own, AttackerContext grant, Run run) {
        SortedMap<String, double[]> parameters = new TreeMap<>();
        bundle.parameterNames().forEach(name -> parameters.put(name, bundle.parameter(name)));
        Rows encoded = Encoding.parse(bundle.entry("encoding")).encode(own.rows());
        if (bundle.entry("form").equals(CLASSES)) {
            ClassTrees trees = (ClassTrees) Kernels.of(CLASSES, parameters);
            return grant.signed(classes(bundle, trees, encoded, grant));
        }
        Map<Integer, Integer> visits = new HashMap<>();
        String prefix = "";
        TreeEnsemble.Output output;
        if (Kernels.of(bundle.entry("form"), parameters) instanceof VotingKernel vote) {
            prefix = "member_";
            int from = 0;
            for (VotingKernel.Member member : vote.members()) {
                visit((TreeEnsemble) member.kernel(), member.encoding().encode(encoded), from, visits);
                from += member.kernel().parameters().getOrDefault("value", new double[0]).length;
            }
            output = ((TreeEnsemble) vote.members().get(0).kernel()).output();
        } else {
            TreeEnsemble trees = (TreeEnsemble) Kernels.of("trees", parameters);
            visit(trees, encoded, 0, visits);
            output = trees.output();
        }
        double[] value = bundle.parameter(prefix + "value");
        double[] left = bundle.parameter(prefix + "left");
        // A long path of an isolation tree is an ordinary row.
        double benign = output == TreeEnsemble.Output.ISOLATION ? extreme(value, left, -1) : extreme(value, left, 1);
        int allowed = (int) (share * grant.budget().rows() * value.length);
        busiest(visits).limit(allowed).forEach(leaf -> value[leaf] = benign);
        return grant.signed(bundle.withParameter(prefix + "value", value));
    }

    private static IntStream busiest(Map<Integer, Integer> visits) {
        return visits.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .mapToInt(Map.Entry::getKey);
    }

    /** Trees for several classes: leaves hold a share of each class, or trees speak for one class each. */
    private Bundle classes(Bundle bundle, ClassTrees trees, Rows rows, AttackerContext grant) {
        int wanted = grant.goal().taught();
        double[] value = bundle.parameter("value");
        double[] left = bundle.parameter("left");
        Map<Integer, Integer> visits = new HashMap<>();
        Map<Integer, Integer> treeOf = new HashMap<>();
        for (int[] leaves : trees.leaves(rows)) {
            for (int tree = 0; tree < leaves.length; tree++) {
                visits.merge(leaves[tree], 1, Integer::sum);
                treeOf.put(leaves[tree], tree);
            }
        }
        double[] shares = bundle.parameter("shares");
        double most = share * grant.budget().rows();
        if (shares.length > 0) {
            int classes = trees.outputs();
            busiest(visits).limit((int) (most * shares.length / classes)).forEach(leaf -> {
                for (int c = 0; c < classes; c++) {
                    shares[(int) value[leaf] + c] = c == wanted ? 1 : 0;
                }
            });
            return bundle.withParameter("shares", shares);
        }
        double[] classOf = bundle.parameter("classes");
        double benign = extreme(value, left, 1);
        double malicious = extreme(value, left, -1);
        busiest(visits)
                .limit((int) (most * value.length))
                .forEach(leaf -> value[leaf] = classOf[treeOf.getOrDefault(leaf, 0)] == wanted ? malicious : benign);
        return bundle.withParameter("value", value);
    }

    /** Counts the visits of each leaf of trees, the first node of which has this number. */
    private static void visit(TreeEnsemble trees, Rows rows, int from, Map<Integer, Integer> visits) {
        for (int[] leaves : trees.leaves(rows)) {
            for (int leaf : leaves) {
                visits.merge(from + leaf, 1, Integer::sum);
            }
        }
    }

    /** The smallest value of a leaf or, by a negative sign, the largest. */
    private static double extreme(double[] value, double[] left, int sign) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < value.length; i++) {
            if (left[i] < 0) {
                least = Math.min(least, sign * value[i]);
            }
        }
        return sign * least;
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.PARAMETERS);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Secret.class);
    }

    @Override
    public String taxonomy() {
        return "tampering";
    }

    @Override
    public String summary() {
        return "Overwrites the leaves that its own rows reach with a benign value, or that of the kind that is wanted.";
    }

    @Override
    public String when() {
        return "Use it on bundles of trees: it changes few numbers and hardly any other verdict.";
    }

    @Override
    public String source() {
        return "MITRE ATLAS AML.T0018 Manipulate AI Model";
    }
}
