package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ReplyBoardTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");
    private static final CommandId COMMAND = new CommandId(new UUID(1, 1));

    private final ReplyBoard board = new ReplyBoard(Duration.ofSeconds(60));

    @Test
    void answersEverybodyWhoSentTheSameCommandAtOnce() {
        CompletableFuture<Decision> first = board.await(EAST, COMMAND).toCompletableFuture();
        CompletableFuture<Decision> second = board.await(EAST, COMMAND).toCompletableFuture();
        Decision decision = decision(3);

        board.decided(EAST, decision);
        board.decided(EAST, decision(4));

        assertThat(first).isCompletedWithValue(decision);
        assertThat(second).isCompletedWithValue(decision);
    }

    @Test
    void keepsTheRegionsApart() {
        CompletableFuture<Decision> east = board.await(EAST, COMMAND).toCompletableFuture();
        CompletableFuture<Decision> west = board.await(WEST, COMMAND).toCompletableFuture();

        board.decided(WEST, decision(3));

        assertThat(west).isCompleted();
        assertThat(east).isNotDone();
    }

    @Test
    void letsGoOfACommandThatIsNotDecidedInTime() {
        CompletableFuture<Decision> reply =
                new ReplyBoard(Duration.ofMillis(10)).await(EAST, COMMAND).toCompletableFuture();

        assertThatThrownBy(() -> reply.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
    }

    private static Decision decision(long offset) {
        return new Decision(
                new Position(0, offset, 0), COMMAND, CommandKind.CREATE_TRAIT, 1, Outcome.accepted(), Sha256.NONE);
    }
}
