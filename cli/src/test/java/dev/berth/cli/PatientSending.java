package dev.berth.cli;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends again what is answered 503, as happens on a machine that has much else to do: reads, and writes with an
 * idempotency key, which are done once however often they are sent. Any other answer is the answer.
 */
final class PatientSending {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long PAUSE_MS = 200;
    private static final int UNAVAILABLE = 503;

    private PatientSending() {}

    static HttpResponse<String> send(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        while (isToBeSentAgain(answer) && System.nanoTime() - untilNs < 0) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        return answer;
    }

    private static boolean isToBeSentAgain(HttpResponse<String> answer) {
        HttpRequest request = answer.request();
        return answer.statusCode() == UNAVAILABLE
                && (request.method().equals("GET")
                        || request.headers().firstValue("idempotency-key").isPresent());
    }
}
