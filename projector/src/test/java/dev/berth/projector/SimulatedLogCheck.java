package dev.berth.projector;

import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;

/** The log of a simulated world, as the threads of one process look at it. */
abstract class SimulatedLogCheck implements LogCheck {
    private final SimulatedProcess process;

    SimulatedLogCheck(SimulatedProcess process) {
        this.process = process;
    }

    private SimulatedKafka.Partition partition(int partition) {
        // A stream thread in the midst of a record asks until it is answered, so it is answered when Kafka is back.
        while (process.isSilent()) {
            process.await(process.silentUntilNs() - process.world.time.nowNs());
        }
        process.holdUp();
        return process.world.kafka.partition(partition);
    }

    @Override
    public abstract Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout);

    @Override
    public Uuid topicId() {
        return SimulatedKafka.TOPIC;
    }

    @Override
    public Optional<String> contradiction(int partition, Uuid topicId, LogMark mark) {
        List<SimulatedKafka.Entry> log = partition(partition).log;
        if (mark.offset() >= log.size()) {
            return Optional.of("the log ends at " + log.size() + " and offset " + mark.offset() + " was decided");
        }
        SimulatedKafka.Entry entry = log.get((int) mark.offset());
        return LogMark.of(topicId, entry.position(), entry.key(), entry.value()).equals(mark)
                ? Optional.empty()
                : Optional.of("another record stands at " + entry.position());
    }

    @Override
    public OptionalLong firstRecord(int partition, long from, long to) {
        long end = partition(partition).log.size();
        return from < Math.min(to, end) ? OptionalLong.of(from) : OptionalLong.empty();
    }

    @Override
    public boolean isClear(int partition) {
        return true;
    }

    @Override
    public long begin(int partition) {
        return 0;
    }

    @Override
    public long committed(int partition) {
        return partition(partition).committed;
    }

    @Override
    public void replay(String topic, int partition, long from, long to, Consumer<LogRecord> each) {
        SimulatedKafka.Partition all = partition(partition);
        int count = process.world.kafka.count();
        if (topic.equals(Topics.LOG.topic())) {
            List.copyOf(all.log.subList((int) from, (int) Math.min(to, all.log.size())))
                    .forEach(entry -> each.accept(new LogRecord(entry.position(), entry.key(), entry.value(), count)));
        } else {
            for (int i = (int) from; i < Math.min(to, all.decisions.size()); i++) {
                each.accept(new LogRecord(
                        new Position(partition, i, 0), all.decisionKeys.get(i), all.decisions.get(i), count));
            }
        }
    }

    @Override
    public Optional<LogRecord> last(String topic, int partition) {
        List<LogRecord> all = new ArrayList<>();
        replay(topic, partition, 0, Long.MAX_VALUE, all::add);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }
}
