package dev.berth.events.model;

import java.util.Optional;

/** What a PCI device is to its neighbours: on its own, the parent of virtual functions, or such a child. */
public enum DeviceType {
    /** A plain device. */
    PCI("type-PCI"),
    /** An SR-IOV physical function: while it is in use its children are not free, and the other way round. */
    PF("type-PF"),
    /** An SR-IOV virtual function of a {@link #PF}. */
    VF("type-VF"),
    /** A vDPA device: a child of a {@link #PF} like a {@link #VF}. */
    VDPA("vdpa");

    private final String text;

    DeviceType(String text) {
        this.text = text;
    }

    /** The word for it in device specs, flavors and pools. */
    public String text() {
        return text;
    }

    public static Optional<DeviceType> parse(String text) {
        for (DeviceType type : values()) {
            if (type.text.equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Whether it hangs below a PF. */
    public boolean isChild() {
        return this == VF || this == VDPA;
    }

    @Override
    public String toString() {
        return text;
    }
}
