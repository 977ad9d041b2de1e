package dev.berth.projector;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Provider;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.LogUnavailableException.Fate;
import dev.berth.projector.SimulatedViolation.Promise;
import dev.berth.projector.store.RegionSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ObjLongConsumer;

/** Writes and reads one thing after the other, at any instance, and tells the judge what it was answered. */
final class SimulatedClient {

    private final SimulatedWorld world;
    private final int number;
    private final SplittableRandom random;
    private long call;
    private boolean isDone;

    SimulatedClient(SimulatedWorld world, int number) {
        this.world = world;
        this.number = number;
        this.random = world.random(-1L - number);
    }

    private int actor() {
        return 1_000 + number;
    }

    void next() {
        if (world.isOver()) {
            isDone = true;
            return;
        }
        world.time.in(random.nextLong(1_500_000), actor(), this::begin);
    }

    boolean isDone() {
        return isDone;
    }

    private void begin() {
        Region region = world.regions.get(random.nextInt(world.regions.size()));
        int kind = random.nextInt(20);
        if (kind < 15) {
            Command command = world.workload(region).next(world.truth.view(region));
            Sent sent = random.nextInt(3) == 0
                    ? Sent.of(command).withRequest(Sha256.of(world.commands.encode(Sent.of(command))))
                    : Sent.of(command);
            write(region, sent, 1);
        } else if (kind < 18) {
            read(region);
        } else {
            readCopy(region);
        }
    }

    /** Goes to an instance and comes back with its answer, or with nothing: both ways take their time. */
    private void call(Region region, ObjLongConsumer<SimulatedProcess> request, Runnable unheard) {
        long mine = ++call;
        Optional<SimulatedProcess> process = world.instance(region, random);
        if (process.isEmpty()) {
            world.time.in(5_000_000 + random.nextLong(20_000_000), actor(), unheard);
            return;
        }
        process.get()
                .run(
                        SimulatedProcess.API,
                        50_000 + random.nextLong(300_000),
                        () -> request.accept(process.get(), mine));
        world.time.in(patience(), actor(), () -> {
            if (call == mine) {
                call++;
                unheard.run();
            }
        });
    }

    /** How long it waits for an answer: mostly less than the service takes to give up. */
    private long patience() {
        return random.nextInt(20) == 0 ? 15_000_000_000L : 50_000_000 + random.nextLong(1_000_000_000);
    }

    /** The answer to a call, if it is not given up meanwhile. */
    private void hear(long mine, Runnable work) {
        boolean isLost = world.areFaultsDone() && random.nextInt(1_000) == 0;
        if (!isLost) {
            world.time.in(50_000 + random.nextLong(300_000), actor(), () -> {
                if (call == mine) {
                    call++;
                    work.run();
                }
            });
        }
    }

    private void write(Region region, Sent sent, int attempt) {
        call(
                region,
                (process, mine) -> {
                    new SimulatedApi(process)
                            .write(region, sent, answer -> hear(mine, () -> answered(region, sent, attempt, answer)));
                },
                () -> again(region, sent, attempt));
    }

    private void again(Region region, Sent sent, int attempt) {
        if (attempt < 4 && random.nextInt(5) > 0) {
            later(() -> write(region, sent, attempt + 1));
        } else {
            later(this::next);
        }
    }

    /** Where nothing was served, it is not asked again at once. */
    private void later(Runnable work) {
        world.time.in(5_000_000 + random.nextLong(250_000_000), actor(), work);
    }

    private void answered(Region region, Sent sent, int attempt, SimulatedApi.Answer answer) {
        world.time.trace(number);
        Decision first = world.truth.first(region, sent.commandId());
        if (answer.position().isPresent()) {
            if (first == null) {
                throw new SimulatedViolation(
                        Promise.ACKNOWLEDGED_IS_KEPT,
                        sent.commandId() + " was answered as decided at " + answer.position() + " and is not there");
            }
            boolean isFirst = first.position().equals(answer.position().get());
            if (isFirst && answer.isGranted() != first.outcome().refusal().isEmpty()
                    || !isFirst && answer.isGranted()
                    || !isFirst && sent.request().isPresent()) {
                throw new SimulatedViolation(
                        Promise.ACKNOWLEDGED_IS_KEPT,
                        sent.commandId() + " was answered " + answer + " but was decided so: " + first);
            }
            world.truth.acknowledged(region, answer.position().get(), world.time.nowNs());
            world.acknowledged++;
            next();
        } else {
            Optional<Fate> fate = answer.fate();
            if (fate.filter(each -> each == Fate.APPENDED).isPresent() && first == null) {
                throw new SimulatedViolation(
                        Promise.ACKNOWLEDGED_IS_KEPT, sent.commandId() + " was answered as appended and is not there");
            }
            if (attempt == 1 && fate.filter(each -> each == Fate.NOT_APPENDED).isPresent() && random.nextBoolean()) {
                world.neverAppended(region, sent.commandId());
                next();
            } else {
                again(region, sent, attempt);
            }
        }
    }

    private void read(Region region) {
        long startNs = world.time.nowNs();
        call(
                region,
                (process, mine) -> {
                    try {
                        RegionSnapshot snapshot = process.views.snapshot(region);
                        shows(snapshot, startNs, "a read");
                    } catch (LogUnavailableException e) {
                        // It may be served elsewhere.
                        hear(mine, () -> later(this::next));
                        return;
                    }
                    hear(mine, this::next);
                },
                this::next);
    }

    private void readCopy(Region region) {
        Duration asked = Duration.ofMillis(1 + random.nextInt(2_000));
        call(
                region,
                (process, mine) -> {
                    // Its thread may be held up behind the reading.
                    long askedNs = world.time.nowNs();
                    Optional<DatedSnapshot> copy = process.views.snapshot(region, asked);
                    copy.ifPresent(dated -> {
                        if (dated.staleness().compareTo(asked) > 0) {
                            throw new SimulatedViolation(Promise.FRESH, "older than asked for: " + dated.staleness());
                        }
                        // The wall clock has no parts of milliseconds.
                        shows(dated.snapshot(), askedNs - dated.staleness().toNanos() - 1_000_000, "a copy");
                        world.copiesRead++;
                    });
                    hear(mine, copy.isPresent() ? this::next : () -> later(this::next));
                },
                this::next);
    }

    private void shows(RegionSnapshot snapshot, long sinceNs, String reader) {
        RegionView view = snapshot.view();
        world.truth.read(view, sinceNs, reader);
        world.reads++;
        if (random.nextInt(16) == 0) {
            for (Provider provider : view.providers().all()) {
                ImmutableSortedMap<ResourceClass, Long> rows = snapshot.usage(provider.id());
                if (!rows.equals(view.consumers().usage(provider.id()))) {
                    throw new SimulatedViolation(
                            Promise.SAME_FOLD, reader + " shows usage " + rows + " of " + provider.id());
                }
            }
        }
    }
}
