package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Parameters as they were sent, without one of them. */
final class QueryStringTest {
    @Test
    void cutsOutOneNameHoweverItIsWrittenAndLeavesTheRestAsItWas() {
        assertThat(QueryString.of("a=1&as_of=7&b=%2C&as%5Fof=8&as_of")
                        .take("as_of")
                        .rest()
                        .text())
                .isEqualTo("a=1&b=%2C");
        assertThat(QueryString.of("as_of=7").take("as_of").rest().text()).isEmpty();
        assertThat(QueryString.of("xas_of=7&as_ofx=1&name=as_of")
                        .take("as_of")
                        .rest()
                        .text())
                .isEqualTo("xas_of=7&as_ofx=1&name=as_of");
    }

    @Test
    void knowsWithoutDecodingWhereANameCannotBe() {
        assertThat(QueryString.of("resources=VCPU%3A1&in=%61").mayHave("as_of")).isFalse();
        assertThat(QueryString.of(null).mayHave("as_of")).isFalse();
        assertThat(QueryString.of("a=1&as%5fof=1").mayHave("as_of")).isTrue();
        assertThat(QueryString.of("%61s_of").mayHave("as_of")).isTrue();
        assertThat(QueryString.of("a&b=1&as_of=1").mayHave("as_of")).isTrue();
    }
}
