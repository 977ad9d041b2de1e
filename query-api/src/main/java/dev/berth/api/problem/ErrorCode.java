package dev.berth.api.problem;

/**
 * The codes by which clients tell errors of one status apart (API 1.23). Their texts are part of the API: those of
 * Placement's, and Berth's own of what Placement does not have.
 */
public enum ErrorCode {
    /** Any status: the error has no code of its own; the header x-berth-error names it. */
    UNDEFINED("placement.undefined_code"),
    /** 409: an inventory that is to be removed has allocations. */
    INVENTORY_IN_USE("placement.inventory.inuse"),
    /** 409: a provider, a consumer or a flavor is in another generation than the writer has read. */
    CONCURRENT_UPDATE("placement.concurrent_update"),
    /** 409: something else has this name or id. */
    DUPLICATE_NAME("placement.duplicate_name"),
    /** 409: something is allocated from the provider that is to be deleted. */
    PROVIDER_IN_USE("placement.resource_provider.inuse"),
    /** 409: the provider that is to be deleted has children. */
    CANNOT_DELETE_PARENT("placement.resource_provider.cannot_delete_parent"),
    /** 400: a provider that the body names does not exist. */
    PROVIDER_NOT_FOUND("placement.resource_provider.not_found"),
    /** 400: a parameter of the query is there twice, and may be there once. */
    DUPLICATE_QUERY_KEY("placement.query.duplicate_key"),
    /** 400: a parameter of the query has a value that it may not have. */
    BAD_QUERY_VALUE("placement.query.bad_value"),
    /** 400: a parameter of the query is missing that another one needs. */
    MISSING_QUERY_VALUE("placement.query.missing_value"),

    /** 400: an Idempotency-Key that is none. */
    IDEMPOTENCY_KEY_MALFORMED("berth.idempotency_key.malformed"),
    /** 422: an Idempotency-Key that was used for another request. */
    IDEMPOTENCY_KEY_REUSED("berth.idempotency_key.reused"),
    /** 400: dry_run is neither true nor false, or there several times. */
    DRY_RUN_MALFORMED("berth.dry_run.malformed"),
    /** 400: what is asked for appends no command, so it cannot be only tried. */
    DRY_RUN_UNSUPPORTED("berth.dry_run.unsupported"),
    /** 400: an Idempotency-Key with a write that is only to be tried. */
    DRY_RUN_WITH_KEY("berth.dry_run.with_key"),
    /** 400: a request of a what-if that its region's view does not answer. */
    WHAT_IF_UNSUPPORTED("berth.what_if.unsupported"),
    /** 413: the answers of a what-if come to more than one answer holds. */
    WHAT_IF_TOO_LONG("berth.what_if.too_long"),
    /** 503: a what-if took too long, or too many others wait. */
    WHAT_IF_BUSY("berth.what_if.busy"),
    /** 403: what an agent may do for its own host alone, or not at all. */
    HOST_NOT_YOURS("berth.host.not_yours"),
    /** 404: the host is not enrolled. */
    HOST_NOT_ENROLLED("berth.host.not_enrolled"),
    /** 409: the key is enrolled for another host. */
    KEY_OF_OTHER_HOST("berth.host.key_of_other_host"),
    /** 409: the report of an enrolled host has no sequence number. */
    REPORT_WITHOUT_SEQUENCE("berth.report.without_sequence"),
    /** 409: an old report, sent again. */
    REPORT_NOT_NEWER("berth.report.not_newer"),
    /** 400: the sequence number of a report lies too far ahead of the clock. */
    SEQUENCE_TOO_FAR_AHEAD("berth.report.sequence_too_far_ahead"),
    /** 409: a reported provider belongs to another host or tree. */
    PROVIDER_OF_OTHER_HOST("berth.report.provider_of_other_host"),
    /** 404: no host has this id. */
    HOST_NOT_FOUND("berth.host.not_found"),
    /** 409: consumers hold something of the host. */
    HOST_IN_USE("berth.host.in_use"),
    /** 409: more consumers hold something of the host than one request may release. */
    HOST_TOO_WIDELY_HELD("berth.host.too_widely_held"),
    /** 409: the host is drained, and the consumer holds nothing there. */
    HOST_DRAINED("berth.host.drained"),
    /** 409: the provider that has the host's name is enrolled, in use or no root. */
    NAME_NOT_TAKEN_OVER("berth.report.name_not_taken_over"),
    /** 404: the host has no PCI device at the address. */
    DEVICE_NOT_FOUND("berth.device.not_found"),
    /** 409: a PCI device is said to be clean while somebody holds it. */
    DEVICE_IN_USE("berth.device.in_use"),
    /** 429: the host reports more often than once a second. */
    REPORTS_TOO_OFTEN("berth.report.too_often"),
    /** 400: as_of is neither a position nor a time, or is there twice. */
    AS_OF_MALFORMED("berth.as_of.malformed"),
    /** 400: the request does not read the state of a region, so as_of means nothing to it. */
    AS_OF_NOT_TAKEN("berth.as_of.not_taken"),
    /** 400: as_of names another partition than that in which the region is at home. */
    AS_OF_OTHER_PARTITION("berth.as_of.other_partition"),
    /** 400: as_of names a position at which nothing was appended yet, or a time to come. */
    AS_OF_IN_FUTURE("berth.as_of.in_future"),
    /** 400: as_of names a time before the first record of the log. */
    AS_OF_BEFORE_LOG("berth.as_of.before_log"),
    /** 410: what the moment followed from was deleted from the log. */
    AS_OF_CUT("berth.as_of.cut"),
    /** 400: a watch is to begin at what is no place of the region's partition, or behind what is no event. */
    WATCH_MALFORMED("berth.watch.malformed"),
    /** 400: a watch is to begin where nothing was appended or decided yet. */
    WATCH_IN_FUTURE("berth.watch.in_future"),
    /** 410: what a watch is to begin with was deleted. */
    WATCH_CUT("berth.watch.cut"),
    /** 503 to a read: this instance may not answer for the region now, because its view may be out of date. */
    NOT_SERVED("berth.not_served"),
    /** 503 to a write: nothing was appended, so nothing will come of it. */
    NOT_APPENDED("berth.not_appended"),
    /** 503 to a write: nothing was appended, because a disk is nearly full; it goes on by itself once there is room. */
    NO_ROOM("berth.no_room"),
    /** 503 to a write: nothing was appended, because too many writes wait to be decided; come back later. */
    OVERLOADED("berth.overloaded"),
    /** 503 to a write: it may have been appended, and may still be decided. */
    PERHAPS_APPENDED("berth.perhaps_appended"),
    /** 503 to a write: it was appended, and may still be decided. */
    APPENDED("berth.appended"),
    /** 503 to a write: it was decided, but its answer could not be made here. */
    DECIDED("berth.decided");

    private final String text;

    ErrorCode(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
