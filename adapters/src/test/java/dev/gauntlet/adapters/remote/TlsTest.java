package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gauntlet.Toy;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate that only a file of one's own vouches for. */
final class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Rows ROWS = Probe.between(Toy.plain(), 2);

    @TempDir
    private Path folder = Path.of("");

    private KeyStore keys(String host) throws Exception {
        Path file = folder.resolve(host + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-validity",
                        "2",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static Mock serving(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new Mock(server, asked -> {
            int n = asked.path("dataframe_split").path("data").size();
            return Mock.Answered.ok(Map.of("predictions", java.util.Collections.nCopies(n, 0.5)));
        });
    }

    private Path pem(KeyStore keys, String name) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getCertificate("server").getEncoded());
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
                StandardCharsets.US_ASCII);
    }

    private static RemoteKernel open(Mock mock, String... lines) {
        return RemoteKernel.open(
                Mock.parsed("protocol: mlflow\nretries: 0\nurl: https://localhost:" + mock.port(), lines),
                Toy.plain(),
                ROWS);
    }

    @Test
    void onlyAServerWithATrustedCertificateIsUsed() throws Exception {
        KeyStore keys = keys("localhost");
        try (Mock mock = serving(keys)) {
            try (RemoteKernel kernel = open(mock, "ca: '%s'".formatted(pem(keys, "ca.pem")))) {
                assertThat(kernel.scores(ROWS).column(0)).containsExactly(0.5, 0.5);
            }
            for (List<String> lines :
                    List.of(List.<String>of(), List.of("ca: '%s'".formatted(pem(keys("other"), "other.pem"))))) {
                assertThatThrownBy(() -> open(mock, lines.toArray(String[]::new)))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("no secure connection")
                        .hasMessageContaining("ca names a file of certificates to trust");
            }
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        KeyStore keys = keys("elsewhere.example");
        try (Mock mock = serving(keys)) {
            Path ca = pem(keys, "ca.pem");
            assertThatThrownBy(() -> open(mock, "ca: '%s'".formatted(ca))).hasMessageContaining("no secure connection");
        }
    }

    @Test
    void invalidCertificateFilesAreRefused() throws Exception {
        Path ca = Files.writeString(folder.resolve("ca.pem"), "hello");
        try (Mock mock = serving(keys("localhost"))) {
            assertThatThrownBy(() -> open(mock, "ca: '%s'".formatted(ca)))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("ca: ");
        }
    }
}
