package dev.berth.ledger.fleet;

import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.scenario.Symbols;
import java.util.ArrayList;
import java.util.List;

/** All that there can be in a fleet: few of each, so that everything collides. Its lists are only read. */
final class FleetNames {
    static final int CONSUMERS = 7;
    static final int CARDS = 2;
    static final int VFS_MAX = 4;
    static final ResourceClass VCPU = ResourceClass.of("VCPU");
    static final ResourceClass PCPU = ResourceClass.of("PCPU");
    static final ResourceClass MEMORY_MB = ResourceClass.of("MEMORY_MB");
    static final ResourceClass PF = ResourceClass.of("CUSTOM_PF");
    static final ResourceClass VF = ResourceClass.of("CUSTOM_VF");
    static final ResourceClass GPU = ResourceClass.of("CUSTOM_GPU");
    static final ResourceClass EXTRA = ResourceClass.of("CUSTOM_EXTRA");
    static final List<ResourceClass> CLASSES = List.of(VCPU, PCPU, MEMORY_MB, PF, VF, GPU, EXTRA);
    static final PciAddress GPU_ADDRESS = PciAddress.of("0000:70:00.0");
    static final PciAddress NIC_ADDRESS = PciAddress.of("0000:90:00.0");

    /** One host, and what may hang below it. */
    record Machine(
            String name,
            ProviderId root,
            List<ProviderId> wholeCards,
            List<ProviderId> slicedCards,
            ProviderId gpu,
            ProviderId extra) {
        List<ProviderId> providers() {
            List<ProviderId> all = new ArrayList<>(List.of(root));
            all.addAll(wholeCards);
            all.addAll(slicedCards);
            all.add(gpu);
            all.add(extra);
            return all;
        }
    }

    final Symbols symbols = new Symbols();
    final List<Machine> machines = new ArrayList<>();
    final List<ConsumerId> consumers = new ArrayList<>();

    FleetNames(int hosts) {
        for (int i = 0; i < hosts; i++) {
            String name = "host" + i;
            List<ProviderId> whole = new ArrayList<>();
            List<ProviderId> sliced = new ArrayList<>();
            for (int card = 0; card < CARDS; card++) {
                whole.add(symbols.provider(name + "_pf" + card));
                sliced.add(symbols.provider(name + "_vfs" + card));
            }
            machines.add(new Machine(
                    name,
                    symbols.provider(name),
                    whole,
                    sliced,
                    symbols.provider(name + "_gpu"),
                    symbols.provider(name + "_extra")));
        }
        for (int i = 0; i < CONSUMERS; i++) {
            consumers.add(symbols.consumer("vm" + i));
        }
    }

    /** Two of the same project can hand a used device to each other, two of different ones cannot. */
    String projectOf(ConsumerId consumer) {
        return "project" + consumers.indexOf(consumer) % 2;
    }

    static PciAddress function(int card, int function) {
        return new PciAddress(0, 0x80 + card, 0, function);
    }
}
