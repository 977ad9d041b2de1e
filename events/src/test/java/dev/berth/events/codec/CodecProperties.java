package dev.berth.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.CommandArbitraries;
import dev.berth.events.DecisionArbitraries;
import dev.berth.events.DeviceArbitraries;
import dev.berth.events.ModelArbitraries;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Provider;
import dev.berth.events.model.Usage;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read again as it was, whatever it is; and whatever else is read, reading does not fail. */
class CodecProperties {
    private static final SchemaRegistry REGISTRY = registered();
    private static final CommandCodec COMMANDS = new CommandCodec(REGISTRY);
    private static final DecisionCodec DECISIONS = new DecisionCodec(REGISTRY);

    @Property(tries = 600)
    void readsEveryCommandAsItWasWritten(@ForAll("commands") Command command) {
        assertThat(COMMANDS.decode(COMMANDS.encode(command))).isEqualTo(new Decoding.Decoded<>(command));
    }

    @Property(tries = 200)
    void readsWhoSentACommand(@ForAll("commands") Command command, @ForAll("origins") Origin origin) {
        Sent sent = new Sent(command, Optional.of(origin));
        assertThat(COMMANDS.decodeSent(COMMANDS.encode(sent))).isEqualTo(new Decoding.Decoded<>(sent));
        assertThat(COMMANDS.decode(COMMANDS.encode(sent))).isEqualTo(new Decoding.Decoded<>(command));
    }

    @Property(tries = 600)
    void readsEveryDecisionAsItWasWritten(@ForAll("decisions") Decision decision) {
        assertThat(DECISIONS.decode(DECISIONS.encode(decision))).isEqualTo(new Decoding.Decoded<>(decision));
    }

    @Property
    void readsEveryFactAsItWasWritten(
            @ForAll("providers") Provider provider,
            @ForAll("consumers") Consumer consumer,
            @ForAll("hostReports") HostReport report,
            @ForAll("usages") Usage usage,
            @ForAll("hostDevices") HostDevice device,
            @ForAll("hostPools") HostPools pools) {
        assertThat(StateCodec.PROVIDER.decode(StateCodec.PROVIDER.encode(provider)))
                .isEqualTo(provider);
        assertThat(StateCodec.CONSUMER.decode(StateCodec.CONSUMER.encode(consumer)))
                .isEqualTo(consumer);
        assertThat(StateCodec.HOST_REPORT.decode(StateCodec.HOST_REPORT.encode(report)))
                .isEqualTo(report);
        assertThat(StateCodec.USAGE.decode(StateCodec.USAGE.encode(usage))).isEqualTo(usage);
        assertThat(StateCodec.HOST_DEVICE.decode(StateCodec.HOST_DEVICE.encode(device)))
                .isEqualTo(device);
        assertThat(StateCodec.HOST_POOLS.decode(StateCodec.HOST_POOLS.encode(pools)))
                .isEqualTo(pools);
    }

    @Property(tries = 1500)
    void answersDamagedBytesWithAResult(@ForAll("damaged") byte[] bytes) {
        assertThat(COMMANDS.decode(bytes)).isNotNull();
    }

    @Provide
    Arbitrary<Command> commands() {
        return CommandArbitraries.commands();
    }

    @Provide
    Arbitrary<Origin> origins() {
        return ModelArbitraries.origins();
    }

    @Provide
    Arbitrary<Decision> decisions() {
        return DecisionArbitraries.decisions();
    }

    @Provide
    Arbitrary<Provider> providers() {
        return ModelArbitraries.providers();
    }

    @Provide
    Arbitrary<Consumer> consumers() {
        return ModelArbitraries.consumers();
    }

    @Provide
    Arbitrary<HostReport> hostReports() {
        return ModelArbitraries.hostReports();
    }

    @Provide
    Arbitrary<HostDevice> hostDevices() {
        return Combinators.combine(ModelArbitraries.providerIds(), DeviceArbitraries.trackedDevices())
                .as(HostDevice::new);
    }

    @Provide
    Arbitrary<HostPools> hostPools() {
        return DeviceArbitraries.hostPools();
    }

    @Provide
    Arbitrary<Usage> usages() {
        return ModelArbitraries.usages();
    }

    /** The bytes of a command with one byte changed and perhaps the end cut off. */
    @Provide
    Arbitrary<byte[]> damaged() {
        return Combinators.combine(
                        CommandArbitraries.commands(),
                        Arbitraries.integers().between(0, 10_000),
                        Arbitraries.bytes(),
                        Arbitraries.integers().between(0, 10_000),
                        Arbitraries.of(true, false))
                .as((command, at, value, length, isCut) -> {
                    byte[] bytes = COMMANDS.encode(command);
                    bytes[at % bytes.length] = value;
                    return isCut ? Arrays.copyOf(bytes, length % bytes.length) : bytes;
                });
    }

    private static SchemaRegistry registered() {
        SchemaRegistry registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        return registry;
    }
}
