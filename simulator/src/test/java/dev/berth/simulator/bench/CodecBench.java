package dev.berth.simulator.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.state.RegionView;
import dev.berth.simulator.fleet.DeviceHost;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to write and to read a claim of two classes, what was decided of it, and the report of a host with
 * 16 devices.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBench {
    private CommandCodec commands;
    private DecisionCodec decisions;
    private Command claim;
    private Command report;
    private Decision decision;
    private byte[] claimBytes;
    private byte[] reportBytes;
    private byte[] decisionBytes;

    @Setup
    public void write() {
        SchemaRegistry registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        commands = new CommandCodec(registry);
        decisions = new DecisionCodec(registry);
        DeviceHost host = new DeviceHost("host-1");
        report = host.report(new CommandId(new UUID(1, 1)));
        claim = new ClaimAllocations(
                new CommandId(new UUID(1, 2)),
                ImmutableList.of(new ConsumerClaim(
                        new ConsumerId(new UUID(2, 1)),
                        ExpectedConsumer.ABSENT,
                        "a1b2c3d4e5f60718293a4b5c6d7e8f90",
                        "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                        Optional.of(new ConsumerType("INSTANCE")),
                        Allocations.of(
                                host.id(),
                                ImmutableSortedMap.of(
                                        ResourceClass.of("VCPU"), 2L, ResourceClass.of("MEMORY_MB"), 2048L)))));
        RegionView reported = Ledger.apply(RegionView.empty(Region.DEFAULT), new Position(0, 0, 0), report)
                .after();
        decision = Ledger.apply(reported, new Position(0, 1, 1_700_000_000_000L), claim)
                .decision();
        if (decision.outcome().refusal().isPresent()) {
            throw new IllegalStateException("expected the claim to be granted but got " + decision);
        }
        claimBytes = commands.encode(claim);
        reportBytes = commands.encode(report);
        decisionBytes = decisions.encode(decision);
    }

    @Benchmark
    public byte[] encodeClaim() {
        return commands.encode(claim);
    }

    @Benchmark
    public Decoding<Command> decodeClaim() {
        return commands.decode(claimBytes);
    }

    @Benchmark
    public byte[] encodeDecision() {
        return decisions.encode(decision);
    }

    @Benchmark
    public Decoding<Decision> decodeDecision() {
        return decisions.decode(decisionBytes);
    }

    @Benchmark
    public byte[] encodeReport() {
        return commands.encode(report);
    }

    @Benchmark
    public Decoding<Command> decodeReport() {
        return commands.decode(reportBytes);
    }
}
