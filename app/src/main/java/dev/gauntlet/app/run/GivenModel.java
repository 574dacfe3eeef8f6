package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.xgboost.XGBoostJson;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A detector made elsewhere: a bundle, which carries its schema and threshold, or an XGBoost JSON file, which carries
 * neither.
 */
final class GivenModel {
    private final Path path;
    private final Optional<BundleFile> bundle;
    private final Optional<TreeEnsemble> trees;

    private GivenModel(Path path, Optional<BundleFile> bundle, Optional<TreeEnsemble> trees) {
        this.path = path;
        this.bundle = bundle;
        this.trees = trees;
    }

    static GivenModel read(Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                throw new InputException(path + ": there is no such model file");
            }
            byte[] head;
            try (var in = Files.newInputStream(path)) {
                head = in.readNBytes(2);
            }
            if (head.length == 2 && head[0] == 'P' && head[1] == 'K') {
                return new GivenModel(path, Optional.of(BundleFile.read(path)), Optional.empty());
            }
            return new GivenModel(path, Optional.empty(), Optional.of(XGBoostJson.read(Files.readAllBytes(path))));
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "%s: is neither a Gauntlet bundle nor an XGBoost JSON model: %s".formatted(path, e.getMessage()));
        }
    }

    /** The schema the model came with, if it did. */
    Optional<TableSchema> table() {
        return bundle.map(BundleFile::table);
    }

    /** Whether the model came with a threshold. */
    boolean hasThreshold() {
        return bundle.isPresent();
    }

    /** The detector over rows of a schema. */
    Model over(Schema schema) {
        if (bundle.isPresent()) {
            Model model = bundle.get().model();
            if (!model.schema().digest().equals(schema.digest())) {
                throw new InputException(path + ": the bundle was made for another schema; leave --schema out");
            }
            return model;
        }
        TreeEnsemble kernel = trees.orElseThrow();
        if (kernel.inputs() != schema.width()) {
            throw new InputException(
                    "%s: the model takes %d inputs but the schema has %d features; state its inputs in --schema"
                            .formatted(path, kernel.inputs(), schema.width()));
        }
        return new Model("xgboost", schema, Encoding.identity(schema.width()), kernel);
    }
}
