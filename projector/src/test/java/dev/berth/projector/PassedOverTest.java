package dev.berth.projector;

import static dev.berth.projector.Commands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.Command;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The rows end before the committed offset. */
class PassedOverTest {
    private static final Region EAST = new Region("east");

    private final DecidedLog log = new DecidedLog();

    @Test
    void findsTheFirstRecordThatWasNeverDecided() throws Exception {
        decide(create(1));
        decide(create(2));
        log.appendForeign();
        append(create(3));
        append(create(4));

        assertThat(passedOver(2)).hasValue(3);
    }

    @Test
    void findsNoneWhereRowsAreLostThatDecisionsAreRecordedOf() throws Exception {
        decide(create(1));
        Map<Region, RegionFold> older = new TreeMap<>(log.folds);
        decide(create(2));
        log.folds.putAll(older);

        assertThat(passedOver(1)).isEmpty();
    }

    @Test
    void findsNoneAmongRecordsThatWaitBehindAStop() throws Exception {
        decide(create(1));
        log.append(EAST, new byte[] {9});
        append(create(2));

        assertThat(passedOver(1)).isEmpty();
    }

    @Test
    void judgesNothingWhereTheDecisionsOfItsRowsAreDeleted() throws Exception {
        decide(create(1));
        append(create(2));
        log.decided.clear();

        assertThat(passedOver(1)).isEmpty();
    }

    @Test
    void findsTheFirstRecordOfALogOfWhichNothingWasDecided() throws Exception {
        append(create(1));

        assertThat(passedOver(0)).hasValue(0);
    }

    /** The decisions may have been cut with it. */
    @Test
    void judgesNothingOfACutLogWithoutRows() throws Exception {
        append(create(1));
        log.check.begin = 7;

        assertThat(passedOver(0)).isEmpty();
    }

    private OptionalLong passedOver(long next) throws InterruptedException {
        return PassedOver.first(log.check, 0, next, log.records.size(), log.folds, log.commands, log.decisions);
    }

    private void decide(Command command) {
        log.decide(EAST, command);
    }

    private void append(Command command) {
        log.append(EAST, log.commands.encode(command));
    }
}
