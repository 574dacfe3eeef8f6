package dev.gauntlet.adapters.key;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;

/** A PKCS#8 private key under a passphrase: PBES2 with PBKDF2 over HMAC-SHA256 and AES-256, which OpenSSL reads too. */
final class LockedKey {
    private static final String CIPHER = "PBEWithHmacSHA256AndAES_256";
    private static final int ROUNDS = 600_000;
    private static final int BLOCK = 16;

    private LockedKey() {}

    static byte[] lock(PrivateKey key, Passphrase passphrase) {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[BLOCK];
        byte[] start = new byte[BLOCK];
        random.nextBytes(salt);
        random.nextBytes(start);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    secret(CIPHER, passphrase),
                    new PBEParameterSpec(salt, ROUNDS, new IvParameterSpec(start)));
            // With the name of the cipher alone, EncryptedPrivateKeyInfo would not write the parameters of the
            // encryption.
            AlgorithmParameters named = AlgorithmParameters.getInstance("PBES2");
            named.init(cipher.getParameters().getEncoded());
            return new EncryptedPrivateKeyInfo(named, cipher.doFinal(key.getEncoded())).getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java 17 has " + CIPHER, e);
        }
    }

    /** The PKCS#8 form within; fails if the passphrase is another. */
    static PKCS8EncodedKeySpec unlock(byte[] locked, Passphrase passphrase)
            throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(locked);
        String name = info.getAlgParameters().toString();
        Cipher cipher = Cipher.getInstance(name);
        cipher.init(Cipher.DECRYPT_MODE, secret(name, passphrase), info.getAlgParameters());
        return info.getKeySpec(cipher);
    }

    private static SecretKey secret(String name, Passphrase passphrase) throws GeneralSecurityException {
        return SecretKeyFactory.getInstance(name).generateSecret(passphrase.spec());
    }
}
