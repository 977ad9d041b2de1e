package dev.berth.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class UnreachableTest {
    @Test
    void saysWhatToDoAboutAnAuthorityThatJavaDoesNotKnow() {
        assertThat(Unreachable.words("https://here", new SSLHandshakeException("PKIX path building failed")))
                .contains("https://here", "PKIX", "--cacert FILE");
    }

    @Test
    void saysThatAServiceMayWantHttps() {
        assertThat(Unreachable.words("http://here", new IOException("HTTP/1.1 header parser received no bytes")))
                .endsWith("wants https:// in --url");
    }

    @Test
    void guessesNothingOfWhatItDoesNotKnow() {
        assertThat(Unreachable.words("http://here", new ConnectException("refused")))
                .isEqualTo("cannot reach the service at http://here: java.net.ConnectException: refused");
    }
}
