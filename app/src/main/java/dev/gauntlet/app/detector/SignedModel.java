package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.Unwritable;
import dev.gauntlet.adapters.file.BundleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/**
 * The detector of a run as a bundle that says where it comes from, with a detached Ed25519 signature over its bytes. The key is made for this one
 * signature and thrown away: it shows that the bundle is the one the run wrote, not who ran it.
 */
public record SignedModel(BundleFile bundle) {
    /** Writes {@code detector.zip}, {@code detector.zip.sig} and {@code throw-away-key.pem}, in a folder made if need be. */
    public void write(Path folder) {
        try {
            WholeFile.makeFolder(folder);
            Path file = folder.resolve("detector.zip");
            bundle.write(file);
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(Files.readAllBytes(file));
            WholeFile.write(folder.resolve("detector.zip.sig"), signature.sign());
            String key = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(pair.getPublic().getEncoded());
            String pem = "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n";
            WholeFile.write(folder.resolve("throw-away-key.pem"), pem.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw Unwritable.of(folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
    }
}
