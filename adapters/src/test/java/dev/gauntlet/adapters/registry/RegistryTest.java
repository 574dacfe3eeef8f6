package dev.gauntlet.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gauntlet.adapters.disk.OneWriter;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.Bundles;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.base.InputException;
import dev.gauntlet.model.learn.NaiveBayes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
    private static final SigningKey KEY = SigningKey.make("soc");
    private static final BundleFile BUNDLE = Bundles.of(new NaiveBayes());
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-04T03:02:01.5Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Registry registry() {
        return Registry.in(folder.resolve("detectors"), CLOCK);
    }

    private Registry with(int versions) {
        Registry registry = registry();
        for (int i = 0; i < versions; i++) {
            registry.add(BUNDLE, KEY);
        }
        return registry;
    }

    private static List<Stage> stages(Registry registry) {
        return registry.versions().stream().map(Version::stage).toList();
    }

    private static void refused(ThrowingCallable work, String... parts) {
        assertThatThrownBy(work).isInstanceOf(InputException.class).message().contains(parts);
    }

    @Test
    void countsVersionsAndSaysWhoSignedAndWhen() {
        Registry registry = with(2);
        Version second = registry.version(2);
        assertThat(second)
                .isEqualTo(new Version(
                        2,
                        Stage.CANDIDATE,
                        "naive-bayes",
                        second.sha256(),
                        second.bytes(),
                        "soc",
                        KEY.signer().id(),
                        "2026-05-04T03:02:01Z"));
        assertThat(registry.load(second).bundle().facts()).isEqualTo(BUNDLE.facts());
        assertThat(registry.champion()).isEmpty();
        assertThat(registry.bundle(2)).hasSize(second.bytes());
    }

    @Test
    void aNewChampionRetiresTheFormerAndRollingBackUndoesIt() {
        Registry registry = with(3);
        registry.promote(1, Optional.of(Stage.CHAMPION));
        registry.promote(2, Optional.empty());
        assertThat(stages(registry)).containsExactly(Stage.CHAMPION, Stage.SHADOW, Stage.CANDIDATE);
        registry.promote(2, Optional.empty());
        registry.promote(3, Optional.of(Stage.CHAMPION));
        assertThat(stages(registry)).containsExactly(Stage.RETIRED, Stage.RETIRED, Stage.CHAMPION);
        assertThat(registry.rollBack().number()).isEqualTo(2);
        assertThat(stages(registry)).containsExactly(Stage.RETIRED, Stage.CHAMPION, Stage.RETIRED);
        assertThat(registry.rollBack().number()).isEqualTo(1);
        refused(registry::rollBack, "detectors: version 1 is the first champion");
        assertThat(registry.champion().map(Version::number)).contains(1);
    }

    @Test
    void theHistoryHasALineForEveryChange() {
        Registry registry = with(2);
        registry.promote(1, Optional.empty());
        registry.promote(1, Optional.empty());
        registry.promote(2, Optional.of(Stage.CHAMPION));
        registry.rollBack();
        assertThat(registry.history().stream()
                        .map(c -> "%d %s %d: %s".formatted(c.number(), c.what(), c.version(), c.outcome())))
                .containsExactly(
                        "1 add 1: candidate, its key trusted from now on",
                        "2 add 2: candidate",
                        "3 promote 1: candidate -> shadow",
                        "4 promote 1: shadow -> champion",
                        "5 promote 2: candidate -> champion, version 1 retired",
                        "6 roll back 1: retired -> champion, version 2 retired");
        assertThat(registry.history())
                .allMatch(c -> c.signer().equals("soc") && c.time().startsWith("2026-05-04T"));
    }

    @Test
    void whatMakesNoSenseIsRefusedAndChangesNothing() {
        Registry registry = with(2);
        refused(registry::rollBack, "no champion to roll back from");
        registry.promote(1, Optional.of(Stage.SHADOW));
        refused(
                () -> registry.promote(1, Optional.of(Stage.CANDIDATE)),
                "is a shadow and cannot be promoted to candidate");
        refused(() -> registry.promote(3, Optional.empty()), "no version 3", "versions 1 to 2");
        refused(() -> registry.version(0), "no version 0");
        registry.retire(2);
        refused(() -> registry.promote(2, Optional.empty()), "version 2 is retired", "deploy the bundle again");
        refused(() -> registry.retire(2), "retired already");
        registry.promote(1, Optional.empty());
        refused(() -> registry.promote(1, Optional.empty()), "the champion already");
        refused(() -> registry.retire(1), "is the champion");
        assertThat(stages(registry)).containsExactly(Stage.CHAMPION, Stage.RETIRED);
        assertThat(registry.history()).hasSize(5);
    }

    @Test
    void theFirstKeyIsTrustedAndAnyOtherOnlyOnceItIsReported() throws IOException {
        Registry registry = with(1);
        SigningKey other = SigningKey.make("night");
        refused(() -> registry.add(BUNDLE, other), "the key night", "is not trusted here", "gauntlet registry trust");
        Path signed = Files.write(folder.resolve("signed.zip"), BUNDLE.signed(other));
        refused(() -> registry.addSigned(signed), "signed.zip", "unknown key", "trusted: soc");
        registry.trust(other.signer());
        assertThat(registry.add(BUNDLE, other).signer()).isEqualTo("night");
        assertThat(registry.addSigned(signed).number()).isEqualTo(3);
        assertThat(registry.bundle(3)).hasSameBinaryContentAs(signed);
        refused(() -> registry.trust(other.signer()), "already trusted");
        refused(() -> registry.trust(SigningKey.make("soc").signer()), "another key with that name");
        assertThat(registry.trusted()).containsExactly(KEY.signer(), other.signer());
    }

    @Test
    void aSignedBundleNeedsARegistryThatTrustsSomebody() throws IOException {
        Path signed = Files.write(folder.resolve("signed.zip"), BUNDLE.signed(KEY));
        refused(() -> registry().addSigned(signed), "trusts no key yet");
        assertThat(folder.resolve("detectors")).doesNotExist();
        refused(() -> with(1).addSigned(Bundles.write(folder.resolve("open.zip"))), "open.zip", "is not signed");
    }

    @Test
    void aBundleThatWasExchangedIsNotLoaded() throws IOException {
        Registry registry = with(1);
        Files.write(
                registry.bundle(1),
                new BundleFile(BUNDLE.model().withThreshold(0.9), BUNDLE.table(), BUNDLE.facts()).signed(KEY));
        refused(
                () -> registry.load(registry.version(1)),
                "detector.zip",
                "is not the file that was added as version 1");
        Files.write(registry.bundle(1), new BundleFile(BUNDLE.model(), BUNDLE.table()).signed(SigningKey.make("soc")));
        refused(() -> registry.load(registry.version(1)), "unknown key");
        Files.delete(registry.bundle(1));
        refused(() -> registry.load(registry.version(1)), "detector.zip", "no such file");
    }

    @Test
    void noWriteIsLostWhereManyWriteAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Version>> added = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                added.add(pool.submit(() -> registry().add(BUNDLE, KEY)));
            }
            List<Integer> numbers = new ArrayList<>();
            for (Future<Version> version : added) {
                numbers.add(version.get().number());
                assertThat(registry().history()).isNotEmpty();
            }
            assertThat(numbers).doesNotHaveDuplicates().hasSize(16);
        } finally {
            pool.shutdown();
        }
        assertThat(registry().versions()).hasSize(16);
        assertThat(registry().history()).hasSize(16);
    }

    @Test
    void whoCannotGetTheLockSaysSo() {
        Registry registry = with(1);
        boolean asked = OneWriter.holding(folder.resolve("detectors").resolve(Registry.LOCK), 0, "locked", () -> {
            refused(
                    () -> registry.withPatience(60).promote(1, Optional.empty()),
                    "detectors: the registry is locked by another process");
            return true;
        });
        assertThat(asked).isTrue();
        assertThat(stages(registry)).containsExactly(Stage.CANDIDATE);
        registry.promote(1, Optional.empty());
        assertThat(stages(registry)).containsExactly(Stage.SHADOW);
    }

    @Test
    void aCrashBeforeTheStateIsInPlaceLeavesTheOldOne() throws IOException {
        Registry registry = with(1);
        Path half = Files.createDirectories(registry.bundle(2).getParent());
        Files.writeString(half.resolve("detector.zip"), "half a bund");
        Files.writeString(folder.resolve("detectors/.registry.json.1-1.part"), "{\"form");
        assertThat(registry.versions()).hasSize(1);
        registry.add(BUNDLE, KEY);
        assertThat(registry.load(registry.version(2)).signer()).isEqualTo(KEY.signer());
        assertThat(registry.history()).hasSize(2);
    }

    @Test
    void aCrashBeforeTheLineIsWrittenIsMadeGood() throws IOException {
        Registry registry = with(2);
        Path history = folder.resolve("detectors/history.jsonl");
        String whole = Files.readString(history);
        Files.writeString(history, whole.substring(0, whole.indexOf('\n') + 1));
        assertThat(registry.history()).hasSize(2);
        registry.add(BUNDLE, KEY);
        assertThat(registry.history().stream().map(Change::version)).containsExactly(1, 2, 3);
        assertThat(Files.readString(history)).startsWith(whole);
    }

    @Test
    void halfALineIsCutOffAndWrittenAgain() throws IOException {
        Registry registry = with(2);
        Path history = folder.resolve("detectors/history.jsonl");
        String whole = Files.readString(history);
        Files.writeString(history, whole.substring(0, whole.length() - 7));
        assertThat(registry.history()).hasSize(2);
        registry.add(BUNDLE, KEY);
        assertThat(registry.history().stream().map(Change::version)).containsExactly(1, 2, 3);
        assertThat(Files.readString(history)).startsWith(whole);
    }

    @Test
    void anAlteredHistoryIsNoticed() throws IOException {
        Registry registry = with(3);
        Path history = folder.resolve("detectors/history.jsonl");
        String whole = Files.readString(history);
        Files.writeString(history, whole.replaceFirst("soc", "sok"));
        refused(registry::history, "history.jsonl, line 2", "was altered; compare it with a copy");
        Files.writeString(history, whole.replaceFirst(".*\n", ""));
        refused(registry::history, "history.jsonl, line 1");
        int last = whole.lastIndexOf("candidate");
        Files.writeString(history, whole.substring(0, last) + "shadowed!" + whole.substring(last + 9));
        refused(registry::history, "history.jsonl, line 3");
        Files.writeString(history, whole);
        Files.writeString(history, whole.lines().findFirst().orElseThrow() + "\n", StandardOpenOption.APPEND);
        refused(registry::history, "has more lines than the 3 changes");
    }

    @Test
    void aStateInWhichAnyNameIsDamagedIsRefused() throws IOException {
        with(1).promote(1, Optional.of(Stage.CHAMPION));
        Path state = folder.resolve("detectors/registry.json");
        String whole = Files.readString(state);
        List<String> names = Pattern.compile("\"(\\w+)\" :")
                .matcher(whole)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
        assertThat(names).contains("format", "pem", "last", "signer", "bytes");
        for (String name : names) {
            Files.writeString(state, whole.replaceFirst("\"" + name + "\"", "\"" + name + "x\""));
            refused(() -> registry().versions(), "registry.json: was not written by Gauntlet, or was changed");
        }
    }

    @Test
    void aRegistryWhoseStateIsMissingIsNoNewOne() throws IOException {
        Registry registry = with(1);
        registry.promote(1, Optional.of(Stage.CHAMPION));
        byte[] champion = Files.readAllBytes(registry.bundle(1));
        Path state = folder.resolve("detectors/registry.json");
        Path away = Files.move(state, folder.resolve("away.json"));
        SigningKey other = SigningKey.make("other");
        Path signed = Files.write(folder.resolve("signed.zip"), BUNDLE.signed(other));
        for (String missing :
                List.of("registry.json is missing", "registry.json is a link to a file that is missing")) {
            List<ThrowingCallable> works = List.of(
                    () -> registry().add(BUNDLE, other),
                    () -> registry().addSigned(signed),
                    () -> registry().trust(other.signer()),
                    () -> registry().versions(),
                    () -> Registry.at(folder.resolve("detectors"), CLOCK));
            for (ThrowingCallable work : works) {
                refused(work, "detectors: " + missing, "history.jsonl", "restore registry.json from a copy");
            }
            assertThat(registry.bundle(1)).hasBinaryContent(champion);
            if (!Files.isSymbolicLink(state)) {
                Files.createSymbolicLink(state, Path.of("nowhere.json"));
            }
        }
        Files.delete(state);
        Files.move(away, state);
        assertThat(registry().champion().map(Version::number)).contains(1);
    }

    @Test
    void aFolderWithOtherFilesIsNoNewRegistry() throws IOException {
        Files.createDirectory(folder.resolve("detectors"));
        Path other = Files.writeString(folder.resolve("detectors/notes.txt"), "x");
        refused(() -> registry().trust(KEY.signer()), "the folder holds notes.txt", "name a new or empty folder");
        Files.delete(other);
        Files.createFile(folder.resolve("detectors/lock"));
        registry().trust(KEY.signer());
        assertThat(registry().trusted()).containsExactly(KEY.signer());
    }

    @Test
    void aStateThatDoesNotFollowFromItsHistoryIsRefused() throws IOException {
        Registry registry = with(3);
        registry.promote(1, Optional.of(Stage.CHAMPION));
        registry.promote(2, Optional.of(Stage.CHAMPION));
        Path state = folder.resolve("detectors/registry.json");
        String whole = Files.readString(state);
        String pem = TrustedKey.of(SigningKey.make("other").signer()).pem().replace("\n", "\\n");
        List<String> edited = List.of(
                whole.replace("RETIRED", "x")
                        .replace("CHAMPION", "RETIRED")
                        .replace("x", "CHAMPION")
                        .replace("[ 1, 2 ]", "[ 1 ]"),
                whole.replace("CHAMPION", "RETIRED").replace("CANDIDATE", "CHAMPION"),
                whole.replace("RETIRED", "CANDIDATE"),
                whole.replace("[ 1, 2 ]", "[ 3, 2 ]"),
                whole.replaceFirst("\"sha256\" : \"[0-9a-f]{64}", "\"sha256\" : \"" + "0".repeat(64)),
                whole.replace(
                        "\"trusted\" : [ {", "\"trusted\" : [ {\"name\": \"other\", \"pem\": \"" + pem + "\"}, {"),
                whole.replaceFirst("(?s)(\"last\".*\"outcome\" : \")", "$1x"));
        for (String text : edited) {
            assertThat(text).isNotEqualTo(whole);
            Files.writeString(state, text);
            List<ThrowingCallable> works = List.of(
                    () -> registry().versions(),
                    () -> registry().champion(),
                    () -> registry().trusted(),
                    () -> registry().history(),
                    () -> registry().trust(SigningKey.make("next").signer()),
                    () -> registry().promote(3, Optional.empty()));
            for (ThrowingCallable work : works) {
                refused(work, "detectors", "a copy");
            }
            assertThat(state).hasContent(text);
        }
        Files.writeString(state, whole);
        assertThat(registry().champion().map(Version::number)).contains(2);
    }

    @Test
    void aRegistryOfAnEarlierVersionIsReadAndCheckedFromItsNextChangeOn() throws IOException {
        with(1);
        Path state = folder.resolve("detectors/registry.json");
        Path history = folder.resolve("detectors/history.jsonl");
        Files.writeString(state, Files.readString(state).replaceFirst(",\\s*\"state\" : \"[0-9a-f]{64}\"", ""));
        Files.writeString(history, Files.readString(history).replaceFirst(",\"state\":\"[0-9a-f]{64}\"", ""));
        assertThat(Files.readString(state) + Files.readString(history)).doesNotContain("\"state\"");
        assertThat(registry().history()).hasSize(1);
        registry().promote(1, Optional.of(Stage.CHAMPION));
        assertThat(registry().history()).hasSize(2);
        assertThat(Files.readString(state)).contains("\"state\"");
        Files.writeString(
                state, Files.readString(state).replace("CHAMPION", "RETIRED").replace("[ 1 ]", "[ ]"));
        refused(() -> registry().champion(), "versions, stages or keys are not what line 2");
    }

    @Test
    void anOlderStateIsNoInterruptedChange() throws IOException {
        Registry registry = with(2);
        Path state = folder.resolve("detectors/registry.json");
        byte[] old = Files.readAllBytes(state);
        registry.promote(2, Optional.of(Stage.CHAMPION));
        byte[] history = Files.readAllBytes(folder.resolve("detectors/history.jsonl"));
        Files.write(state, old);
        refused(registry::history, "has more lines than the 2 changes", "registry.json is an older copy");
        refused(() -> registry.promote(1, Optional.empty()), "registry.json is an older copy");
        assertThat(folder.resolve("detectors/history.jsonl")).hasBinaryContent(history);
        assertThat(state).hasBinaryContent(old);
    }

    @Test
    void aHistoryThatCannotBeWrittenStopsTheChange() throws IOException {
        Registry registry = with(1);
        Path history = folder.resolve("detectors/history.jsonl");
        Path away = Files.move(history, folder.resolve("away.jsonl"));
        Files.createDirectories(history.resolve("x"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> registry.promote(1, Optional.of(Stage.CHAMPION)))
                    .message()
                    .contains("history.jsonl");
        }
        Files.delete(history.resolve("x"));
        Files.delete(history);
        Files.move(away, history);
        assertThat(stages(registry)).containsExactly(Stage.CANDIDATE);
        registry.promote(1, Optional.of(Stage.CHAMPION));
        assertThat(registry.history()).hasSize(2);
    }

    @Test
    void aFolderThatIsNoRegistryOrCannotBeWrittenIsRefused() throws IOException {
        refused(() -> Registry.at(folder, CLOCK), "this folder is not a registry", "gauntlet deploy");
        refused(() -> Registry.at(folder.resolve("none"), CLOCK), "there is no such registry");
        Path file = Files.writeString(folder.resolve("file"), "x");
        refused(() -> Registry.in(file, CLOCK), "is a file; name a folder");
        refused(() -> Registry.in(file.resolve("sub"), CLOCK).add(BUNDLE, KEY), "cannot be written");
        with(1);
        Files.writeString(folder.resolve("detectors/registry.json"), "{}");
        refused(() -> registry().versions(), "registry.json: was not written by Gauntlet, or was changed");
    }

    @Test
    void aFolderThatTakesNoFilesIsRefused() {
        assumeTrue(Files.isDirectory(Path.of("/proc")), "there is no folder here that takes no files");
        refused(() -> Registry.in(Path.of("/proc/detectors"), CLOCK).add(BUNDLE, KEY), "/proc/detectors", "cannot be");
    }

    @Test
    void nothingIsLeftBesideTheFilesOfARegistry() throws IOException {
        with(2).promote(1, Optional.empty());
        try (Stream<Path> files = Files.walk(folder.resolve("detectors"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(f -> folder.resolve("detectors")
                                    .relativize(f)
                                    .toString()
                                    .replace('\\', '/'))
                            .sorted())
                    .containsExactly(
                            "history.jsonl",
                            "lock",
                            "registry.json",
                            "versions/1/bom.json",
                            "versions/1/detector.zip",
                            "versions/2/bom.json",
                            "versions/2/detector.zip");
        }
    }
}
