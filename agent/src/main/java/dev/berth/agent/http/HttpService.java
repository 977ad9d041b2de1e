package dev.berth.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * One service that an agent calls, one request after another. It is Java's old client of HTTP, because the new one
 * costs an agent at rest several MB of memory and two threads, and loads what TLS needs for a URL of http too. For one
 * thread.
 */
public final class HttpService {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(6);

    /** Of a question, so that a wrong address is told of soon. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(6);

    /** Of what has to be decided first. */
    private static final Duration DECISION_PATIENCE = Duration.ofSeconds(25);

    private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;
    private static final int UNAUTHORIZED = 401;

    private final String url;
    private final Optional<SSLContext> tls;
    private final Supplier<Optional<String>> token;

    /**
     * @param url without the path of a request; a slash at its end does not matter
     * @param tls Java's own if empty
     * @param token asked for each request, so that it may be renewed
     */
    public HttpService(URI url, Optional<SSLContext> tls, Supplier<Optional<String>> token) {
        String text = url.toString();
        this.url = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.tls = tls;
        this.token = token;
    }

    public String url() {
        return url;
    }

    /**
     * Asks, and waits for the answer. Nothing is sent twice, and no redirect is followed.
     *
     * @param headers what is to be sent besides the token
     * @param body JSON, if there is any
     * @throws IOException if there is no answer, or one that is too long
     */
    public HttpAnswer ask(String method, String path, Map<String, String> headers, Optional<String> body)
            throws IOException {
        HttpURLConnection call = (HttpURLConnection) new URL(url + path).openConnection();
        call.setConnectTimeout((int) CONNECT_PATIENCE.toMillis());
        call.setReadTimeout((int) (body.isPresent() ? DECISION_PATIENCE : ANSWER_PATIENCE).toMillis());
        call.setInstanceFollowRedirects(false);
        call.setUseCaches(false);
        if (call instanceof HttpsURLConnection secure) {
            tls.ifPresent(context -> secure.setSSLSocketFactory(context.getSocketFactory()));
        }
        call.setRequestMethod(method);
        call.setRequestProperty("accept", "application/json");
        headers.forEach(call::setRequestProperty);
        token.get().ifPresent(text -> call.setRequestProperty("x-auth-token", text));
        if (body.isPresent()) {
            send(call, body.get().getBytes(StandardCharsets.UTF_8));
        }
        try {
            return answer(call);
        } catch (HttpRetryException unauthorized) {
            // That is how a 401 is told where a body was sent, whose own body says nothing of use.
            return new HttpAnswer(UNAUTHORIZED, "");
        }
    }

    /** With a length that is told before it Java sends a body once and no more. */
    private static void send(HttpURLConnection call, byte[] body) throws IOException {
        call.setDoOutput(true);
        call.setRequestProperty("content-type", "application/json");
        call.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = call.getOutputStream()) {
            out.write(body);
        }
    }

    private static HttpAnswer answer(HttpURLConnection call) throws IOException {
        int status = call.getResponseCode();
        if (status == UNAUTHORIZED) {
            return new HttpAnswer(status, "");
        }
        if (status < 0) {
            throw new IOException("what answers is no HTTP");
        }
        try (InputStream in = status < 400 ? call.getInputStream() : call.getErrorStream()) {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(BODY_BYTES_MAX + 1);
            if (bytes.length > BODY_BYTES_MAX) {
                throw new IOException("the answer is longer than " + BODY_BYTES_MAX + " bytes");
            }
            return new HttpAnswer(status, new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
