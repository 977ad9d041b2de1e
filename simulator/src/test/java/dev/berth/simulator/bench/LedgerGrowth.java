package dev.berth.simulator.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What a claim, a release, a report of a host and a search cost as a region grows in providers, in consumers and in
 * commands decided before, and what a consumer takes of memory: tables, and a plot where the first argument says. The
 * second is the largest number of consumers and of commands, 1,000,000 without it. Costs are medians of the thread's
 * processor time, which other work on the machine disturbs less than the time of day.
 */
public final class LedgerGrowth {
    private static final int[] HOSTS = {200, 2_000, 20_000, 200_000};
    private static final int HOSTS_FOR_THE_REST = 10_000;
    private static final int PROVIDERS_A_HOST = 5;
    private static final int ROUNDS = 20_000;
    private static final int CONSUMERS_TO_BEGIN_WITH = 1_000;
    private static final int PLENTY = 2_000_000_000;
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass MEMORY_MB = ResourceClass.of("MEMORY_MB");
    private static final ResourceClass DISK_GB = ResourceClass.of("DISK_GB");
    private static final ImmutableSortedMap<ResourceClass, Long> AMOUNTS =
            ImmutableSortedMap.of(VCPU, 1L, MEMORY_MB, 256L, DISK_GB, 10L);
    private static final CandidateRequest REQUEST = CandidateRequest.of(
                    RequestGroup.of(RequestGroup.UNSUFFIXED, AMOUNTS))
            .limitedTo(10);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<ProviderId> hosts = new ArrayList<>();
    private final ArrayDeque<ConsumerId> consumers = new ArrayDeque<>();
    private RegionView view = RegionView.empty(Region.DEFAULT);

    private LedgerGrowth(int hostCount) {
        for (int i = 0; i < hostCount; i++) {
            hosts.add(new ProviderId(uuid()));
            apply(report(hosts.get(i), 0));
        }
        claimUpTo(CONSUMERS_TO_BEGIN_WITH);
    }

    public static void main(String[] arguments) throws IOException {
        long most = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
        LogPlot plot = new LogPlot("providers, consumers, or commands before", "µs of processor time");
        System.out.println("| providers | claim | release | report | limit=10 |\n|---|---|---|---|---|");
        for (int count : HOSTS) {
            LedgerGrowth growth = new LedgerGrowth(count);
            growth.print(plot, "by providers", (long) PROVIDERS_A_HOST * count, "");
        }
        System.out.println(
                "\n| consumers | claim | release | report | limit=10 | heap each |\n|---|---|---|---|---|---|");
        LedgerGrowth byConsumers = new LedgerGrowth(HOSTS_FOR_THE_REST);
        long before = heapAfterCollection();
        for (long count = 10L * CONSUMERS_TO_BEGIN_WITH; count <= most; count *= 10) {
            byConsumers.claimUpTo(count);
            long bytes = (heapAfterCollection() - before) / (count - CONSUMERS_TO_BEGIN_WITH);
            byConsumers.print(plot, "by consumers", count, String.format(Locale.ROOT, " %,d B |", bytes));
        }
        System.out.println("\n| commands before | claim | release | report | limit=10 |\n|---|---|---|---|---|");
        LedgerGrowth byCommands = new LedgerGrowth(HOSTS_FOR_THE_REST);
        for (long count = 10L * HOSTS_FOR_THE_REST; count <= most; count *= 10) {
            byCommands.commandsUpTo(count);
            byCommands.print(plot, "by commands before", count, "");
        }
        if (arguments.length > 0) {
            Files.writeString(Path.of(arguments[0]), plot.svg());
        }
    }

    private void print(LogPlot plot, String line, long size, String more) {
        double[] claims = new double[ROUNDS];
        double[] releases = new double[ROUNDS];
        double[] reports = new double[ROUNDS];
        double[] searches = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Command claim = claim(1);
            Command release = new ReleaseAllocations(command(), consumers.remove());
            Command report = report(anyHost(), round + 1);
            claims[round] = micros(() -> apply(claim));
            releases[round] = micros(() -> apply(release));
            reports[round] = micros(() -> apply(report));
            searches[round] = micros(() -> CandidateSearch.search(view, REQUEST));
        }
        plot.add("claim, " + line, size, lateMedian(claims));
        plot.add("report, " + line, size, lateMedian(reports));
        System.out.printf(
                Locale.ROOT,
                "| %,d | %.1f µs | %.1f µs | %.1f µs | %.1f µs |%s%n",
                size,
                lateMedian(claims),
                lateMedian(releases),
                lateMedian(reports),
                lateMedian(searches),
                more);
    }

    private static double micros(Runnable work) {
        long begin = THREADS.getCurrentThreadCpuTime();
        work.run();
        return (THREADS.getCurrentThreadCpuTime() - begin) / 1e3;
    }

    /** Of the second half: what came before the compiler was done is of no interest. */
    private static double lateMedian(double[] micros) {
        double[] late = Arrays.copyOfRange(micros, micros.length / 2, micros.length);
        Arrays.sort(late);
        return late[late.length / 2];
    }

    private void claimUpTo(long count) {
        while (consumers.size() < count) {
            apply(claim((int) Math.min(count - consumers.size(), Limits.COMMAND_CONSUMERS_MAX)));
        }
    }

    private void commandsUpTo(long count) {
        while (view.position().offset() < count) {
            apply(claim(1));
            apply(new ReleaseAllocations(command(), consumers.remove()));
        }
    }

    private Command claim(int count) {
        ImmutableList.Builder<ConsumerClaim> claims = ImmutableList.builder();
        for (int i = 0; i < count; i++) {
            ConsumerId consumer = new ConsumerId(uuid());
            consumers.add(consumer);
            claims.add(new ConsumerClaim(
                    consumer,
                    ExpectedConsumer.ABSENT,
                    "project",
                    "user",
                    Optional.empty(),
                    Allocations.of(anyHost(), AMOUNTS)));
        }
        return new ClaimAllocations(command(), claims.build());
    }

    /** A host with four providers below it, of which the host has so many disks more than at first. */
    private ReportHost report(ProviderId host, int more) {
        ImmutableList.Builder<ReportedProvider> tree = ImmutableList.builder();
        tree.add(new ReportedProvider(
                host,
                host.toString(),
                Optional.empty(),
                ImmutableSortedMap.of(
                        VCPU,
                        InventoryRecord.of(PLENTY),
                        MEMORY_MB,
                        InventoryRecord.of(PLENTY),
                        DISK_GB,
                        InventoryRecord.of(PLENTY + more)),
                ImmutableSortedSet.of()));
        for (int i = 1; i < PROVIDERS_A_HOST; i++) {
            ProviderId below = new ProviderId(new UUID(
                    host.value().getMostSignificantBits() + i, host.value().getLeastSignificantBits()));
            tree.add(new ReportedProvider(
                    below,
                    below.toString(),
                    Optional.of(host),
                    ImmutableSortedMap.of(ResourceClass.of("SRIOV_NET_VF"), InventoryRecord.of(8)),
                    ImmutableSortedSet.of()));
        }
        return new ReportHost(command(), host, tree.build());
    }

    private void apply(Command command) {
        Position position = new Position(0, view.position().offset() + 1, 0);
        Ledger.Step step = Ledger.apply(view, position, command);
        step.decision().outcome().refusal().ifPresent(refusal -> {
            throw new IllegalStateException("expected a command that is granted but got " + refusal);
        });
        view = step.after();
    }

    private ProviderId anyHost() {
        return hosts.get(random.nextInt(hosts.size()));
    }

    private CommandId command() {
        return new CommandId(uuid());
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static long heapAfterCollection() {
        for (int times = 0; times < 3; times++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
