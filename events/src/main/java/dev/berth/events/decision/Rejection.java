package dev.berth.events.decision;

/**
 * Every reason for which a command may be refused, in order of precedence: where several apply to the same thing, the
 * first is given. A command that names several things is judged thing by thing, in the order in which it names them.
 * Beside each stands the HTTP status and, where it has one of its own, the Placement error code (API 1.23) that it
 * becomes. Names in capitals that are not in here are those of {@link dev.berth.events.model.Limits}.
 */
public enum Rejection {
    /** The command's id was decided not long ago; the facts name that position. 409. */
    DUPLICATE_COMMAND,
    /** The record is a known command with values that no command may have; the facts say which. 400. */
    MALFORMED_COMMAND,
    /** The rules version asked for lies behind the active one; one that is not known at all stops the region. 400. */
    UNKNOWN_RULES_VERSION,
    /** A record was to be skipped at which the region has not stopped. 409. */
    NOT_STOPPED_THERE,

    /**
     * The consumer is in another generation, or exists where it should not, or the reverse; to a release also if it was
     * changed at another time. 409 placement.concurrent_update.
     */
    CONSUMER_GENERATION_CONFLICT,
    /** The consumer holds nothing to release. 404. */
    CONSUMER_NOT_FOUND,

    /**
     * The host is enrolled and the report has no number: anyone who sent it has written to berth.log. Its agent reports
     * through berth.reports or POST /hosts/{uuid}/report. 409.
     */
    REPORT_WITHOUT_SEQUENCE,
    /** The number of the report is not above that of the host's last one: an old report, sent again. 409. */
    REPORT_NOT_NEWER,
    /** The number of the report lies more than {@code SEQUENCE_AHEAD_MS_MAX} ahead of the log's clock. 400. */
    SEQUENCE_TOO_FAR_AHEAD,
    /** The key is enrolled for another host. 409. */
    KEY_OF_OTHER_HOST,
    /** The host is not enrolled. 404. */
    HOST_NOT_ENROLLED,
    /**
     * The provider that has the host's name is enrolled, in use, no root or above what the host has reported, so it is
     * not removed for the host. 409.
     */
    NAME_NOT_TAKEN_OVER,
    /**
     * A reported provider is one that another host reports or is, or stands in another tree than the host's. 409.
     */
    PROVIDER_OF_OTHER_HOST,
    /**
     * No host has this id: it is not enrolled, and no agent vouches for a root provider with it; the facts say what it
     * is. 404.
     */
    HOST_NOT_FOUND,
    /** Consumers hold something of the host; the facts name some and say how many they are. 409. */
    HOST_IN_USE,
    /**
     * More consumers hold something of the host than one command may release: {@code HOST_HOLDERS_MAX}. 409.
     */
    HOST_TOO_WIDELY_HELD,

    /** The provider does not exist. 404; 400 where it is named in a body. */
    PROVIDER_NOT_FOUND,
    /** The parent named, another provider than the one itself, does not exist. 400. */
    PARENT_NOT_FOUND,
    /** The provider has a parent, and the API version (before 1.37) does not let it change. 400. */
    REPARENTING_NOT_PERMITTED,
    /** The provider would be its own parent. 400. */
    PARENT_IS_SELF,
    /** The parent named is below the provider itself. 400. */
    PARENT_IS_DESCENDANT,
    /** A provider with this id exists. 409 placement.duplicate_name. */
    DUPLICATE_PROVIDER_ID,
    /** Another provider has this name. 409 placement.duplicate_name. */
    DUPLICATE_PROVIDER_NAME,
    /** A provider would be more than {@code TREE_DEPTH_MAX} levels deep in its tree. 409. */
    TREE_TOO_DEEP,
    /** The tree would have more than {@code TREE_PROVIDERS_MAX} providers. 409. */
    TREE_TOO_LARGE,
    /** A drained host is the root of its tree, so it is put below no other provider. 409. */
    DRAINED_HOST_IS_ROOT,
    /** The provider has children. 409 placement.resource_provider.cannot_delete_parent. */
    PROVIDER_HAS_CHILDREN,
    /**
     * Something is allocated from the provider, or a device of the host is in use. 409
     * placement.resource_provider.inuse.
     */
    PROVIDER_IN_USE,

    /** The writer has read another generation of the provider. 409 placement.concurrent_update. */
    PROVIDER_GENERATION_CONFLICT,
    /** The resource class does not exist. 404 in a path; 400 in a body. */
    RESOURCE_CLASS_NOT_FOUND,
    /** Standard resource classes and names without CUSTOM_ cannot be made, renamed or deleted. 400. */
    RESOURCE_CLASS_NOT_CUSTOM,
    /** A resource class of this name exists. 409. */
    RESOURCE_CLASS_EXISTS,
    /** An inventory is of this resource class, or devices are counted as it and it would be renamed. 409. */
    RESOURCE_CLASS_IN_USE,
    /**
     * To rename the resource class would rewrite more than {@code RENAME_REWRITES_MAX} providers and consumers. 409.
     */
    RESOURCE_CLASS_TOO_WIDESPREAD,
    /** The trait does not exist. 404 in a path; 400 in a body. */
    TRAIT_NOT_FOUND,
    /** Standard traits and names without CUSTOM_ cannot be made or deleted. 400. */
    TRAIT_NOT_CUSTOM,
    /** A provider has this trait. 409. */
    TRAIT_IN_USE,

    /** The provider has an inventory of this class. 409. */
    INVENTORY_EXISTS,
    /** The provider has no inventory of this class. 404; 400 in a body. */
    INVENTORY_NOT_FOUND,
    /** Nothing would be left: reserved is more than total, or equals it before API 1.26. 400. */
    RESERVED_EXCEEDS_TOTAL,
    /**
     * The provider would have more than {@code PROVIDER_CLASSES_MAX} inventories or {@code PROVIDER_TRAITS_MAX} traits.
     * 409.
     */
    PROVIDER_TOO_LARGE,

    /** The host is drained, and the consumer holds nothing in its tree; the facts say why it is. 409. */
    HOST_DRAINED,
    /** The provider has no inventory of the class that is claimed. 409. */
    NO_INVENTORY_TO_CLAIM,
    /** The amount is less than min_unit, more than max_unit or no multiple of step_size. 409. */
    UNIT_CONSTRAINT_VIOLATED,
    /** The amount does not fit in what is left of the capacity. 409. */
    CAPACITY_EXCEEDED,
    /**
     * Inventories to be removed have allocations; all classes are told, in the order of their ids. 409
     * placement.inventory.inuse.
     */
    INVENTORY_IN_USE,

    /**
     * A reported device names a provider that the report does not give an inventory of its class, or another host's, or
     * one that counts its parent too, of which only one can be held, or devices of another class. 400.
     */
    DEVICE_NOT_COUNTED,
    /** The amount fits, but not so many devices of the provider are free together. 409. */
    DEVICES_NOT_FREE,
    /** The host has no device at the address. 404. */
    DEVICE_NOT_FOUND,
    /** The device is said to be clean while somebody holds it. 409. */
    DEVICE_IN_USE,

    /** No PCI flavor has this name. 404 in a path; 400 in a body. */
    FLAVOR_NOT_FOUND,
    /** A PCI flavor of this name exists. 409. */
    FLAVOR_EXISTS,
    /** The writer has read another generation of the PCI flavor. 409 placement.concurrent_update. */
    FLAVOR_GENERATION_CONFLICT,
    /** No devices of the host are available together that serve all requests; the facts say why. 409. */
    REQUESTS_NOT_SERVED,
    /**
     * The cells of the guest fit in no way on those of the host, or only where its devices are not; the facts say why.
     * 409.
     */
    CELLS_NOT_FITTED,
    /** Devices that no provider counts can be held only beside an allocation. 409. */
    DEVICES_WITHOUT_ALLOCATIONS,
    /** A guest can sit on NUMA cells only beside an allocation. 409. */
    CELLS_WITHOUT_ALLOCATIONS,

    /**
     * What would happen takes more than {@code OUTCOME_BYTES_MAX} to record. Each part of the command can be asked for
     * by itself. 409.
     */
    OUTCOME_TOO_LARGE
}
