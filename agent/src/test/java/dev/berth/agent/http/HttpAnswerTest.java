package dev.berth.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HttpAnswerTest {
    @Test
    void tellsTheReasonWithoutWhatTheStatusMeans() {
        HttpAnswer answer = new HttpAnswer(
                409, "{\"errors\": [{\"detail\": \"There was a conflict.\\n\\n The name is taken.  \"}]}");

        assertThat(answer.reason()).isEqualTo("The name is taken.");
        assertThat(new HttpAnswer(403, "{\"errors\": [{\"detail\": \"no\"}]}").reason())
                .isEqualTo("no");
    }

    @Test
    void saysWhereNoReasonIsGiven() {
        assertThat(new HttpAnswer(404, "<h1>no</h1>").reason()).contains("is this the right address?");
        assertThat(new HttpAnswer(302, "").reason()).contains("not followed");
    }

    @Test
    void namesInALineWhatIsNoJson() {
        assertThatThrownBy(() -> new HttpAnswer(200, "\n<html>\n<body>").json())
                .hasMessage("expected JSON but got '<html>'");
        assertThatThrownBy(() -> new HttpAnswer(200, "{}").jsonWith("position"))
                .hasMessageContaining("with position, but got '{}'");
        assertThatThrownBy(() -> new HttpAnswer(200, "").jsonWith("position")).hasMessageContaining("got nothing");
    }
}
