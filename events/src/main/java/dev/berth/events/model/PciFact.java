package dev.berth.events.model;

/**
 * Names of what a host may find out about a PCI device besides its identity. Hosts may report others; nothing depends
 * on them.
 */
public final class PciFact {
    /** The network interface of a VF's parent; part of the key of a pool. */
    public static final String PARENT_IFNAME = "parent_ifname";

    /** The serial number in the card's vital product data; what a remote-managed device must have. */
    public static final String CARD_SERIAL_NUMBER = "card_serial_number";

    /** What a PF says the product id of its VFs is, whether or not any are made. */
    public static final String VF_PRODUCT_ID = "vf_product_id";

    public static final String MAC_ADDRESS = "mac_address";

    /** A list of feature names. */
    public static final String NETWORK_CAPABILITIES = "network_capabilities";

    /** How many VFs a PF can have, made or not. */
    public static final String SRIOV_TOTAL_VFS = "sriov_totalvfs";

    /** A list of the types of mediated devices that the device can be divided into, by their ids. */
    public static final String MDEV_TYPES = "mdev_types";

    /**
     * The root complex that the device lies below, as {@code pci0000:80}: devices that share it talk to each other
     * without the CPU. Kubernetes has the same value as resource.kubernetes.io/pcieRoot.
     */
    public static final String PCIE_ROOT = "pcieRoot";

    /** A list of NUMA cells and how far they are from the device's own, as {@code 0:10}; 10 is the same cell. */
    public static final String NUMA_DISTANCES = "numa_distances";

    /** What a GPU is called in the list of the PCI ID project. */
    public static final String PRODUCT_NAME = "product_name";

    public static final String LABEL = "label";
    public static final String DEV_ID = "dev_id";

    private PciFact() {}
}
