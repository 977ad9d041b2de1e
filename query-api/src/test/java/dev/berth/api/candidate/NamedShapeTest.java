package dev.berth.api.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.model.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedShapeTest {
    @Test
    void hasANameAndAQuery() {
        assertThat(NamedShape.parse("m1.small=resources=VCPU:1&required=HW_CPU_X86_AVX")
                        .name())
                .isEqualTo("m1.small");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            small                              | expected NAME=QUERY with a name
            ''                                 | expected NAME=QUERY with a name
            a b=resources=VCPU:1               | expected NAME=QUERY with a name
            small=                             | shape small is no request for candidates: There must be at least one
            small=resources=VCPU:0             | shape small is no request for candidates
            small=resources=VCPU               | shape small is no request for candidates
            small=resources=VCPU:1&explain=true| which only GET /allocation_candidates has
            small=resources=VCPU:1&by=host     | expected no parameter by in shape small
            """)
    void saysWhatIsWrong(String text, String words) {
        assertThatThrownBy(() -> NamedShape.parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(words);
    }
}
