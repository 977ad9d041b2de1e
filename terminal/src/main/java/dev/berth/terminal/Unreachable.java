package dev.berth.terminal;

import dev.berth.events.json.FailureWords;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import javax.net.ssl.SSLException;

/** The words for a service that gave no answer, with what to do where it is known. Stateless. */
public final class Unreachable {
    /** What Java's two clients of HTTP say of a service that wants TLS. */
    private static final List<String> NOT_HTTP =
            List.of("received no bytes", "Unexpected end of file", "what answers is no HTTP");

    private Unreachable() {}

    public static String words(Object url, IOException reason) {
        return "cannot reach the service at " + url + ": " + FailureWords.of(reason) + hint(reason);
    }

    private static String hint(IOException reason) {
        String message = String.valueOf(reason.getMessage());
        if (reason instanceof SocketTimeoutException || reason instanceof HttpTimeoutException) {
            return ": is it running, and is this its address?";
        }
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "; a service without --tls-cert wants http:// in --url";
        }
        if (reason instanceof SSLException) {
            return "; --cacert FILE takes the authority that signed its certificate, if Java does not know it";
        }
        return NOT_HTTP.stream().anyMatch(message::contains)
                ? "; a service with --tls-cert wants https:// in --url"
                : "";
    }
}
