package dev.berth.ledger.fleet;

import static dev.berth.ledger.fleet.Must.must;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What is offered is what the oracle says is available, and what claims then get, no more and no less. Claims are
 * decided and thrown away.
 */
final class Offers {
    private static final ConsumerId NEWCOMER = new ConsumerId(new UUID(-7, 7));
    private static final CommandId COMMAND = new CommandId(new UUID(-7, 8));

    private final FleetNames names;
    private final Oracle oracle;

    Offers(FleetNames names, Oracle oracle) {
        this.names = names;
        this.oracle = oracle;
    }

    /** Each class of each provider, and all that searches offer. */
    void verifyAll(RegionView view) {
        for (FleetNames.Machine machine : names.machines) {
            for (ProviderId provider : machine.providers()) {
                for (ResourceClass resourceClass : FleetNames.CLASSES) {
                    verifyClaims(view, provider, resourceClass);
                }
            }
            FleetCommands.FLAVORS.forEach(flavor -> verifyDevices(view, machine, flavor));
        }
        for (ResourceClass resourceClass : FleetNames.CLASSES) {
            for (long amount = 1; amount <= 4; amount++) {
                verifySearch(view, resourceClass, amount);
            }
        }
    }

    /** A claim of all that is available is granted, one of a unit more is refused. */
    void verifyClaims(RegionView view, ProviderId provider, ResourceClass resourceClass) {
        if (view.provider(provider)
                .map(it -> it.inventories().get(resourceClass))
                .isEmpty()) {
            return;
        }
        long offered = oracle.offered(provider, resourceClass);
        if (offered > 0) {
            must(
                    isGranted(view, claim(Allocations.of(provider, resourceClass, offered))),
                    () -> "a claim of " + offered + " " + resourceClass + " of " + names.symbols.name(provider)
                            + " to be granted");
        }
        must(
                !isGranted(view, claim(Allocations.of(provider, resourceClass, offered + 1))),
                () -> "a claim of " + (offered + 1) + " " + resourceClass + " of " + names.symbols.name(provider)
                        + " to be refused");
    }

    /** A search for so much of a class finds each provider that has it, and no other. */
    void verifySearch(RegionView view, ResourceClass resourceClass, long amount) {
        if (!view.isKnown(resourceClass)) {
            return;
        }
        TreeSet<ProviderId> expected = new TreeSet<>();
        for (ProviderId provider : oracle.providers()) {
            if (oracle.offered(provider, resourceClass) >= amount) {
                expected.add(provider);
            }
        }
        TreeSet<ProviderId> found = new TreeSet<>();
        for (Candidate candidate : CandidateSearch.search(
                        view,
                        CandidateRequest.of(
                                RequestGroup.of(RequestGroup.UNSUFFIXED, ImmutableSortedMap.of(resourceClass, amount))))
                .candidates()) {
            found.addAll(candidate.allocations().providers());
        }
        must(
                found.equals(expected),
                () -> "offers of " + amount + " " + resourceClass + " of " + named(expected) + " but got "
                        + named(found));
    }

    private static boolean isOf(Part part, String flavor) {
        return switch (flavor) {
            case "pf" -> part.said.type() == DeviceType.PF;
            case "vf" -> part.said.type() == DeviceType.VF;
            case "net" -> AttributeValue.of("net0").equals(part.said.tags().get("physical_network"));
            default -> part.said.productId().equals("1db6");
        };
    }

    /** As many devices of a flavor as are free on the host are offered and granted, and no more. */
    void verifyDevices(RegionView view, FleetNames.Machine machine, String flavor) {
        long memory = oracle.offered(machine.root(), FleetNames.MEMORY_MB);
        long offered = memory == 0 ? 0 : oracle.offeredDevices(machine.root(), part -> isOf(part, flavor));
        for (long count = Math.max(1, offered); count <= offered + 1; count++) {
            boolean isThere = count <= offered;
            long asked = count;
            ImmutableList<DeviceRequest> requests = ImmutableList.of(new DeviceRequest(
                    "r",
                    (int) count,
                    Optional.empty(),
                    ImmutableList.of(FleetCommands.alternative(flavor)),
                    ImmutableSortedMap.of(),
                    Optional.empty()));
            ConsumerClaim claim = claim(Allocations.of(machine.root(), FleetNames.MEMORY_MB, 1))
                    .withDevices(new DeviceClaim(machine.root(), ImmutableSortedSet.of(), requests));
            boolean isGranted = isGranted(view, claim);
            must(
                    isGranted == isThere,
                    () -> "a claim of " + asked + " " + flavor + " of " + machine.name() + " to be "
                            + (isThere ? "granted" : "refused"));
            ImmutableSortedMap<ResourceClass, Long> amounts = ImmutableSortedMap.of(FleetNames.MEMORY_MB, 1L);
            RequestGroup group =
                    RequestGroup.of(RequestGroup.UNSUFFIXED, amounts).with(amounts, ImmutableList.of(), requests);
            boolean isFound = CandidateSearch.search(view, CandidateRequest.of(group)).candidates().stream()
                    .anyMatch(candidate -> candidate.allocations().amount(machine.root(), FleetNames.MEMORY_MB) > 0);
            must(
                    isFound == isThere,
                    () -> asked + " " + flavor + " of " + machine.name() + " to be offered: " + isThere);
        }
    }

    private static ConsumerClaim claim(Allocations allocations) {
        return new ConsumerClaim(NEWCOMER, ExpectedConsumer.ABSENT, "project", "user", Optional.empty(), allocations);
    }

    private static boolean isGranted(RegionView view, ConsumerClaim claim) {
        Position next =
                new Position(0, view.position().offset() + 1, view.position().timestampMs());
        return Ledger.decide(view, next, new ClaimAllocations(COMMAND, ImmutableList.of(claim)))
                .refusal()
                .isEmpty();
    }

    private String named(TreeSet<ProviderId> providers) {
        return providers.stream().map(names.symbols::name).toList().toString();
    }
}
