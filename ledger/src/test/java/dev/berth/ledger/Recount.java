package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that a view derives from its facts, counted again from nothing in the plainest way there is. */
final class Recount {
    private final RegionView view;
    private final Map<ProviderId, TreeSet<ProviderId>> children = new TreeMap<>();
    private final Map<ProviderId, TreeMap<ResourceClass, Long>> usage = new TreeMap<>();
    private final Map<ProviderId, TreeSet<ConsumerId>> holders = new TreeMap<>();
    private final Map<String, TreeSet<ConsumerId>> projects = new TreeMap<>();
    private final TreeSet<ResourceClass> classesInUse = new TreeSet<>();
    private final TreeSet<Trait> traitsInUse = new TreeSet<>();

    private Recount(RegionView view) {
        this.view = view;
        for (Provider provider : view.providers().all()) {
            provider.parent()
                    .ifPresent(parent -> children.computeIfAbsent(parent, id -> new TreeSet<>())
                            .add(provider.id()));
            classesInUse.addAll(provider.inventories().keySet());
            traitsInUse.addAll(provider.traits());
        }
        for (Consumer consumer : view.consumers().all()) {
            projects.computeIfAbsent(consumer.projectId(), id -> new TreeSet<>())
                    .add(consumer.id());
            consumer.allocations().forEach((provider, amounts) -> {
                holders.computeIfAbsent(provider, id -> new TreeSet<>()).add(consumer.id());
                amounts.forEach((resourceClass, amount) ->
                        usage.computeIfAbsent(provider, id -> new TreeMap<>()).merge(resourceClass, amount, Long::sum));
            });
        }
    }

    static void verify(RegionView view) {
        Recount recount = new Recount(view);
        view.providers().all().forEach(recount::verify);
        recount.projects.forEach(
                (project, consumers) -> assertThat(view.projects().of(project))
                        .as("consumers of %s", project)
                        .containsExactlyElementsOf(consumers));
        assertThat(view.catalogue().customClasses().keySet().toJavaList())
                .as("classes in use are known")
                .containsAll(recount.classesInUse.stream()
                        .filter(ResourceClass::isCustom)
                        .toList());
        view.catalogue()
                .customClasses()
                .keySet()
                .forEach(custom -> assertThat(view.isInUse(custom))
                        .as("%s in use", custom)
                        .isEqualTo(recount.classesInUse.contains(custom)));
        view.catalogue()
                .customTraits()
                .keySet()
                .forEach(custom -> assertThat(view.isInUse(custom))
                        .as("%s in use", custom)
                        .isEqualTo(recount.traitsInUse.contains(custom)));
        verifyHosts(view);
        verifyKeys(view);
        assertThat(recount.traitsInUse).as("traits in use are known").allMatch(view::isKnown);
        assertThat(recount.usage.keySet())
                .as("providers in use exist")
                .allMatch(id -> view.provider(id).isPresent());
    }

    /** Who vouches for a provider, in all reports one by one. */
    private static void verifyHosts(RegionView view) {
        TreeMap<ProviderId, ProviderId> vouchers = new TreeMap<>();
        view.hosts()
                .all()
                .forEach(report -> report.vouched()
                        .keySet()
                        .forEach(provider -> assertThat(vouchers.put(provider, report.host()))
                                .as("another voucher of %s than %s", provider, report.host())
                                .isNull()));
        assertThat(vouchers.keySet())
                .as("providers that are vouched for exist")
                .allMatch(id -> view.provider(id).isPresent());
        boolean isAnythingDeparting = false;
        for (HostReport report : view.hosts().all()) {
            for (Map.Entry<ProviderId, VouchedProvider> vouched :
                    report.vouched().entrySet()) {
                isAnythingDeparting |= verifyDeparture(view, vouched.getKey(), vouched.getValue());
            }
        }
        assertThat(view.hasDepartures()).isEqualTo(isAnythingDeparting);
        view.providers()
                .all()
                .forEach(provider -> assertThat(view.voucherOf(provider.id()))
                        .as("voucher of %s", provider.id())
                        .isEqualTo(Optional.ofNullable(vouchers.get(provider.id()))));
    }

    /** What has departed is there because it is held, or others have put something there, and for nothing else. */
    private static boolean verifyDeparture(RegionView view, ProviderId id, VouchedProvider vouched) {
        Provider provider = view.existing(id);
        boolean isDeparting = vouched.departing();
        for (Map.Entry<ResourceClass, VouchedInventory> each :
                vouched.inventories().entrySet()) {
            if (each.getValue().isDeparting()) {
                isDeparting = true;
                long held = view.used(id, each.getKey());
                assertThat(held).as("%s of %s is held", each.getKey(), id).isPositive();
                assertThat(provider.inventories().get(each.getKey())).isEqualTo(VouchedInventory.departing(held));
            }
        }
        assertThat(view.isDeparting(id)).as("%s departs", id).isEqualTo(isDeparting);
        if (vouched.departing()) {
            assertThat(view.isInUse(id)
                            || view.hasChildren(id)
                            || !provider.inventories().isEmpty())
                    .as("something keeps %s", id)
                    .isTrue();
        }
        return isDeparting;
    }

    /** Whose a key is, of those that random commands choose among. */
    private static void verifyKeys(RegionView view) {
        for (int i = 0; i < 4; i++) {
            HostKey key = new Symbols().key("key" + i);
            TreeSet<ProviderId> hosts = new TreeSet<>();
            for (Enrolment enrolment : view.enrolments().all()) {
                if (enrolment.key().equals(Optional.of(key))) {
                    hosts.add(enrolment.host());
                }
            }
            assertThat(hosts).as("hosts with key %d", i).hasSizeLessThanOrEqualTo(1);
            assertThat(view.hostWith(key))
                    .as("host with key %d", i)
                    .isEqualTo(hosts.stream().findFirst());
        }
    }

    /** Which host a provider counts devices of and where consumers hold some, looked up in all devices one by one. */
    static void verifyDevices(RegionView view) {
        TreeMap<ProviderId, ProviderId> hosts = new TreeMap<>();
        TreeMap<ConsumerId, TreeSet<ProviderId>> holders = new TreeMap<>();
        view.devices()
                .all()
                .forEach(host -> host._2().devices().forEach(device -> {
                    device.device().provider().ifPresent(counter -> hosts.put(counter, host._1()));
                    device.owner()
                            .ifPresent(owner -> holders.computeIfAbsent(owner, id -> new TreeSet<>())
                                    .add(host._1()));
                }));
        view.providers()
                .all()
                .forEach(provider -> assertThat(view.devices().hostOf(provider.id()))
                        .as("host of the devices of %s", provider.id())
                        .isEqualTo(Optional.ofNullable(hosts.get(provider.id()))));
        assertThat(holders.keySet())
                .as("holders exist")
                .allMatch(id -> view.consumer(id).isPresent());
        view.consumers()
                .all()
                .forEach(consumer -> assertThat(
                                ImmutableList.copyOf(view.devices().hostsOf(consumer.id())))
                        .as("hosts of the devices of %s", consumer.id())
                        .isEqualTo(ImmutableList.copyOf(holders.getOrDefault(consumer.id(), new TreeSet<>()))));
    }

    private void verify(Provider provider) {
        ProviderId id = provider.id();
        assertThat(view.providerNamed(provider.name()))
                .as("who is %s", provider.name())
                .contains(id);
        assertThat(provider.root()).as("root of %s", id).isEqualTo(rootOf(provider));
        assertThat(ImmutableList.copyOf(view.childrenOf(id)))
                .as("children of %s", id)
                .isEqualTo(ImmutableList.copyOf(children.getOrDefault(id, new TreeSet<>())));
        assertThat(view.hasChildren(id)).isEqualTo(children.containsKey(id));
        assertThat(view.consumers().usage(id)).as("usage of %s", id).isEqualTo(usage.getOrDefault(id, new TreeMap<>()));
        assertThat(provider.inventories().keySet())
                .as("inventories of what is used of %s", id)
                .containsAll(view.consumers().usage(id).keySet());
        assertThat(ImmutableList.copyOf(view.consumers().on(id)))
                .as("holders of %s", id)
                .isEqualTo(ImmutableList.copyOf(holders.getOrDefault(id, new TreeSet<>())));
        boolean isBusyHost = view.devices().of(id).devices().stream()
                .anyMatch(device -> device.owner().isPresent());
        assertThat(view.isInUse(id)).isEqualTo(holders.containsKey(id) || isBusyHost);
    }

    private ProviderId rootOf(Provider provider) {
        Optional<ProviderId> above = provider.parent();
        return above.isEmpty()
                ? provider.id()
                : rootOf(view.provider(above.get()).orElseThrow());
    }
}
