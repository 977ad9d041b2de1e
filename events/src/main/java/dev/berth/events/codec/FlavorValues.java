package dev.berth.events.codec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.avro.common.Alternative;
import dev.berth.avro.common.Flavor;
import dev.berth.avro.common.ProviderCount;
import dev.berth.avro.event.ResolvedRequest;
import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.DeleteFlavor;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.event.FlavorCreated;
import dev.berth.events.event.FlavorDeleted;
import dev.berth.events.event.FlavorReplaced;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import java.util.List;

/** PCI flavors, and requests for devices. */
final class FlavorValues {
    static final Shape<CreateFlavor, dev.berth.avro.command.CreateFlavor> CREATE_FLAVOR = new Shape<>(
            CreateFlavor.class,
            dev.berth.avro.command.CreateFlavor.class,
            command ->
                    new dev.berth.avro.command.CreateFlavor(command.commandId().toString(), flavor(command.flavor())),
            avro -> new CreateFlavor(Values.commandId(avro.getCommandId()), flavor(avro.getFlavor())));

    static final Shape<ReplaceFlavor, dev.berth.avro.command.ReplaceFlavor> REPLACE_FLAVOR = new Shape<>(
            ReplaceFlavor.class,
            dev.berth.avro.command.ReplaceFlavor.class,
            command -> new dev.berth.avro.command.ReplaceFlavor(
                    command.commandId().toString(), flavor(command.flavor()), command.expectedGeneration()),
            avro -> new ReplaceFlavor(
                    Values.commandId(avro.getCommandId()), flavor(avro.getFlavor()), avro.getExpectedGeneration()));

    static final Shape<DeleteFlavor, dev.berth.avro.command.DeleteFlavor> DELETE_FLAVOR = new Shape<>(
            DeleteFlavor.class,
            dev.berth.avro.command.DeleteFlavor.class,
            command ->
                    new dev.berth.avro.command.DeleteFlavor(command.commandId().toString(), command.name()),
            avro -> new DeleteFlavor(Values.commandId(avro.getCommandId()), avro.getName()));

    static final Shape<FlavorCreated, dev.berth.avro.event.FlavorCreated> FLAVOR_CREATED = new Shape<>(
            FlavorCreated.class,
            dev.berth.avro.event.FlavorCreated.class,
            event -> new dev.berth.avro.event.FlavorCreated(flavor(event.flavor())),
            avro -> new FlavorCreated(flavor(avro.getFlavor())));

    static final Shape<FlavorReplaced, dev.berth.avro.event.FlavorReplaced> FLAVOR_REPLACED = new Shape<>(
            FlavorReplaced.class,
            dev.berth.avro.event.FlavorReplaced.class,
            event -> new dev.berth.avro.event.FlavorReplaced(flavor(event.flavor())),
            avro -> new FlavorReplaced(flavor(avro.getFlavor())));

    static final Shape<FlavorDeleted, dev.berth.avro.event.FlavorDeleted> FLAVOR_DELETED = new Shape<>(
            FlavorDeleted.class,
            dev.berth.avro.event.FlavorDeleted.class,
            event -> new dev.berth.avro.event.FlavorDeleted(event.name()),
            avro -> new FlavorDeleted(avro.getName()));

    static final Shape<PciFlavor, Flavor> FLAVOR =
            new Shape<>(PciFlavor.class, Flavor.class, FlavorValues::flavor, FlavorValues::flavor);

    private FlavorValues() {}

    private static Flavor flavor(PciFlavor flavor) {
        return new Flavor(
                flavor.name(),
                alternatives(flavor.alternatives()),
                flavor.policy().map(NumaPolicy::text).orElse(null),
                flavor.description().orElse(null),
                flavor.generation());
    }

    private static PciFlavor flavor(Flavor flavor) {
        return new PciFlavor(
                flavor.getName(),
                alternatives(flavor.getAlternatives()),
                flavor.getPolicy().map(FlavorValues::policy),
                flavor.getDescription(),
                flavor.getGeneration());
    }

    static dev.berth.avro.command.DeviceClaim claim(DeviceClaim claim) {
        return new dev.berth.avro.command.DeviceClaim(
                claim.host().toString(),
                claim.guestCells().asList(),
                Values.list(
                        claim.requests(),
                        request -> new dev.berth.avro.command.DeviceRequest(
                                request.id(),
                                request.count(),
                                request.flavor().orElse(null),
                                alternatives(request.alternatives()),
                                DeviceValues.attributes(request.extra()),
                                request.policy().map(NumaPolicy::text).orElse(null),
                                providers(request.providers()))));
    }

    static DeviceClaim claim(dev.berth.avro.command.DeviceClaim claim) {
        return new DeviceClaim(
                Values.provider(claim.getHost()),
                ImmutableSortedSet.copyOf(claim.getGuestCells()),
                Values.immutableList(
                        claim.getRequests(),
                        request -> new DeviceRequest(
                                request.getId(),
                                request.getCount(),
                                request.getFlavor(),
                                alternatives(request.getAlternatives()),
                                DeviceValues.attributes(request.getExtra()),
                                request.getPolicy().map(FlavorValues::policy),
                                providers(request.getProviders()))));
    }

    static ResolvedRequest resolved(PciRequest request) {
        return new ResolvedRequest(
                request.id(),
                request.count(),
                request.flavor().orElse(null),
                alternatives(request.alternatives()),
                request.policy().text(),
                providers(request.providers()));
    }

    static PciRequest resolved(ResolvedRequest request) {
        return new PciRequest(
                request.getId(),
                request.getCount(),
                alternatives(request.getAlternatives()),
                policy(request.getPolicy()),
                PciRequest.Source.FLAVOR,
                request.getFlavor(),
                providers(request.getProviders()));
    }

    private static List<ProviderCount> providers(ImmutableSortedMap<ProviderId, Integer> providers) {
        return Values.list(
                providers.entrySet(), entry -> new ProviderCount(entry.getKey().toString(), entry.getValue()));
    }

    private static ImmutableSortedMap<ProviderId, Integer> providers(List<ProviderCount> providers) {
        return Values.map(providers, entry -> Values.provider(entry.getProvider()), ProviderCount::getCount);
    }

    private static List<Alternative> alternatives(ImmutableList<PciAlternative> alternatives) {
        return Values.list(
                alternatives, alternative -> new Alternative(DeviceValues.attributes(alternative.attributes())));
    }

    private static ImmutableList<PciAlternative> alternatives(List<Alternative> alternatives) {
        return Values.immutableList(
                alternatives, alternative -> new PciAlternative(DeviceValues.attributes(alternative.getAttributes())));
    }

    private static NumaPolicy policy(String text) {
        return NumaPolicy.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected the policy required, legacy, preferred or socket but got " + text));
    }
}
