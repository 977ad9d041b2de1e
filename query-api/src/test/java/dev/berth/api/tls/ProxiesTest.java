package dev.berth.api.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.sender.Network;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What proxies say of the URL that they were called by, over real connections. */
class ProxiesTest {
    private static final String[] OUTSIDE = {
        "x-auth-token", "admin",
        "x-forwarded-proto", "https",
        "x-forwarded-host", "cloud.example.org:8443",
        "x-forwarded-prefix", "/placement/"
    };

    @Test
    void linksAreAsATrustedProxySays() throws Exception {
        try (SafeDoor door = door(Network.LOOPBACK)) {
            assertThat(location(door, OUTSIDE)).isEqualTo("https://cloud.example.org:8443/placement/x");
            assertThat(door.last().path("/traits")).isEqualTo("/placement/traits");
        }
    }

    @Test
    void nobodyElseMovesLinks() throws Exception {
        try (SafeDoor door = door(List.of(Network.parse("10.0.0.0/8")))) {
            assertThat(location(door, OUTSIDE)).isEqualTo("http://127.0.0.1:" + door.port() + "/x");
        }
    }

    @Test
    void theOwnerMakesLinksAsTheProxyOfItsPeerSays() throws Exception {
        try (SafeDoor near = door(Network.LOOPBACK);
                SafeDoor far = door(List.of())) {
            near.isKeptAt(far);
            assertThat(location(near, OUTSIDE)).isEqualTo("https://cloud.example.org:8443/placement/x");
        }
    }

    @Test
    void takesTheLastOfSeveralForWhatTheProxyItselfSays() throws Exception {
        try (SafeDoor door = door(Network.LOOPBACK)) {
            assertThat(location(
                            door, "x-auth-token", "admin", "x-forwarded-host", "evil.example.org, cloud.example.org"))
                    .isEqualTo("http://cloud.example.org/x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-forwarded-proto: javascript",
                "x-forwarded-host: a b",
                "x-forwarded-host: a/b",
                "x-forwarded-host: user@host",
                "x-forwarded-host: host:0",
                "x-forwarded-host: host:65536",
                "x-forwarded-host: [::1",
                "x-forwarded-host: [12345::1]",
                "x-forwarded-prefix: placement",
                "x-forwarded-prefix: //evil.example.org",
                "x-forwarded-prefix: /a/../b",
                "x-forwarded-prefix: /a?b",
                "x-forwarded-prefix: /a\tb"
            })
    void takesNothingThatIsNoUrl(String header) throws Exception {
        int colon = header.indexOf(':');
        try (SafeDoor door = door(Network.LOOPBACK)) {
            assertThat(location(door, "x-auth-token", "admin", header.substring(0, colon), header.substring(colon + 2)))
                    .isEqualTo("http://127.0.0.1:" + door.port() + "/x");
        }
    }

    private static SafeDoor door(List<Network> proxies) {
        return new SafeDoor("door", Optional.empty(), Network.LOOPBACK, proxies);
    }

    private static String location(SafeDoor door, String... headers) throws Exception {
        return door.askInClear(headers).headers().firstValue("location").orElseThrow();
    }
}
