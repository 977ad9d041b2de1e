package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.Sent;
import dev.berth.events.log.NotAppendedException;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.projector.SimulatedViolation.Promise;
import dev.berth.projector.store.RegionSnapshot;
import dev.berth.projector.store.RegionStore;
import dev.berth.projector.store.SimulatedDisk;
import dev.berth.projector.store.SnapshotQuery;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The simulation finds each fault that there would be if what mends it were taken out. */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 1 min; run with -Dfaults=true")
class SimulatedMutantsTest {
    private static final int COMMANDS = 600;
    private static final int WORLDS = 60;

    /** The first of some worlds in which a promise is broken breaks one of these. */
    private static void isFound(long firstSeed, SimulatedParts mutant, Promise... promises) {
        for (long seed = firstSeed; seed < firstSeed + WORLDS; seed++) {
            try {
                new SimulatedWorld(seed, COMMANDS, mutant).run();
            } catch (SimulatedViolation found) {
                assertThat(found.promise()).as(found.getMessage()).isIn((Object[]) promises);
                return;
            }
        }
        throw new AssertionError("nothing was found in " + WORLDS + " worlds from seed " + firstSeed);
    }

    @Test
    void findsDecisionsThatAreRecordedOutsideOfTheTransaction() {
        isFound(
                19,
                new SimulatedParts() {
                    @Override
                    boolean isDecisionInTransaction() {
                        return false;
                    }
                },
                Promise.ONCE);
    }

    @Test
    void findsOffsetsThatAreCommittedApartFromTheRows() {
        isFound(
                0,
                new SimulatedParts() {
                    @Override
                    boolean areOffsetsInTransaction() {
                        return false;
                    }
                },
                Promise.ONCE,
                Promise.FRESH,
                Promise.SAME_FOLD,
                Promise.ANSWERS);
    }

    @Test
    void findsThatOneWhoHasLostItsPartitionStillCommits() {
        isFound(
                5,
                new SimulatedParts() {
                    @Override
                    int heldUpInMillion() {
                        return 1_000;
                    }

                    @Override
                    boolean areZombiesFenced() {
                        return false;
                    }
                },
                Promise.ONCE,
                Promise.FRESH,
                Promise.SAME_FOLD);
    }

    @Test
    void findsRowsThatAreBelievedThoughSomeAreGone() {
        isFound(
                0,
                new SimulatedParts() {
                    private final SplittableRandom random = new SplittableRandom(1);

                    @Override
                    void found(SimulatedDisk disk) {
                        disk.damage(random);
                        disk.reseal();
                    }
                },
                Promise.SAME_FOLD);
    }

    @Test
    void findsThatDecidedCommandsAreNotRemembered() {
        isFound(
                5,
                new SimulatedParts() {
                    @Override
                    void found(SimulatedDisk disk) {
                        disk.forgetRecent();
                        disk.reseal();
                    }
                },
                Promise.SAME_FOLD);
    }

    /** Views without the guard of {@link RegionRegistry}. */
    private record Unguarded(Copies copies, SimulatedProcess process, boolean isCheckedBefore) implements RegionViews {
        @Override
        public RegionSnapshot snapshot(Region region) {
            int home = process.home(region);
            if (isCheckedBefore
                    && process.leases.of(home).filter(Lease::isServing).isEmpty()) {
                throw new LogUnavailableException("it is not served here");
            }
            QueryResult<RegionSnapshot> result = copies.ask(home, new SnapshotQuery(region));
            if (result == null || result.isFailure()) {
                throw new LogUnavailableException("it is not kept here");
            }
            return result.getResult();
        }

        @Override
        public Optional<RegionStop> stopped(Region region) {
            return Optional.empty();
        }

        @Override
        public Collection<Region> regions() {
            return List.of();
        }
    }

    @Test
    void findsViewsThatAreHandedOutWithoutALease() {
        isFound(
                0,
                new SimulatedParts() {
                    @Override
                    RegionViews views(RegionViews real, Copies copies, SimulatedProcess process) {
                        return new Unguarded(copies, process, false);
                    }
                },
                Promise.FRESH);
    }

    /**
     * Worlds in which a process is paused now and then where it is about to ask for a view, and does so once it has
     * opened its store again.
     */
    private static class Paused extends SimulatedParts {
        private static final long PAUSE_NS = 9_000_000_000L;
        private static final long STEP_NS = 10_000_000;
        private static final int STEPS = 500;

        private final SplittableRandom random = new SplittableRandom(1);

        Copies pausing(Copies copies, SimulatedProcess process) {
            return new Copies() {
                @Override
                public <R> QueryResult<R> ask(int partition, Query<R> query) {
                    if (process.world.areFaultsDone() && random.nextInt(20) == 0) {
                        RegionStore before = process.stream.store(partition);
                        process.pause(PAUSE_NS, false);
                        for (int i = 0; i < STEPS && !isOpenedAgain(process.stream.store(partition), before); i++) {
                            process.await(STEP_NS);
                        }
                    }
                    return copies.ask(partition, query);
                }
            };
        }

        private static boolean isOpenedAgain(RegionStore now, RegionStore before) {
            return now != null && now != before;
        }
    }

    @Test
    void findsALeaseThatIsCheckedBeforeTheViewAlone() {
        isFound(
                0,
                new Paused() {
                    @Override
                    RegionViews views(RegionViews real, Copies copies, SimulatedProcess process) {
                        return new Unguarded(pausing(copies, process), process, true);
                    }
                },
                Promise.FRESH);
    }

    @Test
    void findsNothingWhereTheLeaseIsCheckedBehindTheView() {
        for (long seed = 0; seed < 10; seed++) {
            new SimulatedWorld(seed, COMMANDS, new Paused() {
                        @Override
                        RegionViews views(RegionViews real, Copies copies, SimulatedProcess process) {
                            return new RegionRegistry(
                                    process.leases,
                                    process::home,
                                    pausing(copies, process),
                                    process.freshness,
                                    home -> false);
                        }
                    })
                    .run();
        }
    }

    @Test
    void findsALeaseByTheMonotonicClockAlone() {
        isFound(
                43,
                new SimulatedParts() {
                    @Override
                    LeaseClock leaseClock(LeaseClock real) {
                        return new LeaseClock() {
                            @Override
                            public long monotonicNs() {
                                return real.monotonicNs();
                            }

                            @Override
                            public long wallMs() {
                                return 0;
                            }
                        };
                    }
                },
                Promise.FRESH);
    }

    /** Worlds in which nothing fails but that one who serves is struck off its group and does not know. */
    private static class Lost extends SimulatedParts {
        private static final long SILENT_NS = 3_000_000_000L;

        @Override
        boolean fails(SimulatedWorld world) {
            if (world.living().stream().noneMatch(SimulatedProcess::isSilent)) {
                world.living().stream()
                        .filter(process -> process.leases.all().stream().anyMatch(Lease::isServing))
                        .findFirst()
                        .ifPresent(process -> world.strikeOff(process, SILENT_NS));
            }
            return true;
        }
    }

    @Test
    void findsThatALostPartitionIsTakenForOneThatWasHandedOver() {
        isFound(
                4,
                new Lost() {
                    private final Set<String> everSeen = new TreeSet<>();

                    @Override
                    Group group(Group real, SimulatedProcess process) {
                        everSeen.addAll(real.partitions().keySet());
                        Map<String, Set<Integer>> told = new TreeMap<>(real.partitions());
                        everSeen.stream()
                                .filter(member -> !member.startsWith(process.client + "-"))
                                .forEach(member -> told.putIfAbsent(member, Set.of()));
                        return new Group(real.isStable(), told);
                    }
                },
                Promise.FRESH);
    }

    @Test
    void findsNothingWhereALostPartitionIsWaitedFor() {
        for (long seed = 0; seed < 10; seed++) {
            new SimulatedWorld(seed, COMMANDS, new Lost()).run();
        }
    }

    /** Worlds in which nothing fails but that a partition is halted, until its process is killed and started again. */
    private static class Halted extends SimulatedParts {
        @Override
        boolean fails(SimulatedWorld world) {
            List<SimulatedProcess> halted =
                    world.living().stream().filter(world::isHalted).toList();
            if (halted.isEmpty()) {
                world.living().stream()
                        .filter(process -> process.leases.all().stream().anyMatch(Lease::isServing))
                        .findFirst()
                        .ifPresent(Halted::halt);
            }
            halted.forEach(process -> world.crash(process.place));
            return true;
        }

        private static void halt(SimulatedProcess process) {
            process.leases.all().stream()
                    .filter(Lease::isServing)
                    .findFirst()
                    .ifPresent(lease -> process.world.halt(process, lease));
        }
    }

    /** The next start finds them, and decides nothing more. */
    @Test
    void findsThatUndecidedRecordsAreCommitted() {
        isFound(
                2,
                new Halted() {
                    @Override
                    boolean areUndecidedKept() {
                        return false;
                    }
                },
                Promise.ANSWERS);
    }

    @Test
    void findsNothingWhereUndecidedRecordsAreNotCommitted() {
        for (long seed = 0; seed < 10; seed++) {
            new SimulatedWorld(seed, COMMANDS, new Halted()).run();
        }
    }

    @Test
    void findsAnAgeThatIsToldByTheChangelog() {
        isFound(
                0,
                new SimulatedParts() {
                    @Override
                    LogCheck freshnessCheck(LogCheck real, SimulatedProcess process) {
                        return new SimulatedLogCheck(process) {
                            @Override
                            public Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout) {
                                process.answered();
                                Map<Integer, Long> committed = new TreeMap<>();
                                partitions.forEach(partition ->
                                        committed.put(partition, process.world.kafka.partition(partition).committed));
                                return committed;
                            }
                        };
                    }
                },
                Promise.FRESH);
    }

    @Test
    void findsThatAnAppendIsBelievedBeforeItIsDone() {
        isFound(
                0,
                new SimulatedParts() {
                    @Override
                    CommandAppender appender(CommandAppender real, SimulatedProcess process) {
                        return (region, sent) -> {
                            CompletionStage<Position> appended = real.append(region, sent);
                            return appended.toCompletableFuture().isCompletedExceptionally()
                                    ? appended
                                    : CompletableFuture.completedFuture(new Position(process.home(region), 0, 0));
                        };
                    }
                },
                Promise.ACKNOWLEDGED_IS_KEPT);
    }

    @Test
    void findsThatWhatIsPerhapsAppendedIsSaidNotToBe() {
        isFound(
                0,
                new SimulatedParts() {
                    @Override
                    CommandAppender appender(CommandAppender real, SimulatedProcess process) {
                        return (region, sent) -> unsure(real, region, sent);
                    }
                },
                Promise.NOT_APPENDED_IS_NOT);
    }

    private static CompletionStage<Position> unsure(CommandAppender real, Region region, Sent sent) {
        CompletableFuture<Position> appended = new CompletableFuture<>();
        real.append(region, sent).whenComplete((position, failure) -> {
            if (failure == null) {
                appended.complete(position);
            } else {
                appended.completeExceptionally(new NotAppendedException(failure));
            }
        });
        return appended;
    }
}
