package dev.berth.api.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class PassedHeadersTest {
    @Test
    void passesOnWhatIsNotAboutTheConnection() {
        MultiMap passed = MultiMap.caseInsensitiveMultiMap();
        PassedHeaders.copy(
                MultiMap.caseInsensitiveMultiMap()
                        .add("Connection", "close, X-Hop")
                        .add("connection", "x-other")
                        .add("X-Hop", "1")
                        .add("x-OTHER", "1")
                        .add("Transfer-Encoding", "chunked")
                        .add("X-Auth-Token", "t")
                        .add("set-cookie", "a")
                        .add("set-cookie", "b"),
                passed);
        assertThat(passed.names()).containsExactlyInAnyOrder("X-Auth-Token", "set-cookie");
        assertThat(passed.getAll("set-cookie")).containsExactly("a", "b");
    }
}
