package dev.berth.projector;

import dev.berth.events.log.KafkaAdmin;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.model.CountText;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the work of a process taken over as soon as it is known to have ended, where Kafka would wait for its session and
 * its transaction to time out: fences its producers, which aborts what they left open, and takes its members out of the
 * group. No right follows from that: who takes over waits for every other lease to be over, as always. So a process
 * that had not ended loses its place and its open transaction, joins again and does the work again. Thread-safe.
 */
final class EndedPeers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EndedPeers.class);
    private static final int WAITING_MAX = 16;

    private final KafkaAdmin admin;
    private final Runnable onChange;
    private final ExecutorService thread;
    private final AtomicLong removed = new AtomicLong();

    /** @param onChange called when the group is about to change */
    EndedPeers(KafkaConnection kafka, Runnable onChange) {
        this.admin = KafkaAdmin.prompt(kafka);
        this.onChange = onChange;
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), task -> {
                    Thread made = new Thread(task, "berth-ended-peers");
                    made.setDaemon(true);
                    return made;
                });
    }

    /** How many members of ended processes were taken out of the group from here. */
    long removed() {
        return removed.get();
    }

    /** Takes the process out, on a thread of its own; Kafka finds out by itself, later, where that fails. */
    void takeOut(PeerProcess ended) {
        try {
            thread.execute(() -> {
                try {
                    takeOutNow(ended);
                } catch (InterruptedException closing) {
                    Thread.currentThread().interrupt();
                } catch (KafkaException e) {
                    LOG.warn(
                            "The process {} has ended, but Kafka could not be asked to take it out of the group; it "
                                    + "does so when the session is over.",
                            ended.client(),
                            e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closed, or too many have ended at once", e);
        }
    }

    private void takeOutNow(PeerProcess ended) throws InterruptedException {
        long startNs = System.nanoTime();
        // Both at once: a survivor that is given the partition reads no further than the open transaction.
        KafkaFuture<Void> fenced = ended.producers().isEmpty()
                ? KafkaFuture.completedFuture(null)
                : admin.calls().fenceProducers(ended.producers()).all();
        String group = ProjectorConfig.APPLICATION_ID;
        List<MemberToRemove> members = admin
                .answer(admin.calls()
                        .describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group))
                .members()
                .stream()
                .filter(member -> member.clientId().startsWith(ended.client() + "-"))
                .map(MemberDescription::groupInstanceId)
                .flatMap(name -> name.stream().map(MemberToRemove::new))
                .toList();
        if (!members.isEmpty()) {
            remove(members);
        }
        onChange.run();
        admin.answer(fenced);
        LOG.warn(
                "The process {} has ended: taken out of the group {}, fenced {}, in {} ms.",
                ended.client(),
                CountText.of(members.size(), "member"),
                CountText.of(ended.producers().size(), "producer"),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
    }

    private void remove(List<MemberToRemove> members) throws InterruptedException {
        RemoveMembersFromConsumerGroupOptions options = new RemoveMembersFromConsumerGroupOptions(members);
        options.reason("its process has ended");
        try {
            admin.answer(admin.calls()
                    .removeMembersFromConsumerGroup(ProjectorConfig.APPLICATION_ID, options)
                    .all());
            removed.addAndGet(members.size());
        } catch (UnknownMemberIdException anotherPeerWasFirst) {
            LOG.debug("taken out already", anotherPeerWasFirst);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        admin.close();
    }
}
