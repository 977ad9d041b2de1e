package dev.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CaseFormat;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.event.Event;
import dev.berth.events.event.EventKind;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;

/** Commands and events have kinds of their own names; the codec finds their schemas by them. */
class KindsTest {
    @Example
    void hasAKindForEveryCommandAndTheReverse() {
        assertThat(kinds(Command.class))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(CommandKind.values()).map(Enum::name).toList());
    }

    @Example
    void hasAKindForEveryEventAndTheReverse() {
        assertThat(kinds(Event.class))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EventKind.values()).map(Enum::name).toList());
    }

    @Example
    void saysOfEachItsOwnKind() {
        for (CommandKind kind : CommandKind.values()) {
            Command sample = CommandArbitraries.commands(kind).sample();
            assertThat(sample.kind()).isEqualTo(kind);
            assertThat(kind(sample.getClass())).isEqualTo(kind.name());
        }
        for (EventKind kind : EventKind.values()) {
            Event sample = DecisionArbitraries.events(kind).sample();
            assertThat(sample.kind()).isEqualTo(kind);
            assertThat(kind(sample.getClass())).isEqualTo(kind.name());
        }
    }

    private static List<String> kinds(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(KindsTest::kind)
                .toList();
    }

    private static String kind(Class<?> type) {
        return CaseFormat.UPPER_CAMEL.to(CaseFormat.UPPER_UNDERSCORE, type.getSimpleName());
    }
}
