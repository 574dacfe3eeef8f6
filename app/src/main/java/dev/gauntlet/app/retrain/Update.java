package dev.gauntlet.app.retrain;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.file.VerifiedBundle;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.adapters.registry.Registry;
import dev.gauntlet.adapters.registry.Stage;
import dev.gauntlet.adapters.registry.Version;
import dev.gauntlet.app.data.Labelled;
import dev.gauntlet.app.data.SchemaRows;
import dev.gauntlet.app.data.Seals;
import dev.gauntlet.app.detector.Build;
import dev.gauntlet.app.detector.Provenance;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Monotone;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Preparation;
import dev.gauntlet.process.Seal;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.retrain.ChallengerComparison;
import dev.gauntlet.process.retrain.Gate;
import dev.gauntlet.process.retrain.Retrain;
import dev.gauntlet.process.retrain.Window;
import dev.gauntlet.process.train.Calibration;
import dev.gauntlet.process.train.OperatingPoint;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The champion of a registry and the files it is retrained with.
 *
 * @param trust the public key that must have signed the champion, if one is demanded
 * @param fpr the share of benign rows that may alarm; the champion's own, else 0.01
 */
public record Update(
        Path registry, Optional<Path> trust, Files files, Window window, Gate gate, Optional<Double> fpr, long seed) {
    private static final String SETTING = "setting";
    private static final double USUAL_RATE = 0.01;
    private static final int LEAST = 5;

    /** The rows: learnt from, and compared on. Each file has the columns and the labels that the champion's schema names. */
    public record Files(Path known, Path fresh, Path sealed, Path canaries) {}

    /**
     * A challenger that was compared with the champion.
     *
     * @param learnt how many rows it learnt from
     * @param notes what a reader should know, such as earlier openings of the sealed rows
     */
    public record Made(
            Version champion, BundleFile bundle, int learnt, ChallengerComparison contest, List<String> notes) {
        public Made {
            notes = List.copyOf(notes);
        }
    }

    private record Parts(Dataset known, Dataset fresh, Dataset sealed, Dataset canaries) {}

    /** Trains a challenger and compares it; the registry stays as it is, but for the opening of the sealed rows. */
    public Made make(Run run) {
        Registry versions = Registry.at(registry, Clock.systemUTC());
        Version champion = versions.champion()
                .orElseThrow(() -> new InputException(
                        "%s: the registry has no champion to retrain; make one with: gauntlet registry promote %s VERSION --to champion"
                                .formatted(registry, registry)));
        VerifiedBundle read = versions.load(champion);
        trust.map(Signer::read)
                .ifPresent(signer -> VerifiedBundle.read(versions.bundle(champion.number()), List.of(signer)));
        BundleFile bundle = read.bundle();
        List<String> notes = new ArrayList<>();
        Parts parts = parts(bundle.table(), notes);
        Train train = train(bundle, notes);
        Retrain retrain = new Retrain(new Steps(train).with(window));
        Dataset rows = retrain.rows(parts.known.append(parts.fresh), run.child("window"));
        refuseUnfit(rows);
        Retrain.Challenger challenger = retrain.challenger(rows, run.child("challenger"));
        Model model = challenger.model();
        Seal.Opened opened = Seals.in(registry)
                .open(
                        parts.sealed,
                        Bundle.of(model).digest(),
                        "challenger of version %d of the registry".formatted(champion.number()));
        notes.addAll(openings(opened));
        ChallengerComparison contest = gate.apply(bundle.model(), model, parts.sealed, parts.canaries);
        BundleFacts facts = facts(train, champion, challenger, parts, contest);
        return new Made(
                champion,
                new BundleFile(model, bundle.table(), facts),
                challenger.learnt().size(),
                contest,
                notes);
    }

    /** Whether the challenger equals the champion, bit for bit: there is nothing to add. */
    public boolean changesNothing(Made made) {
        Model champion = Registry.at(registry, Clock.systemUTC())
                .load(made.champion)
                .bundle()
                .model();
        return Bundle.of(champion)
                .digest()
                .equals(Bundle.of(made.bundle.model()).digest());
    }

    /**
     * Signs the challenger, adds it as a candidate and promotes it if the gate passed and no other version was promoted
     * meanwhile.
     */
    public Version deploy(Made made, SigningKey key) {
        Registry versions = Registry.at(registry, Clock.systemUTC());
        Version added = versions.add(made.bundle, key);
        if (made.contest.decision() == ChallengerComparison.Decision.KEEP) {
            return added;
        }
        boolean same = versions.champion()
                .filter(now -> now.number() == made.champion.number())
                .isPresent();
        if (!same) {
            throw new InputException(
                    "%s: the champion is no longer version %d; version %d was added but not promoted, compare it again"
                            .formatted(registry, made.champion.number(), added.number()));
        }
        return versions.promote(added.number(), Optional.of(Stage.CHAMPION));
    }

    private Parts parts(TableSchema table, List<String> notes) {
        String label = table.label()
                .orElseThrow(() -> new InputException(
                        registry + ": the champion's schema names no label column; training is not possible"));
        List<Path> paths = List.of(files.known, files.fresh, files.sealed, files.canaries);
        List<Records> records =
                paths.stream().map(path -> SchemaRows.read(path, table)).toList();
        Label step = new Label(label, Set.copyOf(table.benign()));
        Preparation preparation = new Preparation(table.assembly(), step, step.names(records), SchemaFile.text(table));
        List<Dataset> rows = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            Dataset all = SchemaRows.of(
                    table, preparation::apply, records.get(i), paths.get(i), note -> notes.add(note.sentence()));
            Dataset labelled = Labelled.withLabels(all);
            if (labelled.size() < all.size()) {
                notes.add(Plural.format(
                        "%s: %d row[s] without a label [is|are] left out", paths.get(i), all.size() - labelled.size()));
            }
            rows.add(labelled);
        }
        Parts parts = new Parts(rows.get(0), rows.get(1), rows.get(2), rows.get(3));
        if (parts.sealed.maliciousRows().length == 0 || parts.sealed.benignRows().length == 0) {
            throw new InputException(files.sealed + ": needs malicious and benign rows to compare detectors");
        }
        if (parts.canaries.maliciousRows().length == 0) {
            throw new InputException(files.canaries + ": has no malicious rows");
        }
        int early = notLater(parts.sealed, parts.known.append(parts.fresh));
        if (early > 0) {
            notes.add(Plural.format(
                    "%d of %d sealed row[s] [1:is|are] not later than the newest training row: what both share favours the challenger; seal rows of later days",
                    early, parts.sealed.size()));
        }
        int leaks = Split.duplicates(parts.sealed, parts.known.append(parts.fresh)).length;
        if (leaks > 0) {
            notes.add(Plural.format(
                    "%d of %d sealed row[s] [1:is an exact duplicate|are exact duplicates] of training rows: results look better than they are",
                    leaks, parts.sealed.size()));
        }
        return parts;
    }

    /** How many rows are not later than the latest of others; none if rows have no times. */
    private static int notLater(Dataset rows, Dataset others) {
        double newest = others.latest();
        return (int) IntStream.range(0, rows.size())
                .filter(i -> rows.time(i) <= newest)
                .count();
    }

    private void refuseUnfit(Dataset rows) {
        if (window instanceof Window.Sliding && !rows.hasTimes()) {
            throw new InputException(
                    "--window sliding: %s and %s have no times; name the time column in the detector's schema, or use expanding or reservoir:ROWS"
                            .formatted(files.known, files.fresh));
        }
        if (rows.maliciousRows().length < LEAST || rows.benignRows().length < LEAST) {
            throw new InputException(Plural.format(
                    "the window contains %d malicious and %d benign row[s]; at least %d of each are needed for training",
                    rows.maliciousRows().length, rows.benignRows().length, LEAST));
        }
    }

    /** The champion's algorithm with its parameters at its operating point, as far as its facts say. */
    private Train train(BundleFile champion, List<String> notes) {
        SortedMap<String, String> facts = champion.facts().provenance();
        String id = champion.model().trainer();
        Trainer trainer = Optional.ofNullable(facts.get(SETTING))
                .flatMap(words -> Setting.of(id, words))
                .orElseGet(() -> usual(id, notes));
        String said = facts.getOrDefault(Provenance.RATE, "");
        double rate = fpr.orElseGet(() -> said.matches("0(\\.[0-9]+)?") ? Double.parseDouble(said) : USUAL_RATE);
        try {
            Optional<Calibration> calibration = champion.model()
                    .calibration()
                    .map(map -> map instanceof Monotone.Line ? Calibration.PLATT : Calibration.ISOTONIC);
            return new Train(trainer, new OperatingPoint.FalsePositives(rate), calibration);
        } catch (IllegalArgumentException e) {
            throw new InputException("--fpr must be in [0, 0.5] but is " + rate);
        }
    }

    private Trainer usual(String id, List<String> notes) {
        try {
            Trainer trainer = Catalogue.named(Trainer.class, id);
            notes.add("the champion does not state its training parameters; the defaults of %s are used".formatted(id));
            return trainer;
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "%s: the champion was trained by %s, which cannot be trained here".formatted(registry, id));
        }
    }

    private List<String> openings(Seal.Opened opened) {
        List<String> said = new ArrayList<>();
        int times = opened.seal().openings().size();
        if (times > 1) {
            said.add("the sealed rows were used before: this is use %d, all are listed in %s"
                    .formatted(times, Seals.in(registry).file()));
        }
        opened.warning().ifPresent(said::add);
        return said;
    }

    private BundleFacts facts(
            Train train, Version champion, Retrain.Challenger challenger, Parts parts, ChallengerComparison contest) {
        SortedMap<String, String> provenance = new TreeMap<>();
        provenance.put("algorithm", challenger.model().trainer());
        provenance.put(SETTING, train.trainer().toString());
        if (train.point() instanceof OperatingPoint.FalsePositives point) {
            provenance.put(Provenance.RATE, Double.toString(point.rate()));
        }
        provenance.put("codeVersion", Build.version());
        provenance.put("seed", Long.toString(seed));
        provenance.put("challengerOf", champion.sha256());
        provenance.put("window", window.toString());
        provenance.put("gate", gate.toString());
        provenance.put("decision", contest.decision() + ": " + contest.reason());
        provenance.put("trainDigest", challenger.learnt().digest());
        provenance.put("trainRows", Integer.toString(challenger.learnt().size()));
        provenance.put("validationDigest", challenger.held().digest());
        provenance.put("testDigest", parts.sealed.digest());
        provenance.put("testRows", Integer.toString(parts.sealed.size()));
        provenance.put("canariesDigest", parts.canaries.digest());
        SortedMap<String, Interval> metrics = new TreeMap<>();
        metrics.put("recall", contest.challenger().recall());
        metrics.put("falsePositiveRate", contest.challenger().falsePositiveRate());
        metrics.put("precision", contest.challenger().precision());
        return new BundleFacts(challenger.learnt().labelNames(), provenance, metrics);
    }
}
