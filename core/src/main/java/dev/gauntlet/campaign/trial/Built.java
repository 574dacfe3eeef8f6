package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Codecs;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Cleaner;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Screening;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A process as an attack encounters it: the guards of its steps, and the resulting detector. */
public final class Built {
    private final Lab lab;
    private final Pipeline pipeline;
    private final Model model;
    /** The rows that the detector was trained on. */
    private final Dataset own;

    /** The query defences, fitted to the validation rows. */
    private final Lazy<List<Screen>> screens;

    private Built(Lab lab, Pipeline pipeline, Model model, Dataset own, Run run) {
        this.lab = lab;
        this.pipeline = pipeline;
        this.model = model;
        this.own = own;
        this.screens = new Lazy<>(() -> fitted(lab, pipeline, run));
    }

    private static List<Screen> fitted(Lab lab, Pipeline pipeline, Run run) {
        List<Screen> fitted = new ArrayList<>();
        for (Screening screening : pipeline.screens()) {
            Run stream = run.shared("screen").child(fitted.size());
            fitted.add(screening.fitted(lab.parts().validation(), stream));
        }
        return fitted;
    }

    /**
     * The result of training.
     *
     * @param kept the rows that passed the cleaners
     */
    public record Learnt(Dataset kept, Model model) {}

    /** The process of a laboratory as it is, without a defence. */
    public static Built plain(Lab lab) {
        return new Built(lab, Pipeline.PLAIN, lab.model(), lab.parts().train(), Run.seeded(0));
    }

    /**
     * A process with defences; its detector is trained only if they change it. If defences keep every training row and
     * do not change the training, the clean detector is used, because another seed is not a defence.
     *
     * @param needed whether the detector will be used
     */
    public static Built of(Lab lab, Pipeline pipeline, boolean needed, Run run) {
        Built built = new Built(lab, pipeline, lab.model(), lab.parts().train(), run);
        if (!needed || !pipeline.changesDetector()) {
            return built;
        }
        Dataset kept = built.cleaned(lab.parts().train(), run);
        boolean all = built.isOwn(kept);
        if (all && pipeline.learner() == Learner.PLAIN) {
            return built;
        }
        Split.Parts parts =
                all ? lab.parts() : lab.steps().sanitised(lab.parts().withTrain(kept));
        Model learnt = pipeline.learner().learn(lab.train(), parts, lab.threat(), run);
        boolean same =
                all && digest(learnt).equals(digest(Learner.PLAIN.learn(lab.train(), lab.parts(), lab.threat(), run)));
        return same ? built : new Built(lab, pipeline, learnt, kept, run);
    }

    /** The laboratory, with the detector of the process without defences. */
    public Lab lab() {
        return lab;
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    /** Whether there are no defences. */
    public boolean isPlain() {
        return pipeline.guarded().isEmpty();
    }

    /** The detector. */
    public Model model() {
        return model;
    }

    /** Whether the detector is, to the last bit, the one without defences. */
    public boolean hasSameDetector() {
        return model == lab.model() || digest(model).equals(digest(lab.model()));
    }

    /** Whether rows are those that the detector was trained on. */
    private boolean isOwn(Dataset kept) {
        return kept.size() == own.size() && kept.digest().equals(own.digest());
    }

    private static String digest(Model model) {
        return Bundle.of(model).digest();
    }

    /**
     * Trains a detector on rows that are cleaned and sanitised by this process. For its own training rows, the existing
     * detector is returned.
     */
    public Learnt learnt(Dataset train, Run run) {
        Dataset kept = cleaned(train, run);
        return !isPlain() && isOwn(kept) ? new Learnt(kept, model) : trained(kept, run);
    }

    /** The same where every round trains a detector anew, also on the rows of the existing one. */
    Learnt retrained(Dataset train, Run run) {
        return trained(cleaned(train, run), run);
    }

    private Learnt trained(Dataset kept, Run run) {
        Dataset taught = lab.parts().train().isOfKinds() ? kept.ofKinds() : kept;
        Split.Parts parts = lab.steps().sanitised(lab.parts().withTrain(taught));
        return new Learnt(kept, pipeline.learner().learn(lab.train(), parts, lab.threat(), run.child("train")));
    }

    private Dataset cleaned(Dataset train, Run run) {
        Dataset kept = train;
        for (int k = 0; k < pipeline.cleaners().size(); k++) {
            kept = kept.select(places(kept(k, kept, run)));
        }
        return kept;
    }

    /** Which rows one of the cleaners keeps: computed once in a run, and the same wherever the same rows are cleaned. */
    private boolean[] kept(int place, Dataset rows, Run run) {
        Cleaner cleaner = pipeline.cleaners().get(place);
        Run stream = run.shared("cleaner").child(place);
        if (!(cleaner instanceof Plugin plugin && Catalogue.hasText(plugin))) {
            return cleaner.kept(rows, stream);
        }
        Run own = stream.child(Catalogue.text(plugin));
        String key = own.child(rows.digest()).child(rows.namesText()).seed().toString();
        return run.store().get("cleaned rows", key, Codecs.BOOLEANS, () -> cleaner.kept(rows, own));
    }

    /** The rows that all cleaners keep. */
    private boolean[] kept(Dataset data, Run run) {
        List<Cleaner> cleaners = pipeline.cleaners();
        boolean[] kept = kept(0, data, run).clone();
        for (int k = 1; k < cleaners.size(); k++) {
            int[] left = places(kept);
            boolean[] next = kept(k, data.select(left), run);
            for (int i = 0; i < next.length; i++) {
                kept[left[i]] = next[i];
            }
        }
        return kept;
    }

    private static int[] places(boolean[] kept) {
        return java.util.stream.IntStream.range(0, kept.length)
                .filter(i -> kept[i])
                .toArray();
    }

    /** What an attacker who knows the defences knows in advance. */
    public List<Knowledge> known(Run run) {
        List<Knowledge> known = new ArrayList<>();
        if (!pipeline.cleaners().isEmpty()) {
            known.add((Knowledge.Filter) data -> kept(data, run));
        }
        pipeline.checks().forEach(check -> known.addAll(check.known()));
        screens.get().forEach(screen -> known.addAll(screen.known()));
        if (!pipeline.screens().isEmpty()) {
            known.add(new Knowledge.Queries(Screen.of(screens.get())));
        }
        pipeline.alertRules().forEach(rule -> known.addAll(rule.known(model)));
        pipeline.gates().forEach(gate -> known.addAll(gate.known()));
        return known;
    }

    /** The grant of an attacker who prepares for this process. */
    public AttackerContext grant(Run run) {
        return lab.grant().knowing(known(run));
    }

    /** The same for an attacker who knows the algorithm, for example from a fingerprint. */
    public AttackerContext grantKnowingAlgorithm(Run run) {
        return lab.knowingAlgorithm().knowing(known(run));
    }

    /** An oracle for a detector behind the query defences of this process. */
    public Oracle oracle(Model asked, Attack attack, int questions, int victims) {
        return Oracle.of(
                asked,
                lab.shown(attack),
                Screen.of(screens.get()),
                questions,
                victims,
                lab.budget().principals(),
                lab.goal().isOfQuantity());
    }

    /** The arm without an attacker, for families in which the damage is 0 then by definition, with the metrics of the detector. */
    Arm unattacked(Arm.Name name) {
        return lab.counted(new Arm(name, Interval.exact(0)), confusion());
    }

    /** The metrics of the detector on the test rows, by name. */
    public SortedMap<String, Interval> figures() {
        return unattacked(Arm.Name.CLEAN).facts();
    }

    private Confusion confusion() {
        return Confusion.of(
                lab.parts().test().malice(), model.alarms(lab.parts().test().rows()));
    }
}
