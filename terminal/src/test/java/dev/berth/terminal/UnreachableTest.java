package dev.berth.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
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
    void saysInWordsWhatJavaSaysByTheNamesOfItsClasses() {
        assertThat(Unreachable.words("http://here", new ConnectException()))
                .isEqualTo("cannot reach the service at http://here: nothing listens there");
        assertThat(Unreachable.words("http://here", new UnknownHostException("here")))
                .isEqualTo("cannot reach the service at http://here: no host has this name");
        assertThat(Unreachable.words("http://here", new HttpTimeoutException("request timed out")))
                .endsWith("nothing answers there in time: is it running, and is this its address?");
    }

    @Test
    void guessesNothingOfWhatItDoesNotKnow() {
        assertThat(Unreachable.words("http://here", new IOException("odd")))
                .isEqualTo("cannot reach the service at http://here: odd");
    }
}
