package dev.berth.agent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
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
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final String NO_HTTP = "what answers is no HTTP";

    private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;
    private static final int UNAUTHORIZED = 401;

    private final String url;
    private final Optional<SSLContext> tls;
    private final Supplier<Optional<String>> token;
    private final Timeouts timeouts;
    private final Runnable onAnswer;

    /**
     * How long one request may take in all, however slowly its answer drips in.
     *
     * @param question short, so that a wrong address is reported soon
     * @param decision of what has to be decided first
     */
    record Timeouts(Duration question, Duration decision) {
        static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(25));
    }

    /**
     * @param url without the path of a request; a slash at its end does not matter
     * @param tls Java's own if empty
     * @param token asked for each request, so that it may be renewed
     */
    public HttpService(URI url, Optional<SSLContext> tls, Supplier<Optional<String>> token) {
        this(url, tls, token, () -> {});
    }

    /** @param onAnswer run after each answer */
    public HttpService(URI url, Optional<SSLContext> tls, Supplier<Optional<String>> token, Runnable onAnswer) {
        this(url, tls, token, onAnswer, Timeouts.USUAL);
    }

    HttpService(
            URI url, Optional<SSLContext> tls, Supplier<Optional<String>> token, Runnable onAnswer, Timeouts timeouts) {
        String text = url.toString();
        this.url = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.tls = tls;
        this.token = token;
        this.onAnswer = onAnswer;
        this.timeouts = timeouts;
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
        HttpAnswer answer = askNow(method, path, headers, body);
        onAnswer.run();
        return answer;
    }

    private HttpAnswer askNow(String method, String path, Map<String, String> headers, Optional<String> body)
            throws IOException {
        HttpURLConnection call = (HttpURLConnection) new URL(url + path).openConnection();
        Duration whole = body.isPresent() ? timeouts.decision() : timeouts.question();
        call.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        call.setReadTimeout((int) whole.toMillis());
        call.setInstanceFollowRedirects(false);
        call.setUseCaches(false);
        if (call instanceof HttpsURLConnection secure) {
            tls.ifPresent(context -> secure.setSSLSocketFactory(context.getSocketFactory()));
        }
        call.setRequestMethod(method);
        call.setRequestProperty("accept", "application/json");
        headers.forEach(call::setRequestProperty);
        token.get().ifPresent(text -> call.setRequestProperty("x-auth-token", text));
        try (Deadline deadline = Deadline.of(whole, call::disconnect)) {
            try {
                if (body.isPresent()) {
                    send(call, body.get().getBytes(StandardCharsets.UTF_8));
                }
                return answer(call, deadline);
            } catch (HttpRetryException unauthorized) {
                // This is how Java reports a 401 after a request with a body; the body of the 401 itself says nothing
                // useful.
                return new HttpAnswer(UNAUTHORIZED, "");
            } catch (IOException e) {
                throw deadline.isOver() ? new SocketTimeoutException("no whole answer came in time") : e;
            } catch (StackOverflowError endlessInterimAnswers) {
                // Java reads each "100 Continue" by calling itself.
                call.disconnect();
                throw new IOException(NO_HTTP, endlessInterimAnswers);
            }
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

    private static HttpAnswer answer(HttpURLConnection call, Deadline deadline) throws IOException {
        int status = call.getResponseCode();
        if (status == UNAUTHORIZED) {
            return new HttpAnswer(status, "");
        }
        if (status < 0) {
            throw new IOException(NO_HTTP);
        }
        try (InputStream in = status < 400 ? call.getInputStream() : call.getErrorStream()) {
            return new HttpAnswer(status, in == null ? "" : text(in, deadline));
        }
    }

    private static String text(InputStream in, Deadline deadline) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            body.write(piece, 0, length);
            if (body.size() > BODY_BYTES_MAX) {
                throw new IOException("the answer is longer than " + BODY_BYTES_MAX + " bytes");
            }
            if (deadline.isOver()) {
                throw new SocketTimeoutException();
            }
        }
        return body.toString(StandardCharsets.UTF_8);
    }
}
