package dev.berth.cli.shadow;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.berth.cli.placement.CaughtUp;
import dev.berth.cli.placement.FactDifference;
import dev.berth.cli.placement.FactSubject;
import dev.berth.cli.placement.FactsCatchUp;
import dev.berth.cli.placement.PlacementClient;
import dev.berth.cli.placement.RegionFacts;
import dev.berth.cli.shadow.Gaps.Round;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.terminal.CannotRunException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the gaps of the follower, on a thread of its own: looks whether it is there, reads what is behind from the
 * service that answers, and imports it. Where Berth answers nothing can be imported into the Placement, so both are
 * compared once, and what is behind stays so.
 */
final class CatchUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final long LOOK_MS = 200;
    private static final long PAUSE_MS_MAX = 30_000;

    /** Between looks for a service that is down, each of which tries a few times. */
    private static final long PROBE_MS = 1_000;

    private static final long END_MS = 5_000;

    private final ServiceRoles roles;
    private final ShadowSettings.Clients clients;
    private final int connections;
    private final Shadow shadow;
    private final CatchUpState catching;
    private final Thread thread = new Thread(this::run, "catch-up");
    private boolean mayDelete;
    private volatile boolean isCompared;
    private volatile boolean isClosed;

    /** What came of an attempt, and so when the next one is made. */
    private enum Attempt {
        DONE,
        /** It failed, or what was behind is so still, as where it is written to. */
        UNDONE,
        FOLLOWER_SILENT
    }

    /** @param mayDelete whether what only Berth has may go before it has been in line once */
    CatchUp(
            ServiceRoles roles,
            ShadowSettings.Clients clients,
            int connections,
            boolean mayDelete,
            Shadow shadow,
            CatchUpState catching) {
        this.roles = roles;
        this.clients = clients;
        this.connections = connections;
        this.mayDelete = mayDelete;
        this.shadow = shadow;
        this.catching = catching;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Has all of both be read again. */
    void again() {
        isCompared = false;
        shadow.doubtAll("somebody asked for it");
    }

    private void run() {
        long pauseMs = LOOK_MS;
        try {
            while (!isClosed) {
                TimeUnit.MILLISECONDS.sleep(pauseMs);
                pauseMs = switch (attempt()) {
                    case DONE -> LOOK_MS;
                    case UNDONE -> Math.min(PAUSE_MS_MAX, pauseMs * 2);
                    case FOLLOWER_SILENT -> PROBE_MS;
                };
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what there is to do. */
    private Attempt attempt() throws InterruptedException {
        boolean isSilent = shadow.isFollowerDown();
        try {
            if (isSilent) {
                PlacementClient back = roles.isBerthFollowing() ? clients.berth() : clients.placement();
                LOG.info("{} answers again.", back);
                shadow.followerIsBack();
                isSilent = false;
            }
            boolean isToDo = shadow.isBehind() && (roles.isBerthFollowing() || !isCompared);
            return !isToDo || round() ? Attempt.DONE : Attempt.UNDONE;
        } catch (CannotRunException e) {
            shadow.giveUpRound();
            List<String> lines = Splitter.on('\n').splitToList(e.getMessage());
            if (!lines.equals(catching.problem())) {
                LOG.warn("Cannot catch up: {}", e.getMessage());
            }
            catching.failed(lines);
            return isSilent ? Attempt.FOLLOWER_SILENT : Attempt.UNDONE;
        } catch (RuntimeException | Error e) {
            // Whatever it was, this thread is the only one that tries again.
            shadow.giveUpRound();
            LOG.error("Catching up failed.", e);
            catching.failed(List.of(String.valueOf(e)));
            return Attempt.UNDONE;
        }
    }

    /** Whether the round closed all gaps that it was for. */
    private boolean round() throws InterruptedException {
        PlacementClient placement = clients.placement();
        PlacementClient berth = clients.berth();
        Round round = shadow.beginRound();
        catching.begins(round.isAll() ? "reading all of both" : "reading what is behind");
        FactsCatchUp facts = new FactsCatchUp(placement, berth, connections);
        CaughtUp done;
        if (!roles.isBerthFollowing()) {
            done = facts.compared();
            isCompared = true;
        } else if (round.isAll()) {
            done = facts.all(mayDelete);
            mayDelete = true;
        } else {
            done = some(facts, round);
        }
        Map<Subject, String> still = still(done.differences());
        boolean isClosed = shadow.endRound(round, held(done.answering()), still);
        catching.succeeded(done.written());
        if (done.written() > 0 || !still.isEmpty()) {
            LOG.info("Caught up: {} things were written to Berth, {} differ still.", done.written(), still.size());
        }
        return isClosed;
    }

    private CaughtUp some(FactsCatchUp facts, Round round) throws InterruptedException {
        TreeSet<ProviderId> providers = new TreeSet<>();
        TreeSet<ConsumerId> consumers = new TreeSet<>();
        for (Subject subject : round.subjects()) {
            switch (subject.kind()) {
                case PROVIDER -> providers.add(ProviderId.of(subject.id()));
                case CONSUMER -> consumers.add(ConsumerId.of(subject.id()));
                case CATALOGUE, TREES -> {
                    // Names are read in any case.
                }
            }
        }
        return facts.some(
                providers,
                consumers,
                round.subjects().contains(Subject.CATALOGUE),
                (more, others) -> shadow.extend(round, subjects(more, others)));
    }

    private static List<Subject> subjects(Set<ProviderId> providers, Set<ConsumerId> consumers) {
        List<Subject> subjects = new ArrayList<>();
        providers.forEach(id -> subjects.add(Subject.provider(id.toString())));
        consumers.forEach(id -> subjects.add(Subject.consumer(id.toString())));
        return subjects;
    }

    private static Map<Subject, String> still(List<FactDifference> differences) {
        Map<Subject, String> still = new LinkedHashMap<>();
        differences.forEach(each -> still.putIfAbsent(subject(each.subject()), each.toString()));
        return still;
    }

    private static Subject subject(FactSubject of) {
        return of.provider()
                .map(id -> Subject.provider(id.toString()))
                .or(() -> of.consumer().map(id -> Subject.consumer(id.toString())))
                .orElse(Subject.CATALOGUE);
    }

    private static Map<String, ImmutableSet<String>> held(RegionFacts facts) {
        Map<String, ImmutableSet<String>> held = new HashMap<>();
        facts.consumers()
                .values()
                .forEach(each -> held.put(
                        each.consumer().toString(),
                        each.allocations().providers().stream()
                                .map(ProviderId::toString)
                                .collect(ImmutableSet.toImmutableSet())));
        return held;
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        try {
            thread.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
