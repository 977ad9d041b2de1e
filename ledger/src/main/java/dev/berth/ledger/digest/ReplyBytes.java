package dev.berth.ledger.digest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.io.ByteArrayDataInput;
import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import dev.berth.events.decision.Holders;
import dev.berth.events.decision.HostState;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.decision.Reply;
import dev.berth.events.decision.Reply.ProviderState;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.ThreadPolicy;
import dev.berth.ledger.state.RecentCommands;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a request with an idempotency key was answered, to and from bytes: those of the state's digest and of its row in
 * a store. Equal values have equal bytes. The position is the entry's and not repeated. Stateless.
 */
public final class ReplyBytes {
    private ReplyBytes() {}

    public static byte[] of(RecentCommands.Answered answered) {
        ByteArrayDataOutput out = ByteStreams.newDataOutput();
        out.write(answered.request().bytes());
        write(out, answered.reply());
        return out.toByteArray();
    }

    private static void write(ByteArrayDataOutput out, Reply reply) {
        out.writeBoolean(reply.refusal().isPresent());
        reply.refusal().ifPresent(refusal -> {
            DigestSum.write(out, refusal.rejection().name());
            out.writeInt(refusal.facts().size());
            refusal.facts().forEach((fact, value) -> {
                DigestSum.write(out, fact.name());
                DigestSum.write(out, value);
            });
        });
        out.writeBoolean(reply.hasChanged());
        out.writeBoolean(reply.provider().isPresent());
        reply.provider().ifPresent(provider -> {
            DigestSum.write(out, provider.id().value());
            out.writeLong(provider.generation());
            out.writeBoolean(provider.parent().isPresent());
            provider.parent().ifPresent(parent -> DigestSum.write(out, parent.value()));
            DigestSum.write(out, provider.root().value());
        });
        out.writeInt(reply.devices().size());
        reply.devices().forEach((address, request) -> {
            DigestSum.write(out, address.toString());
            DigestSum.write(out, request);
        });
        out.writeBoolean(reply.placement().isPresent());
        reply.placement().ifPresent(placement -> CellDigest.write(out, placement));
        out.writeInt(reply.kept().size());
        reply.kept().forEach(provider -> DigestSum.write(out, provider.value()));
        out.writeBoolean(reply.host().isPresent());
        reply.host().ifPresent(host -> write(out, host));
    }

    private static void write(ByteArrayDataOutput out, HostState host) {
        out.writeInt(host.holders().count());
        out.writeBoolean(host.holders().areMore());
        out.writeInt(host.holders().told().size());
        host.holders().told().forEach(holder -> DigestSum.write(out, holder.value()));
        out.writeInt(host.removed().size());
        host.removed().forEach(provider -> DigestSum.write(out, provider.value()));
        out.writeBoolean(host.wasEnrolled());
    }

    /**
     * What was answered at a position.
     *
     * @throws IllegalStateException if the bytes were not made by {@link #of}
     */
    public static RecentCommands.Answered read(Position position, byte[] bytes) {
        try {
            ByteArrayDataInput in = ByteStreams.newDataInput(bytes);
            byte[] digest = new byte[Sha256.LENGTH];
            in.readFully(digest);
            return new RecentCommands.Answered(Sha256.ofBytes(digest), reply(in, position));
        } catch (IllegalStateException | IllegalArgumentException | NegativeArraySizeException e) {
            throw new IllegalStateException("expected a remembered reply of " + position + " but got other bytes", e);
        }
    }

    private static Reply reply(ByteArrayDataInput in, Position position) {
        return new Reply(
                position,
                in.readBoolean() ? Optional.of(refusal(in)) : Optional.empty(),
                in.readBoolean(),
                in.readBoolean() ? Optional.of(provider(in)) : Optional.empty(),
                devices(in),
                in.readBoolean() ? Optional.of(placement(in)) : Optional.empty(),
                providers(in),
                in.readBoolean() ? Optional.of(host(in)) : Optional.empty());
    }

    private static HostState host(ByteArrayDataInput in) {
        return new HostState(
                new Holders(in.readInt(), in.readBoolean(), consumers(in)), providers(in), in.readBoolean());
    }

    private static ImmutableSortedSet<ConsumerId> consumers(ByteArrayDataInput in) {
        ImmutableSortedSet.Builder<ConsumerId> consumers = ImmutableSortedSet.naturalOrder();
        for (int left = in.readInt(); left > 0; left--) {
            consumers.add(new ConsumerId(uuid(in)));
        }
        return consumers.build();
    }

    private static Refusal refusal(ByteArrayDataInput in) {
        Refusal refusal = Refusal.of(Rejection.valueOf(text(in)));
        for (int left = in.readInt(); left > 0; left--) {
            refusal = refusal.with(Fact.valueOf(text(in)), text(in));
        }
        return refusal;
    }

    private static ProviderState provider(ByteArrayDataInput in) {
        return new ProviderState(
                new ProviderId(uuid(in)),
                in.readLong(),
                in.readBoolean() ? Optional.of(new ProviderId(uuid(in))) : Optional.empty(),
                new ProviderId(uuid(in)));
    }

    private static ImmutableSortedMap<PciAddress, String> devices(ByteArrayDataInput in) {
        TreeMap<PciAddress, String> devices = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            devices.put(PciAddress.of(text(in)), text(in));
        }
        return ImmutableSortedMap.copyOfSorted(devices);
    }

    private static ImmutableSortedSet<ProviderId> providers(ByteArrayDataInput in) {
        ImmutableSortedSet.Builder<ProviderId> providers = ImmutableSortedSet.naturalOrder();
        for (int left = in.readInt(); left > 0; left--) {
            providers.add(new ProviderId(uuid(in)));
        }
        return providers.build();
    }

    private static GuestPlacement placement(ByteArrayDataInput in) {
        ProviderId host = new ProviderId(uuid(in));
        ImmutableList.Builder<PlacedCell> cells = ImmutableList.builder();
        for (int left = in.readInt(); left > 0; left--) {
            cells.add(new PlacedCell(guest(in), in.readInt(), positive(in.readInt()), pinning(in)));
        }
        return new GuestPlacement(host, cells.build());
    }

    private static OptionalInt positive(int number) {
        return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static ImmutableSortedMap<Integer, Integer> pinning(ByteArrayDataInput in) {
        ImmutableSortedMap.Builder<Integer, Integer> pinning = ImmutableSortedMap.naturalOrder();
        for (int left = in.readInt(); left > 0; left--) {
            pinning.put(in.readInt(), in.readInt());
        }
        return pinning.build();
    }

    private static GuestCell guest(ByteArrayDataInput in) {
        return new GuestCell(
                in.readInt(), numbers(in), numbers(in), in.readLong(), pages(in.readInt()), cpuPolicy(in), thread(in));
    }

    private static Optional<PageRequest> pages(int sizeKb) {
        return sizeKb == 0 ? Optional.empty() : Optional.of(new PageRequest(sizeKb));
    }

    private static CpuPolicy cpuPolicy(ByteArrayDataInput in) {
        return CpuPolicy.valueOf(text(in));
    }

    private static ThreadPolicy thread(ByteArrayDataInput in) {
        return ThreadPolicy.valueOf(text(in));
    }

    private static ImmutableSortedSet<Integer> numbers(ByteArrayDataInput in) {
        ImmutableSortedSet.Builder<Integer> numbers = ImmutableSortedSet.naturalOrder();
        for (int left = in.readInt(); left > 0; left--) {
            numbers.add(in.readInt());
        }
        return numbers.build();
    }

    private static String text(ByteArrayDataInput in) {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static UUID uuid(ByteArrayDataInput in) {
        return new UUID(in.readLong(), in.readLong());
    }
}
