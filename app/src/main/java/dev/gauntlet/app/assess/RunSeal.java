package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.app.data.RoundedJson;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The SHA-256 of every file of a finished run, in {@code signature.json}, signed if there is a key. Without a signature it shows
 * what was altered by mistake, or by somebody who did not recompute it.
 */
record RunSeal(RunFolder run) {
    static final String FILE = "signature.json";
    private static final int VERSION = 1;

    /**
     * The content of the file.
     *
     * @param key the id of the key; empty if there is none
     * @param signature of the rest, in hexadecimal digits; empty if there is none
     */
    record Stated(int version, SortedMap<String, String> files, String key, String signature) {
        private Stated signed(String text) {
            return new Stated(version, files, key, text);
        }

        private byte[] message() {
            return RoundedJson.pretty(signed("")).getBytes(StandardCharsets.UTF_8);
        }
    }

    void write(Optional<SigningKey> key) {
        Stated open =
                new Stated(VERSION, digests(), key.map(k -> k.signer().id()).orElse(""), "");
        Stated stated = key.map(k -> open.signed(HexFormat.of().formatHex(k.sign(open.message()))))
                .orElse(open);
        run.write(FILE, RoundedJson.pretty(stated));
    }

    /** The report is made from the findings, and may be made again; the store and the lock are no results. */
    private static boolean isSealed(String name) {
        return !name.equals(FILE)
                && !name.equals(RunFolder.REPORT)
                && !name.startsWith(RunFolder.STORE + "/")
                && !name.startsWith(".")
                && !name.contains("/.");
    }

    private SortedMap<String, String> digests() {
        SortedMap<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = run.path().relativize(file).toString().replace('\\', '/');
                if (isSealed(name)) {
                    digests.put(name, BundleFile.sha(Files.readAllBytes(file)));
                }
            }
            return digests;
        } catch (IOException e) {
            throw new InputException(run.path() + ": cannot be read: " + e.getMessage());
        }
    }

    /** Which files are not as they were when the run ended, and whether one of these keys signed them if there are any. */
    List<String> faults(List<Signer> trust) {
        Path file = run.path().resolve(FILE);
        if (!Files.exists(file)) {
            boolean finished = Files.exists(run.path().resolve(RunFolder.FINDINGS));
            return finished || !trust.isEmpty()
                    ? List.of(file + ": is missing; the run has not ended, or an earlier version of Gauntlet made it")
                    : List.of();
        }
        Stated stated;
        try {
            stated = stated();
        } catch (InputException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        List<String> faults = new ArrayList<>();
        SortedMap<String, String> now = digests();
        stated.files.forEach((name, digest) -> {
            String present = now.remove(name);
            if (!digest.equals(present)) {
                faults.add("%s: %s since the run ended"
                        .formatted(run.path().resolve(name), present == null ? "was removed" : "was altered"));
            }
        });
        now.keySet()
                .forEach(name -> faults.add(
                        "%s: was added since the run ended".formatted(run.path().resolve(name))));
        if (!trust.isEmpty()) {
            signature(stated, trust).ifPresent(fault -> faults.add(file + ": " + fault));
        }
        return faults;
    }

    private Stated stated() {
        Path file = run.path().resolve(FILE);
        try {
            return RoundedJson.read(file.toString(), Files.readString(file), Stated.class);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read as UTF-8 text");
        }
    }

    /** Whether a file in the folder is as it was when the run ended. */
    boolean has(Path file) {
        try {
            return Files.exists(run.path().resolve(FILE))
                    && BundleFile.sha(Files.readAllBytes(file))
                            .equals(stated().files.get(file.getFileName().toString()));
        } catch (IOException | InputException e) {
            return false;
        }
    }

    private static Optional<String> signature(Stated stated, List<Signer> trust) {
        if (stated.signature.isEmpty()) {
            return Optional.of("is not signed; sign a run with: gauntlet assess --key NAME.key");
        }
        Optional<Signer> signer =
                trust.stream().filter(key -> key.id().equals(stated.key)).findFirst();
        if (signer.isEmpty()) {
            return Optional.of("is signed by another key, " + Signer.shortId(stated.key));
        }
        boolean valid = stated.signature.matches("([0-9a-f]{2})+")
                && signer.get().signed(stated.message(), HexFormat.of().parseHex(stated.signature));
        return valid ? Optional.empty() : Optional.of("was altered: its signature does not fit");
    }
}
