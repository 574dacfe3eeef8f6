package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.app.detector.GivenModel;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Scores.Scale;
import dev.gauntlet.model.explain.Explainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A deployed detector, with the schema of its rows. */
public final class Deployed {
    private final GivenModel given;
    private final TableSchema table;
    private final Model model;

    private Deployed(GivenModel given, String name) {
        this.given = given;
        this.table = given.table()
                .orElseThrow(
                        () -> new InputException(name + ": has no schema, so its columns are unknown; name a bundle"));
        this.model = given.deciding(table.schema());
    }

    /**
     * Reads a detector.
     *
     * @param model a bundle, or a registry's folder for its champion
     * @param trust the public key that must have signed it, if one is demanded
     */
    public static Deployed read(String model, Optional<Path> trust) {
        return new Deployed(GivenModel.read(model, trust.map(Signer::read)), model);
    }

    /** The shadows of the registry that this is the champion of, by their numbers; none of a bundle. */
    public List<Deployed> shadows(Optional<Path> trust) {
        return given.shadows(trust.map(Signer::read)).stream()
                .map(shadow -> new Deployed(shadow, "the shadow"))
                .toList();
    }

    /** Why a shadow cannot judge what is read for this champion, if it cannot. */
    public Optional<String> obstacle(Deployed shadow) {
        return Shadow.obstacle(this, shadow);
    }

    Scorer judge(int top, boolean everyRow) {
        return new Scorer(model, given.facts().labels(), top, everyRow);
    }

    /** Ends what it runs in after the last row; throws if its verdicts turn out not to be trusted. */
    void settle() {
        BlackBox.settle(model);
    }

    boolean isQuantity() {
        return model.scale() == Scale.NUMBER;
    }

    /** The first 16 hexadecimal digits of the digest of its parameters. */
    String digest() {
        return wholeDigest().substring(0, 16);
    }

    /** The digest of its parameters. */
    public String wholeDigest() {
        return Bundle.of(model).digest();
    }

    /** Its number in a registry, if it is from one. */
    public Optional<Integer> version() {
        return given.version();
    }

    /** The schema by which its rows are read. */
    public TableSchema table() {
        return table;
    }

    /** Why no contributions can be given, if they cannot. */
    public Optional<String> unexplained() {
        return Explainer.obstacle(model);
    }

    /** What it is, its digest, and who signed it if that was checked. */
    public String description() {
        return Plural.format(
                "%s over %d feature[s], model %s%s",
                model.trainer(),
                model.schema().width(),
                digest(),
                given.origin().map(origin -> "; " + origin).orElse(""));
    }
}
