package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Looks for a record between the rows and the committed offset that was never decided: somebody has moved the offset
 * ahead. Rows that are lost look alike, but then decisions from behind the rows are recorded. For one thread.
 */
final class PassedOver {
    private final CommandCodec commands;
    private final LogId log;
    private final Map<Region, RegionFold> folds;
    private OptionalLong first = OptionalLong.empty();

    private PassedOver(CommandCodec commands, LogId log, Map<Region, RegionFold> folds) {
        this.commands = commands;
        this.log = log;
        this.folds = new TreeMap<>(folds);
    }

    /**
     * The offset of the first record that would have been decided and was not. The last recorded decision alone is
     * looked at: rows and decisions are committed together, so if the rows have it, nothing was decided behind them.
     * Where no decision is recorded although there are some in the rows, or the log was cut, somebody has deleted them:
     * it is not judged then. Nor is it where the last one cannot be read.
     *
     * @param next the offset after the last record that is in the rows
     * @param folds what is in the rows
     * @throws LogUnavailableException if Kafka does not answer in time
     */
    static OptionalLong first(
            LogCheck check,
            int partition,
            long next,
            long committed,
            Map<Region, RegionFold> folds,
            CommandCodec commands,
            DecisionCodec decisions)
            throws InterruptedException {
        Optional<LogRecord> last = check.last(Topics.DECISIONS.topic(), partition);
        boolean hasAllDecisions = last.isPresent()
                ? isHeadOfAFold(last.get(), folds, decisions)
                : next == 0 && check.begin(partition) == 0;
        if (!hasAllDecisions) {
            return OptionalLong.empty();
        }
        PassedOver passed = new PassedOver(commands, new LogId(check.topicId().toString()), folds);
        check.replay(Topics.LOG.topic(), partition, next, committed, passed::take);
        return passed.first;
    }

    /**
     * What to say of it, as part of a sentence, with what is to be done.
     *
     * @param ahead what is behind that record, as a clause
     */
    static String words(int partition, long offset, String ahead) {
        return "the record at offset " + offset + " was never decided but " + ahead
                + "; set the projectors' offset back, while none of them runs, with kafka-consumer-groups.sh "
                + "--bootstrap-server KAFKA --group " + ProjectorConfig.APPLICATION_ID + " --topic "
                + Topics.LOG.topic() + ":" + partition + " --reset-offsets --to-earliest --execute";
    }

    /** Its position says less: what has waited behind a stop is decided after records that stand behind it. */
    private static boolean isHeadOfAFold(LogRecord last, Map<Region, RegionFold> folds, DecisionCodec decisions) {
        return decisions.decode(last.value()) instanceof Decoding.Decoded<Decision> decoded
                && last.region()
                        .map(folds::get)
                        .filter(fold -> fold.view()
                                .chain()
                                .head()
                                .equals(decoded.value().chain()))
                        .isPresent();
    }

    private void take(LogRecord record) {
        if (first.isEmpty()) {
            record.region().ifPresent(region -> take(region, record));
        }
    }

    /** A record that waits behind a stop comes to no decision, so none is missing. */
    private void take(Region region, LogRecord record) {
        RegionFold before = folds.get(region);
        if (before == null) {
            before = RegionFold.of(RegionView.empty(log, region));
        }
        RegionFold.Taken taken = before.take(commands.decode(record.position(), record.value()));
        folds.put(region, taken.after());
        if (!taken.decisions().isEmpty()) {
            first = OptionalLong.of(record.position().offset());
        }
    }
}
