package dev.berth.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.terminal.CannotRunException;
import org.junit.jupiter.api.Test;

class ProcessRoomTest {
    @Test
    void isThereForWhatTheSystemGives() {
        assertThatCode(() -> new ProcessRoom(3, 64, 1).require()).doesNotThrowAnyException();
    }

    @Test
    void saysHowManyFilesThereAreAndHowManyAreNeeded() {
        assertThatThrownBy(() -> new ProcessRoom(1, Integer.MAX_VALUE, 1).require())
                .isInstanceOf(CannotRunException.class)
                .hasMessageMatching("this process may have \\d+ files open, and needs 2147483647 at least; raise .*");
    }

    @Test
    void saysHowMuchHeapThereIsAndHowMuchIsNeeded() {
        assertThatThrownBy(() -> new ProcessRoom(1, 64, Integer.MAX_VALUE).require())
                .isInstanceOf(CannotRunException.class)
                .hasMessageMatching("this process may have a heap of \\d+ MiB, and needs 2147483647 at least, .*");
    }

    /** Java's words for it are the same class as those for memory, of which more would not help. */
    @Test
    void tellsThreadsFromMemory() {
        String ofThreads = "unable to create native thread: possibly out of memory or process/resource limits reached";

        assertThat(OutOfMemory.isOfThreads(new OutOfMemoryError(ofThreads))).isTrue();
        assertThat(OutOfMemory.isOfThreads(new OutOfMemoryError("Java heap space")))
                .isFalse();
    }
}
