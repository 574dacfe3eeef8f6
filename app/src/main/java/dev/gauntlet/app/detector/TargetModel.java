package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.adapters.remote.RemoteKernel;
import dev.gauntlet.adapters.remote.Target;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A target that is queried where it runs. */
final class TargetModel extends GivenModel {
    private static final int PROBES = 64;

    private final Target target;

    TargetModel(Target target) {
        this.target = target;
    }

    @Override
    BundleFile written(String model) {
        throw new InputException(model + ": is a target, which runs elsewhere; its model is not available here");
    }

    @Override
    Model imported() {
        throw new InputException(target.name() + ": is a remote target; it has no model to import");
    }

    @Override
    public Optional<Target> target() {
        return Optional.of(target);
    }

    @Override
    List<String> classes() {
        return target.classes();
    }

    @Override
    GivenModel naming(List<String> names) {
        if (!target.classes().isEmpty()) {
            throw new InputException("--classes: %s states its classes itself, %s; leave them out"
                    .formatted(target.name(), target.classes()));
        }
        return new TargetModel(target.withClasses(names));
    }

    @Override
    GivenModel calling(Collection<String> benign, List<String> labels) {
        List<Integer> called = new ClassNames(target.classes()).called(benign);
        return called.size() == 1 && !target.statesBenign()
                ? new TargetModel(target.withBenign(target.classes().get(called.get(0))))
                : this;
    }

    @Override
    GivenModel estimating() {
        return new TargetModel(target.estimating());
    }

    @Override
    public Optional<TableSchema> table() {
        return target.schema().map(SchemaFile::read);
    }

    @Override
    public boolean hasThreshold(Model detector) {
        return detector.kernel() instanceof RemoteKernel remote && remote.hasThreshold();
    }

    @Override
    Model over(Schema schema, Rows known, Ledger ledger) {
        table().ifPresent(stated -> refuseOther(stated.schema(), schema));
        Rows probes = known.slice(0, Math.min(PROBES, known.size()));
        return RemoteKernel.open(target, schema, probes, ledger).over(schema);
    }

    @Override
    public Model deciding(Schema schema) {
        Model detector = over(schema);
        if (!hasThreshold(detector)) {
            throw new InputException("%s: answers with %s, and no decision threshold is set; state"
                            .formatted(
                                    target.name(),
                                    ((RemoteKernel) detector.kernel()).answer().plural())
                    + " threshold in its target file");
        }
        return detector;
    }

    private void refuseOther(Schema stated, Schema schema) {
        if (!stated.names().equals(schema.names())) {
            throw new InputException("%s: uses the features of its own schema, in their order; leave out --schema"
                    .formatted(target.name()));
        }
    }
}
