package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OriginTest {
    private static final String LONGEST = Strings.repeat("x", Limits.ORIGIN_LENGTH_MAX);

    @Test
    void holdsATextWholeOrNotAtAll() {
        assertThat(Origin.text(LONGEST)).hasValue(LONGEST);
        assertThat(Origin.text(LONGEST + "x")).isEmpty();
        assertThat(Origin.text("")).isEmpty();
        assertThat(Origin.text("a\u0000")).isEmpty();
        assertThat(Origin.text("a\u009b")).isEmpty();
        assertThat(Origin.text("J\u00fcrgen M.")).hasValue("J\u00fcrgen M.");
    }

    @Test
    void namesAnAgentsHostAndVersionAndLeavesOutWhatCannotBeNamed() {
        Origin agent = Origin.agent("cn1", "0.1");
        assertThat(agent.kind()).hasValue("agent");
        assertThat(agent.agentHost()).hasValue("cn1");
        assertThat(agent.agentVersion()).hasValue("0.1");
        assertThat(agent.userId()).isEmpty();

        assertThat(Origin.agent("", LONGEST + "x"))
                .isEqualTo(new Origin(
                        Optional.of(Origin.AGENT),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ImmutableSortedSet.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void namesTheUserOfAnOperatorsMachine() {
        assertThat(Origin.operator("root").kind()).hasValue("operator");
        assertThat(Origin.operator("root").userId()).hasValue("root");
        assertThat(Origin.operator("ro\not").userId()).isEmpty();
    }
}
