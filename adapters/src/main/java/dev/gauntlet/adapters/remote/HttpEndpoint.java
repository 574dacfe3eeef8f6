package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A target behind a URL. Redirects are never followed: rows and credentials are sent to this host only. */
final class HttpEndpoint implements Endpoint {
    private static final int LARGEST = 16 << 20;
    private static final int TOO_MANY = 429;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Target target;
    private final Schema schema;
    private final HttpClient client;
    private final URI address;
    private final Wire wire;
    private final Pace rows;
    private final Pace requests;

    HttpEndpoint(Target target, Schema schema) {
        this.target = target;
        this.schema = schema;
        this.address = target.place().address().orElseThrow();
        this.wire = target.form().wire();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofNanos((long) (target.traffic().timeout() * 1e9)));
        target.keys().ca().map(HttpEndpoint::trusting).ifPresent(builder::sslContext);
        this.client = builder.build();
        this.rows = new Pace(target.traffic().rows());
        this.requests = new Pace(target.traffic().requests());
    }

    /** A TLS context that trusts only the certificates in a PEM file. */
    private static SSLContext trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new InputException("ca: %s contains no certificate".formatted(file));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new InputException("ca: %s is not a PEM file of certificates: %s".formatted(file, e.getMessage()));
        }
    }

    @Override
    public Reply ask(Rows batch) {
        return new Attempts(target).run(batch.size(), () -> once(batch, Wire.NONE));
    }

    @Override
    public Reply once(Rows batch, int malformed) throws Trouble, InterruptedException {
        requests.await(1);
        rows.await(batch.size());
        return reply(sent(wire.body(target.form(), schema, batch, malformed)), batch.size());
    }

    private HttpRequest request(byte[] body) {
        boolean bare = wire.body() == Body.QUERY;
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        bare ? with(new String(body, StandardCharsets.US_ASCII)) : with(""))
                .header("Accept", wire.accept());
        if (bare) {
            request.GET();
        } else {
            request.header("Content-Type", wire.contentType()).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        }
        target.keys().token().ifPresent(token -> request.header("Authorization", "Bearer " + token.reveal()));
        target.keys().headers().forEach((name, value) -> request.header(name, value.reveal()));
        return request.build();
    }

    /** The URL with additional query parameters, and with the secret ones. */
    private URI with(String fields) {
        StringJoiner query = new StringJoiner("&");
        query.setEmptyValue("");
        Optional.ofNullable(address.getRawQuery()).ifPresent(query::add);
        target.keys()
                .query()
                .forEach((name, value) -> query.add(Wire.encoded(name) + "=" + Wire.encoded(value.reveal())));
        if (!fields.isEmpty()) {
            query.add(fields);
        }
        String bare = address.toString().split("[?]", 2)[0];
        return URI.create(query.length() == 0 ? bare : bare + "?" + query);
    }

    private HttpResponse<byte[]> sent(byte[] body) throws Trouble, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request(body), head -> new Limited(LARGEST));
        try {
            return answer.get((long) (target.traffic().timeout() * 1e9), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw Trouble.passing(
                    "no complete answer within %s s".formatted(target.traffic().timeout()));
        } catch (ExecutionException e) {
            throw trouble(Optional.ofNullable(e.getCause()).orElse(e));
        }
    }

    private Trouble trouble(Throwable cause) {
        if (cause instanceof Limited.TooLarge) {
            return Trouble.lasting(cause.getMessage() + "; send fewer rows per request with batch");
        }
        if (cause instanceof SSLException) {
            return Trouble.lasting("no secure connection: %s; ca names a file of certificates to trust"
                    .formatted(Trouble.quoted(String.valueOf(cause.getMessage()))));
        }
        return cause instanceof ConnectException
                ? Trouble.passing("there is no answer from this address")
                : Trouble.passing("the connection broke: " + Trouble.quoted(String.valueOf(cause.getMessage())));
    }

    private Reply reply(HttpResponse<byte[]> response, int size) throws Trouble {
        int status = response.statusCode();
        if (status / 100 != 2) {
            throw refused(response);
        }
        if (wire.separated()) {
            String text = new String(response.body(), StandardCharsets.UTF_8);
            return new Reply(Optional.empty(), SeparatedAnswer.read(text, size));
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(response.body());
        } catch (JacksonException e) {
            throw Trouble.lasting(
                    "its answer is not JSON: %s; if it is CSV, state protocol csv, and for any other format use a wrapper program with"
                                    .formatted(quoted(response))
                            + " protocol exec");
        }
        if (target.protocol() == Protocol.KSERVE) {
            return Tensor.read(root, target.form().output(), size);
        }
        return new Reply(
                Optional.empty(),
                target.form().pointer().items(root, target.form().template().oneRow()));
    }

    private Trouble refused(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String said = "status %d: %s".formatted(status, quoted(response));
        return switch (status) {
            case TOO_MANY -> Trouble.passing(said + "; a lower rate can be set", pause(response));
            case 301, 302, 303, 307, 308 ->
                Trouble.lasting("status %d: it redirects to %s, and redirects are not followed; state the final url"
                        .formatted(status, Trouble.quoted(host(response))));
            // Such an answer may repeat what it refuses, in any form.
            case 401, 403 -> Trouble.lasting("status %d; token or headers may be missing or wrong".formatted(status));
            case 404 -> Trouble.lasting(said + "; url or model may be wrong");
            default ->
                status >= 500 ? Trouble.passing(said + coded(), pause(response)) : Trouble.lasting(said + coded());
        };
    }

    /** A hint if a server refuses CSV: it may expect the strings of categories instead of codes. */
    private String coded() {
        boolean codes = wire.body() == Body.CSV
                && !wire.texts()
                && schema.features().stream().anyMatch(feature -> feature.kind() == Feature.Kind.CATEGORY);
        return codes ? "; categories were sent as their codes, and with categories: texts they are texts" : "";
    }

    private static String quoted(HttpResponse<byte[]> response) {
        return Trouble.quoted(new String(response.body(), StandardCharsets.UTF_8));
    }

    private static String host(HttpResponse<byte[]> response) {
        try {
            return response.headers()
                    .firstValue("Location")
                    .map(response.uri()::resolve)
                    .map(URI::getAuthority)
                    .orElse("nowhere");
        } catch (IllegalArgumentException e) {
            return "nowhere";
        }
    }

    /** The wait that Retry-After requests, in seconds; the header contains a number of seconds or a date. */
    private static double pause(HttpResponse<byte[]> response) {
        String after = response.headers().firstValue("Retry-After").orElse("0").strip();
        try {
            return after.matches("\\d{1,9}")
                    ? Integer.parseInt(after)
                    : Duration.between(
                                            Instant.now(),
                                            ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME)
                                                    .toInstant())
                                    .toMillis()
                            / 1e3;
        } catch (DateTimeException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        // The client's threads end when it is no longer referenced.
    }
}
