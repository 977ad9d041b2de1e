package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.Command;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceAudit;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import io.vavr.Tuple2;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The life of devices under everything that can happen to a region, anyone who asks for it by whatever command. */
class DeviceLifeProperties {
    private static final int LENGTH = 300;

    @Property(tries = 12)
    void cleansNoDeviceBeforeSomebodySaysSo(@ForAll long seed) {
        RandomCommands commands = new RandomCommands(seed, new Symbols());
        RegionView view = RegionView.empty(Region.DEFAULT);
        for (int i = 0; i < LENGTH; i++) {
            Command command = commands.next(view);
            RegionView after =
                    Ledger.apply(view, RandomCommands.position(i), command).after();
            for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
                for (TrackedDevice before : host._2().devices()) {
                    Optional<TrackedDevice> now = after.devices().of(host._1()).get(before.address());
                    verify(view, command, host._1(), before, now);
                }
            }
            for (Tuple2<ProviderId, DeviceTable> host : after.devices().all()) {
                assertThat(DeviceAudit.violations(host._2())).isEmpty();
            }
            view = after;
        }
    }

    private static void verify(
            RegionView view, Command command, ProviderId host, TrackedDevice before, Optional<TrackedDevice> now) {
        if (before.dirty() && now.filter(TrackedDevice::dirty).isEmpty()) {
            assertThat(before.status().isBusy()).as("%s was in use", before).isFalse();
            assertThat(isAcknowledgement(view, command, host, before))
                    .as("%s has cleaned %s", command, before)
                    .isTrue();
        }
        if (before.outage().isPresent() && now.flatMap(TrackedDevice::outage).isEmpty()) {
            assertThat(command)
                    .isInstanceOfSatisfying(
                            ChangeDevice.class,
                            change -> assertThat(change.action()).isEqualTo(ChangeDevice.Action.RETURN));
        }
        if (before.isOut() && now.filter(it -> it.status().isBusy()).isPresent()) {
            throw new AssertionError(command + " has given away " + before);
        }
        if (before.status().isBusy() && now.flatMap(TrackedDevice::owner).isPresent()) {
            assertThat(command instanceof ChangeDevice && !now.get().owner().equals(before.owner()))
                    .as("a device in use changed hands by %s", command)
                    .isFalse();
        }
    }

    private static boolean isAcknowledgement(RegionView view, Command command, ProviderId host, TrackedDevice device) {
        if (command instanceof ReportHost report) {
            return report.host().equals(host) && report.cleaned().contains(device.address());
        }
        if (command instanceof ReplaceInventories replace) {
            return device.device().provider().equals(Optional.of(replace.provider()))
                    && replace.inventories().values().stream().anyMatch(written -> written.reserved() == 0)
                    && isMarked(view, replace.provider());
        }
        if (command instanceof UpdateInventory update) {
            return device.device().provider().equals(Optional.of(update.provider()))
                    && update.inventory().reserved() == 0
                    && isMarked(view, update.provider());
        }
        if (command instanceof Reshape reshape) {
            return device.device()
                    .provider()
                    .filter(provider -> reshape.inventories().containsKey(provider)
                            && reshape.inventories().get(provider).inventories().values().stream()
                                    .anyMatch(written -> written.reserved() == 0)
                            && isMarked(view, provider))
                    .isPresent();
        }
        return command instanceof ChangeDevice change
                && change.action() == ChangeDevice.Action.ACKNOWLEDGE
                && change.host().equals(host)
                && change.address().equals(device.address());
    }

    private static boolean isMarked(RegionView view, ProviderId provider) {
        return view.provider(provider).map(Provider::inventories).stream()
                .flatMap(inventories -> inventories.values().stream())
                .anyMatch(DeviceLifeProperties::isMark);
    }

    private static boolean isMark(InventoryRecord inventory) {
        return inventory.reserved() == inventory.total();
    }
}
