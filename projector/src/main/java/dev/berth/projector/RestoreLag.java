package dev.berth.projector;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.errors.StreamsException;

/** What of the stores is still to be restored, in words for people. */
final class RestoreLag {
    private RestoreLag() {}

    /** @param lags asks Kafka, which may fail: then a start that waits has to wait on */
    static String words(Supplier<Map<String, Map<Integer, LagInfo>>> lags) {
        try {
            long left = lags.get().values().stream()
                    .flatMap(store -> store.values().stream())
                    .mapToLong(LagInfo::offsetLag)
                    .sum();
            return left + " records of the stores to restore";
        } catch (StreamsException e) {
            return "how much of the stores is to restore is not known (" + e.getMessage() + ")";
        }
    }
}
