package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Drain;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.host.Hosts;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Stock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of drained hosts at every point of any log. */
final class DrainProperties {
    private static final int LENGTH = 300;
    private static final ConsumerId NEWCOMER = new ConsumerId(new UUID(7, 7));

    @Property(tries = 12)
    void keepsTheDrainedRootsOfHostsDisabled(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            RegionView view = log.step(i).after();
            for (Drain drain : view.drains().values()) {
                assertThat(Hosts.isHost(view, drain.host())).as(log.line(i)).isTrue();
                Optional<Provider> root = view.provider(drain.host());
                assertThat(root.map(Provider::isRoot).orElse(true))
                        .as(log.line(i))
                        .isTrue();
                assertThat(root.map(provider -> provider.traits().contains(Drain.DISABLED))
                                .orElse(true))
                        .as(log.line(i))
                        .isTrue();
            }
        }
    }

    @Property(tries = 12)
    void offersNothingOfADrainedTreeAndGrantsWhatIsOffered(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i += 7) {
            RegionView view = log.step(i).after();
            for (Provider provider : view.providers().all()) {
                for (ResourceClass resourceClass : provider.inventories().keySet()) {
                    verifyOffers(
                            view,
                            resourceClass,
                            provider.inventories().get(resourceClass).minUnit());
                }
            }
        }
    }

    private static void verifyOffers(RegionView view, ResourceClass resourceClass, long amount) {
        CandidateRequest request =
                CandidateRequest.of(RequestGroup.of("", ImmutableSortedMap.of(resourceClass, amount)));
        for (Candidate candidate : CandidateSearch.search(view, request).candidates()) {
            Allocations allocations = candidate.allocations();
            for (ProviderId provider : allocations.providers()) {
                assertThat(isInDrainedTree(view, provider)).isFalse();
            }
            assertThat(rejection(view, allocations)).isNotEqualTo(Optional.of(Rejection.HOST_DRAINED));
        }
        for (Provider provider : view.providers().all()) {
            if (isInDrainedTree(view, provider.id()) && provider.inventories().containsKey(resourceClass)) {
                assertThat(rejection(view, Allocations.of(provider.id(), resourceClass, amount)))
                        .contains(Rejection.HOST_DRAINED);
            }
        }
    }

    private static Optional<Rejection> rejection(RegionView view, Allocations allocations) {
        ConsumerClaim claim =
                new ConsumerClaim(NEWCOMER, ExpectedConsumer.ABSENT, "project", "user", Optional.empty(), allocations);
        ClaimAllocations command = new ClaimAllocations(new CommandId(new UUID(7, 8)), ImmutableList.of(claim));
        return Ledger.decide(view, view.position(), command).refusal().map(refusal -> refusal.rejection());
    }

    @Property(tries = 12)
    void letsNobodyInButForWhatOthersOfTheSameCommandLetGo(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            RegionView before = log.before(i);
            RegionView after = log.step(i).after();
            TreeMap<Stock, Long> balance = new TreeMap<>();
            for (Drain drain : before.drains().values()) {
                for (ProviderId provider : Hosts.tree(before, drain.host())) {
                    balance.putAll(balance(before, after, drain.host(), provider));
                }
            }
            assertThat(balance.values()).as(log.line(i)).allMatch(over -> over <= 0);
        }
    }

    /** How much more newcomers have got of each stock than others have let go of. */
    private static Map<Stock, Long> balance(RegionView before, RegionView after, ProviderId root, ProviderId provider) {
        TreeMap<Stock, Long> balance = new TreeMap<>();
        before.consumersOn(provider).forEach(id -> {
            for (Allocation held : before.consumer(id).orElseThrow().allocations()) {
                long now = after.consumer(id)
                        .map(Consumer::allocations)
                        .orElse(Allocations.NONE)
                        .amount(held.provider(), held.resourceClass());
                if (held.provider().equals(provider) && now < held.amount()) {
                    balance.merge(Stock.of(held), now - held.amount(), Long::sum);
                }
            }
        });
        after.consumersOn(provider).forEach(id -> {
            if (!isThere(before, id, root)) {
                for (Allocation held : after.consumer(id).orElseThrow().allocations()) {
                    if (held.provider().equals(provider)) {
                        balance.merge(Stock.of(held), held.amount(), Long::sum);
                    }
                }
            }
        });
        return balance;
    }

    private static boolean isThere(RegionView view, ConsumerId id, ProviderId root) {
        boolean isPlaced = view.consumer(id)
                .flatMap(Consumer::placement)
                .filter(placement -> isIn(view, placement.host(), root))
                .isPresent();
        boolean hasDevices = false;
        for (ProviderId host : view.devices().hostsOf(id)) {
            hasDevices |= isIn(view, host, root);
        }
        return isPlaced
                || hasDevices
                || view.consumer(id).map(Consumer::allocations).orElse(Allocations.NONE).providers().stream()
                        .anyMatch(provider -> isIn(view, provider, root));
    }

    private static boolean isIn(RegionView view, ProviderId provider, ProviderId root) {
        return view.provider(provider).map(Provider::root).equals(Optional.of(root));
    }

    private static boolean isInDrainedTree(RegionView view, ProviderId provider) {
        return view.drain(view.existing(provider).root()).isPresent();
    }
}
