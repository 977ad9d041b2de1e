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

    public static final String LABEL = "label";
    public static final String DEV_ID = "dev_id";

    private PciFact() {}
}
