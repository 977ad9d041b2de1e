package dev.berth.events.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureWordsTest {
    @TempDir
    private Path dir;

    @Test
    void saysWhatIsWrongWithAFileWithoutTheNameOfAClass() {
        assertThat(words(() -> Files.readString(dir.resolve("none")))).isEqualTo("it is not there");
        assertThat(words(() -> Files.createDirectory(dir))).isEqualTo("it is there already");
        assertThat(words(() -> Files.readString(Files.write(dir.resolve("latin"), new byte[] {(byte) 0xff}))))
                .isEqualTo("it is no text in UTF-8");
        assertThat(words(() -> Files.readString(dir))).isEqualTo("Is a directory");
    }

    @Test
    void saysWhatIsWrongWithAConnection() {
        assertThat(FailureWords.of(new ConnectException())).isEqualTo("nothing listens there");
        assertThat(FailureWords.of(new ConnectException("Connection timed out")))
                .isEqualTo("nothing answers there in time");
        assertThat(FailureWords.of(new ConnectException().initCause(new UnresolvedAddressException())))
                .isEqualTo("no host has this name");
        assertThat(FailureWords.of(new SocketException("Connection reset"))).isEqualTo("Connection reset");
        assertThat(FailureWords.of(new IOException())).isEqualTo("the connection broke");
        assertThat(FailureWords.of(new IOException("PKIX path building failed:"
                        + " sun.security.provider.certpath.SunCertPathBuilderException: no path")))
                .isEqualTo("PKIX path building failed: no path");
    }

    @Test
    void saysWhereJsonIsWrongWithoutNamingItsParser() {
        String deep = words(() -> BoundedJson.mapper().readTree("[".repeat(40)));
        assertThat(deep).contains("depth (17)", "of 16").doesNotContain("Constraints", "`");
        assertThat(words(() -> BoundedJson.mapper().readTree("{\"a\": ".getBytes(StandardCharsets.UTF_8))))
                .startsWith("line 1, column ")
                .doesNotContain("Source", "byte[]");
    }

    @Test
    void leavesWordsOfOthersAsTheyAre() {
        for (String text : new String[] {"got MyError", "dev.example.org", "docs/README.md", "a.b.C"}) {
            assertThat(FailureWords.withoutClasses(text)).isEqualTo(text);
        }
    }

    private interface Reading {
        Object run() throws IOException;
    }

    private static String words(Reading reading) {
        return FailureWords.of(catchThrowable(reading::run));
    }
}
