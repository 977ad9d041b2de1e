package dev.berth.devicespec;

/**
 * Why offered devices cannot be seen as providers: the device spec has to change.
 *
 * @param subject the address of the device, or the entry of the spec, that is refused
 * @param message what was wrong and what would be right
 */
public record DeviceRefusal(String subject, Code code, String message) {
    /** What kind of refusal it is. */
    public enum Code {
        /** A PF is offered together with VFs of it, and one provider cannot count both. */
        PF_WITH_CHILDREN,
        /** VFs of one PF have different resource classes. */
        MIXED_CLASSES,
        /** VFs of one PF have different traits. */
        MIXED_TRAITS,
        /** A VF or vDPA device without a PF to be a unit of. */
        NO_PARENT,
        /** An entry without a physical network that selects by devname: names may change owner at any boot. */
        DEVNAME,
        /** A resource class or trait whose name Placement would not take. */
        INVALID_NAME,
        /** A VF or vDPA device for one time use: only whole cards can be kept from being used again. */
        ONE_TIME_USE_CHILD
    }

    @Override
    public String toString() {
        return subject + ": " + message;
    }
}
