package dev.berth.events.codec;

import com.google.common.primitives.Bytes;
import dev.berth.events.CommandArbitraries;
import dev.berth.events.DecisionArbitraries;
import dev.berth.events.DeviceArbitraries;
import dev.berth.events.ModelArbitraries;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.EventKind;
import dev.berth.events.host.HostRow;
import dev.berth.events.model.HostDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A message that is written somewhere: each command, a decision with each event or a refusal, each state. Written
 * without Confluent's header, which depends on the registry.
 */
record Message<M>(String name, Arbitrary<M> samples, Function<M, byte[]> encoder, Function<byte[], M> decoder) {
    private static final SchemaRegistry REGISTRY = SchemaRegistry.inMemory();
    private static final int HEADER_LENGTH = 5;

    static List<Message<?>> all() {
        REGISTRY.registerSchemas();
        List<Message<?>> all = new ArrayList<>();
        for (CommandKind kind : CommandKind.values()) {
            all.add(command(kind));
        }
        all.add(sent());
        all.add(decision("refused", DecisionArbitraries.refusals().map(Outcome::refused)));
        for (EventKind kind : EventKind.values()) {
            all.add(decision(kind.name(), DecisionArbitraries.events(kind).map(Outcome::accepted)));
        }
        for (HostRow.Kind kind : HostRow.Kind.values()) {
            all.add(hostRow(kind));
        }
        all.add(state("provider", ModelArbitraries.providers(), StateCodec.PROVIDER));
        all.add(state("consumer", ModelArbitraries.consumers(), StateCodec.CONSUMER));
        all.add(state("host_report", ModelArbitraries.hostReports(), StateCodec.HOST_REPORT));
        all.add(state("drain", ModelArbitraries.drains(), StateCodec.DRAIN));
        all.add(state("enrolment", ModelArbitraries.enrolments(), StateCodec.ENROLMENT));
        all.add(state("usage", ModelArbitraries.usages(), StateCodec.USAGE));
        all.add(state("flavor", DeviceArbitraries.flavors(), StateCodec.FLAVOR));
        all.add(state("host_pools", DeviceArbitraries.hostPools(), StateCodec.HOST_POOLS));
        all.add(state(
                "host_device",
                Combinators.combine(ModelArbitraries.providerIds(), DeviceArbitraries.trackedDevices())
                        .as(HostDevice::new),
                StateCodec.HOST_DEVICE));
        return all;
    }

    M sample() {
        return samples.sample();
    }

    private static Message<?> command(CommandKind kind) {
        CommandCodec codec = new CommandCodec(REGISTRY);
        return topic(
                "command " + kind.name(),
                CommandArbitraries.commands(kind).map(Command.class::cast),
                codec::encode,
                codec::decode);
    }

    /** A command with who sent it. */
    private static Message<?> sent() {
        CommandCodec codec = new CommandCodec(REGISTRY);
        Arbitrary<Sent> sent = Combinators.combine(
                        CommandArbitraries.commands(CommandKind.CREATE_TRAIT), ModelArbitraries.origins())
                .as((command, origin) -> Sent.of(command).withOrigin(origin));
        return topic("command with its origin", sent, codec::encode, codec::decodeSent);
    }

    private static Message<?> decision(String name, Arbitrary<Outcome> outcomes) {
        DecisionCodec codec = new DecisionCodec(REGISTRY);
        Arbitrary<Decision> decisions = Combinators.combine(DecisionArbitraries.decisions(), outcomes)
                .as((decision, outcome) -> new Decision(
                        decision.position(),
                        decision.commandId(),
                        decision.commandKind(),
                        decision.rulesVersion(),
                        outcome,
                        decision.chain()));
        return topic("decision " + name, decisions, codec::encode, codec::decode);
    }

    private static Message<?> hostRow(HostRow.Kind kind) {
        HostRowCodec codec = new HostRowCodec(REGISTRY);
        return topic("host row " + kind.name(), DecisionArbitraries.hostRows(kind), codec::encode, codec::decode);
    }

    private static <M> Message<M> state(String name, Arbitrary<M> samples, StateCodec<M> codec) {
        return new Message<>("state " + name, samples, codec::encode, codec::decode);
    }

    private static <M> Message<M> topic(
            String name, Arbitrary<M> samples, Function<M, byte[]> encoder, Function<byte[], Decoding<M>> decoder) {
        byte[] header = Arrays.copyOf(encoder.apply(samples.sample()), HEADER_LENGTH);
        return new Message<>(
                name,
                samples,
                message -> {
                    byte[] bytes = encoder.apply(message);
                    return Arrays.copyOfRange(bytes, HEADER_LENGTH, bytes.length);
                },
                bytes -> decoder.apply(Bytes.concat(header, bytes)).orElseThrow(IllegalStateException::new));
    }
}
