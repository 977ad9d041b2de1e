package dev.berth.agent.host;

/**
 * The online CPUs of a host and how they are packaged. {@code sockets} and {@code cores} are counts over the whole
 * host and 0 where the kernel does not tell; a CPU is a hardware thread, the unit of VCPU and PCPU inventories.
 */
public record CpuTopology(CpuSet online, int sockets, int cores) {
    public int count() {
        return online.size();
    }
}
