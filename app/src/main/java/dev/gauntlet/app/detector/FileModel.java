package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Model;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The file of another program. */
final class FileModel extends GivenModel {
    private final ForeignFile file;
    /** How its benign class was found. */
    private final Optional<String> benign;

    private FileModel(ForeignFile file, Optional<String> benign) {
        this.file = file;
        this.benign = benign;
    }

    FileModel(ForeignFile file) {
        this(file, Optional.empty());
    }

    @Override
    BundleFile written(String model) {
        throw new InputException(model
                + (file.model().kernel() instanceof BlackBox
                        ? ": runs in ONNX Runtime as a black box; its parameters are only in that file"
                        : ": is not a bundle but a model of another program; gauntlet import converts it to a "
                                + "bundle"));
    }

    @Override
    Model imported() {
        return file.over(file.model().inferred());
    }

    @Override
    public Optional<String> origin() {
        return benign;
    }

    @Override
    public TableSchema fitted(
            TableSchema table,
            boolean inferred,
            Predicate<String> stated,
            Optional<Records> records,
            List<String> notes) {
        return file.fitted(table, inferred, stated, records, notes);
    }

    @Override
    public boolean takesColumns(List<String> columns) {
        return FittedSchema.takes(file.model().inputs(), columns);
    }

    /** Refuses a schema with text values whose codes are stated neither in the file nor by the user. */
    void refuseGuesses(Schema schema) {
        new Guesses(file).refuse(schema);
    }

    @Override
    List<String> classes() {
        return file.model().labels();
    }

    @Override
    GivenModel naming(List<String> names) {
        return new FileModel(file.calling(names), benign);
    }

    @Override
    GivenModel estimating() {
        return new FileModel(file.estimating(), benign);
    }

    @Override
    List<String> assumed(Schema schema) {
        return new Guesses(file).assumed(schema);
    }

    @Override
    List<String> notes() {
        return file.notes();
    }

    @Override
    GivenModel calling(Collection<String> names, List<String> labels) {
        return file.calling(names, labels)
                .<GivenModel>map(turned -> new FileModel(
                        turned,
                        Optional.of("its class \"%s\", which is not its first, is benign, according to the labels"
                                .formatted(turned.model().labels().get(0)))))
                .orElseGet(() -> new FileModel(file, file.firstIsBenign(names)));
    }

    /** With labels only there is no threshold to set. */
    @Override
    public boolean hasThreshold(Model detector) {
        return detector.kernel() instanceof BlackBox opaque && !opaque.showsScores();
    }

    @Override
    Model over(Schema schema, Rows known, Ledger ledger) {
        return file.over(schema);
    }
}
