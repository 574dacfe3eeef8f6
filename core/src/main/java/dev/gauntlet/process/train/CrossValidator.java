package dev.gauntlet.process.train;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import dev.gauntlet.process.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Trains every trial on the same folds with the same seeds, so that only the settings differ.
 *
 * @param digest the digest of the rows in the folds
 */
record CrossValidator(Objective objective, List<Split.Fold> folds, String digest, Search.Listener listener, Run run) {
    private record Answer(double score, String failure) {}

    /** The trials with their scores, trained on a stratified share of the rows of each fold. */
    List<Trial> judged(List<Trial> trials, double share) {
        int count = folds.size();
        List<Dataset> parts = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            parts.add(part(folds.get(f).train(), share, run.child("part").child(f)));
        }
        List<Answer> answers = run.child("fits")
                .map(
                        trials.size() * count,
                        (i, r) -> answer(trials.get(i / count), parts.get(i % count), share, i % count));
        List<Trial> judged = new ArrayList<>();
        for (int t = 0; t < trials.size(); t++) {
            List<Answer> own = answers.subList(t * count, (t + 1) * count);
            Trial trial = trials.get(t);
            judged.add(own.stream()
                    .filter(a -> !a.failure.isEmpty())
                    .findFirst()
                    .map(a -> trial.failed(a.failure, share))
                    .orElseGet(
                            () -> trial.judged(own.stream().map(Answer::score).toList(), share)));
        }
        return judged;
    }

    private Answer answer(Trial trial, Dataset part, double share, int fold) {
        String fit = new Digest()
                .add(objective.toString())
                .add(digest)
                .add(run.seed().toString())
                .add(folds.size())
                .add(fold)
                .add(share)
                .add(trial.trainer().toString())
                .hex();
        OptionalDouble known = listener.known(fit);
        if (known.isPresent()) {
            return new Answer(known.getAsDouble(), "");
        }
        try {
            Run seeded = run.child("fold").child(fold);
            double score = objective.of(
                    trial.trainer().train(part, seeded), folds.get(fold).held());
            listener.judged(fit, score);
            return new Answer(score, "");
        } catch (IllegalArgumentException e) {
            return new Answer(0, String.valueOf(e.getMessage()));
        }
    }

    /** A stratified share of the rows; a larger share includes the rows of a smaller one. */
    private static Dataset part(Dataset train, double share, Run run) {
        if (share >= 1) {
            return train;
        }
        List<Integer> kept = new ArrayList<>();
        for (int label = -1; label < train.labelNames().size(); label++) {
            int wanted = label;
            int[] members = IntStream.range(0, train.size())
                    .filter(i -> train.label(i) == wanted)
                    .toArray();
            int[] order = run.child(label).rng().permutation(members.length);
            for (int k = 0; k < StrictMath.ceil(share * members.length); k++) {
                kept.add(members[order[k]]);
            }
        }
        return train.select(kept.stream().sorted().mapToInt(i -> i).toArray());
    }
}
