package dev.berth.devicespec;

/**
 * Something wrong in a device spec. A spec with any error must not be used: it could hand out a disk.
 *
 * @param entry the index of the entry, counted from 0 after nested lists are flattened
 * @param key the key in the entry, empty if the entry as a whole is wrong
 * @param message what was wrong and what would be right
 */
public record DeviceSpecError(int entry, String key, Code code, String message) {
    /** What kind of error it is. */
    public enum Code {
        /** An entry is not a map, or the whole is neither a map nor a list of maps. */
        NOT_A_MAP,
        /** A value is of the wrong type, no hex number, above its maximum, or not a word for true or false. */
        INVALID_VALUE,
        /** An address of more than three colon-separated parts, an unreadable regex, or neither text nor a map. */
        WRONG_ADDRESS_FORMAT,
        /** An entry names its devices twice, by devname and by address. */
        DEVNAME_AND_ADDRESS,
        /** remote_managed on a PF: only its VFs can be remote-managed. */
        REMOTE_MANAGED_PF,
        /** remote_managed at a PF's address with ids that are neither those of the PF nor those of its VFs. */
        REMOTE_MANAGED_IDS,
        /** remote_managed on a network interface that the host does not have. */
        REMOTE_MANAGED_ABSENT
    }

    @Override
    public String toString() {
        return "entry " + entry + (key.isEmpty() ? "" : ", " + key) + ": " + message;
    }
}
