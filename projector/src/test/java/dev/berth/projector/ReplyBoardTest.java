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
import dev.berth.projector.LogUnavailableException.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReplyBoardTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");
    private static final CommandId COMMAND = new CommandId(new UUID(1, 1));

    private final ReplyBoard board = new ReplyBoard(Duration.ofSeconds(60));

    @Test
    void answersEverybodyWhoSentTheSameCommandAtOnce() {
        CompletableFuture<Decision> first = waitFor(EAST);
        CompletableFuture<Decision> second = waitFor(EAST);
        Decision decision = decision(3);

        board.decided(EAST, decision);
        board.decided(EAST, decision(4));

        assertThat(first).isCompletedWithValue(decision);
        assertThat(second).isCompletedWithValue(decision);
    }

    @Test
    void keepsTheRegionsApart() {
        CompletableFuture<Decision> east = waitFor(EAST);
        CompletableFuture<Decision> west = waitFor(WEST);

        board.decided(WEST, decision(3));

        assertThat(west).isCompleted();
        assertThat(east).isNotDone();
    }

    @Test
    void doesNotFailWhoWaitsAnewForACommandThatWasDecidedMeanwhile() {
        waitFor(EAST);
        board.appended(EAST, COMMAND, new Position(0, 3, 3));
        AtomicReference<CompletableFuture<Decision>> anew = new AtomicReference<>();

        board.failElsewhere(partition -> {
            board.decided(EAST, decision(3));
            anew.set(waitFor(EAST));
            return true;
        });

        assertThat(anew.get()).isNotDone();
    }

    @Test
    void letsOneAppendACommandThatSeveralWaitFor() {
        assertThat(board.await(EAST, COMMAND).isFirst()).isTrue();
        assertThat(board.await(EAST, COMMAND).isFirst()).isFalse();
        assertThat(board.await(WEST, COMMAND).isFirst()).isTrue();

        board.decided(EAST, decision(3));
        assertThat(board.await(EAST, COMMAND).isFirst()).isTrue();
    }

    @Test
    void saysOfACommandThatIsNotDecidedInTimeWhetherItStandsInTheLog() {
        ReplyBoard hasty = new ReplyBoard(Duration.ofMillis(50));
        CompletionStage<Decision> unconfirmed = hasty.await(EAST, COMMAND).decision();
        CompletionStage<Decision> confirmed = hasty.await(WEST, COMMAND).decision();
        hasty.appended(WEST, COMMAND, new Position(3, 14, 0));

        assertFate(unconfirmed, Fate.PERHAPS_APPENDED, "did not confirm in time");
        assertFate(confirmed, Fate.APPENDED, "was appended at 3@14 but not decided in time");
    }

    @Test
    void saysWhereACommandStandsWhoseRegionHasGoneElsewhere() {
        CompletionStage<Decision> gone = board.await(EAST, COMMAND).decision();
        CompletionStage<Decision> unconfirmed = board.await(WEST, COMMAND).decision();
        board.appended(EAST, COMMAND, new Position(3, 14, 0));

        board.failElsewhere(partition -> partition == 3);

        assertFate(gone, Fate.APPENDED, "was appended at 3@14, but its region has gone to another instance");
        assertThat(unconfirmed.toCompletableFuture()).isNotDone();
    }

    @Test
    void answersThoseWhoseRegionHasGoneElsewhereInTheOrderOfTheLog() {
        List<Integer> answered = new ArrayList<>();
        for (int offset = 0; offset < 50; offset++) {
            int mine = offset;
            CommandId command = new CommandId(new UUID(2, offset));
            board.await(EAST, command).decision().whenComplete((decision, failure) -> answered.add(mine));
            board.appended(EAST, command, new Position(3, offset, 0));
        }

        board.failElsewhere(partition -> true);

        assertThat(answered).hasSize(50).isSorted();
    }

    private static void assertFate(CompletionStage<Decision> reply, Fate fate, String words) {
        assertThatThrownBy(() -> reply.toCompletableFuture().get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        LogUnavailableException.class,
                        failure -> assertThat(failure.fate()).isEqualTo(fate))
                .hasMessageContaining(words);
    }

    private CompletableFuture<Decision> waitFor(Region region) {
        return board.await(region, COMMAND).decision().toCompletableFuture();
    }

    private static Decision decision(long offset) {
        return new Decision(
                new Position(0, offset, 0), COMMAND, CommandKind.CREATE_TRAIT, 1, Outcome.accepted(), Sha256.NONE);
    }
}
